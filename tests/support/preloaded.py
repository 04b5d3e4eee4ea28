"""What a server of forks does beside importing; see ``tests.support.forked``."""

from tests.support import descriptions

descriptions.keep()

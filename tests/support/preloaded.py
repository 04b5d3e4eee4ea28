"""Preparation of a server of forks beside its imports; see ``tests.support.forked``."""

from tests.support import descriptions

descriptions.keep()

"""Errors of the local platform; every one of them is a sentence for the person at the terminal."""

from inkscout.errors import PermanentError


class PlatformError(PermanentError):
    """The platform cannot do what was asked; the message says why and what to do."""


class BadInput(PlatformError):
    """Input that cannot be used, such as an unknown option or a missing file."""


class StateInUse(PlatformError):
    """Another platform holds the state folder."""


class DeployFailed(PlatformError):
    """A template did not deploy; the message names the template, the resource and the reason."""

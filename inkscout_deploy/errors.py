"""Errors of deployments and of the local platform; each message is a sentence for the operator."""

from inkscout.errors import PermanentError


class PlatformError(PermanentError):
    """Base of these errors: a command cannot be carried out; the message says why and what to do."""


class BadInput(PlatformError):
    """Unusable input, such as an unknown option or a missing file."""


class StateInUse(PlatformError):
    """The state folder is locked by another running platform."""


class DeployFailed(PlatformError):
    """A template could not be deployed, or a stack not deleted; the message names the cause."""

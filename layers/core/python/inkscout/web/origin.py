"""Checks that a public request came through CloudFront, whose firewall a direct call to the API bypasses."""

import hmac
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from inkscout.errors import SecretUnavailable

HEADER = "x-inkscout-origin"
"""Header in which CloudFront sends the shared secret (``infra/edge.yaml``)."""

THROUGH_EDGE = "through_edge"
"""Name in the context of a route of whether the edge sent the request."""

STAGES = ("AWSCURRENT", "AWSPREVIOUS")
"""Secret versions that are accepted; two, because a rotated secret reaches CloudFront minutes later."""

SECRET_SECONDS = 60.0
PROBES = frozenset({"/v1/health", "/health", "/health/live", "/health/ready"})
"""Paths that may be requested without CloudFront; the gateway limits them to a few requests a second."""


class Origin:
    """Checks requests for the secret that CloudFront sends; reads it again after ``SECRET_SECONDS``."""

    def __init__(self, read: Callable[[str], str], monotonic: Callable[[], float] = time.monotonic) -> None:
        """Takes a function that reads the secret's version by its staging label, and a clock in seconds."""
        self._read, self._monotonic = read, monotonic
        self._accepted: tuple[str, ...] = ()
        self._until = 0.0

    def admits(self, event: Mapping[str, Any]) -> bool:
        """Whether a request is allowed: it is signed with IAM, is a health probe, or came through CloudFront.

        Raises:
            SecretUnavailable: the secret's current version cannot be read.
        """
        signed = (event.get("requestContext") or {}).get("authorizer") or {}
        if "iam" in signed or event.get("rawPath") in PROBES:
            return True
        return self.sent(event)

    def sent(self, event: Mapping[str, Any]) -> bool:
        """Whether the edge sent a request, by the secret that it says.

        Raises:
            SecretUnavailable: the secret's current version cannot be read.
        """
        said = str((event.get("headers") or {}).get(HEADER, "")).encode()
        return any(hmac.compare_digest(said, one.encode()) for one in self._secrets())

    def _secrets(self) -> tuple[str, ...]:
        if not self._accepted or self._monotonic() >= self._until:
            current, previous = STAGES
            found = [self._read(current)]
            with suppress(SecretUnavailable):  # a secret that was never changed has no version before
                found.append(self._read(previous))
            self._accepted, self._until = tuple(found), self._monotonic() + SECRET_SECONDS
        return self._accepted

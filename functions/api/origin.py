"""Proof that a request came through the edge, whose firewall a caller of the API's own address goes round."""

import hmac
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from inkscout.errors import SecretUnavailable

HEADER = "x-inkscout-origin"
"""Header in which CloudFront says the secret (``infra/edge.yaml``)."""

STAGES = ("AWSCURRENT", "AWSPREVIOUS")
"""Versions that are accepted: a changed secret reaches CloudFront some minutes later."""

SECRET_SECONDS = 60.0
PROBES = frozenset({"/v1/health", "/health/live", "/health/ready"})
"""Paths that anybody may ask for directly; the gateway allows them a few requests a second."""


class Origin:
    """Holds requests against the secret that the edge says."""

    def __init__(self, read: Callable[[str], str], monotonic: Callable[[], float] = time.monotonic) -> None:
        """Takes a reader of the secret's version with a label, and a clock in seconds."""
        self._read, self._monotonic = read, monotonic
        self._accepted: tuple[str, ...] = ()
        self._until = 0.0

    def admits(self, event: Mapping[str, Any]) -> bool:
        """Whether a request may be answered: IAM signed it, it is a probe, or the edge sent it.

        Raises:
            SecretUnavailable: the secret's current version cannot be read.
        """
        signed = (event.get("requestContext") or {}).get("authorizer") or {}
        if "iam" in signed or event.get("rawPath") in PROBES:
            return True
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

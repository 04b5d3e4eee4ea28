"""Ports of the operator's desk: the audit trail, and whoever knows the accounts."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from inkscout.domain.audit_entry import AuditEntry


class AuditTrail(Protocol):
    """Store of the audit trail in the Operations table."""

    def begin(self, entry: AuditEntry) -> bool:
        """Stores a new entry; returns False if there is one with its id."""
        ...

    def end(self, entry: AuditEntry) -> None:
        """Replaces an entry by one with its outcome."""
        ...

    def entry(self, entry_id: str) -> AuditEntry | None:
        """Returns an entry by its id; None if there is none."""
        ...

    def entries(self, limit: int, before: str = "") -> Sequence[AuditEntry]:
        """Returns at most ``limit`` entries, newest first, that are older than the position ``before``."""
        ...


class IdentityProvider(Protocol):
    """Provider of accounts that logs people in by an authorisation code."""

    login_url: str
    issuer: str
    client_id: str

    def id_token(self, code: str, verifier: str, redirect_uri: str) -> str:
        """Returns the ID token for an authorisation code.

        Raises:
            LoginFailed: the provider does not accept the code.
            LoginUnavailable: the provider does not answer.
        """
        ...

    def keys(self) -> Mapping[str, Any]:
        """Returns the public keys that sign its tokens, as a JSON Web Key Set.

        Raises:
            LoginFailed: it has none.
            LoginUnavailable: it does not answer.
        """
        ...

"""Ports of the operator's desk: the audit trail, accounts, and work that it starts or stops."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from inkscout.domain.audit_entry import AuditEntry
from inkscout.domain.execution import ExecutionState
from inkscout.ports.json_map import JsonMap


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


StopExecution = Callable[[str, str], None]
"""Stops an execution by its ARN, with a cause; raises ``StoreThrottled`` if Step Functions did not."""

StartTask = Callable[[JsonMap], None]
"""Starts work that goes on by itself, with a document; raises ``StoreThrottled`` if it was not started."""


class RemovalExecutions(Protocol):
    """Executions of the state machine that removes somebody."""

    def newest(self, machine_arn: str, prefix: str) -> str:
        """Returns the ARN of the newest execution whose name begins so; empty if there is none."""
        ...

    def state(self, execution_arn: str) -> ExecutionState | None:
        """Returns the state of an execution; None if there is none."""
        ...


class IndexRebuilds(Protocol):
    """Executions of the state machine that rebuilds an index."""

    def start(self, name: str, kind: str) -> str:
        """Starts the rebuild of the index of a kind under an execution name; returns the execution's ARN."""
        ...

    def state(self, execution_arn: str) -> ExecutionState | None:
        """Returns the state of an execution; None if there is none."""
        ...

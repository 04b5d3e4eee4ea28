"""An entry in the audit trail of the desk: who did what, when, on what, and how it ended."""

from dataclasses import dataclass
from enum import StrEnum


class AuditOutcome(StrEnum):
    """Outcome of an action; ``begun`` stays where the function died while it acted."""

    BEGUN = "begun"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One action by its id, which its form carried, so that a form that is sent twice acts once.

    Attributes:
        entry_id: Unguessable id.
        at: Time as ISO 8601 in UTC.
        who: Name in the session of whoever acted.
        action: Name of the action, such as ``removal.approve``.
        subject: Id of what it was done to; never a person's name or contact.
        outcome: Outcome.
        detail: One sentence about the outcome.
    """

    entry_id: str
    at: str
    who: str
    action: str
    subject: str
    outcome: AuditOutcome = AuditOutcome.BEGUN
    detail: str = ""

    @property
    def position(self) -> str:
        """Place of the entry in the order of the trail, for the next page of a list."""
        return f"{self.at}#{self.entry_id}"

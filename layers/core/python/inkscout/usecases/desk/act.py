"""Act: does what an operator has confirmed, once, and keeps who did it and how it ended."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from inkscout.domain.audit_entry import AuditEntry, AuditOutcome
from inkscout.errors import InkscoutError, PermanentError
from inkscout.ports import AuditTrail, Clock

_MOST_DETAIL = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """An action that somebody confirmed.

    Attributes:
        entry_id: Id that the form carried.
        who: Name in the session.
        action: Name of the action.
        subject: Id of what it is done to.
    """

    entry_id: str
    who: str
    action: str
    subject: str


class Act:
    """Serves every action of the desk."""

    def __init__(self, trail: AuditTrail, clock: Clock) -> None:
        self._trail, self._clock = trail, clock

    def __call__(self, intent: Intent, do: Callable[[], str]) -> AuditEntry:
        """Calls ``do``, which returns a sentence about what it did, and returns the entry with its outcome.

        A form that is sent again acts no second time: its entry is returned. Whatever ``do`` raises is
        recorded as the outcome, and raised again.
        """
        entry = AuditEntry(
            entry_id=intent.entry_id,
            at=self._clock.now().isoformat(timespec="milliseconds"),
            who=intent.who,
            action=intent.action,
            subject=intent.subject,
        )
        if not self._trail.begin(entry):
            return self._trail.entry(intent.entry_id) or entry
        try:
            said = do()
        except PermanentError as error:
            self._trail.end(_ended(entry, AuditOutcome.REFUSED, str(error)))
            raise
        except InkscoutError as error:
            self._trail.end(_ended(entry, AuditOutcome.FAILED, str(error)))
            raise
        except Exception as error:
            self._trail.end(_ended(entry, AuditOutcome.FAILED, type(error).__name__))
            raise
        done = _ended(entry, AuditOutcome.DONE, said)
        self._trail.end(done)
        return done


class ListAuditEntries:
    """Serves ``/desk/audit``."""

    def __init__(self, trail: AuditTrail) -> None:
        self._trail = trail

    def __call__(self, limit: int, before: str = "") -> list[AuditEntry]:
        """Returns at most ``limit`` entries, newest first, that are older than the position ``before``."""
        return list(self._trail.entries(limit, before))


class GetAuditEntry:
    """Serves the message that an action leaves on the next page."""

    def __init__(self, trail: AuditTrail) -> None:
        self._trail = trail

    def __call__(self, entry_id: str) -> AuditEntry | None:
        """Returns an entry by its id; None if there is none."""
        return self._trail.entry(entry_id)


def _ended(entry: AuditEntry, outcome: AuditOutcome, detail: str) -> AuditEntry:
    return replace(entry, outcome=outcome, detail=detail[:_MOST_DETAIL])

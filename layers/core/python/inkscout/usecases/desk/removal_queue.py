"""ListRemovalQueue, ReadRemoval and ReadRemovalState: removal requests, as an operator decides on them."""

from dataclasses import dataclass
from datetime import datetime

from inkscout.domain.artist import Artist
from inkscout.domain.business_days import days_since
from inkscout.domain.execution import ExecutionState
from inkscout.domain.removal_request import RemovalRequest, RemovalStatus
from inkscout.errors import NotFound
from inkscout.ports import Clock, Directory, RemovalExecutions, Removals
from inkscout.usecases.directory.artist_identity import HANDLE

DAYS_TO_DECIDE = 5
"""Business days within which an operator decides, as the website promises (docs/removal.md)."""

_FIRST = (RemovalStatus.PENDING, RemovalStatus.APPROVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedRemoval:
    """A request with its age in business days.

    Attributes:
        request: The request.
        days: Business days since it was made.
        matched: Artist of the directory whom it is about, if there is one.
    """

    request: RemovalRequest
    days: int
    matched: Artist | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided yet."""
        return self.request.status is RemovalStatus.PENDING

    @property
    def is_late(self) -> bool:
        """Whether it should have been decided by now."""
        return self.is_open and self.days > DAYS_TO_DECIDE


class ListRemovalQueue:
    """Serves ``/desk/removals``."""

    def __init__(self, removals: Removals, clock: Clock) -> None:
        self._removals, self._clock = removals, clock

    def __call__(self) -> list[QueuedRemoval]:
        """Returns all requests: undecided ones, those being carried out, the others; each oldest first."""
        found = sorted(self._removals.requests(), key=_place)
        return [_queued(request, self._clock) for request in found]


class ReadRemoval:
    """Serves ``/desk/removals/{id}``."""

    def __init__(self, removals: Removals, directory: Directory, clock: Clock) -> None:
        self._removals, self._directory, self._clock = removals, directory, clock

    def __call__(self, request_id: str) -> QueuedRemoval:
        """Returns a request with the artist whom it is about.

        Raises:
            NotFound: there is no such request.
        """
        request = self._removals.get(request_id)
        if request is None:
            raise NotFound("no removal request has this id")
        queued = _queued(request, self._clock)
        return QueuedRemoval(request=request, days=queued.days, matched=self._matched(request))

    def _matched(self, request: RemovalRequest) -> Artist | None:
        known = request.artist_id
        if not known and request.instagram:
            known = self._directory.find_alias(HANDLE, request.instagram) or ""
        return self._directory.artist(known) if known else None


class ReadRemovalState:
    """Serves the progress of a removal on ``/desk/removals/{id}``."""

    def __init__(self, executions: RemovalExecutions, machine_arn: str) -> None:
        self._executions, self._machine_arn = executions, machine_arn

    def __call__(self, request: RemovalRequest) -> ExecutionState | None:
        """Returns the state of the newest execution that carries a request out; None if there is none."""
        arn = self._executions.newest(self._machine_arn, f"removal-{request.request_id}")
        return self._executions.state(arn) if arn else None


def _queued(request: RemovalRequest, clock: Clock) -> QueuedRemoval:
    try:
        asked = datetime.fromisoformat(request.created_at).date()
    except ValueError:
        return QueuedRemoval(request=request, days=0)
    return QueuedRemoval(request=request, days=days_since(asked, clock.now().date()))


def _place(request: RemovalRequest) -> tuple[int, str, str]:
    first = _FIRST.index(request.status) if request.status in _FIRST else len(_FIRST)
    return first, request.created_at, request.request_id

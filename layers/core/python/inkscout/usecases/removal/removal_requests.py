"""Requests to be removed: anybody may ask, an operator decides, a workflow carries it out."""

from collections.abc import Callable
from dataclasses import replace

from inkscout.contracts.api.operations import RemovalRequestInput, RemovalRequestView
from inkscout.domain import naming
from inkscout.domain.removal_request import RemovalRequest, RemovalStatus
from inkscout.errors import InvalidParameter, NotFound
from inkscout.ports import Clock, Removals, Workflows
from inkscout.vocabulary.handles import is_nobodys

NewId = Callable[[], str]


class RemovalRequests:
    """``/v1/removal-requests``."""

    def __init__(self, removals: Removals, workflows: Workflows, clock: Clock, new_id: NewId) -> None:
        self._removals = removals
        self._workflows = workflows
        self._clock = clock
        self._new_id = new_id

    def ask(self, wanted: RemovalRequestInput) -> RemovalRequestView:
        """Stores a pending request; whether the directory knows the person is not given away.

        Raises:
            InvalidParameter: neither an id nor a handle says who it is.
        """
        handle = naming.handle_key(wanted.instagram)
        if wanted.instagram and (not handle or is_nobodys(handle)):
            raise InvalidParameter("instagram", "is not an Instagram handle")
        if not handle and not wanted.artist_id:
            raise InvalidParameter("artist_id", "or instagram is needed")
        request = RemovalRequest(
            request_id=self._new_id(),
            artist_id=wanted.artist_id,
            instagram=handle,
            contact=wanted.contact,
            reason=wanted.reason,
            created_at=self._clock.now().isoformat(),
        )
        self._removals.put(request)
        return _view(request)

    def state(self, request_id: str) -> RemovalRequestView:
        """Returns the state of a request.

        Raises:
            NotFound: no such request.
        """
        return _view(self._request(request_id))

    def approve(self, request_id: str, note: str) -> RemovalRequestView:
        """Approves a pending request and starts the removal; approving it again starts it again.

        Raises:
            NotFound: no such request.
            InvalidParameter: it was rejected before.
        """
        request = self._request(request_id)
        if request.status is RemovalStatus.REJECTED:
            raise InvalidParameter("id", "this request was rejected before")
        if request.status is RemovalStatus.REMOVED:
            return _view(request)
        approved = self._decided(request, RemovalStatus.APPROVED, note)
        self._removals.put(approved)
        self._workflows.start_removal(self._execution(request), {"request_id": request_id})
        return _view(approved)

    def reject(self, request_id: str, note: str) -> RemovalRequestView:
        """Rejects a pending request.

        Raises:
            NotFound: no such request.
            InvalidParameter: it was approved before.
        """
        request = self._request(request_id)
        if request.status in (RemovalStatus.APPROVED, RemovalStatus.REMOVED):
            raise InvalidParameter("id", "this request was approved before")
        rejected = self._decided(request, RemovalStatus.REJECTED, note)
        self._removals.put(rejected)
        return _view(rejected)

    def _execution(self, request: RemovalRequest) -> str:
        """The removal's name; a name of its own for each repetition.

        Step Functions keeps a name for 90 days and starts nothing under one whose execution has failed.
        """
        name = f"removal-{request.request_id}"
        if request.status is not RemovalStatus.APPROVED:
            return name
        return f"{name}-{self._clock.now():%Y%m%dT%H%M%S}"

    def _decided(self, request: RemovalRequest, status: RemovalStatus, note: str) -> RemovalRequest:
        decided_at = request.decided_at or self._clock.now().isoformat()
        return replace(request, status=status, note=note or request.note, decided_at=decided_at)

    def _request(self, request_id: str) -> RemovalRequest:
        request = self._removals.get(request_id)
        if request is None:
            raise NotFound("no removal request has this id")
        return request


def _view(request: RemovalRequest) -> RemovalRequestView:
    return RemovalRequestView(
        request_id=request.request_id,
        status=request.status.value,
        created_at=request.created_at,
        decided_at=request.decided_at,
    )

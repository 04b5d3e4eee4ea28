"""Removal requests: anybody may make one, an operator decides, a workflow carries it out."""

import re
import secrets
from dataclasses import dataclass, replace

from inkscout.contracts.api.operations import (
    RemovalRequestDetail,
    RemovalRequestInput,
    RemovalRequestList,
    RemovalRequestView,
)
from inkscout.domain import naming
from inkscout.domain.removal_request import ASKED, RemovalRequest, RemovalStatus, asked_key
from inkscout.errors import InvalidParameter, MailFailed, NotFound
from inkscout.ports import Clock, Directory, Mail, NewId, Removals, StateStore, Workflows
from inkscout.usecases.directory.artist_identity import HANDLE
from inkscout.vocabulary.handles import is_nobodys

_ASKED_SECONDS = 400 * 86_400
_MAIL_ADDRESS = re.compile(r"[^@\s,;<>]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}")
_SUBJECT = "Please confirm your request to be removed"
_TEXT = """Somebody asked to be removed from a directory of tattoo artists, and gave this address.

If that was you, open this link to confirm that the address is yours:

{link}

If it was not you, do nothing.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRemovalPorts:
    """Ports of RequestRemoval; ``mail`` is None if no confirmation is sent."""

    removals: Removals
    directory: Directory
    state_store: StateStore
    clock: Clock
    new_id: NewId
    mail: Mail | None = None


class RequestRemoval:
    """Serves ``POST /v1/removal-requests``."""

    def __init__(self, ports: RequestRemovalPorts) -> None:
        self._ports = ports

    def __call__(self, wanted: RemovalRequestInput, address: str = "") -> RemovalRequestView:
        """Stores a pending request, or returns the one that is pending for the same person.

        The response does not reveal whether the directory knows the person. ``address`` is the API's own URL,
        for the link that confirms the contact; no mail is sent if it is empty.

        Raises:
            InvalidParameter: neither an id nor a handle identifies the person, or they identify two people.
        """
        handle = naming.handle_in(wanted.instagram)
        if wanted.instagram and (not handle or is_nobodys(handle)):
            raise InvalidParameter("instagram", "is neither an Instagram handle nor the address of a profile")
        if not handle and not wanted.artist_id:
            raise InvalidParameter("artist_id", "or instagram is needed")
        _check_one_person(wanted.artist_id, handle, self._ports.directory)
        request = RemovalRequest(
            request_id=self._ports.new_id(),
            artist_id=wanted.artist_id,
            instagram=handle,
            contact=wanted.contact,
            reason=wanted.reason,
            created_at=self._ports.clock.now().isoformat(),
            confirm_token=secrets.token_urlsafe(16) if wanted.contact else "",
        )
        known = self._pending_like(request)
        if known is not None:
            return _view(self._completed(known, request, address))
        self._ports.removals.put(request)
        self._ask_to_confirm(request, address)
        return _view(request)

    def _pending_like(self, request: RemovalRequest) -> RemovalRequest | None:
        """Returns the pending request about the same person; None, and notes this one, if there is none."""
        store = self._ports.state_store
        key = asked_key(request)
        noted = {"request_id": request.request_id}
        while not store.put_if(ASKED, key, noted, None, _ASKED_SECONDS):
            before = store.get(ASKED, key)
            if before is None:
                continue
            known = self._ports.removals.get(str(before.get("request_id", "")))
            if known is not None and known.status is RemovalStatus.PENDING:
                return known
            if store.put_if(ASKED, key, noted, before["version"], _ASKED_SECONDS):
                return None
        return None

    def _completed(self, known: RemovalRequest, again: RemovalRequest, address: str) -> RemovalRequest:
        """Returns the pending request with the contact or reason it lacked; stores what changed."""
        lacks_contact = not known.contact and bool(again.contact)
        whole = replace(known, reason=known.reason or again.reason)
        if lacks_contact:
            whole = replace(whole, contact=again.contact, confirm_token=again.confirm_token)
        if whole != known:
            self._ports.removals.put(whole)
        if lacks_contact:
            self._ask_to_confirm(whole, address)
        return whole

    def _ask_to_confirm(self, request: RemovalRequest, address: str) -> None:
        """Mails the link that confirms the contact. A failure is ignored: the request is valid without it."""
        if self._ports.mail is None or not address or not _MAIL_ADDRESS.fullmatch(request.contact):
            return
        try:
            text = _TEXT.format(link=confirmation_link(request, address))
            self._ports.mail.send(request.contact, _SUBJECT, text)
        except MailFailed:
            return  # operators see that the contact is not confirmed, and have the link


class ListRemovalRequests:
    """Serves ``GET /v1/removal-requests``."""

    def __init__(self, removals: Removals) -> None:
        self._removals = removals

    def __call__(self, status: RemovalStatus | None, limit: int) -> RemovalRequestList:
        """Returns the oldest requests, of one status or of all if None, in full detail for an operator."""
        found = self._removals.requests(status)[:limit]
        return RemovalRequestList(items=[_detail(one) for one in found])


class GetRemovalRequest:
    """Serves ``GET /v1/removal-requests/{id}``."""

    def __init__(self, removals: Removals) -> None:
        self._removals = removals

    def __call__(self, request_id: str) -> RemovalRequestView:
        """Returns the state of a request.

        Raises:
            NotFound: there is no such request.
        """
        return _view(_request(request_id, self._removals))


class ConfirmContact:
    """Serves ``GET /v1/removal-requests/{id}/confirmation``."""

    def __init__(self, removals: Removals, clock: Clock) -> None:
        self._removals = removals
        self._clock = clock

    def __call__(self, request_id: str, token: str) -> RemovalRequestView:
        """Records that the owner of the contact's mailbox has opened the link; a repeat changes nothing.

        Raises:
            NotFound: there is no such request, or the token is another one.
        """
        request = _request(request_id, self._removals)
        if not request.confirm_token or not secrets.compare_digest(request.confirm_token, token):
            raise NotFound("no removal request is confirmed by this link")
        if not request.confirmed_at:
            request = replace(request, confirmed_at=self._clock.now().isoformat())
            self._removals.put(request)
        return _view(request)


class ApproveRemoval:
    """Serves ``POST /v1/removal-requests/{id}/approve``."""

    def __init__(self, removals: Removals, directory: Directory, workflows: Workflows, clock: Clock) -> None:
        self._removals = removals
        self._directory = directory
        self._workflows = workflows
        self._clock = clock

    def __call__(self, request_id: str, note: str) -> RemovalRequestView:
        """Approves a pending request and starts the removal; approving again starts it again.

        Raises:
            NotFound: there is no such request.
            InvalidParameter: it was rejected before, or id and handle belong to two people by now.
        """
        request = _request(request_id, self._removals)
        if request.status is RemovalStatus.REJECTED:
            raise InvalidParameter("id", "this request was rejected before")
        if request.status is RemovalStatus.REMOVED:
            return _view(request)
        if request.status is RemovalStatus.PENDING:
            _check_one_person(request.artist_id, request.instagram, self._directory)
        approved = _decided(request, RemovalStatus.APPROVED, note, self._clock)
        self._removals.put(approved)
        self._workflows.start_removal(_execution(request, self._clock), {"request_id": request_id})
        return _view(approved)


class RejectRemoval:
    """Serves ``POST /v1/removal-requests/{id}/reject``."""

    def __init__(self, removals: Removals, state_store: StateStore, clock: Clock) -> None:
        self._removals = removals
        self._state_store = state_store
        self._clock = clock

    def __call__(self, request_id: str, note: str) -> RemovalRequestView:
        """Rejects a pending request.

        Raises:
            NotFound: there is no such request.
            InvalidParameter: it was approved before.
        """
        request = _request(request_id, self._removals)
        if request.status in (RemovalStatus.APPROVED, RemovalStatus.REMOVED):
            raise InvalidParameter("id", "this request was approved before")
        rejected = _decided(request, RemovalStatus.REJECTED, note, self._clock)
        self._removals.put(rejected)
        self._state_store.put(ASKED, asked_key(request), {}, 1)
        return _view(rejected)


def confirmation_link(request: RemovalRequest, address: str) -> str:
    """Returns the URL that confirms a request's contact; empty if there is nothing to confirm."""
    if not request.confirm_token or request.confirmed_at:
        return ""
    path = f"/v1/removal-requests/{request.request_id}/confirmation?token={request.confirm_token}"
    return address.rstrip("/") + path


def _check_one_person(artist_id: str, handle: str, directory: Directory) -> None:
    """Checks that id and handle belong to one person, as far as the directory knows them.

    Raises:
        InvalidParameter: they belong to two people.
    """
    if not artist_id or not handle:
        return
    by_handle = directory.find_alias(HANDLE, handle)
    by_id, holder = (directory.artist(one) if one else None for one in (artist_id, by_handle))
    if by_id and holder and by_id.artist_id != holder.artist_id:
        raise InvalidParameter("instagram", "is another person's than artist_id; ask for one at a time")


def _execution(request: RemovalRequest, clock: Clock) -> str:
    """Returns the name of the removal's execution, with a time stamp for each repetition.

    Step Functions reserves a name for 90 days and starts nothing under the name of a failed execution.
    """
    name = f"removal-{request.request_id}"
    if request.status is not RemovalStatus.APPROVED:
        return name
    return f"{name}-{clock.now():%Y%m%dT%H%M%S}"


def _decided(request: RemovalRequest, status: RemovalStatus, note: str, clock: Clock) -> RemovalRequest:
    decided_at = request.decided_at or clock.now().isoformat()
    return replace(request, status=status, note=note or request.note, decided_at=decided_at)


def _request(request_id: str, removals: Removals) -> RemovalRequest:
    request = removals.get(request_id)
    if request is None:
        raise NotFound("no removal request has this id")
    return request


def _view(request: RemovalRequest) -> RemovalRequestView:
    return RemovalRequestView(
        request_id=request.request_id,
        status=request.status.value,
        created_at=request.created_at,
        decided_at=request.decided_at,
        confirmed=bool(request.confirmed_at),
    )


def _detail(request: RemovalRequest) -> RemovalRequestDetail:
    return RemovalRequestDetail(
        **_view(request).model_dump(),
        artist_id=request.artist_id,
        instagram=request.instagram,
        name=request.name,
        contact=request.contact,
        reason=request.reason,
    )

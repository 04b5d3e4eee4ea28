"""Composes the use cases of the API's routes for removal requests and for people held for review."""

from functools import lru_cache
from typing import TYPE_CHECKING

from inkscout.bootstrap import api, stores

if TYPE_CHECKING:
    from inkscout.adapters.aws.ses_mail import SesMail
    from inkscout.usecases.removal.held_review import ListHeldPeople, ReleaseHeldPerson, RemoveHeldPerson
    from inkscout.usecases.removal.removal_requests import (
        ApproveRemoval,
        ConfirmContact,
        GetRemovalRequest,
        ListRemovalRequests,
        RejectRemoval,
        RequestRemoval,
    )
    from inkscout.usecases.removal.request_limit import RequestLimit


@lru_cache(maxsize=1)
def request_limit() -> "RequestLimit":
    """Returns the limit of removal requests per hour from one client IP address."""
    from inkscout.usecases.removal.request_limit import RequestLimit

    allowed = api.settings().removal_requests_per_hour
    return RequestLimit(stores.state_store(), stores.clock(), api.cursor_key(), allowed)


@lru_cache(maxsize=1)
def request_removal() -> "RequestRemoval":
    """Returns the RequestRemoval use case, which serves ``POST /v1/removal-requests``."""
    from inkscout.usecases.removal.removal_requests import RequestRemoval, RequestRemovalPorts

    return RequestRemoval(
        RequestRemovalPorts(
            removals=stores.removals(),
            directory=stores.directory(),
            state_store=stores.state_store(),
            clock=stores.clock(),
            new_id=api.new_id,
            mail=_mail(),
        )
    )


@lru_cache(maxsize=1)
def list_removal_requests() -> "ListRemovalRequests":
    """Returns the ListRemovalRequests use case, which serves ``GET /v1/removal-requests``."""
    from inkscout.usecases.removal.removal_requests import ListRemovalRequests

    return ListRemovalRequests(stores.removals())


@lru_cache(maxsize=1)
def get_removal_request() -> "GetRemovalRequest":
    """Returns the GetRemovalRequest use case, which serves ``GET /v1/removal-requests/{id}``."""
    from inkscout.usecases.removal.removal_requests import GetRemovalRequest

    return GetRemovalRequest(stores.removals())


@lru_cache(maxsize=1)
def confirm_contact() -> "ConfirmContact":
    """Returns the ConfirmContact use case, which serves ``GET /v1/removal-requests/{id}/confirmation``."""
    from inkscout.usecases.removal.removal_requests import ConfirmContact

    return ConfirmContact(stores.removals(), stores.clock())


@lru_cache(maxsize=1)
def approve_removal() -> "ApproveRemoval":
    """Returns the ApproveRemoval use case, which serves ``POST /v1/removal-requests/{id}/approve``."""
    from inkscout.usecases.removal.removal_requests import ApproveRemoval

    return ApproveRemoval(stores.removals(), stores.directory(), api.workflows(), stores.clock())


@lru_cache(maxsize=1)
def reject_removal() -> "RejectRemoval":
    """Returns the RejectRemoval use case, which serves ``POST /v1/removal-requests/{id}/reject``."""
    from inkscout.usecases.removal.removal_requests import RejectRemoval

    return RejectRemoval(stores.removals(), stores.state_store(), stores.clock())


@lru_cache(maxsize=1)
def list_held_people() -> "ListHeldPeople":
    """Returns the ListHeldPeople use case, which serves ``GET /v1/held-people``."""
    from inkscout.usecases.removal.held_review import ListHeldPeople

    return ListHeldPeople(stores.held_people())


@lru_cache(maxsize=1)
def release_held_person() -> "ReleaseHeldPerson":
    """Returns the ReleaseHeldPerson use case, which serves ``POST /v1/held-people/{id}/release``."""
    from inkscout.usecases.removal.held_review import ReleaseHeldPerson

    return ReleaseHeldPerson(stores.held_people(), stores.denylist())


@lru_cache(maxsize=1)
def remove_held_person() -> "RemoveHeldPerson":
    """Returns the RemoveHeldPerson use case, which serves ``POST /v1/held-people/{id}/remove``."""
    from inkscout.usecases.removal.held_review import RemoveHeldPerson, RemoveHeldPersonPorts

    return RemoveHeldPerson(
        RemoveHeldPersonPorts(
            held_people=stores.held_people(),
            removals=stores.removals(),
            workflows=api.workflows(),
            clock=stores.clock(),
            new_id=api.new_id,
        )
    )


def _mail() -> "SesMail | None":
    from inkscout.adapters.aws.ses_mail import SesMail

    sender = api.settings().removal_mail_from
    return SesMail(stores.aws_client("sesv2"), sender) if sender else None


def all_routes() -> "tuple[object, ...]":
    """Returns the use case of each of these routes, and their rate limit."""
    return (
        request_limit(),
        request_removal(),
        list_removal_requests(),
        get_removal_request(),
        confirm_contact(),
        approve_removal(),
        reject_removal(),
        list_held_people(),
        release_held_person(),
        remove_held_person(),
    )

"""Routes of ``/v1/removal-requests``."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Path, Query

from functions.api import caller
from functions.api.routes.answers import OPERATOR, documented, fresh, new_router
from inkscout.bootstrap import api_removals
from inkscout.contracts.api.operations import (
    RemovalDecision,
    RemovalRequestInput,
    RemovalRequestList,
    RemovalRequestView,
    RemovalState,
)
from inkscout.domain.removal_request import RemovalStatus
from inkscout.web.origin import THROUGH_EDGE

router = new_router()

RequestId = Annotated[
    str, Path(min_length=1, max_length=80, pattern="^[A-Za-z0-9-]+$", description="a removal request's id")
]


@router.post(
    "/v1/removal-requests",
    summary="Ask to be removed",
    tags=["removal"],
    operation_id="requestRemoval",
    status_code=202,
    responses=documented(415, 429, 503, status=202, ok="The request was stored; keep its id."),
)
def request_removal(body: Annotated[RemovalRequestInput, Body()]) -> Response[RemovalRequestView]:
    """Stores a pending request; the response does not reveal whether the directory contains the person.

    While a request about the same person is pending, another one returns the pending request.
    """
    event = router.current_event.raw_event
    api_removals.request_limit()(*caller.addresses(event))
    through_edge = bool(router.context.get(THROUGH_EDGE))
    return fresh(
        api_removals.request_removal()(body, caller.api_address(event, through_edge=through_edge)), 202
    )


@router.get(
    "/v1/removal-requests",
    summary="List removal requests",
    operation_id="listRemovalRequests",
    **OPERATOR,
    responses=documented(403, 503, ok="The requests, the oldest first."),
)
def list_removal_requests(
    status: Annotated[RemovalState | None, Query(description="only requests of this status")] = None,
    limit: Annotated[int, Query(ge=1, le=500, description="most requests that are listed")] = 100,
) -> Response[RemovalRequestList]:
    """Lists requests with everything an operator needs to decide on them."""
    wanted = RemovalStatus(status) if status else None
    return fresh(api_removals.list_removal_requests()(wanted, limit))


@router.get(
    "/v1/removal-requests/<request_id>/confirmation",
    summary="Confirm a contact",
    tags=["removal"],
    operation_id="confirmRemovalRequest",
    responses=documented(404, 503, ok="Confirmed."),
)
def confirm_removal_request(
    request_id: RequestId,
    token: Annotated[
        str, Query(min_length=8, max_length=80, pattern="^[A-Za-z0-9_-]+$", description="from the mail")
    ],
) -> Response[RemovalRequestView]:
    """Confirms the contact of a request by the link that was sent to it; operators see the confirmation."""
    return fresh(api_removals.confirm_contact()(request_id, token))


@router.get(
    "/v1/removal-requests/<request_id>",
    summary="Where a removal request stands",
    tags=["removal"],
    operation_id="getRemovalRequest",
    responses=documented(404, 503, ok="The state."),
)
def get_removal_request(request_id: RequestId) -> Response[RemovalRequestView]:
    """Returns the state of a request by the unguessable id that was returned when it was made."""
    return fresh(api_removals.get_removal_request()(request_id))


@router.post(
    "/v1/removal-requests/<request_id>/approve",
    summary="Approve a removal",
    operation_id="approveRemoval",
    **OPERATOR,
    responses=documented(403, 404, 415, 503, ok="Approved; the removal was started."),
)
def approve_removal(
    request_id: RequestId,
    body: Annotated[RemovalDecision, Body()] = RemovalDecision(),  # noqa: B008 - frozen
) -> Response[RemovalRequestView]:
    """Starts the removal of everything the directory holds about the person."""
    return fresh(api_removals.approve_removal()(request_id, body.note))


@router.post(
    "/v1/removal-requests/<request_id>/reject",
    summary="Reject a removal",
    operation_id="rejectRemoval",
    **OPERATOR,
    responses=documented(403, 404, 415, 503, ok="Rejected."),
)
def reject_removal(
    request_id: RequestId,
    body: Annotated[RemovalDecision, Body()] = RemovalDecision(),  # noqa: B008 - frozen
) -> Response[RemovalRequestView]:
    """Rejects the request; the directory stays unchanged."""
    return fresh(api_removals.reject_removal()(request_id, body.note))

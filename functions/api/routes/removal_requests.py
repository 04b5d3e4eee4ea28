"""``/v1/removal-requests``."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Path

from functions.api.routes.answers import OPERATOR, documented, fresh, new_router
from inkscout.bootstrap import api
from inkscout.contracts.api.operations import RemovalDecision, RemovalRequestInput, RemovalRequestView

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
    responses=documented(415, 503, status=202, ok="The request was stored; keep its id."),
)
def request_removal(body: Annotated[RemovalRequestInput, Body()]) -> Response[RemovalRequestView]:
    """Stores a pending request; the answer does not give away whether the directory knows the person."""
    return fresh(api.request_removal()(body), 202)


@router.get(
    "/v1/removal-requests/<request_id>",
    summary="Where a removal request stands",
    tags=["removal"],
    operation_id="getRemovalRequest",
    responses=documented(404, 503, ok="The state."),
)
def get_removal_request(request_id: RequestId) -> Response[RemovalRequestView]:
    """By the unguessable id that the request was answered with."""
    return fresh(api.get_removal_request()(request_id))


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
    return fresh(api.approve_removal()(request_id, body.note))


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
    """Leaves the directory as it is."""
    return fresh(api.reject_removal()(request_id, body.note))

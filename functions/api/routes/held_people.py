"""Routes of ``/v1/held-people``."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from functions.api.routes.answers import OPERATOR, documented, fresh, new_router
from inkscout.bootstrap import api_removals
from inkscout.contracts.api.operations import HeldPeopleList, RemovalRequestView

router = new_router()

_LISTED = 100

HeldId = Annotated[
    str, Path(min_length=1, max_length=80, pattern="^[a-z0-9]+$", description="the id a person is held under")
]


@router.get(
    "/v1/held-people",
    summary="List people who are held for review",
    operation_id="listHeldPeople",
    **OPERATOR,
    responses=documented(403, 503, ok="Everybody who waits, the longest first."),
)
def list_held_people(
    limit: Annotated[int, Query(ge=1, le=500, description="most people that are listed")] = _LISTED,
) -> Response[HeldPeopleList]:
    """Lists people shown by a website who may have asked to be removed; none of them is published."""
    return fresh(api_removals.list_held_people()(limit))


@router.post(
    "/v1/held-people/<held_id>/release",
    summary="Release a person",
    operation_id="releaseHeldPerson",
    **OPERATOR,
    responses=documented(403, 404, 415, 503, ok="Released; those who still wait."),
)
def release_held_person(held_id: HeldId) -> Response[HeldPeopleList]:
    """Decides that this is another person than the one who was removed; the next visit stores them."""
    api_removals.release_held_person()(held_id)
    return fresh(api_removals.list_held_people()(_LISTED))


@router.post(
    "/v1/held-people/<held_id>/remove",
    summary="Remove a person who asked before",
    operation_id="removeHeldPerson",
    **OPERATOR,
    responses=documented(403, 404, 415, 503, ok="The removal was started under a request of its own."),
)
def remove_held_person(held_id: HeldId) -> Response[RemovalRequestView]:
    """Decides that this is the person who was removed; the new name and handle are removed permanently."""
    return fresh(api_removals.remove_held_person()(held_id))

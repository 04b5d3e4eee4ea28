"""Shared parts of the routes: documented responses, and responses with their cache headers."""

from typing import Any, TypeVar

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayHttpRouter
from pydantic import BaseModel

from functions.api.problems import PROBLEM_JSON, operator_only
from inkscout.contracts.api.common import Problem

ModelT = TypeVar("ModelT", bound=BaseModel)

OPERATOR: dict[str, Any] = {
    "tags": ["operator"],
    "security": [{"iam": list[str]()}],
    "middlewares": [operator_only],
}
"""Declaration shared by every operator's route: needs an IAM signature that the gateway has checked."""

_DAY_SECONDS = 86_400
_MEANINGS = {
    400: "A parameter or the body is not valid; invalid_params names it.",
    403: "The request is not signed by an operator.",
    404: "There is no such thing, or not any more.",
    409: "What exists already stands in the way.",
    415: "The body is not application/json.",
    429: "Too many requests from one address; Retry-After says when to try again.",
    500: "A fault of this API; it is recorded under the request's id.",
    503: "Something this route depends on does not answer; try again shortly.",
}


def new_router() -> APIGatewayHttpRouter:
    """Returns an empty router for a module's routes."""
    return APIGatewayHttpRouter()  # type: ignore[no-untyped-call] # its constructor has no annotations


def documented(*statuses: int, ok: str = "The answer.", status: int = 200) -> dict[int, Any]:
    """Returns a route's responses for the OpenAPI document.

    Args:
        statuses: Statuses of problems that the route may return besides 400 and 500.
        ok: Description of the successful response.
        status: Status of the successful response.
    """
    responses: dict[int, Any] = {status: {"description": ok}}
    for problem in sorted({400, 500, *statuses}):
        responses[problem] = {
            "description": _MEANINGS[problem],
            "content": {PROBLEM_JSON: {"model": Problem}},
        }
    return responses


def cached(
    model: ModelT, seconds: int, *, degraded: bool = False, people: bool = False, found_at: str = ""
) -> Response[ModelT]:
    """Returns a response that shared caches may keep for ``seconds``; a degraded one for at most 5 seconds.

    ``people`` says that the response names people, who may ask to be removed: a cache must not serve it
    stale for a day while the API fails. ``found_at`` is the path for Content-Location, which differs from the
    requested one if the resource was merged into another; empty for no header.
    """
    lifetime = min(seconds, 5) if degraded else seconds
    after = lifetime * 5
    control = (
        f"public, max-age={lifetime}, stale-while-revalidate={after},"
        f" stale-if-error={after if people else _DAY_SECONDS}"
    )
    return Response(
        status_code=200,
        content_type="application/json",
        body=model,
        headers={"Cache-Control": control} | ({"Content-Location": found_at} if found_at else {}),
    )


def fresh(model: ModelT, status: int = 200) -> Response[ModelT]:
    """Returns a response that caches must not store."""
    return Response(
        status_code=status,
        content_type="application/json",
        body=model,
        headers={"Cache-Control": "no-store"},
    )

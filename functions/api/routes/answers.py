"""Shared parts of the routes: documented problems, cache lifetimes, and answers with headers."""

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
"""What every operator's route is declared with: signed, and refused where the gateway did not ask IAM."""

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
    """An empty router for a module's routes."""
    return APIGatewayHttpRouter()  # type: ignore[no-untyped-call] # its constructor has no annotations


def documented(*statuses: int, ok: str = "The answer.", status: int = 200) -> dict[int, Any]:
    """The answers of a route for the OpenAPI document."""
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
    """An answer that shared caches may keep; a degraded one only for a moment.

    ``people`` says that it names some, who may ask to be removed: a cache must not give it for a day while
    the API fails. ``found_at`` is the path of what it shows, which may be another than the one asked for.
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
    """An answer that nobody may keep."""
    return Response(
        status_code=status,
        content_type="application/json",
        body=model,
        headers={"Cache-Control": "no-store"},
    )

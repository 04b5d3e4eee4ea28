"""Errors as RFC 9457 problem documents, and the middlewares that run before routes."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.openapi.exceptions import (
    RequestUnsupportedContentType,
    RequestValidationError,
)

from inkscout import observability
from inkscout.contracts.api.common import InvalidParam, Problem
from inkscout.errors import (
    InvalidInput,
    InvalidParameter,
    NotFound,
    RunAlreadyActive,
    TooManyRequests,
    TransientError,
)
from inkscout.web.origin import HEADER, THROUGH_EDGE, Origin

PROBLEM_JSON = "application/problem+json"
RETRY_SECONDS = "5"

_CORRELATION = re.compile(r"[A-Za-z0-9._:-]{8,80}")
TITLES = {
    400: "The request is not valid",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    408: "Too slow",
    409: "Conflict",
    413: "Too large",
    415: "Unsupported media type",
    429: "Too many requests",
    431: "Too large",
    500: "Something went wrong here",
    503: "Not available for now",
}
"""Title of each status in a problem document."""


def problem(
    app: APIGatewayHttpResolver,
    status: int,
    kind: str,
    detail: str,
    *,
    invalid: Sequence[InvalidParam] = (),
    headers: Mapping[str, str] | None = None,
) -> Response[str]:
    """Returns a response with an RFC 9457 problem document.

    Args:
        app: The resolver, which holds the current request.
        status: HTTP status.
        kind: Key of ``functions.api.openapi.PROBLEMS``; becomes the anchor in the document's ``type``.
        detail: Explanation for the client.
        invalid: Parameters or fields that were refused.
        headers: Additional response headers.
    """
    document = Problem(
        type=f"/docs#problem-{kind}",
        title=TITLES[status],
        status=status,
        detail=detail,
        instance=request_id(app.current_event.raw_event),
        invalid_params=list(invalid) or None,
    )
    return Response(
        status_code=status,
        content_type=PROBLEM_JSON,
        body=document.model_dump_json(exclude_none=True),
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


def request_id(event: Mapping[str, Any]) -> str:
    """Returns the caller's X-Correlation-Id if it is a plain token, else the gateway's request id."""
    headers = event.get("headers") or {}
    given = str(headers.get("x-correlation-id", ""))
    if _CORRELATION.fullmatch(given):
        return given
    return str((event.get("requestContext") or {}).get("requestId", "unknown"))


def route_label(app: APIGatewayHttpResolver, event: Mapping[str, Any]) -> str:
    """Returns the method and path template of the route that matches an event; ``unmatched`` for none."""
    method = str(event.get("requestContext", {}).get("http", {}).get("method", ""))
    path = str(event.get("rawPath", ""))
    for route in _routes(app):
        if route.method == method and route.rule.match(path):
            return f"{method} {route.path}"
    return "unmatched"


def only_known_parameters(
    app: APIGatewayHttpResolver, next_middleware: Callable[[APIGatewayHttpResolver], Response[Any]]
) -> Response[Any]:
    """Rejects a request with query parameters that the route does not have, and names them."""
    route = app.context.get("_route")
    query = str(app.current_event.raw_event.get("rawQueryString") or "")
    if route is not None and query and route.func.__name__ != "not_found_handler":
        known = {field.alias for field in route.dependant.query_params}
        unknown = [name for name in parse_qs(query, keep_blank_values=True) if name not in known]
        if unknown:
            allowed = ", ".join(sorted(known)) or "none"
            return problem(
                app,
                400,
                "invalid-parameter",
                f"Unknown parameter; this route takes: {allowed}.",
                invalid=[InvalidParam(name=name[:100], reason="is not known") for name in unknown[:20]],
            )
    return next_middleware(app)


def operator_only(
    app: APIGatewayHttpResolver, next_middleware: Callable[[APIGatewayHttpResolver], Response[Any]]
) -> Response[Any]:
    """Rejects a request for which the gateway has not checked a signature with IAM.

    The gateway writes the caller's identity to ``requestContext.authorizer.iam`` on routes with the
    authorization type AWS_IAM only. Its catch-all routes are public: an operator's path in a spelling that
    only this application understands arrives through one of them, without an identity.
    """
    authorizer = (app.current_event.raw_event.get("requestContext") or {}).get("authorizer") or {}
    if not authorizer.get("iam"):
        return problem(app, 403, "forbidden", "This route needs an operator's signature.")
    return next_middleware(app)


def through_the_edge(origin: Origin) -> Callable[..., Response[Any]]:
    """Returns a middleware that rejects public requests which bypassed CloudFront.

    Whether the edge sent a request stands in the context of its route as ``THROUGH_EDGE``.
    """

    def check(
        app: APIGatewayHttpResolver, next_middleware: Callable[[APIGatewayHttpResolver], Response[Any]]
    ) -> Response[Any]:
        event = app.current_event.raw_event
        if origin.admits(event):
            sent = HEADER in (event.get("headers") or {}) and origin.sent(event)
            app.append_context(**{THROUGH_EDGE: sent})  # type: ignore[no-untyped-call] # Powertools' own
            return next_middleware(app)
        detail = "This address answers requests from the edge alone; use the edge's address."
        return problem(app, 403, "forbidden", detail)

    return check


def register(app: APIGatewayHttpResolver) -> None:
    """Adds the handlers that turn exceptions into problem responses; the most specific class wins."""

    def invalid(error: RequestValidationError) -> Response[str]:
        faults = {one.name: one for one in (_invalid_param(fault) for fault in error.errors())}
        detail = "; ".join(f"{one.name}: {one.reason}" for one in faults.values())
        return problem(app, 400, "invalid-parameter", detail[:600], invalid=list(faults.values())[:20])

    def invalid_parameter(error: InvalidParameter) -> Response[str]:
        faults = [InvalidParam(name=error.name, reason=error.reason)]
        return problem(app, 400, "invalid-parameter", str(error), invalid=faults)

    def too_many(error: TooManyRequests) -> Response[str]:
        headers = {"Retry-After": str(error.retry_after)}
        return problem(app, 429, "too-many-requests", str(error), headers=headers)

    def transient(error: TransientError) -> Response[str]:
        observability.logger().warning("A dependency failed", error=type(error).__name__)
        detail = "Something this route depends on does not answer; try again shortly."
        return problem(app, 503, "unavailable", detail, headers={"Retry-After": RETRY_SECONDS})

    def unforeseen(error: Exception) -> Response[str]:
        observability.logger().exception("A request failed", error=type(error).__name__)
        return problem(app, 500, "internal", "The fault is recorded under the request's id.")

    def no_route(_: NotFoundError) -> Response[str]:
        path = app.current_event.path
        allowed = sorted({route.method for route in _routes(app) if route.rule.match(path)})
        if allowed:
            more = ["HEAD", "OPTIONS"] if "GET" in allowed else ["OPTIONS"]
            headers = {"Allow": ", ".join([*allowed, *more])}
            return problem(app, 405, "method", f"This path takes {', '.join(allowed)}.", headers=headers)
        return problem(app, 404, "not-found", "No route has this path; see /docs.")

    app.exception_handler(RequestValidationError)(invalid)
    app.exception_handler(InvalidParameter)(invalid_parameter)
    app.exception_handler(InvalidInput)(lambda e: problem(app, 400, "invalid-parameter", str(e)[:600]))
    app.exception_handler(UnicodeDecodeError)(
        lambda _: problem(app, 400, "invalid-parameter", "The body is not UTF-8.")
    )
    app.exception_handler(RequestUnsupportedContentType)(
        lambda _: problem(app, 415, "media-type", "A body must be application/json.")
    )
    app.exception_handler(NotFound)(lambda e: problem(app, 404, "not-found", str(e)))
    app.exception_handler(RunAlreadyActive)(lambda e: problem(app, 409, "already-running", str(e)))
    app.exception_handler(TooManyRequests)(too_many)
    app.exception_handler(TransientError)(transient)
    app.exception_handler(Exception)(unforeseen)
    app.not_found(no_route)


def _invalid_param(fault: Mapping[str, Any]) -> InvalidParam:
    where = [str(part) for part in fault.get("loc", ()) if part not in ("query", "path", "body", "header")]
    message = str(fault.get("msg", "is not valid"))
    return InvalidParam(name=".".join(where)[:100] or "body", reason=message[:1].lower() + message[1:300])


def _routes(app: APIGatewayHttpResolver) -> list[Any]:
    # Powertools has no public list of its routes; these two names have been stable since version 1.
    return [*app._static_routes, *app._dynamic_routes]

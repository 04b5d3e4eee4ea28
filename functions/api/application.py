"""The API application: one resolver, to which a resource's routes are added on the first request for them."""

import json
import time
from functools import lru_cache
from importlib import import_module
from typing import Any, cast

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, CORSConfig

from functions.api import delivery, problems
from functions.api.bodies import JsonBodies
from functions.api.resolver import ThreadedResolver
from inkscout import observability
from inkscout.bootstrap import api
from inkscout.web.origin import Origin

RESOURCES = {
    "artists": "artists",
    "studios": "studios",
    "suggest": "suggest",
    "styles": "styles",
    "map": "map",
    "analytics": "analytics",
    "records": "records",
    "feeds": "feeds",
    "removal-requests": "removal_requests",
    "held-people": "held_people",
    "scans": "scans",
    "runs": "runs",
    "exports": "exports",
    "health": "health",
    "openapi.json": "documentation",
    "docs": "documentation",
}
"""Module in ``functions.api.routes`` for the first segment of a path, after ``/v1`` if present."""

_included: set[str] = set()


def respond(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Returns the response to an HTTP API event, and writes the request's metrics to the log."""
    started = time.perf_counter()
    route, answer = answered(event, context)
    delivery.count(route, int(answer["statusCode"]), (time.perf_counter() - started) * 1000)
    return answer


def answered(event: dict[str, Any], context: object) -> tuple[str, dict[str, Any]]:
    """Returns the route of an HTTP API event, as method and template, and the response to it.

    The response has its cache validators, compression and correlation id. Several threads may call this at
    once, after ``complete_application``.
    """
    observability.logger().thread_safe_append_keys(correlation_id=problems.request_id(event))
    app = application(str(event.get("rawPath") or "/"))
    asked = delivery.as_get(event)
    answer = delivery.deliver(event, app.resolve(asked, cast("Any", context)))
    return problems.route_label(app, asked), answer


def application(path: str) -> APIGatewayHttpResolver:
    """Returns the resolver with at least the routes that a path needs."""
    app = _application()
    _include(app, path)
    return app


def complete_application() -> APIGatewayHttpResolver:
    """Returns the resolver with every route, for the OpenAPI document."""
    app = _application()
    for resource in RESOURCES:
        _include(app, f"/v1/{resource}")
    return app


def _include(app: APIGatewayHttpResolver, path: str) -> None:
    segments = [segment for segment in path.split("/") if segment]
    if segments[:1] == ["v1"]:
        segments = segments[1:]
    module = RESOURCES.get(segments[0]) if segments else None
    if module is None or module in _included:
        return
    _included.add(module)
    app.include_router(import_module(f"functions.api.routes.{module}").router)


@lru_cache(maxsize=1)
def _application() -> APIGatewayHttpResolver:
    origins = api.cors_origins()
    app = ThreadedResolver(
        enable_validation=True,
        cors=CORSConfig(
            allow_origin=origins[0],
            extra_origins=list(origins[1:]),
            allow_headers=["If-None-Match", "X-Correlation-Id"],
            expose_headers=["ETag", "X-Correlation-Id", "Retry-After"],
            max_age=600,
        ),
        serializer=lambda body: json.dumps(body, separators=(",", ":"), ensure_ascii=False),
    )
    app._request_validation_middleware = JsonBodies()  # type: ignore[no-untyped-call]  # its base has no types
    read_secret = api.origin_secret()
    if read_secret is not None:
        app.use([problems.through_the_edge(Origin(read_secret))])
    app.use([problems.only_known_parameters])
    problems.register(app)
    return app

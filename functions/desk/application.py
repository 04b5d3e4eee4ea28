"""The desk: finds the route, lets the gate decide, calls the page, and answers errors with pages."""

import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

from aws_lambda_powertools.metrics import MetricUnit

from functions.desk import gate, registry
from functions.desk.asking import DeskAnswer, DeskRequest, cookies_of
from functions.desk.problems import problem
from functions.web import asked as asked_pages
from functions.web.answers import WebAnswer, deliver
from functions.web.asked import PageRequest
from inkscout import observability
from inkscout.bootstrap import web
from inkscout.errors import InvalidInput, NotFound, TransientError

Show = Callable[[DeskRequest], WebAnswer]

_NOWHERE = registry.Route(path="", page="")


def respond(event: dict[str, Any]) -> dict[str, Any]:
    """Returns the answer to an HTTP API event and emits the request's metrics."""
    started = time.perf_counter()
    request = asked_pages.read(event)
    observability.logger().append_keys(correlation_id=request.request_id)
    answer = _answer(event, request)
    made = deliver(request, answer, indexed=False)
    if isinstance(answer, DeskAnswer) and answer.cookies:
        made["cookies"] = list(answer.cookies)
    _count(int(made["statusCode"]), (time.perf_counter() - started) * 1000)
    return made


def _answer(event: dict[str, Any], request: PageRequest) -> WebAnswer:
    """Returns the page, or the page for an error in finding or making it."""
    asked = DeskRequest(request=request, route=_NOWHERE)
    try:
        edge = web.edge()
        if edge is not None and not edge.sent(event):
            return problem(asked, 403, "Use the address of the website; this one answers its edge alone.")
        # An address that does not exist is refused like any other, so that nobody learns which ones do.
        route, parts = registry.found(request.path) or (_NOWHERE, {})
        cookies = cookies_of(event, request.headers)
        session = gate.admitted(request, route, cookies)
        asked = DeskRequest(request=request, route=route, parts=parts, session=session, cookies=cookies)
        return _page(asked)
    except gate.Refused as refused:
        return problem(asked, refused.status, refused.reason)
    except Exception as error:  # noqa: BLE001 - an operator gets a page whatever happens
        return _for_error(asked, error)


def _page(asked: DeskRequest) -> WebAnswer:
    if asked.route is _NOWHERE:
        raise NotFound("no page has this address")
    if asked.request.is_too_large:
        return problem(asked, 413)
    module = import_module(f"functions.desk.pages.{asked.route.page}")
    show: Show = getattr(module, asked.route.show)
    return show(asked)


def _for_error(asked: DeskRequest, error: Exception) -> WebAnswer:
    if isinstance(error, NotFound):
        return problem(asked, 404)
    if isinstance(error, InvalidInput):
        return problem(asked, 400, f"{error}.".capitalize())
    if isinstance(error, TransientError):
        observability.logger().warning("A dependency failed", error=type(error).__name__)
        return problem(asked, 503)
    observability.logger().error("A page of the desk failed", error=type(error).__name__, exc_info=error)
    return problem(asked, 500)


def _count(status: int, milliseconds: float) -> None:
    metrics = observability.metrics()
    metrics.add_metric(name="DeskRequests", unit=MetricUnit.Count, value=1)
    metrics.add_metric(name="DeskLatency", unit=MetricUnit.Milliseconds, value=milliseconds)
    metrics.add_metric(name="DeskFailed", unit=MetricUnit.Count, value=int(status >= 500))
    metrics.flush_metrics()
    metrics.clear_metrics()

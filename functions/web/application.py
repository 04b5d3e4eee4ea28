"""The website: finds the page for a path, and answers errors with pages that help."""

import re
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any
from urllib.parse import quote

from aws_lambda_powertools.metrics import MetricUnit

from functions.web import answers, asked
from functions.web.answers import WebAnswer, deliver
from functions.web.asked import PageRequest
from functions.web.pages.problems import problem
from inkscout import observability
from inkscout.bootstrap import web
from inkscout.errors import InvalidInput, NotFound, TooManyRequests, TransientError

PAGES = {
    "": "home",
    "artists": "artists",
    "studios": "studios",
    "styles": "styles",
    "map": "artists",
    "shortlist": "shortlist",
    "removal": "removal",
    "about": "texts",
    "faq": "texts",
    "privacy": "texts",
    "terms": "texts",
    "accessibility": "texts",
    "colophon": "texts",
    "status": "status",
    "cards": "cards",
    "static": "files",
    "robots.txt": "files",
    "sitemap.xml": "files",
    "sitemaps": "files",
    "site.webmanifest": "files",
    "opensearch.xml": "files",
    "favicon.ico": "files",
    ".well-known": "files",
}
"""Module in ``functions.web.pages`` for the first segment of a path; two letters are a country's code."""

_RETRY = {"Retry-After": "5"}
_POSTED = "removal"
_COUNTRY = re.compile("[A-Za-z]{2}")

Show = Callable[[PageRequest, tuple[str, ...]], WebAnswer]


def respond(event: dict[str, Any]) -> dict[str, Any]:
    """Returns the answer to an HTTP API event and emits the request's metrics."""
    started = time.perf_counter()
    request = asked.read(event)
    observability.logger().append_keys(correlation_id=request.request_id)
    answer = _answer(event, request)
    made = deliver(request, answer, indexed=web.settings().site_indexed)
    _count(int(made["statusCode"]), (time.perf_counter() - started) * 1000)
    return made


def _answer(event: dict[str, Any], request: PageRequest) -> WebAnswer:
    """Returns the page, or the page for an error in making it."""
    try:
        if not _through_the_edge(event):
            return problem(request, 403)
        return _page(request)
    except TooManyRequests as error:
        return problem(request, 429, {"Retry-After": str(error.retry_after)})
    except (NotFound, InvalidInput):
        return problem(request, 404)
    except TransientError as error:
        observability.logger().warning("A dependency failed", error=type(error).__name__)
        return problem(request, 503, _RETRY)
    except Exception as error:  # noqa: BLE001 - a visitor gets a page whatever happens
        observability.logger().exception("A page failed", error=type(error).__name__)
        return problem(request, 500)


def _page(request: PageRequest) -> WebAnswer:
    segments = tuple(segment for segment in request.path.split("/") if segment)
    first = segments[0] if segments else ""
    if request.method != "GET" and (request.method, first) != ("POST", _POSTED):
        return problem(request, 405)
    if request.is_too_large:
        return problem(request, 413)
    if request.path != "/" and request.path.endswith("/"):
        return answers.moved("/" + quote("/".join(segments)))
    name = PAGES.get(first) or ("places" if _COUNTRY.fullmatch(first) else "")
    if not name:
        return problem(request, 404)
    show: Show = import_module(f"functions.web.pages.{name}").show
    return show(request, segments)


def _through_the_edge(event: dict[str, Any]) -> bool:
    edge = web.edge()
    return edge is None or edge.admits(event)


def _count(status: int, milliseconds: float) -> None:
    metrics = observability.metrics()
    metrics.add_metric(name="PageRequests", unit=MetricUnit.Count, value=1)
    metrics.add_metric(name="PageLatency", unit=MetricUnit.Milliseconds, value=milliseconds)
    metrics.add_metric(name="PagesFailed", unit=MetricUnit.Count, value=int(status >= 500))
    metrics.flush_metrics()
    metrics.clear_metrics()

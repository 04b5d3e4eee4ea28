"""Finishes every API response: ETag validators, compression, correlation id and metrics."""

import base64
import gzip
import hashlib
import re
from collections.abc import Mapping
from typing import Any

from aws_lambda_powertools.metrics import MetricUnit

from functions.api import problems
from inkscout import observability
from inkscout.web.accepts import takes_gzip

COMPRESS_FROM = 1024
"""Size in bytes from which a body is compressed; for less, compression costs more than it saves."""

_OK = 200
_NOT_MODIFIED = 304
_VOLATILE = re.compile(r'"took_ms":[0-9.e-]+')


def as_get(event: dict[str, Any]) -> dict[str, Any]:
    """Returns a HEAD event as a GET event, whose response differs only by the body; others unchanged."""
    context = event.get("requestContext") or {}
    http = context.get("http") or {}
    if http.get("method") != "HEAD":
        return event
    return {**event, "requestContext": {**context, "http": {**http, "method": "GET"}}}


def deliver(event: Mapping[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    """Returns the response with common headers and an ETag, or as 304; compressed if the client accepts."""
    headers = {str(k).lower(): str(v) for k, v in (event.get("headers") or {}).items()}
    out = answer.setdefault("headers", {})
    out["X-Correlation-Id"] = problems.request_id(event)
    out.setdefault("Cache-Control", "no-store")
    out["Vary"] = "Accept-Encoding, Origin"
    out["X-Content-Type-Options"] = "nosniff"
    body = answer.get("body")
    if not isinstance(body, str) or answer.get("isBase64Encoded"):
        return answer
    if answer["statusCode"] == _OK and out["Cache-Control"] != "no-store":
        tag = _etag(body)
        out["ETag"] = tag
        if _matches(headers.get("if-none-match", ""), tag):
            out.pop("Content-Type", None)
            return answer | {"statusCode": _NOT_MODIFIED, "body": ""}
    sent = body.encode()
    packed = len(sent) >= COMPRESS_FROM and takes_gzip(headers.get("accept-encoding", ""))
    if packed:
        out["Content-Encoding"] = "gzip"
        sent = gzip.compress(sent, compresslevel=5, mtime=0)
    if asked_by_head(event):
        out["Content-Length"] = str(len(sent))
        return answer | {"body": ""}
    return answer | {"body": base64.b64encode(sent).decode(), "isBase64Encoded": True} if packed else answer


def asked_by_head(event: Mapping[str, Any]) -> bool:
    """Whether the request is a HEAD."""
    return bool(event.get("requestContext", {}).get("http", {}).get("method") == "HEAD")


def count(route: str, status: int, milliseconds: float) -> None:
    """Emits the metrics of one request; ``milliseconds`` is its latency.

    The route is metadata of the log line and no dimension, since each dimension is billed.
    """
    metrics = observability.metrics()
    metrics.add_metadata(key="route", value=route)
    metrics.add_metric(name="Requests", unit=MetricUnit.Count, value=1)
    metrics.add_metric(name="Latency", unit=MetricUnit.Milliseconds, value=milliseconds)
    metrics.add_metric(name="Rejected", unit=MetricUnit.Count, value=int(400 <= status < 500))
    metrics.add_metric(name="Failed", unit=MetricUnit.Count, value=int(status >= 500))
    metrics.flush_metrics()
    metrics.clear_metrics()


def _etag(body: str) -> str:
    """Returns a weak ETag of the body, computed without its ``took_ms`` field, which differs every time."""
    lasting = _VOLATILE.sub("", body, count=1)
    return f'W/"{hashlib.sha256(lasting.encode()).hexdigest()[:24]}"'


def _matches(given: str, tag: str) -> bool:
    candidates = {candidate.strip() for candidate in given.split(",")}
    return "*" in candidates or tag in candidates or tag.removeprefix("W/") in candidates

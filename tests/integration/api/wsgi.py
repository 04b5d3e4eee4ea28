"""The handler as a WSGI application, in the place of the gateway, for tools that speak HTTP."""

import base64
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from tests.support import api_client as api

OPERATORS = {
    (method, resource) for method in ("GET", "POST") for resource in ("runs", "scans", "held-people")
}
"""Routes that the gateway closes to whoever does not sign (its own body differs)."""

StartResponse = Callable[[str, list[tuple[str, str]]], object]


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """One request; query parameters go as they came, the body as bytes."""
    from functions.api.handler import lambda_handler

    path = environ.get("PATH_INFO", "/").encode("latin-1").decode("utf-8", "replace")
    if _is_an_operators(environ["REQUEST_METHOD"], path) and "HTTP_AUTHORIZATION" not in environ:
        start_response("403 Forbidden", [("Content-Type", "application/problem+json")])
        return [b'{"type":"gateway","title":"Forbidden","status":403,"detail":"unsigned","instance":"-"}']
    length = int(environ.get("CONTENT_LENGTH") or 0)
    body = environ["wsgi.input"].read(length) if length else None
    headers = {
        name[5:].replace("_", "-").lower(): value
        for name, value in environ.items()
        if name.startswith("HTTP_")
    }
    headers.pop("accept-encoding", None)
    if environ.get("CONTENT_TYPE"):
        headers["content-type"] = environ["CONTENT_TYPE"]
    event = api.event(
        environ["REQUEST_METHOD"], path, environ.get("QUERY_STRING", ""), body=body, headers=headers
    )
    if not environ.get("CONTENT_TYPE"):
        event["headers"].pop("content-type", None)
    answer = lambda_handler(event, None)
    raw = answer.get("body") or ""
    data = base64.b64decode(raw) if answer.get("isBase64Encoded") else raw.encode()
    status = answer["statusCode"]
    start_response(
        f"{status} {HTTPStatus(status).phrase}", [(k, str(v)) for k, v in answer["headers"].items()]
    )
    return [data]


def _is_an_operators(method: str, path: str) -> bool:
    resource = path.split("/")[2:3] if path.startswith("/v1/") else []
    return (method, path) == ("GET", "/v1/removal-requests") or (
        bool(resource) and (method, resource[0]) in OPERATORS
    )

"""Calls the API's handler with events as API Gateway makes them."""

import base64
import gzip
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest

from inkscout.bootstrap import api, api_records, api_removals, feeds, pictures, stores, web
from tests.support.fakes.operations import FakeDenylist

ENVIRONMENT = {
    "CURSOR_KEY": "a-key-for-tests-only",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "POWERTOOLS_METRICS_DISABLED": "true",
    "POWERTOOLS_LOG_LEVEL": "CRITICAL",
    # The longest there is: a busy machine must not turn a slow answer into a degraded one.
    "SEARCH_TIMEOUT_SECONDS": "20",
}

OPERATOR = "arn:aws:iam::000000000000:user/operator"
OPERATOR_PATH = re.compile(
    r"(GET|HEAD|POST) /v1/(runs|scans|held-people|exports)(/.*)?|(GET|HEAD) /v1/removal-requests"
    r"|POST /v1/removal-requests/[^/]+/(approve|reject)"
    r"|(GET|HEAD) /v1/feeds/[^/]+/(runs|quarantine|records(/[^/]+(/history)?)?)|POST /v1/feeds/[^/]+/run"
)
"""Requests for which the gateway's own routes demand a signature; others come through a public route."""


@dataclass(frozen=True)
class Answer:
    """An answer as a client sees it."""

    status: int
    headers: dict[str, str]
    body: bytes
    raw: dict[str, Any] = field(repr=False, default_factory=dict)

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


def event(
    method: str,
    path: str,
    query: str | dict[str, Any] | list[tuple[str, Any]] = "",
    *,
    body: bytes | str | None = None,
    headers: dict[str, str] | None = None,
    route_key: str | None = None,
    source: str = "127.0.0.1",
) -> dict[str, Any]:
    """An HTTP API event, payload format 2.0, as the gateway makes it: repeated parameters comma-joined."""
    raw = query if isinstance(query, str) else urlencode(query, doseq=True)
    joined: dict[str, str] = {}
    for name, value in parse_qsl(raw, keep_blank_values=True):
        joined[name] = f"{joined[name]},{value}" if name in joined else value
    signed = route_key is None and bool(OPERATOR_PATH.fullmatch(f"{method} {path}"))
    made: dict[str, Any] = {
        "version": "2.0",
        "routeKey": route_key or f"{method} {path}",
        "rawPath": path,
        "rawQueryString": raw,
        "headers": {name.lower(): value for name, value in (headers or {}).items()},
        "requestContext": {
            "requestId": "request-0001",
            "stage": "$default",
            **(
                {"authorizer": {"iam": {"userArn": "arn:aws:iam::000000000000:user/operator"}}}
                if signed
                else {}
            ),
            "http": {"method": method, "path": path, "sourceIp": source},
        },
        "isBase64Encoded": isinstance(body, bytes),
    }
    if joined:
        made["queryStringParameters"] = joined
    if body is not None:
        made["body"] = base64.b64encode(body).decode() if isinstance(body, bytes) else body
        made["headers"].setdefault("content-type", "application/json")
    return made


def call(
    method: str, path: str, query: str | dict[str, Any] | list[tuple[str, Any]] = "", **more: Any
) -> Answer:
    """The handler's answer, decoded as a client would."""
    return answer(event(method, path, query, **more))


def answer(event: dict[str, Any]) -> Answer:
    """The handler's answer to an event, decoded as a client would."""
    from functions.api.handler import lambda_handler

    raw = lambda_handler(event, None)
    body = raw.get("body") or ""
    data = base64.b64decode(body) if raw.get("isBase64Encoded") else body.encode()
    headers = {name.lower(): value for name, value in raw.get("headers", {}).items()}
    if headers.get("content-encoding") == "gzip":
        data = gzip.decompress(data)
    return Answer(raw["statusCode"], headers, data, raw)


def get(path: str, query: str | dict[str, Any] | list[tuple[str, Any]] = "", **more: Any) -> Answer:
    """The answer to a GET."""
    return call("GET", path, query, **more)


def forget() -> None:
    """Drops what the composition roots hold, so that the next call is composed from the environment."""
    for module in (stores, feeds, api, api_records, api_removals, web, pictures):
        for value in vars(module).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()
    from functions.api import application

    application._application.cache_clear()
    application._included.clear()
    from functions.web import rendering

    rendering._templates.cache_clear()


TABLES = ("DIRECTORY_TABLE", "OPERATIONS_TABLE", "DENYLIST_TABLE", "DENYLIST_SECRET_ARN", "DATA_BUCKET")


@contextmanager
def index_only(url: str) -> Iterator[None]:
    """The API over an index alone: no tables, and nobody on the denylist."""
    with (
        environment(OPENSEARCH_URL=url, **dict.fromkeys(TABLES, "none")),
        pytest.MonkeyPatch.context() as patch,
    ):
        nobody = FakeDenylist()
        patch.setattr(stores, "denylist", lambda: nobody)
        yield


@contextmanager
def environment(**values: str) -> Iterator[None]:
    """The API composed for an environment, and forgotten afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**ENVIRONMENT, **values}.items():
            patch.setenv(name, value)
        forget()
        try:
            yield
        finally:
            forget()

"""ASGI requests as events of API Gateway (payload format 2.0), and answers to events as ASGI messages."""

import base64
import hmac
import re
import time
import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

OPERATOR = "arn:aws:iam::000000000000:user/operator"

Scope = Mapping[str, Any]

_TOKEN = re.compile(r"[A-Za-z0-9._:-]{8,80}")
_WITHOUT_BODY = frozenset({204, 304})


def headers_of(scope: Scope) -> dict[str, str]:
    """Returns a request's headers by their names in lower case; repeated ones are joined by commas."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        headers[name] = f"{headers[name]},{value}" if name in headers else value
    return headers


def is_operator(headers: Mapping[str, str], token: str) -> bool:
    """Whether a request says the operators' bearer token; never if the token is empty."""
    kind, _, said = headers.get("authorization", "").partition(" ")
    right = hmac.compare_digest(said.strip().encode(), token.encode())
    return bool(token) and kind.lower() == "bearer" and right


def event_of(
    scope: Scope, headers: Mapping[str, str], body: bytes, *, client: str, operator: bool
) -> dict[str, Any]:
    """Returns a request as the event that API Gateway makes of it.

    Only an operator's event has an IAM identity, without which the application refuses operators' routes.
    """
    method, path = str(scope["method"]), str(scope["path"])
    raw_query = scope["query_string"].decode("latin-1")
    query: dict[str, str] = {}
    for name, value in parse_qsl(raw_query, keep_blank_values=True):
        query[name] = f"{query[name]},{value}" if name in query else value
    route = f"{method} {path}" if operator else "$default"
    given = headers.get("x-request-id", "")
    return {
        "version": "2.0",
        "routeKey": route,
        "rawPath": path,
        "rawQueryString": raw_query,
        "headers": dict(headers),
        "queryStringParameters": query,
        "requestContext": {
            "accountId": "anonymous",
            "apiId": "server",
            **({"authorizer": {"iam": {"userArn": OPERATOR}}} if operator else {}),
            "domainName": headers.get("host", ""),
            "http": {
                "method": method,
                "path": path,
                "protocol": f"HTTP/{scope['http_version']}",
                "sourceIp": client,
                "userAgent": headers.get("user-agent", ""),
            },
            "requestId": given if _TOKEN.fullmatch(given) else str(uuid.uuid4()),
            "routeKey": route,
            "stage": "$default",
            "timeEpoch": int(time.time() * 1000),
        },
        "body": base64.b64encode(body).decode() if body else None,
        "isBase64Encoded": bool(body),
    }


def messages_of(answer: Mapping[str, Any], *, closes: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """Returns the ASGI messages of an answer to an event; ``closes``: the connection is not used again."""
    status, body = int(answer["statusCode"]), answer.get("body") or ""
    sent = base64.b64decode(body) if answer.get("isBase64Encoded") else body.encode()
    named = {name.lower(): str(value) for name, value in (answer.get("headers") or {}).items()}
    if status not in _WITHOUT_BODY:
        named.setdefault("content-length", str(len(sent)))
    if closes:
        named["connection"] = "close"
    headers = [(name.encode("latin-1"), value.encode("latin-1", "replace")) for name, value in named.items()]
    start = {"type": "http.response.start", "status": status, "headers": headers}
    return start, {"type": "http.response.body", "body": sent}

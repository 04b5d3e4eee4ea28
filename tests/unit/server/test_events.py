"""Requests as API Gateway's events, and answers to them as ASGI messages."""

import base64
from typing import Any

import pytest

from server.events import event_of, headers_of, is_operator, messages_of

AGAIN = [(b"a", b"2")]


def scope(**more: Any) -> dict[str, Any]:
    asked = {
        "method": "GET",
        "path": "/v1/artists",
        "query_string": b"q=fine%20line%26more&style=a&style=b&empty=",
        "http_version": "1.1",
        "headers": [
            (b"X-Request-Id", b"request-0001"),
            (b"Host", b"api.example"),
            (b"A", b"1"),
            (b"a", b"2"),
        ],
    }
    return asked | more


def made(asked: dict[str, Any], body: bytes = b"", *, operator: bool = False) -> dict[str, Any]:
    return event_of(asked, headers_of(asked), body, client="192.0.2.1", operator=operator)


def test_a_request_becomes_an_event_of_the_gateway() -> None:
    event = made(scope())
    assert event["version"] == "2.0"
    assert event["rawQueryString"] == "q=fine%20line%26more&style=a&style=b&empty="
    assert event["queryStringParameters"] == {"q": "fine line&more", "style": "a,b", "empty": ""}
    assert event["headers"]["a"] == "1,2"
    context = event["requestContext"]
    assert (context["requestId"], context["domainName"]) == ("request-0001", "api.example")
    assert context["http"]["sourceIp"] == "192.0.2.1"
    assert (event["body"], event["isBase64Encoded"]) == (None, False)


def test_a_body_is_handed_on_byte_by_byte() -> None:
    event = made(scope(method="POST"), b'{"a": "\xff"}')
    assert base64.b64decode(event["body"]) == b'{"a": "\xff"}'
    assert event["isBase64Encoded"] is True


def test_an_id_that_is_no_plain_token_is_replaced() -> None:
    event = made(scope(headers=[(b"x-request-id", b"a b<script>")]))
    assert event["requestContext"]["requestId"] != "a b<script>"


@pytest.mark.parametrize("operator", [True, False])
def test_only_an_operators_event_has_an_identity(operator: bool) -> None:
    event = made(scope(method="POST", path="/v1/runs"), operator=operator)
    assert event["routeKey"] == ("POST /v1/runs" if operator else "$default")
    assert bool(event["requestContext"].get("authorizer")) == operator


@pytest.mark.parametrize(
    ("token", "sent", "allowed"),
    [
        ("", "", False),
        ("", "Bearer ", False),
        ("secret", "", False),
        ("secret", "secret", False),
        ("secret", "Basic secret", False),
        ("secret", "Bearer wrong", False),
        ("secret", "Bearer \xe9", False),
        ("secret", "Bearer secret", True),
        ("secret", "bearer secret", True),
    ],
)
def test_only_the_operators_token_opens_operators_routes(token: str, sent: str, allowed: bool) -> None:
    assert is_operator({"authorization": sent}, token) is allowed


def test_answers_become_messages() -> None:
    packed = {"statusCode": 200, "headers": {"ETag": "x"}, "body": "aGk=", "isBase64Encoded": True}
    start, body = messages_of(packed, closes=False)
    assert body["body"] == b"hi"
    assert start["headers"] == [(b"etag", b"x"), (b"content-length", b"2")]
    start, _ = messages_of({"statusCode": 304, "headers": {}, "body": ""}, closes=True)
    assert start["headers"] == [(b"connection", b"close")]
    start, _ = messages_of({"statusCode": 200, "headers": {"Content-Length": "9"}, "body": ""}, closes=False)
    assert start["headers"] == [(b"content-length", b"9")], "an answer to HEAD says its own length"

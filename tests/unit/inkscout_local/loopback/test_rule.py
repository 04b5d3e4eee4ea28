"""The rule of the loopback guards: who may pass, by Host, by sender and by path."""

from typing import Any

import pytest

from inkscout_local.loopback import asgi, rule

PORT = 4566
API = "/_aws/execute-api/inkscout-dev/$default/v1/artists"


@pytest.mark.parametrize("host", ["127.0.0.1:4566", "localhost:4566", "LOCALHOST:4566", "[::1]:4566"])
def test_the_own_address_passes(host: str) -> None:
    assert rule.refusal({"host": host}, PORT) == ""


@pytest.mark.parametrize(
    "host",
    [
        "", "evil.test", "evil.test:4566", "127.0.0.1", "127.0.0.1:4567", "localhost",
        "127.0.0.1.nip.io:4566",
        "localhost.evil.test:4566", "evil.test:4566@127.0.0.1:4566", "127.1:4566", "[::1]", "0.0.0.0:4566",
    ],
)  # fmt: skip
def test_another_name_is_refused(host: str) -> None:
    assert rule.refusal({"host": host}, PORT)


def test_a_default_port_may_be_left_out() -> None:
    assert rule.refusal({"host": "127.0.0.1"}, 80) == ""


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://127.0.0.1:8000"},
        {"origin": "null"},
        {"referer": "http://evil.test/"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "same-origin"},
    ],
)
def test_a_page_is_refused_and_a_typed_address_is_not(headers: dict[str, str]) -> None:
    assert rule.refusal({"host": "localhost:4566", **headers}, PORT)
    assert rule.refusal({"host": "localhost:4566", "sec-fetch-site": "none"}, PORT) == ""


def _scope(path: str, kind: str = "http", query: str = "", **headers: str) -> dict[str, Any]:
    given = {"host": "127.0.0.1:4566", "origin": "https://directory.example"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    return {
        "type": kind,
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
    }


def test_a_page_may_call_the_deployed_api() -> None:
    assert asgi.refusal(_scope(API), PORT) == ""
    assert asgi.refusal(_scope(API, query="q=zoe&limit=3"), PORT) == ""


@pytest.mark.parametrize(
    "scope",
    [
        _scope(API, host="evil.test:4566"),
        _scope(API, authorization="AWS4-HMAC-SHA256 Credential=anything/x, Signature=00"),
        _scope(API, x_amz_target="secretsmanager.GetSecretValue"),
        _scope(API, query="X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a"),
        _scope(API, query="%58-Amz-Credential=a"),
        _scope(API, kind="websocket"),
        _scope("/"),
        _scope("/_aws/execute-api/"),
        _scope("/_aws/execute-api/inkscout-dev"),
        _scope("/_aws/execute-api//x/y"),
        _scope("/2015-03-31/functions"),
        _scope("/_ministack/reset"),
        _scope("/inkscout-dev-data/pages/x.html"),
    ],
)
def test_a_page_may_call_nothing_else_of_the_emulator(scope: dict[str, Any]) -> None:
    assert asgi.refusal(scope, PORT)


def test_programs_may_call_everything_of_the_emulator() -> None:
    scope = _scope("/", authorization="AWS4-HMAC-SHA256 …", x_amz_target="DynamoDB_20120810.GetItem")
    scope["headers"] = [header for header in scope["headers"] if header[0] != b"origin"]
    assert asgi.refusal(scope, PORT) == ""


def test_a_name_that_the_operator_gives_passes() -> None:
    scope = _scope("/", host="emulator:4566")
    scope["headers"] = scope["headers"][:1]
    assert asgi.refusal(scope, PORT)
    assert asgi.refusal(scope, PORT, (*rule.NAMES, "emulator")) == ""

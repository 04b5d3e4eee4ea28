"""The API's server for Compose and Kubernetes: requests as events, and the operator's routes closed."""

import json
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from inkscout_local.server.api import application

from functions.api import handler


@pytest.fixture
def events(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Events that reached the handler, which answers with what it was asked."""
    seen: list[dict[str, Any]] = []

    def answer(event: dict[str, Any], _context: object) -> dict[str, Any]:
        seen.append(event)
        return {
            "statusCode": 200,
            "headers": {"content-type": "application/json"},
            "body": json.dumps(event["rawPath"]),
        }

    monkeypatch.setattr(handler, "lambda_handler", answer)
    return seen


async def test_a_request_becomes_an_event_of_the_gateway(events: list[dict[str, Any]]) -> None:
    async with TestClient(TestServer(application(""))) as client:
        answer = await client.get(
            "/v1/artists?q=fine%20line&style=a&style=b", headers={"X-Request-Id": "r-1"}
        )
        assert (answer.status, await answer.json()) == (200, "/v1/artists")
    (event,) = events
    assert event["version"] == "2.0"
    assert event["rawQueryString"]
    assert event["queryStringParameters"] == {"q": "fine line", "style": "a,b"}
    assert event["requestContext"]["requestId"] == "r-1"
    assert event["requestContext"]["http"]["method"] == "GET"
    assert event["body"] is None


@pytest.mark.parametrize(
    ("token", "sent", "route"),
    [
        ("", "", "$default"),
        ("", "Bearer ", "$default"),
        ("secret", "", "$default"),
        ("secret", "Bearer wrong", "$default"),
        ("secret", "Bearer secret", "POST /v1/runs"),
    ],
)
async def test_only_the_operators_token_opens_a_route_of_its_own(
    events: list[dict[str, Any]], token: str, sent: str, route: str
) -> None:
    async with TestClient(TestServer(application(token))) as client:
        await client.post("/v1/runs", json={"regions": ["Leeds"]}, headers={"authorization": sent})
    assert events[0]["routeKey"] == route
    assert bool(events[0]["requestContext"].get("authorizer")) == (route != "$default")


async def test_a_body_above_the_limit_is_refused_before_it_is_read(events: list[dict[str, Any]]) -> None:
    async with TestClient(TestServer(application(""))) as client:
        answer = await client.post("/v1/removal-requests", data=b"x" * 100_000)
        assert answer.status == 413
    assert not events

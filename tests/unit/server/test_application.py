"""The server's application: bounds, shed load, rates, and what it does while it stops."""

import asyncio
import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from prometheus_client import CollectorRegistry

from server import application
from server.application import LINE_PER_THREAD, Application, Limits
from server.metrics import RequestMetrics
from tests.support.patience import until_async, within

Messages = list[dict[str, Any]]


class Api:
    """An API whose requests wait for a gate, except those of health."""

    def __init__(self, **limits: Any) -> None:
        self.gate = threading.Event()
        self.events: Messages = []
        self.registry = CollectorRegistry()
        bounds = Limits(**({"threads": 1} | limits))
        self.app = Application(self._answered, bounds, RequestMetrics(self.registry), "7")

    def _answered(self, event: dict[str, Any], _context: object) -> tuple[str, dict[str, Any]]:
        self.events.append(event)
        if not event["rawPath"].startswith("/health"):
            self.gate.wait()
        if event["rawPath"] == "/broken":
            raise ValueError("a fault")
        return "GET /x", {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": "ok"}

    def value(self, name: str) -> float:
        return self.registry.get_sample_value(name) or 0.0

    def ask(self, path: str = "/x", **more: Any) -> "asyncio.Task[Messages]":
        return asyncio.create_task(self.asked(path, **more))

    async def asked(
        self,
        path: str = "/x",
        *,
        headers: dict[str, str] | None = None,
        body: tuple[bytes, ...] = (b"",),
        gone: asyncio.Event | None = None,
        peer: str = "192.0.2.1",
    ) -> Messages:
        sent: Messages = []
        parts = [
            {"type": "http.request", "body": part, "more_body": number < len(body)}
            for number, part in enumerate(body, 1)
        ]

        async def receive() -> dict[str, Any]:
            if parts:
                return parts.pop(0)
            await (gone or asyncio.Event()).wait()
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "method": "GET",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "http_version": "1.1",
            "client": (peer, 1),
            "headers": [(name.encode(), value.encode()) for name, value in (headers or {}).items()],
        }
        await within(self.app(scope, receive, send))  # type: ignore[arg-type]
        return sent


def status(messages: Messages) -> int:
    return int(messages[0]["status"])


def headers(messages: Messages) -> dict[str, str]:
    return {name.decode(): value.decode() for name, value in messages[0]["headers"]}


async def fill(api: Api) -> "list[asyncio.Task[Messages]]":
    taken = [api.ask() for _ in range(1 + LINE_PER_THREAD)]
    await until_async(lambda: api.value("inkscout_api_in_flight") == len(taken))
    return taken


async def test_a_full_line_sheds_load_says_when_to_retry_and_recovers() -> None:
    api = Api()
    taken = await fill(api)
    refused = await asyncio.gather(*(api.asked(headers={"origin": "https://x.example"}) for _ in range(3)))
    assert [status(one) for one in refused] == [503, 503, 503]
    assert headers(refused[0])["retry-after"] == "1"
    assert headers(refused[0])["access-control-allow-origin"] == "*"
    assert json.loads(refused[0][1]["body"])["type"] == "/docs#problem-unavailable"
    assert api.value("inkscout_api_shed_total") == 3
    assert status(await api.asked("/health/live")) == 200, "a busy server is alive"
    api.gate.set()
    assert [status(one) for one in await asyncio.gather(*taken)] == [200] * 5
    assert status(await api.asked()) == 200
    await until_async(lambda: api.value("inkscout_api_in_flight") == 0)


async def test_a_request_whose_client_goes_away_leaves_the_line() -> None:
    api, gone = Api(), asyncio.Event()
    first = api.ask()
    await until_async(lambda: len(api.events) == 1)
    leaving = api.ask("/left", gone=gone)
    await until_async(lambda: api.value("inkscout_api_in_flight") == 2)
    gone.set()
    assert await leaving == []
    api.gate.set()
    assert status(await first) == 200
    assert status(await api.asked()) == 200
    assert "/left" not in {event["rawPath"] for event in api.events}


async def test_a_request_that_takes_too_long_is_answered_and_holds_its_thread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(application, "ANSWER_SECONDS", 0.01)
    api = Api()
    late = await api.asked()
    assert (status(late), headers(late)["retry-after"]) == (503, "5")
    assert api.value("inkscout_api_in_flight") == 1
    api.gate.set()
    await until_async(lambda: api.value("inkscout_api_in_flight") == 0)


async def test_a_fault_outside_of_a_route_is_an_answer() -> None:
    api = Api()
    api.gate.set()
    broken = await api.asked("/broken")
    assert (status(broken), json.loads(broken[1]["body"])["status"]) == (500, 500)


async def test_a_client_above_its_rate_is_refused_and_others_and_probes_are_not() -> None:
    api = Api(rate_per_second=0.5, trusted_proxies=1)
    api.gate.set()
    ours, theirs = {"x-forwarded-for": "10.9.9.9, 198.51.100.7"}, {"x-forwarded-for": "198.51.100.8"}
    assert status(await api.asked(headers=ours)) == 200
    refused = await api.asked(headers=ours)
    assert (status(refused), headers(refused)["retry-after"]) == (429, "2")
    assert status(await api.asked(headers=theirs)) == 200
    assert status(await api.asked("/health/ready", headers=ours)) == 200
    assert api.value("inkscout_api_rate_limited_total") == 1
    assert api.events[0]["requestContext"]["http"]["sourceIp"] == "198.51.100.7"


async def test_a_server_that_stops_is_not_ready_and_closes_its_connections() -> None:
    api = Api()
    api.gate.set()
    assert "connection" not in headers(await api.asked())
    api.app.stopping = True
    for path in ("/health", "/health/ready", "/v1/health", "/v1/health/ready"):
        answer = await api.asked(path)
        assert status(answer) == 503
        assert json.loads(answer[1]["body"])["checks"][0] == {
            "name": "server",
            "ok": False,
            "detail": "stopping",
        }
    assert status(await api.asked("/health/live")) == 200
    answer = await api.asked()
    assert (status(answer), headers(answer)["connection"]) == (200, "close")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"body": (b"x" * 40_000, b"x" * 40_000)}, 413),
        ({"body": (b"x" * 40_000, b"x" * 20_000)}, 200),
        ({"headers": {"x": "y" * 11_000}}, 431),
        ({"headers": {"content-length": "1", "transfer-encoding": "chunked"}}, 400),
    ],
    ids=["body", "two parts", "head", "two lengths"],
)
async def test_requests_have_bounds(asked: dict[str, Any], expected: int) -> None:
    api = Api()
    api.gate.set()
    answer = await api.asked(**asked)
    assert status(answer) == expected
    assert (headers(answer).get("connection") == "close") == (expected != 200)
    assert len(api.events) == (expected == 200)


async def test_a_body_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(application, "BODY_SECONDS", 0.01)
    api = Api()
    never: Callable[[], Any] = asyncio.Event().wait

    sent: Messages = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/x", "raw_path": b"/x", "query_string": b""}
    scope |= {"http_version": "1.1", "client": ("192.0.2.1", 1), "headers": []}
    await within(api.app(scope, never, send))  # type: ignore[arg-type]
    assert (status(sent), headers(sent)["connection"]) == (408, "close")

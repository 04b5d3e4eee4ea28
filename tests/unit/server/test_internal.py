"""The internal port: the queue's depth is asked rarely, and failures are said."""

import json
from typing import Any

import pytest
from prometheus_client import CollectorRegistry

from inkscout.errors import StoreThrottled
from server.internal import DEPTH_SECONDS, InternalApplication, QueueDepth
from tests.support.fakes.clock import Seconds


class Queue:
    """A queue that counts how often it is asked."""

    def __init__(self) -> None:
        self.asked, self.fails = 0, False

    def counts(self) -> tuple[int, int]:
        self.asked += 1
        if self.fails:
            raise StoreThrottled("no answer")
        return 12, 8


async def answer(app: InternalApplication, path: str, method: str = "GET") -> tuple[int, bytes]:
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    await app({"type": "http", "method": method, "path": path}, receive, send)
    return sent[0]["status"], sent[1]["body"]


async def test_the_queue_is_asked_once_in_ten_seconds_also_when_it_fails() -> None:
    queue, clock = Queue(), Seconds()
    app = InternalApplication(QueueDepth(queue.counts, clock), CollectorRegistry())
    for _ in range(3):
        status, body = await answer(app, "/queue")
        assert (status, json.loads(body)) == (200, {"jobs": {"waiting": 12, "in_flight": 8, "all": 20}})
    assert b"inkscout_jobs_waiting 12.0" in (await answer(app, "/metrics"))[1]
    assert queue.asked == 1
    queue.fails = True
    clock.now += DEPTH_SECONDS
    assert [(await answer(app, "/queue"))[0] for _ in range(3)] == [503, 503, 503]
    assert b"inkscout_jobs_waiting" not in (await answer(app, "/metrics"))[1]
    assert queue.asked == 2
    queue.fails = False
    clock.now += DEPTH_SECONDS
    assert (await answer(app, "/queue"))[0] == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/queue", 503), ("GET", "/metrics", 200), ("POST", "/queue", 405), ("GET", "/", 404)],
)
async def test_a_server_without_a_queue_has_metrics_alone(method: str, path: str, status: int) -> None:
    app = InternalApplication(QueueDepth(None), CollectorRegistry())
    assert (await answer(app, path, method))[0] == status

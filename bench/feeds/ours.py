"""Measures feeds themselves over the stand-in that the other tools read, on the local platform.

What is only waited for is shortened: the lease that a killed run leaves, and the time after which the queue
delivers a page again that a killed function had.
"""

import json
import os
import signal
import time
from datetime import UTC, datetime
from typing import Any

import urllib3

from bench.feeds.workers import fetching, peak_mb
from inkscout.bootstrap import feeds, stores
from inkscout.domain.feed_run import RunOutcome, RunState
from inkscout.domain.record import as_text
from inkscout.usecases.feeds import lease
from inkscout.usecases.feeds.definitions import add_feed
from inkscout_local.platform.connection import Connection

DEFINITION = """
title = "Many records"
terms = "https://many.example/"
schedule = "rate(10 days)"
[[requests]]
url = "https://many.example/records"
[records]
each = [{ at = "@", as = "one" }]
key = ["one.id"]
type = "records"
[fields]
name = { from = "one.name", type = "text" }
size = { from = "one.size", type = "integer" }
"""
# Longer than a page of all records takes: a page that is delivered three times is set aside as dead.
_REDELIVERED_SECONDS = 25
_LONGEST_SECONDS = 120.0
_POLL_SECONDS = 0.02


class OurFeed:
    """A feed of its own for each measurement, over one source."""

    def __init__(self, connection: Connection, control: str) -> None:
        """Takes the platform, and the address by which the source's faults are set."""
        self._connection, self._control = connection, control
        self._pool = urllib3.PoolManager(timeout=10)
        connection.client("sqs").set_queue_attributes(
            QueueUrl=connection.outputs["FeedsQueueUrl"],
            Attributes={"VisibilityTimeout": str(_REDELIVERED_SECONDS)},
        )

    def whole(self, name: str, records: int) -> tuple[float, float]:
        """Returns the seconds of a run from its start to its last record, and the largest function's MB."""
        self._add(name)
        began = time.monotonic()
        self._start(name)
        self._wait(name, records)
        seconds = time.monotonic() - began
        return seconds, max(peak_mb(pid) for pid in fetching(self._connection))

    def lost(self, name: str, records: int, seconds: float, share: float) -> int:
        """Returns how many records are lost by a kill in a run of so many seconds, and a further run.

        The kill comes after this share of the time between the source's answer and the run's end.
        """
        self._add(name)
        before = self._asked()
        began = time.monotonic()
        self._start(name)
        while self._asked() == before:
            time.sleep(_POLL_SECONDS)
        time.sleep(share * max(0.0, seconds - (time.monotonic() - began)))
        for pid in fetching(self._connection):
            os.kill(pid, signal.SIGKILL)
        self._fault("POST", {"kind": "short"})
        try:
            lease.release(stores.state_store(), name, "")
            self._start(name)
            self._settle(name, records)
        finally:
            self._fault("DELETE", None)
        return records - self._held(name)

    def _add(self, name: str) -> None:
        add_feed(name, DEFINITION, deps=feeds.feed_ports())

    def _start(self, name: str) -> None:
        event = {"feed": name, "scheduled": as_text(datetime.now(UTC)), "by_hand": True}
        self._connection.client("lambda").invoke(
            FunctionName=self._connection.outputs["FetchFeedFunctionArn"],
            InvocationType="Event",
            Payload=json.dumps(event).encode(),
        )

    def _wait(self, name: str, records: int) -> None:
        began = time.monotonic()
        while self._held(name) < records:
            if time.monotonic() - began > _LONGEST_SECONDS:
                raise TimeoutError(f"{name} holds {self._held(name)} of {records} records")
            time.sleep(0.1)

    def _settle(self, name: str, records: int) -> None:
        """Waits until all records are there, or the second run has ended and the queue is empty."""
        began = time.monotonic()
        while time.monotonic() - began < _LONGEST_SECONDS and self._held(name) < records:
            runs = feeds.record_reader().runs(name, limit=1)
            is_over = (
                bool(runs) and runs[0].state is RunState.ENDED and runs[0].outcome is not RunOutcome.PAUSED
            )
            if is_over and not self._waiting():
                return
            time.sleep(0.2)

    def _waiting(self) -> int:
        """Returns the number of pages in the queue, delivered ones included."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        answer = self._connection.client("sqs").get_queue_attributes(
            QueueUrl=self._connection.outputs["FeedsQueueUrl"], AttributeNames=names
        )
        return sum(int(answer["Attributes"][one]) for one in names)

    def _held(self, name: str) -> int:
        return next((total.live for total in feeds.record_reader().totals() if total.source == name), 0)

    def _asked(self) -> int:
        answer: Any = self._pool.request("GET", self._control).json()
        return int(answer["requests"])

    def _fault(self, method: str, rule: dict[str, str] | None) -> None:
        body = json.dumps(rule).encode() if rule else None
        self._pool.request(method, f"{self._control}/faults", body=body)

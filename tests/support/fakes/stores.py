"""Lake, manifests, queue and events in memory."""

import copy
import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from inkscout.contracts.scrape_jobs import messages
from inkscout.domain.job import Job
from inkscout.ports import Clock, JsonMap
from inkscout_cli.evaluation.in_memory.stores import MemoryLake
from tests.support.fakes.clock import FakeClock


class FakeLake(MemoryLake):
    """``ports.RawLake``; ``objects`` maps keys to what they hold."""

    def __init__(self, clock: Clock | None = None) -> None:
        super().__init__(clock or FakeClock())


class FakeManifests:
    """``ports.Manifests``; ``texts`` maps keys to their text."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    def write_lines(self, key: str, lines: Iterable[JsonMap]) -> int:
        rows = [json.dumps(dict(line), default=str) for line in lines]
        self.texts[key] = "".join(f"{row}\n" for row in rows)
        return len(rows)

    def write_text(self, key: str, text: str, content_type: str) -> None:
        self.texts[key] = text


class FakeQueue:
    """``ports.JobQueue``; ``sent`` holds the messages' bodies."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.received = 0

    def send(self, run_id: str, jobs: Sequence[Job]) -> int:
        bodies = [message.model_dump_json() for message in messages(jobs)]
        self.sent += bodies
        return len(bodies)

    def depth(self) -> int:
        return len(self.sent)

    def in_flight(self) -> int:
        return self.received


class FakeEvents:
    """``ports.Events``; ``published`` holds type and detail of each event."""

    def __init__(self) -> None:
        self.published: list[tuple[str, dict[str, Any]]] = []

    def publish(self, detail_type: str, detail: JsonMap) -> None:
        self.published.append((detail_type, copy.deepcopy(dict(detail))))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]

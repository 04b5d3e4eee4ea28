"""Lake, manifests, queue and events in memory."""

import copy
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from inkscout.contracts.scrape_jobs import messages
from inkscout.domain.job import Job
from inkscout.domain.page import Page
from inkscout.ports import JsonMap
from tests.support.fakes.clock import FakeClock


class FakeLake:
    """``ports.RawLake``; ``objects`` maps keys to what they hold."""

    def __init__(self, clock: FakeClock | None = None) -> None:
        self.clock = clock or FakeClock()
        self.objects: dict[str, Any] = {}
        self.newest: dict[tuple[str, str], str] = {}

    def put_page(self, source: str, subject: str, page: Page) -> str:
        known = self.objects.get(self.newest.get((subject, page.url), ""))
        if known is not None and (known.html, known.status) == (page.html, page.status):
            return self.newest[subject, page.url]
        day = page.fetched_at.date().isoformat()
        content = _digest(page.url + "\n" + page.status + "\n" + page.html)
        key = f"raw/{subject}/source={source}/date={day}/{content}.json.gz"
        self.objects[key] = page
        self.newest[subject, page.url] = key
        return key

    def put_json(self, source: str, subject: str, document: JsonMap) -> str:
        return self._keep("raw/answers", source, subject, dict(document))

    def put_bytes(self, source: str, subject: str, suffix: str, body: bytes, content_type: str) -> str:
        key = f"raw/{subject}/source={source}/date={self._day()}/{hashlib.sha256(body).hexdigest()}{suffix}"
        self.objects[key] = body
        return key

    def pages(self, subject: str) -> Iterator[Page]:
        yield from [self.objects[key] for (found, _), key in self.newest.items() if found == subject]

    def quarantine(self, source: str, subject: str, document: JsonMap, reason: str) -> str:
        kept = {"subject": subject, "reason": reason, "document": dict(document)}
        return self._keep("quarantine", source, subject, kept)

    def quarantined(self) -> list[dict[str, Any]]:
        """Returns the contents of the quarantine."""
        return [kept for key, kept in self.objects.items() if key.startswith("quarantine/")]

    def _keep(self, area: str, source: str, subject: str, document: dict[str, Any]) -> str:
        content = _digest(json.dumps(document, sort_keys=True, default=str))
        key = f"{area}/{subject}/source={source}/date={self._day()}/{content}.json.gz"
        self.objects[key] = copy.deepcopy(document)
        return key

    def _day(self) -> str:
        return self.clock.now().date().isoformat()


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

"""Dead messages of feeds are described, and only those that can be parsed are redriven."""

import json
from collections.abc import Callable, Sequence

from inkscout.domain.job import Delivery
from inkscout.usecases.feeds.dead_pages import list_dead_pages, redrive_dead_pages

DIGEST = "sha256:" + "0" * 64


class Letters:
    def __init__(self, *bodies: str) -> None:
        self.waiting = [Delivery(message_id=str(n), handle="h", body=b) for n, b in enumerate(bodies)]
        self.moved: list[str] = []

    def messages(self, limit: int | None = None) -> Sequence[Delivery]:
        return self.waiting[:limit]

    def redrive(self, wanted: Callable[[Delivery], bool]) -> int:
        self.moved = [delivery.message_id for delivery in self.waiting if wanted(delivery)]
        return len(self.moved)


def message(source: str, **more: object) -> str:
    return json.dumps(
        {
            "version": 1, "source": source, "type": "things", "s3Bucket": "b", "s3Key": "raw/x",
            "capturedAt": "2026-03-01T10:00:04.123Z", "hash": DIGEST, "recordCount": 2,
            "run": "2026-03-01T10:00:00Z", "part": 0, "request": 0, "page": 1, "parts": 1,
            "definition": DIGEST, **more,
        }
    )  # fmt: skip


def test_messages_are_described_and_redriven_by_feed() -> None:
    letters = Letters(message("one"), message("two"), "{", message("one", version=2), message("one", more=1))
    found = list_dead_pages(letters)
    assert [(page.feed, bool(page.fault)) for page in found] == [
        ("one", False), ("two", False), ("", True), ("", True), ("", True),
    ]  # fmt: skip
    assert redrive_dead_pages(letters, name="one") == 1
    assert letters.moved == ["0"]
    assert redrive_dead_pages(letters) == 2

"""The scraping queue in memory, receiving end: visibility, receive counts and a dead-letter queue."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from inkscout.contracts.scrape_jobs import messages
from inkscout.domain.job import Delivery, Job


@dataclass
class _Message:
    message_id: str
    body: str
    receives: int = 0
    handle: str = ""
    visible_at: float = 0.0


@dataclass
class FakeInbox:
    """``ports.JobInbox``; ``dead`` holds the bodies that were received too often."""

    max_receives: int = 3
    now: Callable[[], float] = time.monotonic
    kept: dict[str, _Message] = field(default_factory=dict)
    dead: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    _numbers: int = 0
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def put(self, *bodies: str) -> None:
        """Adds messages."""
        with self._lock:
            for body in bodies:
                self._numbers += 1
                self.kept[f"m{self._numbers}"] = _Message(f"m{self._numbers}", body)

    def put_jobs(self, jobs: Sequence[Job]) -> None:
        """Adds jobs as the sender would."""
        self.put(*[message.model_dump_json() for message in messages(jobs)])

    def receive(self, limit: int, wait_seconds: int, visibility_seconds: int) -> Sequence[Delivery]:
        deadline = time.monotonic() + min(wait_seconds, 0.05)
        while True:
            found = self._take(limit, visibility_seconds)
            if found or time.monotonic() >= deadline:
                return found
            time.sleep(0.005)

    def extend(self, delivery: Delivery, seconds: int) -> bool:
        with self._lock:
            message = self.kept.get(delivery.message_id)
            if message is None or message.handle != delivery.handle or message.visible_at <= self.now():
                return False
            message.visible_at = self.now() + seconds
            return True

    def delete(self, delivery: Delivery) -> None:
        with self._lock:
            if self.kept.pop(delivery.message_id, None):
                self.deleted.append(delivery.message_id)

    def send_again(self, delivery: Delivery) -> None:
        self.put(delivery.body)
        self.delete(delivery)

    def show_all(self) -> None:
        """Lets every hidden message be seen again, as when its visibility has run out."""
        with self._lock:
            for message in self.kept.values():
                message.visible_at = 0.0

    def _take(self, limit: int, visibility_seconds: int) -> list[Delivery]:
        with self._lock:
            taken: list[Delivery] = []
            for message in list(self.kept.values()):
                if message.visible_at > self.now() or len(taken) >= limit:
                    continue
                if message.receives >= self.max_receives:
                    self.dead.append(self.kept.pop(message.message_id).body)
                    continue
                message.receives += 1
                message.handle = f"{message.message_id}-{message.receives}"
                message.visible_at = self.now() + visibility_seconds
                taken.append(
                    Delivery(
                        message_id=message.message_id,
                        handle=message.handle,
                        body=message.body,
                        receives=message.receives,
                    )
                )
            return taken

"""Counts what boto3's clients ask, by service and operation."""

from collections import Counter
from typing import Any


class RequestCounts:
    """Counts of requests, such as ``dynamodb PutItem``; a repetition by boto3 itself is not counted."""

    def __init__(self, *clients: Any) -> None:
        """Counts the requests of the clients from now on."""
        self.seen: Counter[str] = Counter()
        for client in clients:
            client.meta.events.register("before-call", self._count)

    def _count(self, model: Any, **_: Any) -> None:
        self.seen[f"{model.service_model.service_name} {model.name}"] += 1

    def of(self, service: str) -> int:
        """The number of requests to one service."""
        return sum(count for name, count in self.seen.items() if name.startswith(f"{service} "))

    def take(self) -> Counter[str]:
        """Returns the counts, and counts from zero again."""
        taken, self.seen = self.seen, Counter()
        return taken

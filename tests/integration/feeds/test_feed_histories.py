"""Histories of a feed equal a model: reordered, repeated, redriven, or killed between two calls."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest

from inkscout.domain.record import as_time
from tests.support.feeds import FeedBench, Killed, thing, things

ABSENCES = 2


@dataclass
class Known:
    """A record as the model knows it; ``history`` holds time, change and content."""

    name: str
    since: datetime
    version: int = 1
    gone: datetime | None = None
    history: list[tuple[datetime, str, str]] = field(default_factory=list)


@dataclass
class Model:
    """The rules of a feed that always sends everything, over plain dictionaries."""

    records: dict[str, Known] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    newest: datetime | None = None
    csv: dict[str, dict[str, str]] = field(default_factory=dict)

    def take(self, at: datetime, said: dict[str, str], *, counts_absences: bool) -> None:
        for key, name in said.items():
            self._record(at, key, name)
        is_newest = self.newest is None or at >= self.newest
        self.newest = at if is_newest or self.newest is None else self.newest
        if is_newest:
            self.csv["latest"] = said
        self.csv[f"{at:%Y%m%dT%H%M%SZ}"] = said
        if is_newest and counts_absences:
            self._absent(at, said)

    def _record(self, at: datetime, key: str, name: str) -> None:
        known = self.records.get(key)
        if known is None:
            self.records[key] = Known(name, at, history=[(at, "new", name)])
            self._count(at, "new")
        elif known.gone is None and known.name == name:
            return
        elif (self.newest is not None and at < self.newest) or at < (known.gone or known.since):
            before = [entry for entry in sorted(known.history) if entry[0] <= at]
            if not before or before[-1][1] == "gone" or before[-1][2] != name:
                known.history.append((at, "changed", name))
                self._count(at, "changed")
        else:
            change = "changed" if known.gone is None else "back"
            known.name, known.since, known.gone = name, at, None
            known.version += 1
            known.history.append((at, change, name))
            self._count(at, "changed")
            if change == "back":
                self._count(at, "back")

    def _absent(self, at: datetime, said: dict[str, str]) -> None:
        absent = {key for key, known in self.records.items() if known.gone is None and key not in said}
        self.missing = Counter({key: self.missing[key] + 1 for key in absent})
        for key in sorted(absent):
            if self.missing[key] >= ABSENCES:
                known = self.records[key]
                known.gone = at
                known.version += 1
                known.history.append((at, "gone", known.name))
                self._count(at, "gone")

    def _count(self, at: datetime, change: str) -> None:
        self.counts[f"{at:%Y-%m-%d}", change] += 1


def hold(bench: FeedBench, model: Model) -> None:
    """Holds table, versions, counters and CSV files against the model."""
    items = bench.items()
    stored = {
        key: (item["data"]["name"], as_time(item["captured_at"]), int(item["version"]), item.get("gone_at"))
        for (key, sk), item in items.items()
        if sk == "CURRENT"
    }
    assert {key: value[:3] for key, value in stored.items()} == {
        key: (known.name, known.since, known.version) for key, known in model.records.items()
    }
    assert {key: value[3] is not None for key, value in stored.items()} == {
        key: known.gone is not None for key, known in model.records.items()
    }
    histories: dict[str, list[tuple[datetime, str, str]]] = {key: [] for key in model.records}
    for (key, sk), item in items.items():
        if sk.startswith("V#"):
            histories[key].append((as_time(item["at"]), item["change"], item["data"]["name"]))
    assert {key: sorted(one) for key, one in histories.items()} == {
        key: sorted(known.history) for key, known in model.records.items()
    }
    days = bench.reader.days("things", datetime(2020, 1, 1).date(), datetime(2040, 1, 1).date())  # noqa: DTZ001
    counted = {(day.day, name): count for day in days for name, count in day.counts.items() if count}
    assert counted == dict(model.counts)
    for stamp, said in model.csv.items():
        key = "data/latest/things.csv" if stamp == "latest" else f"data/things_{stamp}.csv"
        rows = bench.object(key).decode().splitlines()[1:]
        assert sorted(rows) == sorted(f"{record},{name}," for record, name in said.items())
    bench.hold_invariants()


class History:
    """Random life of a source, and of the messages about it."""

    def __init__(self, bench: FeedBench, seed: int) -> None:
        self.bench, self.chance, self.model = bench, random.Random(seed), Model()
        self.said = dict.fromkeys(range(4), "a")
        self.sent: dict[str, dict[str, str]] = {}
        self.applied: list[Any] = []

    def live(self) -> None:
        """Changes the source: most often a little."""
        for number in list(self.said):
            if self.chance.random() < 0.15 and len(self.said) > 3:
                del self.said[number]
            elif self.chance.random() < 0.25:
                self.said[number] = self.chance.choice("abc")
        if self.chance.random() < 0.3:
            self.said[self.chance.randrange(8)] = self.chance.choice("abc")

    def fetch(self) -> None:
        self.bench.says(things(*(thing(number, name) for number, name in sorted(self.said.items()))))
        waiting = len(self.bench.queue)
        result = self.bench.fetch()
        if len(self.bench.queue) > waiting:
            self.sent[result.run] = {f"things-{number}": name for number, name in self.said.items()}

    def deliver(self, place: int) -> None:
        message = self.bench.queue.pop(place)
        self.bench.deliver(message)
        self.note(message)

    def note(self, message: Any) -> None:
        """Tells the model of a message that was applied for the first time."""
        if message in self.applied:
            return
        self.applied.append(message)
        run = self.bench.reader.run("things", message["run"])
        assert run is not None
        self.model.take(
            as_time(message["capturedAt"]),
            self.sent[message["run"]],
            counts_absences=run.outcome.value == "read",
        )


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 12))])
def test_reordered_repeated_and_redriven_messages_equal_the_model(bench: FeedBench, seed: int) -> None:
    history = History(bench, seed)
    for _ in range(10):
        history.live()
        history.fetch()
        while bench.queue and history.chance.random() < 0.6:
            history.deliver(history.chance.randrange(len(bench.queue)))
        if history.applied and history.chance.random() < 0.4:
            bench.deliver(history.chance.choice(history.applied))
    while bench.queue:
        history.deliver(history.chance.randrange(len(bench.queue)))
    hold(bench, history.model)
    before = bench.items()
    for message in history.applied:
        bench.deliver(message)
    assert bench.items() == before, "a redriven message changes nothing"


@pytest.mark.parametrize("first", [0, *(pytest.param(one, marks=pytest.mark.slow) for one in (8, 16, 24))])
def test_a_process_killed_before_any_call_and_started_again_equals_the_model(
    bench: FeedBench, first: int
) -> None:
    history = History(bench, 7 + first)
    for call in range(first, first + 8):
        history.live()
        bench.says(things(*(thing(number, name) for number, name in sorted(history.said.items()))))
        bench.clock.advance(minutes=5)
        scheduled = bench.clock.now()
        bench.fuse.left = call % 13
        try:
            result = bench.fetch(scheduled=scheduled)
        except Killed:
            bench.fuse.left = None
            bench.clock.advance(seconds=60)
            result = bench.fetch(scheduled=scheduled)
        bench.fuse.left = None
        if bench.queue:
            history.sent[result.run] = {f"things-{n}": name for n, name in history.said.items()}
        while bench.queue:
            message = bench.queue.pop(0)
            bench.fuse.left = call % 29
            try:
                bench.deliver(message)
            except Killed:
                bench.fuse.left = None
                bench.deliver(message)
            bench.fuse.left = None
            history.note(message)
    hold(bench, history.model)


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 8))])
def test_kills_between_other_messages_keep_every_counter_exact(bench: FeedBench, seed: int) -> None:
    history = History(bench, seed + 50)
    for _ in range(7):
        history.live()
        history.fetch()
        for _ in range(2):
            if not bench.queue:
                break
            message = bench.queue.pop(history.chance.randrange(len(bench.queue)))
            bench.fuse.left = history.chance.randrange(20)
            try:
                bench.deliver(message)
            except Killed:
                bench.queue.append(message)
            bench.fuse.left = None
    while bench.queue:
        bench.deliver()
    bench.hold_invariants()
    for _ in range(ABSENCES + 1):
        bench.run(things(*(thing(number, name) for number, name in sorted(history.said.items()))))
    assert {key: data["name"] for key, data in bench.current().items()} == {
        f"things-{number}": name for number, name in history.said.items()
    }
    bench.hold_invariants()

"""After any history of writes, faults and replays the index equals the table."""

import random
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from inkscout.bootstrap import index
from inkscout.contracts.rebuild_index import IndexBuild, PrepareIndexRequest
from inkscout.domain.snapshot import EntryKind
from inkscout.errors import IndexDrift
from inkscout.usecases.index.rebuild_index import (
    RebuildIndexPorts,
    catch_up_index,
    compare_index,
    drop_old_indexes,
    fill_index,
    parts_of,
    prepare_index,
    rebuild,
    swap_index,
)
from tests.integration.index.sync_world import ARTIST, World
from tests.support.aws_in_memory import aws_in_memory
from tests.support.directory_data import artist, studio
from tests.support.stores import REGION
from tests.support.stream import passes_filter


class History(RuleBasedStateMachine):
    """Random histories of writes and deliveries; after each of them the index equals the table."""

    search_url = ""

    def __init__(self) -> None:
        super().__init__()
        self.aws = ExitStack()
        self.aws.enter_context(aws_in_memory())
        self.world = World(self.search_url)
        self.build: IndexBuild | None = None
        self.is_filled = False
        index.sync_index = lambda: self.world.sync  # type: ignore[assignment]  # restored by the test

    def teardown(self) -> None:
        try:
            self.world.drain()
            self.world.check()
        finally:
            self.aws.close()

    numbers = st.integers(min_value=0, max_value=3)

    @initialize()
    def open_studios(self) -> None:
        for number in (0, 1):
            self.world.directory.put_studio(studio(number))

    @rule(number=numbers, bio=st.sampled_from(["A", "B", "C"]), active=st.booleans())
    def write(self, number: int, bio: str, active: bool) -> None:
        wanted = replace(artist(number), bio=bio, active=active)
        self.world.directory.update_artist(
            wanted.artist_id, lambda known: replace(wanted, version=known.version if known else 0)
        )
        self.world.directory.put_residency(wanted.residencies[0])

    @rule(number=numbers)
    def delete(self, number: int) -> None:
        self.world.directory.delete(ARTIST, f"a-{number}")

    @rule(number=numbers, other=numbers)
    def merge(self, number: int, other: int) -> None:
        if number != other and self.world.directory.artist(f"a-{other}"):
            self.world.directory.redirect(ARTIST, f"a-{number}", f"a-{other}")

    @rule(number=numbers, again=st.booleans())
    def remove_behind_its_back(self, number: int, again: bool) -> None:
        """Somebody deletes the item in the console; the next visit makes it anew, from version 1."""
        self.world.remove_behind_its_back(number)
        if again:
            self.write(number, "A", True)

    @rule(number=st.integers(0, 1), name=st.sampled_from(["Harbour", "Needle", "Anchor"]))
    def rename_studio(self, number: int, name: str) -> None:
        self.world.directory.update_studio(f"s-{number}", lambda known: known and replace(known, name=name))

    @rule(
        size=st.integers(1, 10),
        fault=st.sampled_from(["", "", "outage", "partial", "answer lost"]),
        seed=st.integers(0, 2**16),
        shuffled=st.booleans(),
        doubled=st.booleans(),
    )
    def deliver(self, size: int, fault: str, seed: int, shuffled: bool, doubled: bool) -> None:
        self.world.poll()
        batch, rest = self.world.waiting[:size], self.world.waiting[size:]
        if not batch:
            return
        chance = random.Random(seed)
        if doubled:
            batch = batch + chance.sample(batch, k=len(batch) // 2)
        if shuffled:
            chance.shuffle(batch)
        self.world.index.fault, self.world.index.chance = fault, chance
        self.world.waiting = self.world.deliver(batch) + rest
        self.world.index.fault = ""

    @rule(seed=st.integers(0, 2**16), size=st.integers(1, 10))
    def replay(self, seed: int, size: int) -> None:
        """Lambda delivers again what it delivered long ago, in any order."""
        before = [record for record in self.world.stream.records if passes_filter(record)]
        if before:
            chance = random.Random(seed)
            again = chance.sample(before, k=min(size, len(before)))
            self.world.deliver(again)

    @rule(minutes=st.sampled_from([1, 10, 120]))
    def wait(self, minutes: int) -> None:
        self.world.clock.advance(minutes=minutes)

    @rule()
    def rebuild(self) -> None:
        for kind in EntryKind:
            rebuild(
                kind,
                deps=RebuildIndexPorts(
                    directory=self.world.directory, index=self.world.index, clock=self.world.clock
                ),
                segments=1,
            )

    @rule()
    def advance_a_slow_rebuild(self) -> None:
        """One step of a rebuild of artists, between whose steps anything may happen."""
        deps = RebuildIndexPorts(
            directory=self.world.directory, index=self.world.index, clock=self.world.clock
        )
        if self.build is None:
            self.build = prepare_index(PrepareIndexRequest(kind=ARTIST, segments=1), deps=deps)
            self.is_filled = False
            return
        if self.build.index not in self.world.index.indexes(ARTIST):
            self.build = None  # another rebuild was faster, and dropped it
            return
        [part] = parts_of(ARTIST, self.build.index, 1)
        if not self.is_filled:
            fill_index(part, deps=deps)
            self.is_filled = True
            return
        try:
            compare_index(self.build, deps=deps)
        except IndexDrift:
            catch_up_index(part, deps=deps)
        drop_old_indexes(swap_index(self.build, deps=deps), deps=deps)
        self.build = None

    @invariant()
    def no_document_is_refused(self) -> None:
        assert not self.world.failures.kept


@pytest.fixture
def histories(search_url: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[int, int], None]:
    """Runs so many histories of so many steps."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setenv("POWERTOOLS_METRICS_DISABLED", "true")
    monkeypatch.setattr(index, "sync_index", index.sync_index)
    monkeypatch.setattr(History, "search_url", search_url)

    def run(examples: int, steps: int) -> None:
        run_state_machine_as_test(
            History,
            settings=settings(
                max_examples=examples,
                stateful_step_count=steps,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )

    return run


def test_after_short_histories_the_index_equals_the_table(histories: Callable[[int, int], None]) -> None:
    histories(6, 20)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_after_any_history_the_index_equals_the_table(histories: Callable[[int, int], None]) -> None:
    histories(100, 30)

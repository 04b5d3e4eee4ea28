"""A run that a rate limit, a failure or a kill ended between two pages goes on there."""

import re
from datetime import timedelta
from typing import Any

import pytest

from inkscout.domain.feed_run import RunOutcome
from inkscout.ports.feeds import JsonAnswer
from inkscout.usecases.feeds import lease
from tests.support.feeds import THINGS, FeedBench, Killed, answer, thing, things

PAGED = THINGS.replace("[records]", '[paging]\nkind = "page"\nparam = "page"\n[records]')
PAGES = {number: things(thing(number, "x"), thing(number + 100, "y")) for number in range(1, 6)}
THROTTLED = JsonAnswer(outcome=RunOutcome.THROTTLED, http_status=429, retry_after=3_600.0)
DOWN = JsonAnswer(outcome=RunOutcome.UNAVAILABLE, http_status=503)
BROKEN = JsonAnswer(
    outcome=RunOutcome.UNAVAILABLE, http_status=200, body=b'{"things": [{"id', detail="broke off"
)


class PagedSource:
    """Answers five pages and an empty one; ``at`` maps a page to what happens at it instead, once."""

    def __init__(self, bench: FeedBench, at: dict[int, Any]) -> None:
        self.bench, self.at = bench, at
        self.asked: list[int] = []
        bench.definitions.put("things", PAGED)
        bench.source.answer = self

    def __call__(self, request: Any) -> JsonAnswer:
        number = int(re.search(r"page=(\d+)", request.url)[1])  # type: ignore[index]
        self.asked.append(number)
        self.bench.clock.advance(seconds=20)
        happens = self.at.get(number)
        if isinstance(happens, JsonAnswer):
            return happens
        if happens is not None:
            raise self.at.pop(number)
        return answer(PAGES.get(number, things()))


def whole() -> set[str]:
    return {f"things-{one['id']}" for page in PAGES.values() for one in page["things"]}


@pytest.mark.parametrize("ending", [THROTTLED, DOWN, BROKEN], ids=["throttled", "down", "broken off"])
def test_the_next_run_goes_on_at_the_page_that_was_not_answered(bench: FeedBench, ending: JsonAnswer) -> None:
    source = PagedSource(bench, {3: ending})
    first = bench.run()
    assert (first.outcome, first.parts) == ("partial", 2)
    assert len(bench.current()) == 4, "what was answered is stored"
    source.at.clear()
    source.asked.clear()
    second = bench.run()
    assert source.asked == [3, 4, 5, 6]
    assert (second.outcome, second.parts, second.pages) == ("read", 5, 3)
    assert set(bench.current()) == whole()
    run = bench.reader.run("things", second.run)
    assert run is not None
    assert (run.counts.found, run.counts.new, run.counts.same) == (10, 6, 4)
    assert first.run in run.requests[0].detail
    raws = bench.objects("raw/")
    assert len(raws) == 5 + bool(ending.body), "pages that were answered are archived once"
    source.asked.clear()
    bench.run()
    assert source.asked[0] == 1
    bench.hold_invariants()


def test_a_killed_run_goes_on_at_its_last_checkpoint(bench: FeedBench) -> None:
    source = PagedSource(bench, {4: Killed()})
    scheduled = bench.clock.now()
    with pytest.raises(Killed):
        bench.fetch(scheduled=scheduled)
    # A killed process gives no lease back.
    assert lease.take(bench.state_store, "things", lease.run_id_at(scheduled))
    assert len(bench.objects("raw/")) == 3, "pages are archived while others are asked for"
    source.asked.clear()
    bench.clock.advance(seconds=60)
    result = bench.fetch(scheduled=scheduled)
    assert source.asked == [4, 5, 6]
    while bench.queue:
        bench.deliver()
    assert result.outcome == "read"
    assert set(bench.current()) == whole()
    bench.hold_invariants()


def test_an_answer_that_a_killed_run_archived_is_stored_though_the_source_no_longer_lists_it(
    bench: FeedBench,
) -> None:
    # Killed before each of its calls in turn; the next run finds a source without the record.
    bench.run(things(thing(1, "one")))
    archived = set()
    for call in range(40):
        raws = len(bench.objects("raw/"))
        bench.says(things(thing(1, "one"), thing(100 + call, "x")))
        bench.fuse.left = call
        try:
            bench.fetch()
            break
        except Killed:
            bench.fuse.left = None
        if len(bench.objects("raw/")) > raws:
            archived.add(f"things-{100 + call}")
            bench.run(things(thing(1, "one")))
    assert len(archived) >= 2
    assert archived <= {record for record, sk in bench.items() if sk == "CURRENT"}
    bench.hold_invariants()


def test_a_resumed_run_counts_absences_over_all_its_pages(bench: FeedBench) -> None:
    source = PagedSource(bench, {})
    bench.run()
    without = {**PAGES, 5: things(thing(5, "x"))}
    for _ in range(2):
        source.at = {3: THROTTLED}
        bench.run()
        source.at = {5: answer(without[5])}
        assert bench.run().outcome == "read"
    assert set(bench.current()) == whole() - {"things-105"}
    bench.hold_invariants()


def test_a_run_that_gets_no_further_page_begins_anew_the_next_time(bench: FeedBench) -> None:
    source = PagedSource(bench, {3: THROTTLED})
    bench.run()
    source.asked.clear()
    bench.run()
    bench.run()
    assert source.asked == [3, 1, 2, 3]


def test_another_definition_and_a_forced_run_begin_anew(bench: FeedBench) -> None:
    source = PagedSource(bench, {3: THROTTLED})
    bench.run()
    source.asked.clear()
    bench.fetch(force=True)
    bench.definitions.put("things", PAGED.replace("Things", "Other things"))
    bench.run()
    assert source.asked == [1, 2, 3, 1, 2, 3]


def test_a_feed_of_one_page_has_no_place(bench: FeedBench) -> None:
    bench.run(things(thing(1, "one")))
    bench.source.answer = lambda _: DOWN
    bench.run()
    assert bench.state_store.get("feed-resume", "things") is None


def test_a_lease_is_taken_over_by_the_run_that_holds_it_and_by_no_other(bench: FeedBench) -> None:
    store, held = bench.state_store, lease.run_id_at(bench.clock.now())
    assert lease.take(store, "things", held)
    assert bench.fetch(scheduled=bench.clock.now() + timedelta(minutes=5)).outcome == "busy"
    assert lease.take(store, "things", held)
    bench.clock.advance(seconds=lease.LEASE_SECONDS - 1)
    assert not lease.take(store, "things", "another")
    bench.clock.advance(seconds=2)
    assert lease.take(store, "things", "another")
    assert not lease.take(store, "things", held)

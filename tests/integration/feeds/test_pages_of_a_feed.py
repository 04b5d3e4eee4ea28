"""Pages of a run: where they end, and what an end that is none costs."""

import re
from typing import Any

import pytest

from inkscout.domain.feed_run import RunOutcome
from inkscout.ports.feeds import JsonAnswer
from tests.support.feeds import THINGS, FeedBench, answer, thing, things

PAGED = THINGS.replace(
    "[records]", '[paging]\nkind = "page"\nparam = "page"\nsize_param = "n"\nsize = 3\n[records]'
)


def paged(*pages: list[dict[str, Any]], last: list[dict[str, Any]] | None = None) -> Any:
    def said(request: Any) -> JsonAnswer:
        number = int(re.search(r"page=(\d+)", request.url)[1])  # type: ignore[index]
        found = pages[number - 1] if number <= len(pages) else (last or [])
        return answer(things(*found))

    return said


def test_a_short_page_ends_nothing_and_an_empty_one_does(bench: FeedBench) -> None:
    bench.definitions.put("things", PAGED)
    bench.source.answer = paged([thing(1, "a"), thing(2, "b")], [thing(3, "c")], [thing(4, "d")])
    result = bench.run()
    assert (result.outcome, result.parts, len(bench.current())) == ("read", 3, 4)
    assert [request.url[-10:] for request in bench.source.asked][-1].endswith("page=4")
    bench.hold_invariants()


def test_a_repeated_page_ends_the_run_as_partial(bench: FeedBench) -> None:
    bench.definitions.put("things", PAGED)
    bench.source.answer = paged([thing(1, "a")], [thing(2, "b")], last=[thing(2, "b")])
    result = bench.run()
    assert (result.outcome, len(bench.source.asked), len(bench.current())) == ("partial", 3, 2)
    assert "repeats" in result.detail


def test_a_cursor_that_never_ends_is_followed_as_far_as_the_definition_says(bench: FeedBench) -> None:
    cursor = '[paging]\nkind = "cursor"\nparam = "after"\nnext = "next"\nmax_pages = 4\n[records]'
    bench.definitions.put("things", THINGS.replace("[records]", cursor))

    def said(request: Any) -> JsonAnswer:
        number = len(bench.source.asked)
        return answer({**things(thing(number, "x")), "next": f"c{number}"})

    bench.source.answer = said
    result = bench.run()
    assert (result.outcome, len(bench.source.asked), len(bench.current())) == ("partial", 4, 4)
    assert "max_pages" in result.detail


@pytest.mark.parametrize("at_end", ["c3", None], ids=["the same cursor for ever", "no cursor"])
def test_an_empty_page_that_names_the_next_one_ends_nothing(bench: FeedBench, at_end: str | None) -> None:
    cursor = '[paging]\nkind = "cursor"\nparam = "after"\nnext = "next"\n[records]'
    bench.definitions.put("things", THINGS.replace("[records]", cursor))
    pages = {
        "": {**things(thing(1, "a")), "next": "c1"},
        "c1": {**things(), "next": "c2"},
        "c2": {**things(thing(2, "b")), "next": "c3"},
        "c3": {**things(), "next": at_end},
    }
    bench.source.answer = lambda request: answer(pages[request.url.partition("after=")[2]])
    result = bench.run()
    assert (result.outcome, len(bench.source.asked), len(bench.current())) == ("read", 4, 2)
    bench.hold_invariants()


@pytest.mark.parametrize("status", [404, 400])
def test_a_status_that_the_definition_names_ends_the_pages(bench: FeedBench, status: int) -> None:
    bench.definitions.put("things", PAGED.replace('kind = "page"', 'kind = "page"\nend_status = [404]'))
    over = JsonAnswer(outcome=RunOutcome.REFUSED, http_status=status, detail=f"HTTP {status}")
    pages = {1: answer(things(thing(1, "a"))), 2: answer(things(thing(2, "b")))}
    bench.source.answer = lambda request: pages.get(int(request.url[-1]), over)
    result = bench.run()
    assert (result.outcome, len(bench.current())) == ("read" if status == 404 else "partial", 2)
    pages.clear()
    assert bench.run().outcome == "refused", "the first page has to be there"


def test_pages_of_one_run_may_be_applied_in_any_order(bench: FeedBench) -> None:
    bench.definitions.put("things", PAGED)
    for name in ("old", "new"):
        answers = paged([thing(1, name)], [thing(2, name)])

        def slow(request: Any, answers: Any = answers) -> JsonAnswer:
            bench.clock.advance(seconds=2)
            return answers(request)  # type: ignore[no-any-return]

        bench.source.answer = slow
        result = bench.fetch()
        assert result.parts == 2
        bench.queue.reverse()
        while bench.queue:
            bench.deliver()
    assert {data["name"] for data in bench.current().values()} == {"new"}
    run = bench.reader.run("things", result.run)
    assert run is not None
    assert run.counts.late == 0
    bench.hold_invariants()

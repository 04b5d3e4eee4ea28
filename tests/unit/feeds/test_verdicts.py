"""Outcomes of runs, and the pauses after failures."""

from datetime import UTC, datetime, timedelta

import pytest

from inkscout.domain.feed_run import FeedState, RunOutcome
from inkscout.feeds import definition, read, verdict
from inkscout.usecases.feeds.feed_health import after_failure, why_not_now
from tests.support.feeds import THINGS, thing, things

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
DATED = THINGS.replace("[[exports]]", '[freshness]\nat = "written"\nolder_than = "2h"\n[[exports]]')


@pytest.mark.parametrize(
    ("written", "outcome"),
    [
        ("2026-03-01T11:00:00Z", RunOutcome.READ),
        ("2026-03-01T11:00:00+02:00", RunOutcome.STALE),
        ("2026-03-01T11:00:00", RunOutcome.STALE),
        (None, RunOutcome.STALE),
    ],
)
def test_an_answer_that_says_it_is_old_is_stale(written: str | None, outcome: RunOutcome) -> None:
    feed = definition.parse("things", DATED)
    body = {**things(thing(1, "x")), "written": written}
    readings = [read.read(feed, body, 0)]
    assert verdict.judge(feed, readings, [body], now=NOW, last_found=1).outcome is outcome


def test_bad_answers_of_a_source_that_answers_are_asked_for_as_often_as_before() -> None:
    feed, state = definition.parse("things", THINGS), FeedState(source="things")
    for _ in range(20):
        state = after_failure(feed, state, RunOutcome.SHAPE_CHANGED, http_status=200, now=NOW)
    assert state.failures == 20
    assert not why_not_now(feed, state, NOW)


def test_a_failing_host_is_left_alone_for_a_day_at_most() -> None:
    feed, state = definition.parse("things", THINGS), FeedState(source="things")
    for _ in range(40):
        state = after_failure(feed, state, RunOutcome.UNAVAILABLE, http_status=503, now=NOW)
    assert state.not_before == NOW + timedelta(hours=24)
    assert "40 failures" in why_not_now(feed, state, NOW)


def test_a_run_that_does_not_fit_names_the_field_and_the_reason() -> None:
    feed, body = definition.parse("things", THINGS), things({"id": 1, "name": "x", "size": "big"})
    judged = verdict.judge(feed, [read.read(feed, body, 0)], [body], now=NOW, last_found=1)
    assert judged.outcome is RunOutcome.SHAPE_CHANGED
    assert "size: 'big' where an integer was expected" in judged.detail


def test_a_field_that_no_record_has_any_more_is_named() -> None:
    feed = definition.parse("things", THINGS)
    without = [read.read(feed, things(thing(1, "x"), thing(2, "y")), 0)]
    assert "size" in verdict.emptied(feed, without, ("name", "size"))
    assert not verdict.emptied(feed, without, ("name",))
    assert not verdict.emptied(feed, without, ("name", "a field of an older definition"))
    assert not verdict.emptied(feed, [read.read(feed, things(), 0)], ("name", "size"))

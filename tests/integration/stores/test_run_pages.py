"""Contract of every run ledger: counts of a run, and its entries in pages; table and fake pass the same."""

from dataclasses import replace

import pytest

from inkscout.domain.outcome import JobStatus
from inkscout.ports import RunLedger
from tests.integration.stores.test_operations_contract import JOB, clock, kind, ledger
from tests.support.fakes.clock import FakeClock

__all__ = ["clock", "kind", "ledger"]


def test_counts_follow_what_entries_replace(ledger: RunLedger) -> None:
    ledger.record("r-1", "plan", "all", {"studios": 3})
    ledger.record("r-1", "visit", "s-1", {"outcome": "needs_browser", "artists": []})
    ledger.record("r-1", "visit", "s-2", {"outcome": "blocked", "artists": []})
    ledger.record(
        "r-1", "visit", "s-1", {"outcome": "artists_found", "artists": ["a", "b"], "new_artists": 2}
    )
    ledger.record(
        "r-1", "visit", "s-1", {"outcome": "artists_found", "artists": ["a", "b"], "new_artists": 2}
    )
    ledger.record("r-1", "area", "leeds/r", {"outcome": "remaining", "spend_usd": 0.25, "cells": 1})
    ledger.record("r-1", "area", "leeds/r", {"outcome": "exhausted", "spend_usd": 0.4, "cells": 4})
    ledger.record("r-1", "studio", "s-1", {"review": ""})
    ledger.record("r-2", "visit", "s-9", {"outcome": "parked"})
    counts = {name: value for name, value in ledger.counts("r-1").items() if value}
    assert counts == {
        "plan": 1,
        "planned": 3,
        "visit": 2,
        "visit:artists_found": 1,
        "visit:blocked": 1,
        "artists": 2,
        "new_artists": 2,
        "area": 1,
        "area:exhausted": 1,
        "area_cells": 4,
        "area_spend_usd": pytest.approx(0.4),
    }
    assert ledger.counts("r-none") == {}


def test_jobs_are_counted_by_their_status(ledger: RunLedger) -> None:
    jobs = [replace(JOB, scrape_id=f"j-{number}") for number in range(4)]
    ledger.add_jobs("r-1", jobs)
    ledger.add_jobs("r-1", jobs)
    ledger.finish_job("r-1", "j-0", JobStatus.DONE, {})
    ledger.finish_job("r-1", "j-0", JobStatus.DONE, {})
    ledger.finish_job("r-1", "j-1", JobStatus.FAILED, {})
    ledger.finish_job("r-1", "j-2", JobStatus.FAILED, {})
    ledger.finish_job("r-1", "j-2", JobStatus.DONE, {})
    assert ledger.counts("r-1") == {"job:queued": 1, "job:done": 2, "job:failed": 1}


def test_entries_are_read_in_pages(ledger: RunLedger) -> None:
    outcomes = ["blocked" if number % 5 == 0 else "parked" for number in range(23)]
    for number, outcome in enumerate(outcomes):
        ledger.record("r-1", "visit", f"s-{number:02}", {"outcome": outcome})
    ledger.record("r-1", "visits", "s-00", {"of": "another kind"})
    keys, after = [], ""
    for _ in range(9):
        page = ledger.page("r-1", "visit", limit=10, after=after)
        assert len(page.entries) <= 10
        keys += [entry["key"] for entry in page.entries]
        after = page.next_key
        if not after:
            break
    assert keys == [f"s-{number:02}" for number in range(23)]
    assert ledger.entry("r-1", "visit", "s-05") == {"outcome": "blocked", "key": "s-05"}
    assert ledger.entry("r-1", "visit", "s-99") is None


def test_visits_of_outcomes_are_read_longest_first(ledger: RunLedger) -> None:
    for number in range(12):
        outcome = ("blocked", "parked", "closed")[number % 3]
        ledger.record("r-1", "visit", f"s-{number:02}", {"outcome": outcome, "seconds": number % 5 + 0.5})
    ledger.record("r-1", "visit", "s-00", {"outcome": "parked", "seconds": 120.25})
    ledger.record("r-2", "visit", "s-00", {"outcome": "blocked", "seconds": 1})
    ledger.record("r-1", "area", "leeds/r", {"outcome": "blocked"})
    blocked = ledger.longest_visits("r-1", ["blocked"], limit=2)
    assert [entry["key"] for entry in blocked.entries] == ["s-09", "s-03"]
    rest = ledger.longest_visits("r-1", ["blocked"], limit=2, after=blocked.next_key)
    assert ([entry["key"] for entry in rest.entries], rest.next_key) == (["s-06"], "")
    found, after = [], ""
    for _ in range(5):
        page = ledger.longest_visits("r-1", ["blocked", "parked", "error"], limit=3, after=after)
        found += [(entry["key"], entry["seconds"]) for entry in page.entries]
        after = page.next_key
        if not after:
            break
    assert [key for key, _ in found] == ["s-00", "s-09", "s-04", "s-03", "s-07", "s-06", "s-01", "s-10"]
    assert [took for _, took in found] == sorted((took for _, took in found), reverse=True)


def test_older_runs_are_read_from_where_a_page_ended(ledger: RunLedger, clock: FakeClock) -> None:
    for name in ("r-1", "r-2", "r-3"):
        ledger.start_run(name, {})
        ledger.finish_run(name, "succeeded", {})
        clock.advance(minutes=1)
    [newest] = ledger.runs(1)
    older = ledger.runs(5, f"{newest['started_at']}#{newest['run_id']}")
    assert [run["run_id"] for run in older] == ["r-2", "r-1"]

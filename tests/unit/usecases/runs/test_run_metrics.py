"""Tests the metrics of a run, which its alarms depend on."""

from typing import Any

import pytest

from inkscout.contracts.finish_run import FinishRunRequest, RunSummary
from inkscout.contracts.stored.visit import Visit
from inkscout.domain.outcome import VisitOutcome
from inkscout.usecases.runs.finish_run import FinishRunPorts, finish_run
from inkscout.usecases.runs.run_metrics import run_metrics
from tests.support.fakes.clock import FakeClock
from tests.support.fakes.operations import FakeRunLedger
from tests.support.fakes.stores import FakeEvents


def summary(**fields: Any) -> RunSummary:
    plain = {
        "run_id": "run", "status": "succeeded", "regions": ["Leeds"], "started_at": "", "finished_at": "",
        "seconds": 90.0, "discovery": {}, "studios": 0, "outcomes": {}, "artists": 0, "new_artists": 0,
        "written": 0, "unchanged": 0, "suppressed": 0, "quarantined": 0, "jobs": {},
    }  # fmt: skip
    return RunSummary.model_validate({**plain, **fields})


def test_forbidden_and_missing_sites_are_not_failed_visits() -> None:
    outcomes = {outcome.value: 1 for outcome in VisitOutcome}
    metrics = run_metrics(summary(outcomes=outcomes))
    assert metrics["StudiosVisited"] == len(VisitOutcome) - 2
    assert metrics["VisitSuccessPercent"] == pytest.approx(100 * 7 / 13, abs=0.01)


def test_a_run_without_visits_says_nothing_about_their_success() -> None:
    assert "VisitSuccessPercent" not in run_metrics(summary())
    assert "VisitSuccessPercent" not in run_metrics(summary(outcomes={"closed": 3}))


@pytest.mark.parametrize(
    ("found", "before", "visited", "barren"), [(0, 5, 3, 1), (1, 5, 3, 0), (0, 0, 3, 0), (0, 5, 0, 0)]
)
def test_a_run_is_barren_when_it_read_sites_and_found_nobody_where_some_were(
    found: int, before: int, visited: int, barren: int
) -> None:
    outcomes = {"no_artists_named": visited} if visited else {}
    metrics = run_metrics(summary(artists=found, artists_before=before, outcomes=outcomes))
    assert metrics["BarrenRuns"] == barren


def test_spend_and_an_open_breaker_come_from_discovery() -> None:
    metrics = run_metrics(
        summary(discovery={"spend_usd": 1.25, "outcomes": ["exhausted", "provider_paused"]})
    )
    assert (metrics["SpendUsd"], metrics["ProvidersPaused"]) == (1.25, 1)
    assert run_metrics(summary(discovery={"outcomes": ["exhausted"]}))["ProvidersPaused"] == 0


class Runs:
    def __init__(self) -> None:
        self.clock = FakeClock()
        self.ledger = FakeRunLedger(self.clock)

    def run(self, run_id: str, region: str, artists: list[str], *, visits: bool = True) -> RunSummary:
        self.clock.advance(seconds=60)
        self.ledger.start_run(
            run_id, {"execution_arn": "a", "started_at": self.clock.now().isoformat(), "regions": [region]}
        )
        if visits:
            visit = Visit(studio_id="s", outcome=VisitOutcome.ARTISTS_FOUND, artists=artists)
            self.ledger.record(run_id, "visit", "s", visit.document())
        return finish_run(
            FinishRunRequest(run_id=run_id),
            deps=FinishRunPorts(
                ledger=self.ledger,
                events=FakeEvents(),
                clock=self.clock,
                export=lambda _: [],
                discovery=lambda _: {},
                expire=lambda: 0,
                enforce=lambda: 0,
            ),
        )


def test_a_run_is_compared_with_the_last_one_over_the_same_regions_that_visited_any_site() -> None:
    runs = Runs()
    assert runs.run("one", "Leeds", ["a", "b"]).artists_before == 0
    runs.run("two", "Otley", ["c"])
    runs.run("three", "Leeds", [], visits=False)
    assert runs.run("four", "Leeds", []).artists_before == 2
    assert runs.run("four", "Leeds", []).artists_before == 2

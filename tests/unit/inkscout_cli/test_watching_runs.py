"""A run is watched: live on a terminal, as lines elsewhere, and by notices while a platform stays up."""

import io

import pytest
from rich.console import Console

from inkscout.bootstrap import stores
from inkscout.domain.state_progress import StateProgress, StateStatus
from inkscout_cli import notices
from inkscout_cli.follow_run.execution import ExecutionView
from inkscout_cli.notices import RunWatch
from inkscout_cli.progress import LiveDisplay, PlainDisplay
from tests.support.fakes.clock import FakeClock
from tests.support.fakes.operations import FakeRunLedger

HOOK = "https://hooks.example.org/x"


def view(*states: tuple[str, StateStatus]) -> ExecutionView:
    found = [StateProgress(name, status=status, seconds=2.5, visits=1) for name, status in states]
    return ExecutionView(run_id="r-1", status="RUNNING", states=found, seconds=12.4)


@pytest.fixture
def ledger(monkeypatch: pytest.MonkeyPatch) -> FakeRunLedger:
    ledger = FakeRunLedger(FakeClock())
    monkeypatch.setattr(stores, "ledger", lambda: ledger)
    return ledger


def test_the_live_table_has_a_line_for_each_state_and_one_of_counts() -> None:
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, width=80, color_system=None)
    with LiveDisplay(console, "Running the pipeline") as display:
        display.show(
            view(("StartRun", StateStatus.DONE), ("FindArtists", StateStatus.RUNNING)),
            lambda: {"websites visited": "3 of 29", "artists": 7, "jobs done": 0},
        )
        display.close()
    shown = out.getvalue()
    assert "Running the pipeline  12 s" in shown
    assert "✓  StartRun       2.5 s" in shown
    assert "▸  FindArtists" in shown
    assert "3 of 29 websites visited · 7 artists\n" in shown.replace("\r", "")
    assert max(len(line) for line in shown.splitlines()) <= 80


def test_each_change_is_a_line_without_a_terminal() -> None:
    out = io.StringIO()
    display = PlainDisplay(Console(file=out, width=200))
    counts = {"artists": 7}
    for status in (StateStatus.RUNNING, StateStatus.RUNNING, StateStatus.DONE, StateStatus.DONE):
        display.show(view(("FindArtists", status)), lambda: counts)
    assert out.getvalue().splitlines() == ["FindArtists …", "FindArtists done after 2.5 s (7 artists)"]


def test_each_run_that_ends_is_noticed_once(ledger: FakeRunLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[str, str]] = []
    monkeypatch.setattr(notices, "notify", lambda hook, text: sent.append((hook, text)))
    now = [0.0]
    watch = RunWatch(HOOK, lambda: now[0])
    ledger.start_run("old", {})
    ledger.finish_run("old", "succeeded", {"status": "succeeded"})
    watch.look()
    ledger.start_run("new", {})
    for at in (1.0, 6.0, 12.0):
        now[0] = at
        watch.look()
        if at > 5:
            ledger.finish_run(
                "new", "succeeded", {"status": "succeeded", "artists": 4, "regions": ["Otley, UK"]}
            )
    now[0] = 20.0
    watch.look()
    assert [(hook, text[:32]) for hook, text in sent] == [(HOOK, "Inkscout: run new succeeded: 4 a")]


def test_without_an_address_nothing_is_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "ledger", lambda: pytest.fail("the ledger was read"))
    RunWatch("").look()

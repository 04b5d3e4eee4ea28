"""The report of a run: its words for what was and was not written, and a meaning for every outcome."""

import io

from rich.console import Console

from inkscout.domain.outcome import VisitOutcome
from inkscout_cli import report
from inkscout_cli.follow_run.result import RunResult, SampleSearch, spread

SUMMARY = {
    "status": "succeeded",
    "regions": ["Leeds, UK"],
    "outcomes": {"artists_found": 3, "closed": 1},
    "due": 3,
    "reachable": 3,
    "read": 3,
    "success_rate": 1.0,
    "artists": 9,
    "new_artists": 9,
    "written": 21,
    "unchanged": 0,
    "jobs": {"render_site": {"artists_found": 2}, "read_profile": {"read": 5, "login_wall": 1}},
}
ARTIST = {
    "name": "Ada Moss",
    "studio": {"name": "Moss & Ink"},
    "city": "Leeds",
    "styles": ["fine-line", "floral"],
}


def _shown(**changes: object) -> str:
    result = RunResult(
        run_id="r1",
        status="SUCCEEDED",
        seconds=12.34,
        states=[{"name": "FindArtists", "status": "done", "seconds": 4.2, "visits": 1}],
        summary=SUMMARY,
        artists=[ARTIST],
        search=SampleSearch("fine line", 1, 12.0, [ARTIST]),
        api_url="http://localhost/api",
    )
    stream = io.StringIO()
    console = Console(file=stream, width=200)
    report.show(RunResult(**{**result.__dict__, **changes}), console)
    return stream.getvalue()


def test_every_outcome_of_a_visit_has_a_meaning() -> None:
    assert set(report.OUTCOME_MEANINGS) == {outcome.value for outcome in VisitOutcome}


def test_a_report_shows_states_outcomes_artists_jobs_and_a_search() -> None:
    text = _shown()
    for words in (
        "Run r1 succeeded in 12.3 s: Leeds, UK",
        "FindArtists",
        "artists_found",
        "Websites: 3 of 3 read; of 3 that answered 100.0%",
        "9 found, 9 of them new",
        "render site: 2 (2 artists_found)",
        "read profile: 6 (1 login_wall, 5 read)",
        "21 items written, 0 unchanged",
        "Ada Moss",
        "Moss & Ink",
        'A search for "fine line": 1 artist in 12 ms',
    ):
        assert words in text


def test_a_run_that_changed_nothing_says_so() -> None:
    line = report.written_line({"written": 0, "unchanged": 30})
    assert line == "Directory: nothing changed, nothing was written (30 items seen again)"


def test_artists_are_shown_from_many_studios() -> None:
    items = [{"name": str(n), "studio": {"studio_id": "a" if n < 8 else f"s{n}"}} for n in range(11)]
    assert [item["name"] for item in spread(items, 5)] == ["0", "8", "9", "10", "1"]


def test_a_failed_run_has_a_report_without_a_summary() -> None:
    text = _shown(status="FAILED", summary={}, artists=[], search=None)
    assert "Run r1 failed after 12.3 s" in text
    assert "Artists:" not in text
    assert "Directory:" not in text


def test_names_from_websites_are_text_and_never_markup() -> None:
    hostile = {**ARTIST, "name": "[red]Ada[/red] \x1b[2J\x07\r"}
    text = _shown(artists=[hostile])
    assert "[red]Ada[/red]" in text
    assert "\x1b" not in text
    assert "\x07" not in text


def test_a_run_that_read_few_websites_says_so_in_its_first_line() -> None:
    few = {**SUMMARY, "due": 4, "read": 1, "reachable": 1, "warning": "only 1 of 4 websites were read"}
    text = _shown(summary=few)
    assert "only 1 of 4 websites were read" in text.splitlines()[0]
    assert "Websites: 1 of 4 read; of 1 that answered 100.0%" in text


def test_a_run_that_failed_gives_its_cause_in_its_first_line() -> None:
    failed = {**SUMMARY, "due": 6, "read": 0, "reachable": 0, "cause": "only 0 of 6 websites were read"}
    text = _shown(summary=failed, status="FAILED")
    assert "Run r1 failed after 12.3 s: only 0 of 6 websites were read" in text.splitlines()[0]
    assert "Websites: 0 of 6 read; none answered" in text


def test_a_run_with_workers_from_elsewhere_says_so() -> None:
    assert "Workers: started elsewhere" in _shown(summary={**SUMMARY, "fleet": "external"})
    assert "Workers:" not in _shown(summary={**SUMMARY, "fleet": "fargate"})

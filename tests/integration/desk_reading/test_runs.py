"""Runs on the desk: the list, a run at work, its visits and their stored pages."""

import csv
import io

import pytest

from inkscout.bootstrap import stores
from tests.integration.desk_reading.conftest import Desk
from tests.support.desk_runs import ENDED, FAILED, LIVE, STOPPED, visit
from tests.support.website import faults


def test_runs_are_listed_with_their_states(desk: Desk) -> None:
    page = visit("/desk/runs")
    assert page.status == 200
    assert faults(page) == []
    rows = {row.xpath("string(th/span)"): row.text_content() for row in page.page.xpath("//tbody/tr")}
    assert set(rows) >= {LIVE, ENDED, FAILED, STOPPED}
    assert "running" in rows[LIVE]
    assert "stopped" in rows[STOPPED]
    assert "-4" in rows[ENDED]


def test_filters_of_runs_stand_in_the_address(desk: Desk) -> None:
    page = visit("/desk/runs?state=stopped&region=otley&ended=24")
    assert [row.xpath("string(th/span)") for row in page.page.xpath("//tbody/tr")] == [STOPPED]
    assert page.page.xpath("string(//select[@name='state']/option[@selected]/@value)") == "stopped"
    assert "No run fits" in visit("/desk/runs?region=atlantis").said("//main")


def test_a_run_at_work_shows_states_counts_and_errors(desk: Desk) -> None:
    page = visit(f"/desk/runs/{LIVE}")
    assert faults(page) == []
    assert page.page.xpath("string(//*[@id='live']/@data-poll)") == "2"
    states = {row.xpath("string(th)"): row.xpath("string(td[1])") for row in _rows(page, "Table of states")}
    assert states["StartRun"] == "done"
    assert states["RunScraperFleet"] == "running"
    assert states["FinishRun"] == "not reached"
    assert "exited with code 137" in page.said("//section[@aria-labelledby='errors']")
    outcomes = {
        row.xpath("string(th)"): row.xpath("string(td[1])") for row in _rows(page, "Table: Visits by outcome")
    }
    assert outcomes["Artists found"] == "8"
    assert sum(map(int, outcomes.values())) == 24
    running = page.page.xpath("//*[name()='g'][contains(@class, 's-running')]/*[name()='text'][2]")
    assert [one.text for one in running] == ["RunScraperFleet"]


@pytest.mark.parametrize(
    ("run_id", "word", "reason"),
    [
        (ENDED, "succeeded", "99"),
        (FAILED, "failed", "StoreThrottled"),
        (STOPPED, "stopped", "stopped by operator@site.test"),
    ],
)
def test_a_run_that_ended_says_how_and_asks_for_nothing_more(
    desk: Desk, run_id: str, word: str, reason: str
) -> None:
    page = visit(f"/desk/runs/{run_id}")
    assert faults(page) == []
    assert page.page.xpath("//*[@data-poll or @data-ticks]") == []
    assert page.said("//*[contains(@class, 'state')]") == word
    assert reason in page.said("//main")


def test_a_run_that_nobody_knows_is_not_found(desk: Desk) -> None:
    assert visit("/desk/runs/run-none").status == 404


def test_reading_a_run_at_work_costs_four_requests_of_dynamodb(desk: Desk) -> None:
    asked: list[str] = []
    events = stores.aws_client("dynamodb").meta.events
    events.register("before-call.dynamodb", lambda model, **_: asked.append(model.name), unique_id="counted")
    try:
        visit(f"/desk/runs/{LIVE}")
    finally:
        events.unregister("before-call.dynamodb", unique_id="counted")
    assert len(asked) == 4, asked


def test_visits_are_listed_filtered_and_downloaded(desk: Desk) -> None:
    page = visit(f"/desk/runs/{LIVE}/visits")
    assert faults(page) == []
    assert len(_rows(page, "Visits")) == 24
    blocked = visit(f"/desk/runs/{LIVE}/visits?outcome=blocked")
    assert len(_rows(blocked, "Visits")) == 2
    assert "HTTP 403 on every page" in blocked.said("//table")
    longest = visit(f"/desk/runs/{LIVE}/visits?sort=longest")
    assert faults(longest) == []
    assert len(_rows(longest, "Visits")) == 24
    file = visit(f"/desk/runs/{LIVE}/visits.csv")
    assert file.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(file.text)))
    assert len(rows) == 24
    assert {row["outcome"] for row in rows} >= {"blocked", "artists_found"}


def test_a_visit_says_which_rule_found_whom_and_what_was_read(desk: Desk) -> None:
    page = visit(f"/desk/runs/{LIVE}/visits/{desk.studio_id}")
    assert faults(page) == []
    assert len(_rows(page, "People")) == 1
    assert [row.xpath("string(th)") for row in _rows(page, "Pages")] == [
        "studio.example",
        "studio.example/team",
    ]
    assert visit(f"/desk/runs/{LIVE}/visits/s-none").status == 404


def test_a_stored_page_is_shown_as_text_and_never_as_markup(desk: Desk) -> None:
    page = visit(f"/desk/runs/{LIVE}/visits/{desk.studio_id}/page?page=1")
    assert faults(page) == []
    assert "<script>document.title='owned'</script>" in page.page.xpath("string(//pre)")
    assert page.page.xpath("//main//img | //main//script") == []
    for number in ("0", "3", "x", ""):
        assert visit(f"/desk/runs/{LIVE}/visits/{desk.studio_id}/page?page={number}").status == 404


def test_runbooks_are_shown_and_others_are_not_found(desk: Desk) -> None:
    page = visit("/desk/runbooks/run-failed")
    assert faults(page) == []
    assert page.said("//h1") == "A run failed"
    assert visit("/desk/runbooks/..%2F..%2FREADME").status == 404


def _rows(page: object, label: str) -> list[object]:
    return list(page.page.xpath(f"//*[@aria-label='{label}']//tbody/tr"))  # type: ignore[attr-defined]

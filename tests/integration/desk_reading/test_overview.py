"""Overview of the desk: figures, what needs a person, and parts that are away."""

import pytest

from inkscout.bootstrap import desk_reading, stores
from inkscout.domain.removal_request import RemovalRequest, RemovalStatus
from inkscout.errors import StoreThrottled
from tests.integration.desk_reading.conftest import Desk
from tests.support.desk_runs import FAILED, visit
from tests.support.website import faults


def test_the_overview_has_figures_charts_with_tables_and_duties(desk: Desk) -> None:
    stores.removals().put(
        RemovalRequest(request_id="q-1", status=RemovalStatus.PENDING, created_at="2026-01-02T00:00:00+00:00")
    )
    page = visit("/desk")
    assert page.status == 200, page.said("//main")
    assert faults(page) == []
    tiles = {
        one.xpath("string(p[1])"): one.xpath("string(p[2])")
        for one in page.page.xpath("//ul[@class='tiles']/li")
    }
    assert tiles["Artists"] == f"{len(desk.world.generated.artists):,}"
    assert tiles["Runs of 30 days"] in {"4", "5"}
    assert tiles["Open removals"] == "1"
    assert "1 to be decided" in page.said("//ul[@class='todo']")
    for chart in page.page.xpath("//figure[@class='timeline']"):
        assert len(chart.xpath(".//tbody/tr")) == 30
    assert page.page.xpath("//table[@class='bars']//tbody/tr")


def test_every_duty_leads_to_its_place_and_its_runbook(desk: Desk) -> None:
    page = visit("/desk")
    links = [str(one) for one in page.page.xpath("//ul[@class='todo']//a/@href")]
    assert "/desk/removals" in links
    assert {visit(link).status for link in links} == {200}


def test_parts_that_are_away_are_named_and_the_rest_is_shown(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> object:
        raise StoreThrottled("away")

    monkeypatch.setattr(desk_reading.read_overview()._ports.removals, "requests", away)
    page = visit("/desk")
    assert page.status == 200
    assert "removal requests" in page.said("//div[@role='status']")
    assert FAILED not in page.said("//main")

"""The largest runs that the contract allows, held against the bytes and events that Step Functions takes.

An execution that passes 262,144 bytes in a state's input or output, or 25,000 events, ends with an error that
no catcher sees ("Quotas", Step Functions guide).
"""

import json
from functools import partial
from math import cos, pi, sin
from typing import Any

import pytest

from inkscout.contracts.discover_studios import DiscoverStudiosRequest
from inkscout.contracts.start_run import MAX_REGIONS_BYTES, StartRunRequest, StartRunResult
from inkscout.discovery.regions import RegionGeometry
from inkscout.errors import InvalidInput, RegionNotFound
from inkscout.usecases.discovery.plan_areas import plan_areas
from inkscout.usecases.discovery.planned_regions import cell_at, planned_region
from inkscout.usecases.runs.start_run import StartRunPorts, start_run
from tests.support.fakes.operations import FakeRunLedger, FakeStateStore
from tests.support.fakes.scripted_places import Names

MOST_BYTES = 200_000
ENVELOPE_BYTES = 2_000
"""Room for all that Lambda's answer holds beside the payload, such as the headers of the call."""
EVENTS = 25_000
EVENTS_OF_AN_AREA = 11
ITEM_BYTES = 400_000
"""Most bytes of an item of DynamoDB, where the regions are kept."""


def circle(number: int, radius_km: float = 500.0) -> dict[str, Any]:
    lat, lng = -60 + 13 * (number % 10), -175 + 70 * (number // 10)
    return {"name": f"Circle {number:03}" + "n" * 100, "lat": lat, "lng": lng, "radius_km": radius_km}


def polygon(number: int, corners: int = 500, degrees: float = 1.5) -> dict[str, Any]:
    lat, lng = -60 + 6 * (number % 20), -170 + 6 * (number // 20)
    ring = [
        [
            round(lng + degrees * cos(2 * pi * n / corners), 5),
            round(lat + degrees * sin(2 * pi * n / corners), 5),
        ]
        for n in range(corners)
    ]
    return {"name": f"P{number}", "geojson": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}}


def as_many_as_fit() -> list[dict[str, Any]]:
    """The most polygons of 500 corners that one run takes."""
    regions: list[dict[str, Any]] = []
    while len(json.dumps([*regions, polygon(len(regions))])) <= MAX_REGIONS_BYTES:
        regions.append(polygon(len(regions)))
    return regions


WORLD = {"name": "World", "south": -80, "west": -179, "north": 80, "east": 179}
LARGEST = {
    "one circle of 500 km": [circle(0)],
    "fifty circles of 10 km": [circle(n, 10.0) for n in range(50)],
    "fifty circles of 500 km": [circle(n) for n in range(50)],
    "one polygon of 500 corners": [polygon(0)],
    "as many polygons of 500 corners as fit": as_many_as_fit(),
    "the world": [WORLD],
}


def started(regions: list[dict[str, Any]], store: FakeStateStore) -> tuple[StartRunRequest, StartRunResult]:
    request = StartRunRequest(
        run_id="run-" + "x" * 70,
        execution_arn="arn:aws:states:ap-southeast-1:000000000000:execution:" + "x" * 120,
        started_at="2026-11-21T03:00:00.000Z",
        input={"regions": regions, "budget_usd": 12.5},
    )
    plan = partial(plan_areas, geocoder=Names({}), state_store=store)
    return request, start_run(
        request, deps=StartRunPorts(ledger=FakeRunLedger(), executions=Nobody(), plan_areas=plan)
    )


class Nobody:
    def is_running(self, execution_arn: str) -> bool:
        return False


def size(document: object) -> int:
    return len(json.dumps(document))


@pytest.mark.parametrize("name", sorted(LARGEST))
def test_the_largest_runs_stay_below_what_a_state_may_hold(name: str) -> None:
    store = FakeStateStore()
    request, result = started(LARGEST[name], store)
    plan = {"run": result.model_dump(mode="json")}
    assert size(request.model_dump(mode="json")) < MOST_BYTES
    assert size(plan) + ENVELOPE_BYTES < MOST_BYTES, "StartRun's answer, which all later states carry along"
    assert size([{"done": False}] * len(result.areas)) < MOST_BYTES, "the result of the map over all areas"
    assert 2 * EVENTS_OF_AN_AREA * len(result.areas) < EVENTS
    for item in store.values.values():
        assert size(item[0]) < ITEM_BYTES / 2


@pytest.mark.parametrize("name", sorted(LARGEST))
def test_an_area_of_the_largest_runs_leads_to_its_region_and_its_ground(name: str) -> None:
    store = FakeStateStore()
    _, result = started(LARGEST[name], store)
    for area in result.areas:
        plan = planned_region(store, area.region_key)
        assert len(area.path) == 1 + plan.depth
        assert cell_at(plan.region, area.path).path == area.path
        assert plan.queries
    assert {area.region_key.partition("-")[0] for area in result.areas}
    item = DiscoverStudiosRequest(run_id="run", area=result.areas[-1], budget_usd=result.budget_usd)
    assert size(item.model_dump(mode="json")) < 1_000


def test_ground_is_not_lost_where_areas_are_made_coarser() -> None:
    store = FakeStateStore()
    _, result = started([circle(n) for n in range(50)], store)
    assert len({area.region_key for area in result.areas}) == 50
    shares = {}
    for key in {area.region_key for area in result.areas}:
        region = planned_region(store, key).region
        geometry = RegionGeometry(region)
        boxes = [cell_at(region, area.path).box for area in result.areas if area.region_key == key]
        shares[key] = sum(geometry.share(box) for box in boxes)
    assert all(share == pytest.approx(1.0, abs=1e-6) for share in shares.values())


def test_regions_that_no_execution_could_take_are_refused_by_name() -> None:
    regions = [polygon(n) for n in range(50)]
    assert size(regions) > MAX_REGIONS_BYTES
    with pytest.raises(InvalidInput, match=r"regions: .*thin out the polygons"):
        started(regions, FakeStateStore())


def test_an_area_whose_region_no_plan_holds_is_told() -> None:
    with pytest.raises(RegionNotFound, match="leeds-1"):
        planned_region(FakeStateStore(), "leeds-1")

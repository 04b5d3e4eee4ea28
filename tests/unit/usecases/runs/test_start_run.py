"""StartRun: clear refusals, one run at a time, and a lease that outlives no execution."""

from collections.abc import Sequence

import pytest

from inkscout.contracts.discover_studios import SearchArea
from inkscout.contracts.start_run import RegionInput, RunInput, StartRunRequest
from inkscout.errors import InvalidInput, RegionNotFound, RunAlreadyActive
from inkscout.usecases.runs.start_run import StartRunPorts, start_run
from tests.support.fakes.operations import FakeRunLedger


class FakeExecutions:
    def __init__(self, *running: str) -> None:
        self.running = set(running)

    def is_running(self, execution_arn: str) -> bool:
        return execution_arn in self.running


def plan(regions: Sequence[RegionInput]) -> list[SearchArea]:
    names = [region if isinstance(region, str) else region.name for region in regions]
    if "Atlantis" in names:
        raise RegionNotFound("Atlantis")
    return [SearchArea(region_key=name.lower()) for name in names]


def request(run_id: str, document: object) -> StartRunRequest:
    return StartRunRequest(
        run_id=run_id, execution_arn=f"arn:{run_id}", started_at="2026-11-21T03:00:00Z", input=document
    )


def test_a_run_gets_its_areas_and_the_lease() -> None:
    ledger = FakeRunLedger()
    result = start_run(
        request("one", {"regions": ["Leeds, UK"], "max_studios": 5}),
        deps=StartRunPorts(ledger=ledger, executions=FakeExecutions(), plan_areas=plan),
    )
    assert [area.region_key for area in result.areas] == ["leeds, uk"]
    assert (result.mode, result.max_studios, result.force) == ("full", 5, False)
    active = ledger.active_run()
    assert active is not None
    assert active["run_id"] == "one"


@pytest.mark.parametrize(
    ("document", "names"),
    [
        ("Leeds", "input"),
        (None, "input"),
        ({}, "regions"),
        ({"regions": []}, "regions"),
        ({"regions": ["Leeds"], "region": "x"}, "region"),
        (
            {"regions": [{"name": "box", "south": 2, "west": 0, "north": 1, "east": 1}]},
            "south 2 is above north 1",
        ),
        (
            {"regions": [{"name": "box", "south": 1, "west": 0.3, "north": 2, "east": 0}]},
            "west 0.3 to east 0 runs around the globe, over 360 degrees",
        ),
        ({"regions": [{"name": "box", "south": 1, "west": 0, "north": 1, "east": 1}]}, "no extent"),
        ({"regions": [{"name": "circle", "lat": 95, "lng": 0, "radius_km": 3}]}, "lat"),
        ({"regions": ["Leeds"], "budget_usd": -1}, "budget_usd"),
        ({"regions": ["Leeds"] * 51}, "regions"),
    ],
)
def test_bad_input_is_refused_by_the_name_of_its_field(document: object, names: str) -> None:
    ledger = FakeRunLedger()
    with pytest.raises(InvalidInput, match=names):
        start_run(
            request("one", document),
            deps=StartRunPorts(ledger=ledger, executions=FakeExecutions(), plan_areas=plan),
        )
    assert ledger.active_run() is None


def test_an_unknown_region_takes_no_lease() -> None:
    ledger = FakeRunLedger()
    with pytest.raises(RegionNotFound):
        start_run(
            request("one", {"regions": ["Atlantis"]}),
            deps=StartRunPorts(ledger=ledger, executions=FakeExecutions(), plan_areas=plan),
        )
    assert ledger.active_run() is None


def test_a_box_across_the_antimeridian_is_no_mistake() -> None:
    fiji = {"name": "Fiji", "south": -21, "west": 176.9, "north": -12.4, "east": -178.2}
    assert RunInput.model_validate({"regions": [fiji]}).regions


def test_a_second_run_waits_for_the_first() -> None:
    ledger = FakeRunLedger()
    running = FakeExecutions("arn:one")
    start_run(
        request("one", {"regions": ["Leeds"]}),
        deps=StartRunPorts(ledger=ledger, executions=running, plan_areas=plan),
    )
    with pytest.raises(RunAlreadyActive):
        start_run(
            request("two", {"regions": ["Leeds"]}),
            deps=StartRunPorts(ledger=ledger, executions=running, plan_areas=plan),
        )


def test_a_repeated_call_of_the_same_run_is_the_same_plan() -> None:
    ledger = FakeRunLedger()
    running = FakeExecutions("arn:one")
    first = start_run(
        request("one", {"regions": ["Leeds"]}),
        deps=StartRunPorts(ledger=ledger, executions=running, plan_areas=plan),
    )
    again = start_run(
        request("one", {"regions": ["Leeds"]}),
        deps=StartRunPorts(ledger=ledger, executions=running, plan_areas=plan),
    )
    assert again == first


def test_the_lease_of_a_stopped_execution_is_taken_over_and_its_end_recorded() -> None:
    ledger = FakeRunLedger()
    start_run(
        request("one", {"regions": ["Leeds"]}),
        deps=StartRunPorts(ledger=ledger, executions=FakeExecutions(), plan_areas=plan),
    )
    start_run(
        request("two", {"regions": ["Leeds"]}),
        deps=StartRunPorts(ledger=ledger, executions=FakeExecutions(), plan_areas=plan),
    )
    stopped = ledger.run("one")
    assert stopped is not None
    assert stopped["status"] == "failed"
    active = ledger.active_run()
    assert active is not None
    assert active["run_id"] == "two"

"""The largest inputs of the contract go through the pipeline's own StartRun on the strict emulator."""

import json
import math
from collections.abc import Iterator
from typing import Any

import pytest

from inkscout.contracts.start_run import MAX_REGIONS_BYTES
from inkscout_local.platform.emulator_limits import STATE_BYTES
from tests.support.patience import until
from tests.support.pipeline_stacks import pipeline_stacks

pytestmark = [pytest.mark.platform, pytest.mark.timeout(600)]

ROOM_BYTES = 200_000
"""What no state may exceed: Lambda's envelope and a catch's error come on top of what is measured."""


def circle(number: int) -> dict[str, Any]:
    return {"name": f"c{number}", "lat": 50.0 - number % 40, "lng": 7.0 * number - 180.0, "radius_km": 500}


def polygon(number: int) -> dict[str, Any]:
    """A round shape of 500 corners, two degrees wide."""
    angles = [2 * math.pi * corner / 500 for corner in range(500)]
    ring = [[round(3.0 * number + math.cos(angle), 4), round(45.0 + math.sin(angle), 4)] for angle in angles]
    return {"name": f"p{number}", "geojson": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}}


REGIONS = {
    "one circle of 500 km": [circle(0)],
    "fifty circles of 500 km": [circle(number) for number in range(50)],
    "polygons of 500 corners": [polygon(number) for number in range(17)],
}


class Machine:
    """The deployed pipeline up to its areas; what would ask Google for each is a state that does nothing."""

    def __init__(self, client: Any, definition: dict[str, Any], role: str) -> None:
        self.client = client
        states = definition["States"]
        areas = {**states["DiscoverStudios"], "End": True}
        del areas["Next"]
        inner = {**areas["ItemProcessor"], "States": {"DiscoverArea": {"Type": "Pass", "End": True}}}
        failure = {"Type": "Fail", "ErrorPath": "$.error.Error", "CausePath": "$.error.Cause"}
        short = {
            "StartAt": "StartRun",
            "States": {
                "StartRun": states["StartRun"],
                "DiscoverStudios": {**areas, "ItemProcessor": inner},
                "RecordFailure": failure,
            },
        }
        self.arn = client.create_state_machine(name="largest", definition=json.dumps(short), roleArn=role)[
            "stateMachineArn"
        ]

    def run(self, regions: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
        """Runs it; returns its execution's end and its history."""
        started = self.client.start_execution(
            stateMachineArn=self.arn, input=json.dumps({"regions": regions})
        )
        arn = started["executionArn"]

        def ended() -> Any:
            found = self.client.describe_execution(executionArn=arn)
            return found if found["status"] != "RUNNING" else None

        found = until(ended, 120)
        pages = self.client.get_paginator("get_execution_history").paginate(executionArn=arn)
        return str(found), [event for page in pages for event in page["events"]]


def payloads(events: list[dict[str, Any]]) -> Iterator[tuple[str, int]]:
    """The inputs and outputs of all states, in bytes."""
    for event in events:
        for name, details in event.items():
            if name.endswith("EventDetails"):
                for key in ("input", "output", "parameters"):
                    if key in details:
                        yield f"{event['type']} {details.get('name', '')}", len(details[key].encode())


@pytest.fixture(scope="module")
def machine() -> Iterator[Machine]:
    with pipeline_stacks() as stacks:
        machines = stacks.client("stepfunctions")
        found = machines.describe_state_machine(stateMachineArn=stacks.outputs["DirectoryPipelineArn"])
        yield Machine(machines, json.loads(found["definition"]), found["roleArn"])


@pytest.mark.parametrize("name", sorted(REGIONS))
def test_no_state_of_the_largest_run_comes_near_the_limit(machine: Machine, name: str) -> None:
    regions = REGIONS[name]
    assert len(json.dumps(regions)) <= MAX_REGIONS_BYTES
    end, events = machine.run(regions)
    assert "SUCCEEDED" in end, end[:2000]
    sizes = dict(sorted(payloads(events), key=lambda one: one[1]))
    largest = max(sizes, key=lambda state: sizes[state])
    print(f"{name}: {sizes[largest]} bytes of {STATE_BYTES} in {largest}")
    assert sizes[largest] < ROOM_BYTES


def test_more_than_the_contract_allows_is_refused_by_name(machine: Machine) -> None:
    end, _ = machine.run([polygon(number) for number in range(25)])
    assert "InvalidInput" in end
    assert str(MAX_REGIONS_BYTES) in end

"""One word per step everywhere: state, folder, use case, contract, logical id and placeholder."""

import re
from pathlib import Path

import pytest

from tests.support.project import CORE, MACHINES, ROOT, machine, resources, snake, states

HANDLERS = sorted(path.parent.name for path in (ROOT / "functions").glob("*/handler.py"))
PIPELINE = ROOT / "statemachines" / "directory_pipeline.asl.json"
STEPS = [
    "StartRun",
    "DiscoverStudios",
    "PlanVisits",
    "FindArtists",
    "QueueScraping",
    "RunScraperFleet",
    "CheckProgress",
    "FinishRun",
]


def test_the_pipeline_has_every_step_in_the_order_of_the_picture() -> None:
    names = [name for name in machine(PIPELINE)["States"] if name in STEPS]
    assert names == STEPS


@pytest.mark.parametrize("step", [s for s in STEPS if s != "RunScraperFleet"])
def test_a_step_has_its_function_use_case_and_contract(step: str) -> None:
    assert (ROOT / "functions" / snake(step) / "handler.py").exists()
    assert len(list((CORE / "usecases").glob(f"*/{snake(step)}.py"))) == 1
    assert (CORE / "contracts" / f"{snake(step)}.py").exists()


@pytest.mark.parametrize("handler", HANDLERS)
def test_a_function_folder_is_deployed_under_its_own_name(handler: str) -> None:
    logical_id = "".join(part.capitalize() for part in handler.split("_")) + "Function"
    function = resources("AWS::Serverless::Function").get(logical_id)
    assert function, f"functions/{handler} has no {logical_id} in infra/"
    assert function["Properties"]["CodeUri"].rstrip("/").endswith(f"functions/{handler}")


def test_every_deployed_function_has_its_folder() -> None:
    for logical_id, function in resources("AWS::Serverless::Function").items():
        folder = function["Properties"]["CodeUri"].rstrip("/").rsplit("/", 1)[1]
        assert folder in HANDLERS, f"{logical_id} points to functions/{folder}, which has no handler.py"


@pytest.mark.parametrize("path", MACHINES, ids=lambda path: path.stem)
def test_a_machine_is_deployed_and_its_placeholders_are_its_substitutions(path: Path) -> None:
    logical_id = "".join(part.capitalize() for part in path.name.removesuffix(".asl.json").split("_"))
    deployed = resources("AWS::Serverless::StateMachine").get(logical_id)
    assert deployed, f"{path.name} has no {logical_id} in infra/"
    placeholders = set(re.findall(r"\$\{(\w+)\}", path.read_text()))
    substitutions = deployed["Properties"]["DefinitionSubstitutions"]
    assert placeholders == set(substitutions)
    for name, value in substitutions.items():
        if name.endswith("FunctionArn") and isinstance(value, dict) and "Fn::GetAtt" in value:
            assert value["Fn::GetAtt"] == name.removesuffix("Arn") + ".Arn"


@pytest.mark.parametrize("path", MACHINES, ids=lambda path: path.stem)
def test_states_are_camel_case_and_say_why_they_exist(path: Path) -> None:
    for name, state in states(machine(path)).items():
        assert re.fullmatch(r"[A-Z][A-Za-z]+", name)
        if state["Type"] in {"Task", "Map", "Choice"}:
            assert state.get("Comment"), f"{name} has no Comment"

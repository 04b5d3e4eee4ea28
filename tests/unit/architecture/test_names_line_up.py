"""One word per step everywhere: state, folder, use case, contract, factory, logical id and placeholder.

Each assertion names the file to add or to change, so that a new step can begin with its state alone.
"""

import re
from pathlib import Path

import pytest

from inkscout.bootstrap import feeds, index, pipeline, recovery, removal, rotation, scraper
from tests.support.project import CORE, MACHINES, ROOT, happy_path, machine, resources, snake, states

HANDLERS = sorted(path.parent.name for path in (ROOT / "functions").glob("*/handler.py"))
PICTURE = ROOT / "docs" / "architecture.md"
PIPELINE = ROOT / "statemachines" / "directory_pipeline.asl.json"
ROOTS = (pipeline, feeds, index, recovery, removal, rotation, scraper)
_CALLED = re.compile(r"\$\{(\w+)FunctionArn\}")


def called_by(path: Path) -> list[str]:
    """Names of the functions that a machine's tasks call, in order."""
    tasks = (state for state in states(machine(path)).values() if state["Type"] == "Task")
    found = (_CALLED.findall(str(task.get("Parameters", {}).get("FunctionName", ""))) for task in tasks)
    return list(dict.fromkeys(name for names in found for name in names))


CALLS = [pytest.param(path, name, id=f"{path.stem} {name}") for path in MACHINES for name in called_by(path)]
STEPS = [name for name in happy_path(machine(PIPELINE)) if name in called_by(PIPELINE)]


def test_the_picture_shows_the_steps_of_the_pipeline_in_order() -> None:
    picture = re.findall(r"^    ([A-Z][A-Za-z]+) {2,}\S", PICTURE.read_text(), re.MULTILINE)
    shown = f"{PICTURE.relative_to(ROOT)} must show the steps of {PIPELINE.name}, a line each, in their order"
    assert happy_path(machine(PIPELINE)) == picture, shown


@pytest.mark.parametrize(("path", "step"), CALLS)
def test_a_function_that_a_machine_calls_has_its_folder(path: Path, step: str) -> None:
    folder, called = ROOT / "functions" / snake(step), f"{path.name} calls {step}"
    assert (folder / "handler.py").exists(), f"{called}: add functions/{folder.name}/handler.py"
    assert (folder / "__init__.py").exists(), f"{called}: add an empty functions/{folder.name}/__init__.py"


@pytest.mark.parametrize("step", STEPS)
def test_a_step_of_the_pipeline_has_a_contract_and_a_module_of_its_own(step: str) -> None:
    name = snake(step)
    contract = CORE / "contracts" / f"{name}.py"
    assert contract.exists(), f"add contracts/{name}.py with {step}Request and {step}Result"
    modules = list((CORE / "usecases").glob(f"*/{name}.py"))
    assert len(modules) == 1, f"add usecases/<subject>/{name}.py with {name}(request, *, deps: {step}Ports)"


@pytest.mark.parametrize("handler", HANDLERS)
def test_a_function_folder_is_deployed_under_its_own_name(handler: str) -> None:
    logical_id = "".join(part.capitalize() for part in handler.split("_")) + "Function"
    function = resources("AWS::Serverless::Function").get(logical_id)
    assert function, (
        f"functions/{handler} is not deployed: add {logical_id} with its rights to a template, such as"
        " infra/pipeline.yaml, and its ARN to the role of the machine that calls it"
    )
    uri = function["Properties"]["CodeUri"].rstrip("/")
    assert uri.endswith(f"functions/{handler}"), f"{logical_id} must have CodeUri ../functions/{handler}/"


def test_every_deployed_function_has_its_folder() -> None:
    for logical_id, function in resources("AWS::Serverless::Function").items():
        folder = function["Properties"]["CodeUri"].rstrip("/").rsplit("/", 1)[1]
        assert folder in HANDLERS, f"{logical_id} points to functions/{folder}, which has no handler.py"


def test_every_function_is_composed_somewhere() -> None:
    for name in HANDLERS:
        composed = name in ("api", "web", "image", "desk") or any(hasattr(root, name) for root in ROOTS)
        assert composed, f"functions/{name} needs a factory: add {name}() to bootstrap/, such as pipeline.py"


@pytest.mark.parametrize("path", MACHINES, ids=lambda path: path.stem)
def test_a_machine_is_deployed_and_its_placeholders_are_its_substitutions(path: Path) -> None:
    logical_id = "".join(part.capitalize() for part in path.name.removesuffix(".asl.json").split("_"))
    deployed = resources("AWS::Serverless::StateMachine").get(logical_id)
    assert deployed, f"statemachines/{path.name} is not deployed: add {logical_id} to a template of infra/"
    placeholders = set(re.findall(r"\$\{(\w+)\}", path.read_text()))
    substitutions = deployed["Properties"]["DefinitionSubstitutions"]
    missing, unused = sorted(placeholders - set(substitutions)), sorted(set(substitutions) - placeholders)
    assert not missing, f"add {missing} to the DefinitionSubstitutions of {logical_id} in infra/"
    assert not unused, f"remove {unused} from the DefinitionSubstitutions of {logical_id} in infra/"
    for name, value in substitutions.items():
        if name.endswith("FunctionArn") and isinstance(value, dict) and "Fn::GetAtt" in value:
            wanted = name.removesuffix("Arn") + ".Arn"
            assert value["Fn::GetAtt"] == wanted, f"{name} of {logical_id} must be !GetAtt {wanted}"


@pytest.mark.parametrize("path", MACHINES, ids=lambda path: path.stem)
def test_states_are_camel_case_and_say_why_they_exist(path: Path) -> None:
    for name, state in states(machine(path)).items():
        assert re.fullmatch(r"[A-Z][A-Za-z]+", name), f"rename the state {name} of {path.name} in CamelCase"
        if state["Type"] in {"Task", "Map", "Choice"}:
            assert state.get("Comment"), f"give {name} in {path.name} a Comment that says why it exists"

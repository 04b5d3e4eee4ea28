"""Outputs meet parameters, and settings meet the environment that the templates set."""

import json
import os
import re
from collections.abc import Callable
from typing import Any

import pytest

from inkscout.bootstrap import (
    api,
    api_removals,
    desk,
    desk_reading,
    feeds,
    index,
    pictures,
    pipeline,
    recovery,
    removal,
    rotation,
    scraper,
    stores,
    web,
)
from tests.support.project import INFRA, ROOT, resources, snake, template, templates

ROOTS = (
    stores,
    feeds,
    pipeline,
    api,
    api_removals,
    web,
    pictures,
    index,
    recovery,
    removal,
    rotation,
    scraper,
    desk,
    desk_reading,
)

OPERATOR = set(json.loads((INFRA / "stacks.json").read_text())["operator_parameters"])

PLAUSIBLE = {
    "MIN_DELAY_SECONDS": "1.0",
    "PUBLISH_CONFIDENCE": "0.7",
    "PLACES_API": "new",
    "PLACES_SEARCH": "auto",
    "PLACES_QUERIES_PER_SECOND": "10",
    "RUN_BUDGET_USD": "25",
    "DAY_BUDGET_USD": "50",
    "REMOVAL_REQUESTS_PER_HOUR": "10",
    "UPSTREAM_PROXY_URLS": "",
    "UPSTREAM_PROXY_SECRET_ARN": "",
    "OVERPASS_ENDPOINT": "",
    "SITE_INDEXED": "false",
    "IMAGES": "proxy",
    "MAP_GROUND": "none",
    "MAP_PLACES": "open",
    "DESK_LOGIN": "cognito",
    "FLEET_MODE": "external",
    "FLEET_MAX_WORKERS": "10",
    "FLEET_LOOK_SECONDS": "60",
    "FLEET_STALL_SECONDS": "900",
    "FLEET_DEADLINE_SECONDS": "21600",
    "CURSOR_KEY": "a key of more than sixteen characters",
    "OPENSEARCH_URL": "http://127.0.0.1:9200",
}
"""Values of the variables that are no plain names."""


def test_the_order_of_stacks_names_every_template() -> None:
    order = [stack["name"] for stack in json.loads((INFRA / "stacks.json").read_text())["stacks"]]
    assert sorted(order) == sorted(path.stem for path in INFRA.glob("*.yaml"))


def test_a_parameter_without_default_comes_from_an_earlier_stack_or_the_operator() -> None:
    known: set[str] = set(OPERATOR)
    for name, document in templates().items():
        for parameter, declaration in document.get("Parameters", {}).items():
            assert "Default" in declaration or parameter in known, f"{name}.yaml: nobody sets {parameter}"
        known |= set(document.get("Outputs", {}))


def test_every_output_that_the_command_reads_is_one_of_a_stack_deployed_here() -> None:
    stacks = json.loads((INFRA / "stacks.json").read_text())["stacks"]
    known = {
        name for stack in stacks if stack["local"] for name in template(stack["name"]).get("Outputs", {})
    }
    read = {
        name
        for package in ("inkscout_cli", "inkscout_local")
        for path in (ROOT / package).rglob("*.py")
        for name in re.findall(r'outputs\["(\w+)"\]', path.read_text())
    }
    assert {"StartRunFunctionArn", "DirectoryPipelineArn"} <= read
    assert read <= known


def test_an_output_has_one_meaning() -> None:
    owners: dict[str, str] = {}
    for name, document in templates().items():
        for output in document.get("Outputs", {}):
            assert output not in owners, f"{output} comes from {owners[output]} and {name}"
            owners[output] = name


@pytest.mark.parametrize("logical_id", sorted(resources("AWS::Serverless::Function")))
def test_a_function_is_composed_from_the_environment_its_template_sets(
    logical_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in list(os.environ):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    for name in environment(logical_id):
        monkeypatch.setenv(name, PLAUSIBLE.get(name, "plausible"))
    factory = factory_of(snake(logical_id.removesuffix("Function")))
    _forget()
    try:
        factory()
    finally:
        _forget()


def factory_of(step: str) -> Callable[[], object]:
    """The factory that composes a step; the API's stand in a composition root of their own."""
    for module in ROOTS:
        found = getattr(module, step, None)
        if found is not None:
            return found  # type: ignore[no-any-return]
    pytest.fail(f"no composition root has a factory for {step}")


def _forget() -> None:
    for module in ROOTS:
        for name in vars(module).values():
            if hasattr(name, "cache_clear"):
                name.cache_clear()


def environment(logical_id: str) -> dict[str, Any]:
    """The variables a function gets from its own properties and its template's globals."""
    for document in templates().values():
        function = document.get("Resources", {}).get(logical_id)
        if function:
            shared = document.get("Globals", {}).get("Function", {})
            return {
                name: value
                for part in (shared, function["Properties"])
                for name, value in part.get("Environment", {}).get("Variables", {}).items()
            }
    raise AssertionError(logical_id)


def test_templates_stay_small() -> None:
    for path in INFRA.glob("*.yaml"):
        assert len(path.read_text().splitlines()) <= 350, f"{path.name} holds more than one concern"
        assert template(path.stem)["Description"].startswith("Inkscout")

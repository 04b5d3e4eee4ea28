"""Locations within the repository, for the tests of its structure."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
CORE = ROOT / "layers" / "core" / "python" / "inkscout"
INFRA = ROOT / "infra"
MACHINES = sorted((ROOT / "statemachines").glob("*.asl.json"))


class _Tagged(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # the C one where PyYAML has it
    """Reads CloudFormation's short tags as their long form."""


def _tag(loader: _Tagged, suffix: str, node: yaml.Node) -> dict[str, Any]:
    name = suffix if suffix in {"Ref", "Condition"} else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        return {name: loader.construct_scalar(node)}
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    assert isinstance(node, yaml.MappingNode)
    return {name: loader.construct_mapping(node, deep=True)}


_Tagged.add_multi_constructor("!", _tag)


@cache
def template(name: str) -> dict[str, Any]:
    """A template of ``infra/`` with its tags in long form and its loops written out."""
    document: dict[str, Any] = yaml.load((INFRA / f"{name}.yaml").read_text(), _Tagged)
    return {**document, "Resources": expanded(document["Resources"])}


def expanded(resources: dict[str, Any]) -> dict[str, Any]:
    """The resources of a template with every ``Fn::ForEach`` written out, as AWS::LanguageExtensions does."""
    found: dict[str, Any] = {}
    for logical_id, resource in resources.items():
        if not logical_id.startswith("Fn::ForEach::"):
            found[logical_id] = resource
            continue
        variable, values, ((pattern, body),) = resource[0], resource[1], resource[2].items()
        for value in values:
            bare = re.sub(r"[^A-Za-z0-9]", "", value)
            text = json.dumps({pattern: body}).replace(f"&{{{variable}}}", bare)
            text = text.replace(f"${{{variable}}}", value)
            # A substitution with nothing left to substitute is the text itself.
            found |= json.loads(re.sub(r'\{"Fn::Sub": ("[^"$]*")\}', r"\1", text))
    return found


@cache
def templates() -> dict[str, dict[str, Any]]:
    """Every template by name, in the order in which they are deployed; those not in the order come last."""
    order = [stack["name"] for stack in json.loads((INFRA / "stacks.json").read_text())["stacks"]]
    names = {path.stem for path in INFRA.glob("*.yaml")}
    return {name: template(name) for name in [*(n for n in order if n in names), *sorted(names - set(order))]}


@cache
def resources(kind: str) -> dict[str, dict[str, Any]]:
    """Every resource of a CloudFormation type over all templates, by logical id."""
    return {
        logical_id: resource
        for document in templates().values()
        for logical_id, resource in document.get("Resources", {}).items()
        if resource["Type"] == kind
    }


def machine(path: Path) -> dict[str, Any]:
    """A state machine's definition."""
    document: dict[str, Any] = json.loads(path.read_text())
    return document


def states(definition: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every state of a machine, those inside Map and Parallel included."""
    found: dict[str, dict[str, Any]] = {}
    for name, state in definition["States"].items():
        found[name] = state
        inner = [state[key] for key in ("ItemProcessor", "Iterator") if key in state] + state.get(
            "Branches", []
        )
        for part in inner:
            found.update(states(part))
    return found


def happy_path(definition: dict[str, Any]) -> list[str]:
    """Names of the top-level steps that an execution without an error passes, in the machine's order."""
    caught = {rule["Next"] for state in definition["States"].values() for rule in state.get("Catch", [])}
    return [
        name
        for name, state in definition["States"].items()
        if state["Type"] in {"Task", "Map"} and name not in caught
    ]


def snake(name: str) -> str:
    """``FindArtists`` as ``find_artists``."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()

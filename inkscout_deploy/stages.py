"""Stages: the stacks in deployment order, and the parameters that make a stage dev or prod."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inkscout_deploy.errors import BadInput
from inkscout_deploy.json_input import read_object

_NAME = re.compile(r"^[a-z][a-z0-9-]{0,15}$")


@dataclass(frozen=True)
class StackSpec:
    """One line of ``stacks.json``.

    Attributes:
        region: Where AWS wants it; empty for the region of the rest.
        optional: Whether it is left out unless a stage or the operator asks for it.
        emulated: Whether the emulator of the local platform knows its types.
    """

    name: str
    region: str = ""
    optional: bool = False
    emulated: bool = True


@dataclass(frozen=True)
class Stage:
    """A named deployment."""

    name: str
    parameters: Mapping[str, str]
    stacks: Sequence[StackSpec]


def read_stage(infra: Path, name: str, overrides: Mapping[str, str], optional: Sequence[str] = ()) -> Stage:
    """The stage ``infra/stages/<name>.json`` with the operator's own parameters over it.

    Raises:
        BadInput: no such stage, or an optional stack that is not in the list.
    """
    path = infra / "stages" / f"{name}.json"
    if not _NAME.match(name) or not path.exists():
        known = ", ".join(sorted(found.stem for found in (infra / "stages").glob("*.json")))
        raise BadInput(f"There is no stage {name}: {path.name} is not among {known}.")
    document = _read(path)
    specs = stack_specs(infra)
    asked = {*document.get("optional", []), *optional}
    unknown = asked - {spec.name for spec in specs if spec.optional}
    if unknown:
        raise BadInput(f"No optional stack is called {', '.join(sorted(unknown))}.")
    parameters = {**document.get("parameters", {}), "Stage": name, **overrides}
    chosen = [spec for spec in specs if not spec.optional or spec.name in asked]
    return Stage(name=name, parameters=parameters, stacks=chosen)


def stack_specs(infra: Path) -> list[StackSpec]:
    """Every stack, in the order of deployment."""
    return [
        StackSpec(
            name=str(entry["name"]),
            region=str(entry.get("region", "")),
            optional=bool(entry.get("optional", False)),
            emulated=bool(entry.get("emulated", True)),
        )
        for entry in _read(infra / "stacks.json")["stacks"]
    ]


def parse_parameters(pairs: Sequence[str]) -> dict[str, str]:
    """``NAME=VALUE`` pairs of the command line.

    Raises:
        BadInput: a pair without an equals sign.
    """
    found: dict[str, str] = {}
    for pair in pairs:
        name, separator, value = pair.partition("=")
        if not separator or not name.isalnum():
            raise BadInput(f"--parameter takes NAME=VALUE, not {pair}.")
        found[name] = value
    return found


def _read(path: Path) -> dict[str, Any]:
    return read_object(path)

"""Stages, such as dev and prod: their stacks in deployment order, and their template parameters."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from inkscout.contracts.queue_scraping import FleetMode
from inkscout_deploy.errors import BadInput
from inkscout_deploy.json_input import read_object

_NAME = re.compile(r"^[a-z][a-z0-9-]{0,15}$")


@dataclass(frozen=True)
class StackSpec:
    """An entry of ``stacks.json``.

    Attributes:
        name: Name of the stack and of its template file.
        region: AWS region the stack must be in; empty for the stage's region.
        optional: Whether the stack is deployed only if the stage or the operator selects it.
        emulated: Whether the local platform's AWS emulator supports the stack's resource types.
        fargate: Whether the stack serves workers on Fargate alone.
    """

    name: str
    region: str = ""
    optional: bool = False
    emulated: bool = True
    fargate: bool = False


@dataclass(frozen=True)
class Stage:
    """A named deployment with its template parameters and its stacks in order."""

    name: str
    parameters: Mapping[str, str]
    stacks: Sequence[StackSpec]


def read_stage(infra: Path, name: str, overrides: Mapping[str, str], optional: Sequence[str] = ()) -> Stage:
    """Returns the stage defined in ``stages/<name>.json`` of the folder ``infra``.

    ``overrides`` are parameters that replace the stage's own; ``optional`` names further optional stacks.
    With ``FleetMode=external`` the stacks that serve workers on Fargate alone are left out.

    Raises:
        BadInput: there is no such stage, optional stack or fleet mode, or a file cannot be read.
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
    mode = parameters.get("FleetMode", "fargate")
    if mode not in get_args(FleetMode):
        raise BadInput(f"FleetMode is {' or '.join(get_args(FleetMode))}, not {mode}.")
    chosen = [
        spec
        for spec in specs
        if (not spec.optional or spec.name in asked) and (mode == "fargate" or not spec.fargate)
    ]
    return Stage(name=name, parameters=parameters, stacks=chosen)


def check_edge(stage: Stage) -> None:
    """Refuses an edge without its secret, whose firewall anybody goes round, and a secret that nobody says.

    Raises:
        BadInput: one is asked for without the other.
    """
    chosen = any(spec.name == "edge" for spec in stage.stacks)
    if chosen != (stage.parameters.get("EdgeInFront") == "true"):
        raise BadInput("Give --with edge and --parameter EdgeInFront=true together, or neither.")


def stack_specs(infra: Path) -> list[StackSpec]:
    """Returns every stack of ``stacks.json`` in the folder ``infra``, in deployment order.

    Raises:
        BadInput: the file cannot be read.
    """
    return [
        StackSpec(
            name=str(entry["name"]),
            region=str(entry.get("region", "")),
            optional=bool(entry.get("optional", False)),
            emulated=bool(entry.get("emulated", True)),
            fargate=bool(entry.get("fargate", False)),
        )
        for entry in _read(infra / "stacks.json")["stacks"]
    ]


def parse_parameters(pairs: Sequence[str]) -> dict[str, str]:
    """Returns the ``NAME=VALUE`` pairs of the command line as a dictionary.

    Raises:
        BadInput: a pair has no equals sign, or a name that is not alphanumeric.
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

"""CloudFormation templates as data: reading them, finding what they package, and in which order they go."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inkscout_deploy.errors import DeployFailed

_PACKAGED = {
    "AWS::Serverless::Function": "CodeUri",
    "AWS::Serverless::LayerVersion": "ContentUri",
    "AWS::Serverless::StateMachine": "DefinitionUri",
}


@dataclass(frozen=True)
class Template:
    """One template file; ``name`` is the file's stem, such as ``pipeline``."""

    path: Path
    body: dict[str, Any]

    @property
    def name(self) -> str:
        """The file's stem."""
        return self.path.stem

    @property
    def parameters(self) -> Mapping[str, Mapping[str, Any]]:
        """The declared parameters."""
        return self.body.get("Parameters") or {}

    @property
    def outputs(self) -> frozenset[str]:
        """Names of the outputs."""
        return frozenset(self.body.get("Outputs") or {})

    def packaged(self) -> Iterator[tuple[str, dict[str, Any], str]]:
        """Yields the paths that must be uploaded first.

        Logical id, properties, and the property that holds the path.
        """
        for logical_id, resource in (self.body.get("Resources") or {}).items():
            if not isinstance(resource, dict):
                continue  # a loop (Fn::ForEach), which is for CloudFormation to expand
            name = _PACKAGED.get(resource.get("Type", ""))
            properties = resource.get("Properties") or {}
            if name and isinstance(properties.get(name), str):
                yield logical_id, properties, name
        function_defaults = (self.body.get("Globals") or {}).get("Function") or {}
        if isinstance(function_defaults.get("CodeUri"), str):
            yield "Globals", function_defaults, "CodeUri"


def read(path: Path) -> Template:
    """Reads a template.

    Raises:
        DeployFailed: the file is missing or is not a template.
    """
    from samtranslator.yaml_helper import yaml_parse
    from yaml import YAMLError

    try:
        body = yaml_parse(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DeployFailed(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, YAMLError) as error:
        raise DeployFailed(f"{path} is not a template: {error}") from error
    if not isinstance(body, dict) or not isinstance(body.get("Resources"), dict):
        raise DeployFailed(f"{path} is not a template: it has no Resources.")
    return Template(path, body)


def deployable(folder: Path) -> list[Template]:
    """The templates that one machine deploys, in the order that ``stacks.json`` of the folder gives.

    Raises:
        DeployFailed: the list or a template cannot be read.
    """
    path = folder / "stacks.json"
    try:
        stacks = json.loads(path.read_text(encoding="utf-8"))["stacks"]
        names = [str(stack["name"]) for stack in stacks if stack["local"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DeployFailed(f"{path} is no list of stacks: {error}.") from error
    return [read(folder / f"{name}.yaml") for name in names]

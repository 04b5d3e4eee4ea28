"""CloudFormation templates as data: reads them, lists the paths they package, and orders them."""

import functools
import hashlib
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
    """A template file and its parsed body."""

    path: Path
    body: dict[str, Any]

    @property
    def name(self) -> str:
        """Name of the file without its suffix, such as ``pipeline``."""
        return self.path.stem

    @property
    def parameters(self) -> Mapping[str, Mapping[str, Any]]:
        """The template's declared parameters by name."""
        return self.body.get("Parameters") or {}

    @property
    def outputs(self) -> frozenset[str]:
        """Names of the template's outputs."""
        return frozenset(self.body.get("Outputs") or {})

    def packaged(self) -> Iterator[tuple[str, dict[str, Any], str]]:
        """Yields each local path that must be uploaded before the deployment.

        As the resource's logical id, its properties, and the name of the property that holds the path.
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
    """Returns the template in a YAML file.

    Raises:
        DeployFailed: the file is missing or is not a template.
    """
    from yaml import YAMLError, load

    try:
        body = load(path.read_text(encoding="utf-8"), Loader=_loader())  # noqa: S506 - a safe loader
    except OSError as error:
        raise DeployFailed(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, YAMLError) as error:
        raise DeployFailed(f"{path} is not a template: {error}") from error
    if not isinstance(body, dict) or not isinstance(body.get("Resources"), dict):
        raise DeployFailed(f"{path} is not a template: it has no Resources.")
    return Template(path, body)


@functools.cache
def _loader() -> type:
    """Returns the loader that reads short tags such as ``!Ref`` as SAM does.

    On libyaml, where PyYAML has it: every start of a platform reads all templates, in a tenth of the time.
    """
    import yaml
    from samtranslator.yaml_helper import intrinsics_multi_constructor

    loader = type("TemplateLoader", (getattr(yaml, "CSafeLoader", yaml.SafeLoader),), {})
    loader.add_multi_constructor("!", intrinsics_multi_constructor)  # type: ignore[attr-defined]  # a loader's own
    return loader


def deployable(folder: Path) -> list[Template]:
    """Returns the templates that the local platform deploys, in the order of the folder's ``stacks.json``.

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


def digest(folder: Path) -> str:
    """Returns the SHA-256 of a folder's templates and their list; a change of any file changes it."""
    found = hashlib.sha256()
    for path in sorted([*folder.glob("*.yaml"), *folder.glob("stacks.json")]):
        content = path.read_bytes()
        found.update(f"{path.name} {len(content)}\n".encode() + content)
    return found.hexdigest()

"""One idiom per kind: steps, use cases of routes, and names of classes."""

import ast
import dataclasses
import importlib
import inspect
import pkgutil
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_type_hints

import pytest

import inkscout.usecases
from tests.support.project import CORE, ROOT

STEPS = sorted(
    path.parent.name
    for path in (ROOT / "functions").glob("*/handler.py")
    if path.parent.name not in ("api", "web", "image", "desk")
)
JOBS = ["read_profile", "render_site"]
ROUTES = sorted((ROOT / "functions" / "api" / "routes").glob("*.py"))
PACKAGES = [CORE, *(ROOT / name for name in ("functions", "scraper_task", "inkscout_cli", "inkscout_deploy"))]
PACKAGES += [ROOT / "inkscout_local", ROOT / "server"]


def use_cases() -> Iterator[tuple[str, Any]]:
    """Every public function and class that a module of use cases defines itself."""
    for module in pkgutil.walk_packages(inkscout.usecases.__path__, "inkscout.usecases."):
        loaded = importlib.import_module(module.name)
        for name, value in vars(loaded).items():
            if getattr(value, "__module__", "") == module.name and not name.startswith("_"):
                yield name, value


@pytest.fixture(scope="module")
def defined() -> dict[str, list[Any]]:
    found = defaultdict(list)
    for name, value in use_cases():
        found[name].append(value)
    return found


@pytest.mark.parametrize("name", [*STEPS, *JOBS])
def test_a_step_takes_its_request_and_its_ports(
    name: str, defined: dict[str, list[Callable[..., Any]]]
) -> None:
    assert len(defined[name]) == 1, f"usecases/ must define the step {name} once, as a function of that name"
    step = defined[name][0]
    parameters = list(inspect.signature(step).parameters.values())
    kinds = [parameter.kind for parameter in parameters]
    request, ports = [kind for kind in kinds if kind != inspect.Parameter.KEYWORD_ONLY], parameters[-1]
    form = f"{step.__module__}.{name} must be {name}(request, *, deps: …Ports), or {name}(*, deps: …Ports)"
    assert len(request) <= 1, form
    assert kinds[len(request) :] == [inspect.Parameter.KEYWORD_ONLY], form
    assert ports.name == "deps", form
    of_ports = get_type_hints(step)["deps"]
    assert of_ports.__name__.endswith("Ports"), form
    assert dataclasses.is_dataclass(of_ports), f"{of_ports.__name__} must be a frozen dataclass"
    assert of_ports.__dataclass_params__.frozen, f"{of_ports.__name__} must be a frozen dataclass"


@pytest.mark.parametrize("path", ROUTES, ids=lambda path: path.stem)
def test_a_route_calls_use_cases_that_have_one_public_verb(
    path: Path, defined: dict[str, list[Callable[..., Any]]]
) -> None:
    called = re.findall(r"\bapi(?:_removals)?\.(\w+)\(\)(\(|\.)?", path.read_text())
    for name, follows in called:
        assert follows == "(", f"{path.name} must call api.{name}() itself, not a method of it"
        use_case = "".join(part.capitalize() for part in name.split("_"))
        assert len(defined[use_case]) == 1, (
            f"usecases/ must define {use_case}, which api.{name} returns, once"
        )
        public = [verb for verb in vars(defined[use_case][0]) if not verb.startswith("_")]
        assert not public, f"{use_case} must have no public verb but __call__: {public}"


def test_a_class_has_one_meaning() -> None:
    found = defaultdict(set)
    for path in sorted(path for package in PACKAGES for path in package.rglob("*.py")):
        text = path.read_text()
        for node in ast.walk(ast.parse(text)) if "class " in text else ():
            if isinstance(node, ast.ClassDef):
                found[node.name.lstrip("_")].add(str(path.relative_to(ROOT)))
    twice = {name: sorted(paths) for name, paths in found.items() if len(paths) > 1}
    assert not twice, "one class name must be defined in one file; rename one of them"

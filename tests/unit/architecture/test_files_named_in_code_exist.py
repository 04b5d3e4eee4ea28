"""A file that a module names relative to itself is there, so that moving either of them is noticed."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.project import ROOT

PARTS = ("bench", "functions", "inkscout_cli", "inkscout_deploy", "inkscout_local", "layers", "scraper_task")
MODULES = sorted(path for part in (*PARTS, "server", "tools") for path in (ROOT / part).rglob("*.py"))


def _evaluated(node: ast.expr, module: Path) -> Path | None:
    """Returns the path that an expression on ``Path(__file__)`` stands for; None for any other."""
    match node:
        case ast.Call(func=ast.Name(id="Path"), args=[ast.Name(id="__file__")]):
            return module
        case ast.Call(func=ast.Attribute(value=inner, attr="resolve"), args=[]):
            return _evaluated(inner, module)
        case ast.Call(
            func=ast.Attribute(value=inner, attr="with_name"), args=[ast.Constant(value=str() as name)]
        ):
            found = _evaluated(inner, module)
            return found.with_name(name) if found else None
        case ast.Attribute(value=inner, attr="parent"):
            found = _evaluated(inner, module)
            return found.parent if found else None
        case ast.Subscript(
            value=ast.Attribute(value=inner, attr="parents"), slice=ast.Constant(value=int() as steps)
        ):
            found = _evaluated(inner, module)
            return found.parents[steps] if found else None
        case ast.BinOp(left=inner, op=ast.Div(), right=ast.Constant(value=str() as name)):
            found = _evaluated(inner, module)
            return found / name if found else None
    return None


def _named(module: Path) -> Iterator[Path]:
    text = module.read_text(encoding="utf-8")
    tree = ast.parse(text if "Path(__file__)" in text else "")
    found = (_evaluated(node, module) for node in ast.walk(tree) if isinstance(node, ast.expr))
    return (path for path in found if path is not None and path.is_relative_to(ROOT))


@pytest.mark.parametrize("part", sorted({path.relative_to(ROOT).parts[0] for path in MODULES}))
def test_files_that_modules_name_beside_themselves_exist(part: str) -> None:
    named = {path for module in MODULES if module.is_relative_to(ROOT / part) for path in _named(module)}
    assert [path for path in sorted(named) if not path.exists()] == []


def test_the_pom_of_the_search_node_is_among_them() -> None:
    package = ROOT / "inkscout_local" / "platform"
    assert package / "opensearch" / "pom.xml" in set(_named(package / "opensearch_node.py"))

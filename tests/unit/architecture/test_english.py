"""Docstrings begin with a verb or with a noun that a stranger would search for."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.support.project import ROOT

PACKAGES = (
    "bench",
    "functions",
    "inkscout_cli",
    "inkscout_deploy",
    "inkscout_local",
    "server",
    "layers",
    "scraper_task",
    "tests",
    "tools",
)
QUESTION = re.compile(r"(?:What|Who|Whose|Where|How|Which|From|When|Why)\b")
_QUOTED = re.compile(rf"[\"'][\s\\]*{QUESTION.pattern}")
Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def _docstrings(path: Path) -> Iterator[tuple[int, str]]:
    text = path.read_text(encoding="utf-8")
    # Most modules have no such word after a quotation mark, and parsing them takes the longest.
    for node in ast.walk(ast.parse(text)) if _QUOTED.search(text) else ():
        if isinstance(node, Documented) and (text := ast.get_docstring(node)):
            yield node.body[0].lineno, text


def _questions(paths: Iterator[Path]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{line}: {text.splitlines()[0]}"
        for path in paths
        for line, text in _docstrings(path)
        if QUESTION.match(text)
    ]


def test_no_docstring_begins_with_a_question_word() -> None:
    paths = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    assert len(paths) > 500
    assert _questions(iter(paths)) == []


def test_no_test_name_begins_with_a_question_word() -> None:
    named = re.compile(
        r"^\s*(?:async )?def (test_(?:what|who|whoever|whatever|whose|where|how|which|from)_\w+)", re.M
    )
    assert [name for path in (ROOT / "tests").rglob("*.py") for name in named.findall(path.read_text())] == []

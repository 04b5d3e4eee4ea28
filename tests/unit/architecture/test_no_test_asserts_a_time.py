"""No test asserts a duration by the clock, since machines differ by more than any useful bound.

Tests wait for events (``tests.support.patience``), compare growth within one run
(``tests.support.cpu_growth``), or count. Figures in seconds belong to ``bench/``.
"""

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.support.project import ROOT

CLOCKS = frozenset(
    name + unit
    for name in ("monotonic", "perf_counter", "process_time", "thread_time", "time")
    for unit in ("", "_ns")
)
DURATIONS = frozenset({"elapsed", "elapsed_ms", "elapsed_seconds", "milliseconds", "took_ms", "seconds"})
LEAST_BOUND_SECONDS = 30
"""Bound of a wait that a slow machine does not reach; shorter ones are meant to run out."""

TESTS = [path for path in sorted((ROOT / "tests").rglob("*.py")) if "support" not in path.parts]


def clocks(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """Reads of a clock; tests that need a moment take it from ``datetime`` or a clock of their own."""
    for node in nodes:
        match node:
            case ast.Attribute(value=ast.Name(id="time"), attr=name) if name in CLOCKS:
                yield f"line {node.lineno} reads time.{name}"
            case ast.ImportFrom(module="time", names=names):
                yield from (
                    f"line {node.lineno} imports {name.name}" for name in names if name.name in CLOCKS
                )
            case ast.Name(id="default_timer") | ast.Attribute(attr="default_timer"):
                yield f"line {node.lineno} reads a timer"


def bounds(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """Durations compared with a number in an assertion, zero apart."""
    for found in (node for node in nodes if isinstance(node, ast.Assert)):
        for node in ast.walk(found):
            if isinstance(node, ast.Compare) and any(isinstance(op, ast.Lt | ast.LtE) for op in node.ops):
                for side in (node.left, *node.comparators):
                    name = _name(side)
                    if name in DURATIONS:
                        yield f"line {node.lineno} bounds {name}"


def waits(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """Waits with a short bound, except those that a test expects to run out."""
    expected = {
        id(node)
        for block in nodes
        if isinstance(block, ast.With) and "pytest.raises" in ast.unparse(block.items[0])
        for node in ast.walk(block)
    }
    for node in nodes:
        if not isinstance(node, ast.Call) or id(node) in expected:
            continue
        name = _name(node.func)
        given = {keyword.arg: keyword.value for keyword in node.keywords}
        bound = given.get("timeout")
        if bound is None and name == "wait_for" and len(node.args) > 1:
            bound = node.args[1]
        if bound is None and name == "wait" and node.args:
            bound = node.args[0]
        value = bound.value if isinstance(bound, ast.Constant) else None
        if isinstance(value, int | float) and value < LEAST_BOUND_SECONDS:
            yield f"line {node.lineno} waits {value} s at most"


def _name(node: ast.AST) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(slice=ast.Constant(value=str(name))):
            return name
    return ""


def faults(text: str) -> list[str]:
    """Every read of a clock, bound and short wait in the text of a test module."""
    nodes = [*ast.walk(ast.parse(text))]
    return [*clocks(nodes), *bounds(nodes), *waits(nodes)]


@pytest.mark.parametrize("path", TESTS, ids=lambda path: str(path.relative_to(ROOT / "tests")))
def test_a_test_reads_no_clock_and_waits_with_patience(path: Path) -> None:
    assert faults(path.read_text()) == []


@pytest.mark.parametrize(
    "text",
    [
        "started = time.perf_counter()",
        "from time import monotonic",
        "began = timeit.default_timer()",
        "assert page.elapsed_ms < 2_000",
        "assert all(job['seconds'] <= 75 for job in jobs)",
        "asyncio.wait_for(work, 2)",
        "process.wait(5)",
        "requests.get(url, timeout=5)",
    ],
)
def test_an_assertion_by_the_clock_is_seen(text: str) -> None:
    assert faults(text)


@pytest.mark.parametrize(
    "text",
    [
        "time.sleep(0.1)",
        "assert page.elapsed_ms > 0",
        "with pytest.raises(TimeoutError):\n    asyncio.wait_for(work, 0.1)",
        "process.wait(PATIENCE_SECONDS)",
    ],
)
def test_waiting_and_lower_bounds_are_allowed(text: str) -> None:
    assert faults(text) == []

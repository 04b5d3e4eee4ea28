"""Collects every regular expression of the product: module level, inside containers, and in functions."""

import ast
import dataclasses
import functools
import importlib
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import functions
import inkscout
import scraper_task

PACKAGES = (functions, inkscout, scraper_task)
SCANNING = frozenset({"search", "findall", "finditer", "sub", "subn", "split"})
ANCHORED = frozenset({"match", "fullmatch"})
_COMPILING = SCANNING | ANCHORED | {"compile"}


@dataclass(frozen=True)
class CollectedPattern:
    """One regular expression, its place, and whether the product only ever anchors it at a position."""

    pattern: re.Pattern[Any]
    place: str
    anchored: bool


def collected() -> list[CollectedPattern]:
    """Returns every pattern once; one that is used in two ways counts as scanning."""
    found: dict[tuple[Any, int], CollectedPattern] = {}
    for module in modules():
        named = [(name, pattern) for name, value in vars(module).items() for pattern in _inside(value)]
        methods = _methods_by_name(module) if named else {}
        for name, pattern in named:
            used = methods.get(name, set())
            _add(found, pattern, f"{module.__name__}.{name}", anchored=bool(used) and used <= ANCHORED)
        for method, pattern, line in _literals(module):
            _add(found, pattern, f"{module.__name__}:{line}", anchored=method in ANCHORED)
    return list(found.values())


def _add(
    found: dict[tuple[Any, int], CollectedPattern], pattern: re.Pattern[Any], place: str, *, anchored: bool
) -> None:
    key = (pattern.pattern, pattern.flags)
    known = found.get(key)
    if known is None or (known.anchored and not anchored):
        found[key] = CollectedPattern(pattern, place, anchored)


def modules() -> Iterator[ModuleType]:
    """Imports every module of the product."""
    for package in PACKAGES:
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not info.name.endswith("__main__"):
                yield importlib.import_module(info.name)


def _inside(value: object, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    """Yields patterns of a value: itself, its items, or its fields."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth > 4:
        return
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _inside(key, depth + 1)
            yield from _inside(item, depth + 1)
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from _inside(item, depth + 1)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from _inside(getattr(value, field.name), depth + 1)


def _source(module: ModuleType) -> str:
    assert module.__file__ is not None
    return Path(module.__file__).read_text()


@functools.lru_cache(maxsize=1)  # a module is asked for a few times in a row, and all of them are large
def _nodes(module: ModuleType) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(_source(module))))


def _methods_by_name(module: ModuleType) -> dict[str, set[str]]:
    """Methods called on each name of a module; a name that is handed on otherwise has ``search``."""
    methods: dict[str, set[str]] = defaultdict(set)
    called: set[int] = set()
    for node in _nodes(module):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            called.add(id(node.value))
            if node.attr in _COMPILING:
                methods[node.value.id].add(node.attr)
    for node in _nodes(module):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) not in called:
            methods[node.id].add("search")
    public = {name for name in methods if not name.startswith("_")}
    for name in public:
        methods[name].add("search")  # another module may scan with it
    return methods


def _literals(module: ModuleType) -> Iterator[tuple[str, re.Pattern[Any], int]]:
    """Yields patterns that functions of a module hand to ``re`` as literals.

    Raises:
        AssertionError: a function makes up a pattern of which there is no example.
    """
    if "re." not in _source(module):
        return
    made = _made_in_functions()
    for function in (node for node in _nodes(module) if isinstance(node, ast.FunctionDef)):
        for node in ast.walk(function):
            called = node.func if isinstance(node, ast.Call) else None
            if not (
                isinstance(called, ast.Attribute)
                and isinstance(called.value, ast.Name)
                and called.value.id == "re"
                and called.attr in _COMPILING
            ):
                continue
            assert isinstance(node, ast.Call)
            if isinstance(node.args[0], ast.Constant):
                flags = _flags(node)
                yield called.attr, re.compile(node.args[0].value, flags), node.lineno
            else:
                place = f"{module.__name__}.{function.name}"
                assert place in made, f"{place} makes up a pattern; give an example of it"
                yield "search", made[place], node.lineno


def _made_in_functions() -> dict[str, re.Pattern[Any]]:
    """Returns an example of each pattern that a function makes of what it is given."""
    from inkscout.discovery.words import pattern as of_words
    from inkscout.extraction.page.literals import folder_pattern
    from inkscout.extraction.people.finders.sentences import _VERBS
    from inkscout.extraction.text.alternation import by_first_letter

    return {
        "inkscout.discovery.words.pattern": of_words(["tattoo", "tattoo studio", "刺青"]),
        "inkscout.extraction.page.literals.folder_pattern": folder_pattern("photo"),
        "inkscout.extraction.people.finders.sentences._is_followed_by": re.compile(
            rf"\banna\s+(?:{_VERBS})\b"
        ),
        "inkscout.extraction.text.alternation.by_first_letter": by_first_letter(r"tattoo|\btatu|top \d+ a"),
    }


def _flags(call: ast.Call) -> int:
    """Returns the flags among a call's arguments, such as ``re.I | re.S``."""
    flags = 0
    for node in ast.walk(call):
        value = getattr(re, node.attr, None) if isinstance(node, ast.Attribute) else None
        if isinstance(value, re.RegexFlag):
            flags |= value
    return flags

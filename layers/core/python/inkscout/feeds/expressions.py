"""JMESPath expressions of a definition, with bounds; they select values and run no code."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError
from jmespath.parser import ParsedResult

MAX_LENGTH = 1024
"""Maximum number of characters of an expression."""

_PROJECTIONS = frozenset({"projection", "value_projection", "filter_projection", "flatten"})
_FAULTS = (JMESPathError, RecursionError, ValueError, TypeError, ArithmeticError)


class ExpressionFault(Exception):
    """An expression cannot be compiled, or does not apply to the types it met; the message says why."""


def compiled(text: str) -> ParsedResult:
    """Returns the compiled expression.

    Raises:
        ExpressionFault: it is too long or no JMESPath expression.
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionFault(f"the expression is longer than {MAX_LENGTH} characters")
    try:
        return _compile(text)
    except (JMESPathError, RecursionError) as error:
        detail = str(error).partition("\n")[0] or type(error).__name__
        raise ExpressionFault(f"no JMESPath expression: {detail}") from None


def evaluate(text: str, document: Any) -> Any:  # noqa: ANN401 - any JSON
    """Returns what the expression selects; None if nothing.

    Raises:
        ExpressionFault: a function of the expression does not take the types it met.
    """
    path = _path(text)
    if path is not None:
        return _walk(path, document)
    try:
        return compiled(text).search(document)
    except _FAULTS as error:
        raise ExpressionFault(str(error).partition("\n")[0] or type(error).__name__) from None


def value_of(text: str, document: Any) -> Any:  # noqa: ANN401 - any JSON
    """Returns what the expression selects; None also if it does not apply to the types it met."""
    try:
        return evaluate(text, document)
    except ExpressionFault:
        return None


def plain_path(text: str) -> tuple[str, ...] | None:
    """Returns the member names of an expression such as ``a.b``, none for ``@``; None for any other."""
    return _plain(compiled(text).parsed)


def listed(text: str, document: Any) -> int:  # noqa: ANN401 - any JSON
    """Returns the number of entries of the list that an expression goes through, before any filter.

    For ``data.items[?open].name`` these are the entries of ``data.items``; 0 if there is no list.
    """
    whole = node = compiled(text).parsed
    while node["type"] in _PROJECTIONS or (
        node["type"] == "pipe" and node["children"][0]["type"] in _PROJECTIONS
    ):
        node = node["children"][0]
    try:
        found = evaluate(text, document) if node is whole else ParsedResult(text, node).search(document)
    except (ExpressionFault, *_FAULTS):
        return 0
    return len(found) if isinstance(found, list | Mapping) else 0


def members_read(text: str, name: str) -> Iterator[str]:
    """Yields the members that an expression reads of the value called ``name``; ``*`` for the whole value."""
    yield from _members(compiled(text).parsed, name)


@lru_cache(maxsize=4096)
def _path(text: str) -> tuple[str, ...] | None:
    return plain_path(text)


def _walk(path: tuple[str, ...], document: Any) -> Any:  # noqa: ANN401 - any JSON
    """Returns the value at a plain path, as JMESPath does: a member of what is no object is null."""
    for name in path:
        if not isinstance(document, Mapping):
            return None
        document = document.get(name)
    return document


@lru_cache(maxsize=4096)
def _compile(text: str) -> ParsedResult:
    return jmespath.compile(text)


def _plain(node: Mapping[str, Any]) -> tuple[str, ...] | None:
    if node["type"] == "current":
        return ()
    if node["type"] == "field":
        return (str(node["value"]),)
    if node["type"] != "subexpression":
        return None
    parts = [_plain(child) for child in node["children"]]
    return tuple(name for part in parts if part for name in part) if None not in parts else None


def _members(node: Any, name: str) -> Iterator[str]:  # noqa: ANN401 - a node of the syntax tree
    if not isinstance(node, Mapping):
        return
    children = node.get("children", [])
    if node["type"] == "subexpression" and _is_field(children[0], name):
        yield str(children[1]["value"]) if children[1]["type"] == "field" else "*"
        return
    if _is_field(node, name):
        yield "*"
    for child in children:
        yield from _members(child, name)


def _is_field(node: Any, name: str) -> bool:  # noqa: ANN401 - a node of the syntax tree
    return isinstance(node, Mapping) and node["type"] == "field" and node["value"] == name

"""Values of members, methods and operators of a program, as far as they are known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Value = Any
"""A text, a list, a dict, a function, an element, or None where it is not known."""
MAX_MAPPED = 80
"""Number of entries of a list that are read."""
MAX_TEXT = 20_000
"""Number of characters of a text that are kept."""
_MAX_LIST = 400


class Markup(str):
    """A text that is HTML."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the program: the positions of its parameters and its body, and what it sees."""

    parameters: int
    body: int
    environment: "Environment"


@dataclass(frozen=True, slots=True)
class Environment:
    """Parameters with their values; ``start`` is the position of the function's parameters."""

    start: int = -1
    values: Mapping[str, Value] = field(default_factory=dict)
    outer: "Environment | None" = None


def member(value: Value, key: Value) -> Value:
    """Returns a member of a value; of a choice that is not known, such as a language, the first."""
    if isinstance(value, dict):
        if isinstance(key, str):
            return value.get(key)
        return next(iter(value.values()), None)
    if isinstance(value, list):
        if isinstance(key, str) and key.isdigit():
            return value[int(key)] if int(key) < len(value) else None
        return value[0] if key is None and value else None
    return None


def as_text(value: Value) -> str:
    """Returns a value as text, at most 20,000 characters; empty for what has none."""
    if isinstance(value, str):
        return value[:MAX_TEXT]
    parts = value if isinstance(value, list) else ()
    return "".join(part for part in parts if isinstance(part, str))[:MAX_TEXT]


def method_value(name: str, base: Value, given: list[Value]) -> Value:
    """Returns what a method or function of the language or of a library gives, else its first argument."""
    first = given[0] if given else None
    if name in ("useState", "useReducer", "createSignal"):
        return [first]
    if name in ("entries", "keys", "values") and isinstance(first, dict):
        of = {"entries": [[*pair] for pair in first.items()], "keys": [*first]}
        return of.get(name, [*first.values()])
    if isinstance(base, str):
        return _of_text(name, base, given, first)
    if isinstance(base, list):
        return _of_list(name, base, first)
    drawn = [part for part in given if is_element(part)]
    return drawn or first


def is_element(value: Value) -> bool:
    """Whether a value is an element, or a list that has one."""
    parts = value if isinstance(value, list) else [value]
    return any(part is not None and not isinstance(part, str | list | dict | Function) for part in parts)


def _of_text(name: str, base: str, given: list[Value], first: Value) -> Value:
    if name == "replace" and isinstance(first, str) and len(given) > 1:
        return base.replace(first, as_text(given[1]), 1)[:MAX_TEXT]
    if name == "split":
        return base.split(first)[:MAX_MAPPED] if isinstance(first, str) and first else [base]
    if name == "concat":
        return joined(base, first)
    changed = {"toUpperCase": str.upper, "toLowerCase": str.lower}.get(name)
    return changed(base) if changed is not None else base


def _of_list(name: str, base: list[Value], first: Value) -> Value:
    if name == "join":
        return (first if isinstance(first, str) else ",").join(as_text(part) for part in base)[:MAX_TEXT]
    if name == "concat":
        return (base + (first if isinstance(first, list) else [first]))[:_MAX_LIST]
    return (base[0] if base else None) if name in ("find", "at", "shift", "pop") else base


def joined(first: Value, second: Value) -> Value:
    """Returns the sum of two values if either is a text."""
    if isinstance(first, str) or isinstance(second, str):
        return (as_text(first) + as_text(second))[:MAX_TEXT]
    return None


def either(first: Value, second: Value) -> Value:
    """Returns what either may be: elements both, of other values the first that is known."""
    if isinstance(first, str) or isinstance(second, str) or isinstance(first, dict | Function):
        return first if first not in (None, "") else second
    return [part for part in (first, second) if part is not None] or None


def at_path(value: Value, path: tuple[str | int, ...]) -> Value:
    """Returns the member of a value to which keys and indexes lead."""
    for key in path:
        value = member(value, str(key))
    return value

"""Elements of an answer that its records are read from, each with its place in the answer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inkscout.feeds import expressions
from inkscout.feeds.definition import Records, Step
from inkscout.feeds.json_text import pointer

REMOVED: Mapping[str, str] = {"inkscout": "removed"}
"""Mark in archived answers in the place of a person who asked to be removed; it is no record."""


class ShapeChanged(Exception):
    """An answer has no list of records where the definition expects one; the message says what it has."""


@dataclass(frozen=True, slots=True)
class AnswerElement:
    """One element: the names that expressions see, its own value, and its JSON pointer in the answer.

    ``fault`` is the reason why no record can be read from it; empty if one can.
    """

    scope: Mapping[str, Any]
    value: Any
    pointer: str
    fault: str = ""


def select(records: Records, body: Any, constants: Mapping[str, Any]) -> list[AnswerElement]:  # noqa: ANN401 - any JSON
    """Returns the elements of an answer that ``where`` lets through, in the answer's order.

    Raises:
        ShapeChanged: the first step finds no list.
    """
    places = _Places(body)
    found = [AnswerElement({"body": body, "with": dict(constants)}, body, "")]
    for number, step in enumerate(records.each):
        found = [
            inner for element in found for inner in _expanded(step, element, places, is_first=not number)
        ]
    return [
        element
        for element in found
        if element.fault or (element.value != REMOVED and _is_wanted(records, element))
    ]


def error_in(records: Records, body: Any) -> str:  # noqa: ANN401 - any JSON
    """Returns the error that an answer reports although its status is 200; empty if there is none."""
    if records.error_at is None:
        return ""
    error = expressions.value_of(records.error_at, body)
    if error in (None, False, "", [], {}):
        return ""
    return str(error)[:200]


def _is_wanted(records: Records, element: AnswerElement) -> bool:
    if records.where is None:
        return True
    try:
        return expressions.evaluate(records.where, element.scope) not in (None, False, "", [], {})
    except expressions.ExpressionFault:
        return True  # reading the record meets the same type, and says so


def _expanded(
    step: Step, element: AnswerElement, places: "_Places", *, is_first: bool
) -> Iterator[AnswerElement]:
    if element.fault:
        yield element
        return
    document = element.value if is_first else element.scope
    try:
        many = expressions.evaluate(step.at, document)
    except expressions.ExpressionFault as fault:
        many, reason = None, str(fault)
    else:
        reason = _unfit(step, many)
    if reason and is_first:
        raise ShapeChanged(reason)
    if reason and many is not None and many != []:
        yield AnswerElement(element.scope, element.value, element.pointer, reason)
        return
    base = places.of(step, element, many, is_first=is_first)
    yield from _inner(step, element, many, base, places)


def _inner(
    step: Step,
    element: AnswerElement,
    many: Any,  # noqa: ANN401 - any JSON
    base: str | None,
    places: "_Places",
) -> Iterator[AnswerElement]:
    if step.pairs and isinstance(many, Mapping):
        for key, value in many.items():
            where = f"{base}{pointer(key)}" if base is not None else places.of_value(value, element.pointer)
            yield AnswerElement({**element.scope, step.name: {"key": key, "value": value}}, value, where)
    elif isinstance(many, list):
        for number, value in enumerate(many):
            where = f"{base}/{number}" if base is not None else places.of_value(value, element.pointer)
            yield AnswerElement({**element.scope, step.name: value}, value, where)


def _unfit(step: Step, many: Any) -> str:  # noqa: ANN401 - any JSON
    """Returns why a step's value holds no records; empty if it may. PHP writes an empty object as ``[]``."""
    if step.pairs:
        return "" if isinstance(many, Mapping) or many == [] else f"{step.at} is no object"
    if isinstance(many, list):
        return ""
    return f"{step.at} is missing" if many is None else f"{step.at} is no list"


class _Places:
    """JSON pointers of values in one answer; values that filters select are found by their identity."""

    def __init__(self, body: Any) -> None:  # noqa: ANN401 - any JSON
        self._body = body
        self._known: dict[int, str] | None = None

    def of(self, step: Step, element: AnswerElement, many: Any, *, is_first: bool) -> str | None:  # noqa: ANN401 - any JSON
        """Returns the pointer of a step's list; None if its members have to be found one by one."""
        path = expressions.plain_path(step.at)
        if path is None:
            return None
        if is_first:
            return f"{element.pointer}{pointer(*path)}"
        return self._of_identity(many)

    def of_value(self, value: Any, otherwise: str) -> str:  # noqa: ANN401 - any JSON
        """Returns the pointer of an object or a list; ``otherwise`` for what the expression made itself."""
        return self._of_identity(value) or otherwise

    def _of_identity(self, value: Any) -> str | None:  # noqa: ANN401 - any JSON
        if not isinstance(value, dict | list):
            return None
        if self._known is None:
            self._known = {}
            self._walk(self._body, "")
        return self._known.get(id(value))

    def _walk(self, value: Any, where: str) -> None:  # noqa: ANN401 - any JSON
        pending: list[tuple[Any, str]] = [(value, where)]
        known = self._known if self._known is not None else {}
        while pending:
            one, place = pending.pop()
            known[id(one)] = place
            members: Sequence[tuple[str | int, Any]] = (
                list(one.items()) if isinstance(one, dict) else list(enumerate(one))
            )
            pending += [
                (inner, f"{place}{pointer(name)}")
                for name, inner in members
                if isinstance(inner, dict | list)
            ]

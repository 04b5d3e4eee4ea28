"""People in answers of feeds about people: their e-mail addresses, and a mark for who was removed."""

import re
from collections.abc import Iterator
from typing import Any

from inkscout.feeds.definition import Definition
from inkscout.feeds.json_text import at_pointer, unescaped
from inkscout.feeds.select import REMOVED, ShapeChanged, select

_BETWEEN = re.compile(r"[\s<>()\[\],;:\"'|/?&=\\]+")
_ESCAPED_AT = "\\u0040"


def identifier(address: str) -> str:
    """Returns the identifier of an e-mail address on the denylist."""
    return f"mail#{address.strip().casefold()}"


def addresses(value: Any) -> frozenset[str]:  # noqa: ANN401 - any JSON
    """Returns the e-mail addresses in the texts of a JSON value, or in one text, in lower case."""
    return frozenset(address for text in _texts(value) if "@" in text for address in _in_text(text))


def addresses_in_bytes(body: bytes) -> frozenset[str]:
    """Returns the e-mail addresses in a body that is no JSON."""
    text = body.decode("utf-8", "replace")
    return frozenset(_in_text(text.replace(_ESCAPED_AT, "@").replace("%40", "@")))


def clear(definition: Definition, request: int, document: Any, removed: frozenset[str]) -> list[str]:  # noqa: ANN401 - any JSON
    """Puts a mark in the place of each element that has one of the addresses; returns the elements' pointers.

    The document is changed. The places of the other elements stay as they are.
    """
    try:
        elements = select(definition.records, document, definition.requests[request].constants)
    except ShapeChanged:
        return []
    places = [one.pointer for one in elements if one.pointer and removed & addresses(one.value)]
    for place in places:
        base, _, last = place.rpartition("/")
        parent = at_pointer(document, base)
        parent[int(last) if isinstance(parent, list) else unescaped(last)] = dict(REMOVED)
    return places


def _in_text(text: str) -> Iterator[str]:
    for word in _BETWEEN.split(text):
        local, _, domain = word.strip(".").partition("@")
        if local and "." in domain and "@" not in domain:
            yield f"{local}@{domain}".casefold()


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list | tuple):
            waiting += one

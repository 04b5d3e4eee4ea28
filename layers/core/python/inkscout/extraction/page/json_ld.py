"""Tolerant JSON-LD parser: repairs common errors, reads consecutive values, resolves ``@id`` references."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import unescape
from typing import Any
from urllib.parse import urljoin

Node = Mapping[str, Any]

_CDATA = r"<!\[CDATA\[|\]\]>"
_MARKS = re.compile(rf"<!--|-->|//\s*(?:{_CDATA})|/\*\s*(?:{_CDATA})\s*\*/|{_CDATA}")
_STRING = r"\"[^\"\\]*(?:\\.[^\"\\]*)*(?:\"|$)"
_TOKEN = re.compile(
    rf"(?P<string>{_STRING})|(?P<comment>//[^\n]*|/\*.*?(?:\*/|$))|(?P<open>[{{\[])|(?P<close>[}}\]])",
    re.DOTALL,
)
_COMMA = re.compile(rf"{_STRING}|,(?=\s*[}}\]])", re.DOTALL)
_BAD_ESCAPE = re.compile(r"\\(?:u(?![0-9a-fA-F]{4})|[^\"\\/bfnrtu])", re.DOTALL)
_BETWEEN = re.compile(r"[\s,;\ufeff]*")
_CLOSING = {"{": "}", "[": "]"}
_MOST_VALUES = 50
_MAX_DEPTH = 100
_MAX_NODES = 3000


def read_values(text: str) -> list[Any]:
    """Returns the values in a JSON-LD script, in order, HTML entities decoded; empty if it is unreadable.

    Tolerates comments, CDATA markers, a byte order mark, trailing commas, invalid escapes, several
    consecutive values, a truncated end, and scripts that are HTML-escaped as a whole.
    """
    plain = _MARKS.sub("", text).strip("\ufeff \t\r\n;")
    mended: tuple[Callable[[str], str], ...] = (str, _mended, lambda whole: _mended(unescape(whole)))
    for mend in mended:
        attempt = mend(plain)
        if values := _decoded(attempt):
            return [_unescaped(value) for value in values] if "&" in attempt else values
    return []


def _decoded(text: str) -> list[Any]:
    """Returns consecutive JSON values; empty if anything but separators remains."""
    decoder = json.JSONDecoder(strict=False)
    values: list[Any] = []
    at = _BETWEEN.match(text).end()  # type: ignore[union-attr]  # matches everywhere
    while at < len(text) and len(values) < _MOST_VALUES:
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return []
        values.append(value)
        at = _BETWEEN.match(text, at).end()  # type: ignore[union-attr]
    return values


def _mended(text: str) -> str:
    """Returns JSON text without comments, trailing commas and invalid escapes, its open brackets closed.

    Empty if nested deeper than 100 levels.
    """
    open_marks: list[str] = []
    pieces: list[str] = []
    last = 0
    for match in _TOKEN.finditer(text):
        pieces.append(text[last : match.start()])
        last = match.end()
        token = match.group()
        if match.lastgroup == "string":
            pieces.append(_BAD_ESCAPE.sub(lambda found: found.group()[1:], token))
        elif match.lastgroup == "open":
            if len(open_marks) >= _MAX_DEPTH:
                return ""
            open_marks.append(_CLOSING[token])
            pieces.append(token)
        elif match.lastgroup == "close":
            if open_marks:
                open_marks.pop()
            pieces.append(token)
    pieces.append(text[last:])
    whole = "".join(pieces).rstrip().rstrip(",") + "".join(reversed(open_marks))
    return _COMMA.sub(lambda found: "" if found.group() == "," else found.group(), whole)


def _unescaped(value: Any, depth: int = 0) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, str):
        return unescape(value) if "&" in value else value
    if depth > _MAX_DEPTH:
        return value
    if isinstance(value, list):
        return [_unescaped(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {key: _unescaped(item, depth + 1) for key, item in value.items()}
    return value


class Graph:
    """Index of the objects in a page's structured data by their ``@id``; resolves references to them.

    Args:
        blocks: Values of all JSON-LD scripts of a page.
        base: The page's URL, against which relative ids are resolved.
        any_ids: Whether any object has an id; if false, no index is built.
    """

    def __init__(self, blocks: Sequence[Any], base: str, *, any_ids: bool = True) -> None:
        self.base = base
        self.by_id: dict[str, Node] = {}
        self.referred: dict[str, str] = {}
        for node, _ in walk(blocks) if any_ids else ():
            if ident := self.ident(node):
                if is_reference(node):
                    continue
                self.by_id[ident] = {**self.by_id.get(ident, {}), **node}

    def ident(self, node: Node) -> str:
        """Returns the absolute id of an object; empty if it has none."""
        value = node.get("@id")
        if not isinstance(value, str) or not value.strip():
            return ""
        try:
            return urljoin(self.base, value.strip())
        except ValueError:
            return value.strip()

    def resolved(self, node: Node) -> Node:
        """Returns an object with all its properties on the page, its references replaced one level deep."""
        if not self.by_id:
            return node
        whole = self.by_id.get(self.ident(node), node)
        return {key: self._value(value) for key, value in whole.items()}

    def _value(self, value: Any) -> Any:  # noqa: ANN401 - any JSON
        if isinstance(value, list):
            return [self._value(item) if isinstance(item, dict) else item for item in value[:200]]
        if isinstance(value, dict) and is_reference(value):
            return self.by_id.get(self.ident(value), value)
        return value


def is_reference(node: Node) -> bool:
    """Whether an object only refers to another by its id, without properties of its own."""
    return "@id" in node and set(node) <= {"@id", "@type"}


def walk(blocks: Sequence[Any], skipped: Sequence[str] = ()) -> Iterator[tuple[Node, str]]:
    """Yields every object with the key that holds it, without ``skipped`` keys; visits at most 3,000."""
    stack: list[tuple[Any, str]] = [(block, "") for block in reversed(blocks)]
    count = 0
    while stack and count < _MAX_NODES:
        node, parent = stack.pop()
        count += 1
        if isinstance(node, list):
            stack.extend((item, parent) for item in reversed(node))
        elif isinstance(node, dict):
            yield node, parent
            for key, value in node.items():
                if isinstance(value, dict | list) and key not in skipped:
                    stack.append((value, str(key)))

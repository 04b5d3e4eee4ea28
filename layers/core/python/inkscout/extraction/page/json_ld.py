"""JSON-LD as sites write it: small faults mended, several values in a script, references by ``@id``."""

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
    """Values of a JSON-LD script in order, their texts without character references; empty where none is.

    Read are also scripts with comments, CDATA marks, a byte order mark, trailing commas, escapes that JSON
    does not know, several values in a row, a missing end, and scripts that are escaped as a whole.
    """
    plain = _MARKS.sub("", text).strip("\ufeff \t\r\n;")
    mended: tuple[Callable[[str], str], ...] = (str, _mended, lambda whole: _mended(unescape(whole)))
    for mend in mended:
        attempt = mend(plain)
        if values := _decoded(attempt):
            return [_unescaped(value) for value in values] if "&" in attempt else values
    return []


def _decoded(text: str) -> list[Any]:
    """Values that stand one after the other; empty where any text but separators is left over."""
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
    """The text without comments, trailing commas and unknown escapes, and with what it leaves open closed.

    Empty where values stand deeper in one another than any page's do.
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
    """Objects of a page's structured data by their ``@id``, which other objects refer to them by.

    Args:
        blocks: Values of all scripts of a page.
        base: The page's address, which relative ids belong to.
        any_ids: Whether any object has an id; without, nothing is looked for.
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
        """The absolute id of an object; empty without one."""
        value = node.get("@id")
        if not isinstance(value, str) or not value.strip():
            return ""
        try:
            return urljoin(self.base, value.strip())
        except ValueError:
            return value.strip()

    def resolved(self, node: Node) -> Node:
        """An object with all that the page says of it, its own references one step deep replaced."""
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
    """Whether an object says nothing of its own and refers to another by its id."""
    return "@id" in node and set(node) <= {"@id", "@type"}


def walk(blocks: Sequence[Any], skipped: Sequence[str] = ()) -> Iterator[tuple[Node, str]]:
    """Every object with the key it stands under, what stands under skipped keys left out."""
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

"""Data that web frameworks embed in a page for their scripts, decoded to plain values.

Supports Next.js (flight rows), Nuxt and SvelteKit (devalue: values refer to other values by index), Astro
(typed properties), and JSON in attributes or in ``JSON.parse`` calls.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from inkscout.extraction.page.document import Document, Script

MAX_PAYLOAD = 600_000
"""Maximum number of characters read per payload."""
_FLIGHT = re.compile(r'__next_f\.push\(\s*\[\s*\d+\s*,\s*("(?:[^"\\]|\\.)*")\s*\]\s*\)')
_ROW = re.compile(r"(?:^|\n)?([0-9a-f]{1,8}):([A-Z]{0,2})")
_PARSED = re.compile(r'JSON\.parse\(\s*("(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\')\s*\)')
_OBJECT = re.compile(r"\{[^{}]{10,4000}\}")
_PAIR = re.compile(
    r"""(?:^|[{,\s])["']?([A-Za-z_$][\w$]*)["']?\s*:\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|`((?:[^`\\]|\\.)*)`|\[([^\[\]]*)\])"""
)
_ARRAY_NAME = re.compile(
    r"([A-Za-z_$][\w$]{0,60})(?:[\"']?\s{0,9}[:=]\s{0,9}\[|\.push\(|\s?=\s?(?:ref|reactive|Object\.freeze)\(\[)\s{0,9}$"
)
_MAP_NAME = re.compile(
    r"([A-Za-z_$][\w$]{0,60})[\"']?\s{0,9}[:=]\s{0,9}\{\s{0,40}"
    r"(?:[\"']?[\w$-]{1,40}[\"']?|\"[^\"\n]{1,40}\"|'[^'\n]{1,40}')\s{0,9}:\s{0,9}$"
)
"""Matches the name of an object whose values are objects, before the first of them."""
_KEY = re.compile(r"(?<![^\W\d_])([^\W\d_a-z][^\"'\n:{},]{1,40})[\"']?\s{0,9}:\s{0,9}$")
"""Matches a key with a capital before the object that is its value; such a key may be a name."""
_STRING = re.compile(r"""\"((?:[^\"\\]|\\.){1,600})\"|'((?:[^'\\]|\\.){1,600})'|`((?:[^`\\]|\\.){1,600})`""")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\(.)")
_MAX_ROWS = 4000
_MAX_VALUES = 20_000
_TYPED = 2
"""Length of an Astro value: its type and the value."""
_LIST_TYPE = 1
_REVIVERS = frozenset(
    [
        "ShallowReactive",
        "Reactive",
        "Ref",
        "ShallowRef",
        "EmptyRef",
        "EmptyShallowRef",
        "Set",
        "Island",
        "Object",
    ]
)
_LEAST_ATTRIBUTE = 24
_MAX_ATTRIBUTES = 40


def values_of_script(script: Script) -> list[Any] | None:
    """Returns the JSON values in one script; None if it holds none, as in a program with object literals."""
    text = script.text[:MAX_PAYLOAD]
    if "json" in script.kind:
        value = parsed(text)
        return None if value is None else [_unpacked(value)]
    if "JSON.parse" in text:
        values = [
            value for literal in _PARSED.findall(text) if (value := parsed(_plain(literal))) is not None
        ]
        return values or None
    return None


def values_of_flight(document: Document) -> list[Any]:
    """Returns the values of a Next.js flight stream, whose rows may be split across several scripts."""
    pieces: list[str] = []
    size = 0
    for script in document.scripts:
        if "__next_f" not in script.text or size >= MAX_PAYLOAD:
            continue
        for literal in _FLIGHT.findall(script.text[:MAX_PAYLOAD]):
            piece = parsed(literal)
            if isinstance(piece, str):
                pieces.append(piece)
                size += len(piece)
    return list(_rows("".join(pieces)[:MAX_PAYLOAD])) if pieces else []


def _rows(stream: str) -> Iterator[Any]:
    """Yields the JSON values of a flight stream (``id:json`` rows); skips text rows (``id:Tlength,text``)."""
    at = 0
    for _ in range(_MAX_ROWS):
        head = _ROW.match(stream, at)
        if head is None:
            following = stream.find("\n", at)
            if following < 0:
                return
            at = following + 1
            continue
        if head.group(2) == "T":
            at = _after_text(stream, head.end())
            continue
        end = stream.find("\n", head.end())
        end = len(stream) if end < 0 else end
        if not head.group(2) and stream[head.end() : head.end() + 1] in "[{":
            value = parsed(stream[head.end() : end])
            if value is not None:
                yield value
        at = end + 1


def _after_text(stream: str, start: int) -> int:
    """Returns the end position of a text row, whose length is in UTF-8 bytes, written in hexadecimal."""
    comma = stream.find(",", start, start + 9)
    try:
        length = int(stream[start:comma], 16) if comma > 0 else -1
    except ValueError:
        length = -1
    if length < 0:
        following = stream.find("\n", start)
        return following + 1 if following >= 0 else len(stream)
    body = stream[comma + 1 : comma + 1 + length].encode("utf-8", "surrogatepass")[:length]
    return comma + 1 + len(body.decode("utf-8", "ignore"))


def values_of_attributes(document: Document) -> Iterator[tuple[str, Any]]:
    """Yields name and value of attributes that hold JSON, at most 40; decodes properties of Astro islands."""
    count = 0
    for element in document.elements:
        if not element.attrs:
            continue
        for name, value in element.attrs.items():
            if not value or value[0] not in "[{" or value[-1] not in "]}" or len(value) < _LEAST_ATTRIBUTE:
                continue
            count += 1
            if count > _MAX_ATTRIBUTES:
                return
            data = parsed(value[:MAX_PAYLOAD])
            if data is not None:
                yield name, _astro(data) if element.tag == "astro-island" else data


def parsed(text: str) -> object:
    """Returns the value of a JSON text; None if it is invalid or nested too deeply."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _plain(literal: str) -> str:
    """Returns the value of a JavaScript string literal; empty if it is invalid."""
    if literal[0] == "'":
        literal = '"' + literal[1:-1].replace("\\'", "'").replace('"', '\\"').replace('\\\\"', '\\"') + '"'
    value = parsed(literal)
    return value if isinstance(value, str) else ""


def _unpacked(value: object) -> object:
    """Returns a value with devalue lists and JSON ``body`` texts decoded; any other value unchanged."""
    if isinstance(value, list) and _points(value):
        return _restored(value)
    if isinstance(value, dict) and isinstance(value.get("body"), str) and value["body"][:1] in ("{", "["):
        inner = parsed(value["body"])
        return value if inner is None else inner
    return value


def _points(value: list[Any]) -> bool:
    """Whether a list looks like the flattened format (devalue) that Nuxt and SvelteKit write.

    Its values refer to other values by their index in the list.
    """
    if all(isinstance(part, dict | list) for part in value):
        return False
    first = value[0]
    if isinstance(first, dict):
        return bool(first) and all(type(part) is int and -8 < part < len(value) for part in first.values())
    return (
        isinstance(first, list)
        and len(first) == _TYPED
        and first[0] in _REVIVERS
        and type(first[1]) is int
        and 0 <= first[1] < len(value)
    )


def _restored(flat: list[Any]) -> object:
    """Returns the first value of a devalue list with all references resolved; shared values stay shared."""
    made: dict[int, Any] = {}

    def make(index: object) -> object:
        """Returns a value, its parts filled in later, so that no depth or cycle needs recursion."""
        if type(index) is not int or not 0 <= index < len(flat):
            return None
        hops = 0
        while (target := _wrapped(flat[index])) is not None and hops < len(_REVIVERS):
            if not 0 <= target < len(flat):
                return None
            index, hops = target, hops + 1
        raw = flat[index]
        if not isinstance(raw, dict | list):
            return raw
        if index not in made and len(made) < _MAX_VALUES:
            made[index] = {} if isinstance(raw, dict) else []
            waiting.append(index)
        return made.get(index)

    waiting: list[int] = []
    root = make(0)
    while waiting:
        index = waiting.pop()
        raw, target = flat[index], made[index]
        if isinstance(raw, dict):
            target.update((key, make(part)) for key, part in raw.items())
        else:
            parts = raw[1:] if raw and raw[0] == "Set" else raw
            target.extend(make(part) for part in parts if type(part) is int)
    return root


def _wrapped(raw: object) -> int | None:
    """Returns the index of the value inside a wrapper ("Reactive", "Ref" …); None without a wrapper."""
    if isinstance(raw, list) and len(raw) == _TYPED and raw[0] in _REVIVERS and raw[0] != "Set":
        return raw[1] if type(raw[1]) is int else None
    return None


def _astro(value: object, depth: int = 0) -> object:
    """Decodes Astro's properties, each ``[type, value]``: type 0 is a plain value or object, 1 a list."""
    if depth > 40:
        return None
    if isinstance(value, dict):
        return {key: _astro(part, depth + 1) for key, part in value.items()}
    if isinstance(value, list) and len(value) == _TYPED and type(value[0]) is int:
        if value[0] == _LIST_TYPE and isinstance(value[1], list):
            return [_astro(part, depth + 1) for part in value[1]]
        return _astro(value[1], depth + 1) if isinstance(value[1], dict) else value[1]
    return value


def records_of_literals(text: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yields the object literals of a program as key-value pairs, each with the name of what lists it.

    That is an array, or an object whose values are objects: their key is the ``name`` of those without one.
    Of nested objects only the innermost are read. The name is empty if the object is in neither.
    """
    list_name, upto, closing = "", 0, "]"
    for match in _OBJECT.finditer(text):
        before = text[max(upto, match.start() - 80) : match.start()]
        named = _ARRAY_NAME.search(before)
        mapped = None if named else _MAP_NAME.search(before)
        if named or mapped:
            list_name, closing = (named or mapped)[1], "]" if named else "}"  # type: ignore[index]
        elif before.strip(" \t\r\n,"):
            list_name = "" if closing in before or "]" in before else list_name
        upto = match.end()
        pairs: dict[str, Any] = {}
        for key, double, single, back, array in _PAIR.findall(match.group(0)):
            value: Any = _unescape(double or single or back)
            if array:
                value = [_unescape("".join(item)) for item in _STRING.findall(array)]
            pairs.setdefault(key, value)
        if pairs:
            if list_name and closing == "}" and "name" not in pairs and (key_of := _KEY.search(before)):
                pairs["name"] = key_of[1]
            yield list_name, pairs


def _unescape(text: str) -> str:
    def put(match: re.Match[str]) -> str:
        if match.group(1):
            return chr(int(match.group(1), 16))
        return {"n": "\n", "t": "\t", "r": ""}.get(match.group(2), match.group(2))

    return _ESCAPE.sub(put, text)

"""Reads the lists that a program keeps of people: objects that hold others, lists of lists, names alone."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from inkscout.extraction.page.literals import Literal, literals_after
from inkscout.extraction.text.names import read_name
from inkscout.vocabulary.folding import tokens
from inkscout.vocabulary.loader import word_set

_TEAM = word_set("team.people")
_LIST = re.compile(
    r"(?<![\w$.])[\"']?([A-Za-z_$][\w$]{1,60})[\"']?\s{0,9}[:=]\s{0,9}(?:(?:ref|reactive|Object\.freeze|useState)\()?(?=\[)"
)
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_TELLING = re.compile(r"n[ao]m|navn|artist|title|nick|imie|jmeno|isim", re.IGNORECASE)
"""Matches keys of names."""
_MAX_LISTS = 4
_MAX_RECORDS = 80
_LEAST_NAMES = 2
_LONGEST_NAME = 40
_MOST_NAMED = 0.75
_DEPTH = 4


def people_lists(program: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yields the entries of a program's lists that are called as people are, each with the list's name."""
    named = (match for match in _LIST.finditer(program) if is_of_people(match[1]))
    for match in islice(named, _MAX_LISTS):
        tree = literals_after(program, match.end())
        entries = [entry for _, entry in tree.entries[:1] if isinstance(entry, Literal)]
        for entry in entries:
            yield from ((match[1], record) for record in islice(_records(entry), _MAX_RECORDS))


def is_of_people(identifier: str) -> bool:
    """Whether a list's name says that it holds a studio's people ("teamMembers", "ARTISTS")."""
    words = tokens(" ".join(_PARTS.findall(identifier)))
    return any(word in _TEAM for word in words)


def _records(entries: Literal) -> Iterator[Mapping[str, Any]]:
    """Yields the entries of a list as records; those of names alone only if nearly all of them are names."""
    strings = [value for key, value in entries.entries if isinstance(value, str) and value and not key]
    for _, value in entries.entries:
        if isinstance(value, Literal):
            record = _record(value)
            if record:
                yield record
    named = [text for text in strings if len(text) <= _LONGEST_NAME and read_name(text) is not None]
    if len(named) >= _LEAST_NAMES and len(named) >= _MOST_NAMED * len(strings):
        yield from ({"name": text} for text in named)


def _record(entry: Literal) -> dict[str, Any]:
    """Returns an object's values by key; of a list or a call with values alone, the first is the name."""
    if entry.bracket == "{":
        return _with_name({key: _value(value, 1) for key, value in entry.entries if key})
    strings = [value for key, value in entry.entries if isinstance(value, str) and value and not key]
    inner = [value for _, value in entry.entries if isinstance(value, Literal) and value.bracket == "{"]
    if inner and not strings:
        return _record(inner[0])
    if not strings or len(strings) < _LEAST_NAMES:
        return {}
    record: dict[str, Any] = {"name": strings[0]}
    for at, text in enumerate(strings[1:]):
        is_handle = text.startswith("@") or "instagram.com/" in text
        record["instagram" if is_handle else f"text{at}"] = text
    return record | {"styles": strings[1:]}


def _with_name(record: dict[str, Any]) -> dict[str, Any]:
    """Returns a record with a name and a handle, found by their form where no key tells them ("n", "h")."""
    if any(_TELLING.search(key) for key in record):
        return record
    texts = [value for value in record.values() if isinstance(value, str) and len(value) <= _LONGEST_NAME]
    named = next((text for text in texts if read_name(text) is not None), "")
    handle = next((text for text in texts if text.startswith("@") or "instagram.com/" in text), "")
    return record | {"name": named, "instagram": handle} if named else record


def _value(value: str | Literal, depth: int) -> object:
    if isinstance(value, str):
        return value
    if depth > _DEPTH:
        return ""
    if value.bracket == "{":
        return {key: _value(inner, depth + 1) for key, inner in value.entries if key}
    return [_value(inner, depth + 1) for _, inner in value.entries]

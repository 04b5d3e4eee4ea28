"""Reads the word lists: TOML files beside this module, each parsed and folded once, on first use.

Folded means in lower case and without accents. An entry is named by its file and its key, such as
``team.guest`` or ``roles.roles.owner``. An unknown entry raises ``KeyError``, an unknown file
``FileNotFoundError``; modules look up their words when they are imported, so a wrong name is noticed at once.
Except for :func:`load_toml`, results are immutable.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from inkscout.vocabulary.folding import fold

_FOLDER = Path(__file__).parent  # importlib.resources would cost a cold start more than the parsing does


@lru_cache(maxsize=64)
def load_toml(name: str) -> dict[str, Any]:
    """Returns a parsed file by its name without suffix, such as ``queries``; callers must not modify it."""
    return tomllib.loads(_FOLDER.joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=8)
def long_list(name: str) -> frozenset[str]:
    """Returns the words in ``{name}.txt`` (one per line, folded), a list that is too long for TOML."""
    text = _FOLDER.joinpath(f"{name}.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


@lru_cache(maxsize=256)
def word_set(entry: str) -> frozenset[str]:
    """Returns the words of a list, in lower case without accents; for a table, those of all its lists."""
    return frozenset(fold(word) for word in _words(_entry(entry)))


@lru_cache(maxsize=256)
def by_word(entry: str) -> Mapping[str, str]:
    """Returns the inverse of a table of lists: the key of the list by each word.

    The words are in lower case without accents.

    Raises:
        ValueError: two lists of the table contain the same word.
    """
    found: dict[str, str] = {}
    for key, listed in _entry(entry).items():
        for word in listed:
            if found.setdefault(fold(word), key) != key:
                raise ValueError(f"{entry}: {word} stands under {found[fold(word)]} and under {key}")
    return MappingProxyType(found)


@lru_cache(maxsize=256)
def word_sets(entry: str) -> Mapping[str, frozenset[str]]:
    """Returns a table of lists by key, each as a set of words in lower case without accents."""
    return MappingProxyType({key: word_set(f"{entry}.{key}") for key in _entry(entry)})


@lru_cache(maxsize=256)
def spellings(entry: str) -> Mapping[str, tuple[str, ...]]:
    """Returns a table of lists by key, with words as written in the file."""
    return MappingProxyType({key: tuple(listed) for key, listed in _entry(entry).items()})


@lru_cache(maxsize=256)
def values(entry: str) -> Mapping[str, str]:
    """Returns a table of texts by key."""
    return MappingProxyType(dict(_entry(entry)))


@lru_cache(maxsize=256)
def phrases(entry: str) -> frozenset[str]:
    """Returns the regular expressions in a list as written; for a table, those of all its lists."""
    return frozenset(_words(_entry(entry)))


@lru_cache(maxsize=256)
def alternatives(entry: str) -> str:
    """Returns a list of regular expressions as alternatives (``a|b``), longer ones first.

    ``,? `` in an expression matches any punctuation before a space.
    """
    parts = {part.replace(",? ", "[,!.]* ") for part in phrases(entry)}
    return "|".join(sorted(parts, key=lambda part: (-len(part), part)))


def _entry(entry: str) -> Any:  # noqa: ANN401 - a TOML value of any type
    name, *keys = entry.split(".")
    value: Any = load_toml(name)
    for key in keys:
        value = value[key]
    return value


def _words(value: Any) -> Iterator[str]:  # noqa: ANN401 - a list, or a table of lists
    for part in value.values() if isinstance(value, dict) else (value,):
        yield from part

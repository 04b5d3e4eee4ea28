"""Reads the word lists: TOML files beside this module, each parsed and folded once, when first asked for.

An entry is named by its file and its key, such as ``team.guest`` or ``roles.roles.owner``. An entry that does
not exist raises ``KeyError``; modules look their words up when they are imported, so a wrong name cannot stay
unnoticed. What is handed out is frozen.
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
    """Returns one file by its stem, such as ``queries``; callers must not change what they get."""
    return tomllib.loads(_FOLDER.joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=8)
def long_list(name: str) -> frozenset[str]:
    """Returns the words of a list that is too long for TOML: ``{name}.txt``, folded words, one a line."""
    text = _FOLDER.joinpath(f"{name}.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


@lru_cache(maxsize=256)
def word_set(entry: str) -> frozenset[str]:
    """Returns the words of a list, folded; of a table, the words of all its lists."""
    return frozenset(fold(word) for word in _words(_entry(entry)))


@lru_cache(maxsize=256)
def by_word(entry: str) -> Mapping[str, str]:
    """Returns a table of lists turned round: each folded word to the key of its list.

    Raises:
        ValueError: two lists of the table claim one word.
    """
    found: dict[str, str] = {}
    for key, listed in _entry(entry).items():
        for word in listed:
            if found.setdefault(fold(word), key) != key:
                raise ValueError(f"{entry}: {word} stands under {found[fold(word)]} and under {key}")
    return MappingProxyType(found)


@lru_cache(maxsize=256)
def word_sets(entry: str) -> Mapping[str, frozenset[str]]:
    """Returns a table of lists by key, each folded."""
    return MappingProxyType({key: word_set(f"{entry}.{key}") for key in _entry(entry)})


@lru_cache(maxsize=256)
def spellings(entry: str) -> Mapping[str, tuple[str, ...]]:
    """Returns a table of lists by key, as they are written."""
    return MappingProxyType({key: tuple(listed) for key, listed in _entry(entry).items()})


@lru_cache(maxsize=256)
def values(entry: str) -> Mapping[str, str]:
    """Returns a table of texts by key."""
    return MappingProxyType(dict(_entry(entry)))


@lru_cache(maxsize=256)
def alternatives(entry: str) -> str:
    """Returns a list of parts of patterns as the inside of one group, longer parts first.

    A ``,? `` in a part stands for any marks before a space.
    """
    parts = {part.replace(",? ", "[,!.]* ") for part in _words(_entry(entry))}
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

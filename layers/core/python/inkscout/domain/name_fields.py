"""Fields of a JSON document that may hold the parts of one name."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

LONGEST = 60
"""Characters of a field that may be a part of a name."""

_DEEPEST = 3
_GIVEN = re.compile(r"first|given|fore|vor|prenom|nombre|imie|voor")
_FAMILY = re.compile(r"last|sur|famil|nach|apell|cogn|nazw|achter|^nom$")

Path = tuple[Any, ...]
"""Keys and places that lead to a field."""


def short_fields(document: Mapping[Any, Any] | Sequence[Any]) -> list[tuple[Path, str]]:
    """Returns short strings of a mapping or list, also those alone in a nested mapping or list."""
    entries = document.items() if isinstance(document, Mapping) else enumerate(document)
    found = ((key, _only(value, 0)) for key, value in entries)
    return [((key, *rest), text) for key, one in found if one for rest, text in [one]]


def pairs(document: Mapping[Any, Any] | Sequence[Any], fields: Sequence[Path]) -> Iterator[tuple[Path, Path]]:
    """Yields pairs of fields that may form one name: any two of a mapping, neighbours of a list."""
    if isinstance(document, Mapping):
        yield from ((one, other) for at, one in enumerate(fields) for other in fields[at + 1 :])
    else:
        yield from ((one, other) for one, other in pairwise(fields) if other[0] - one[0] == 1)


def replace_field(document: Any, path: Path, value: str) -> None:  # noqa: ANN401 - any JSON
    """Replaces one field of a document in place."""
    for key in path[:-1]:
        document = document[key]
    document[path[-1]] = value


def whole_names(document: Mapping[Any, Any]) -> Iterator[tuple[Any, Any]]:
    """Yields the key of a given name with that of the family name beside it."""
    short = [key for key, value in document.items() if isinstance(value, str) and 0 < len(value) <= LONGEST]
    given = [key for key in short if _GIVEN.search(str(key)[:40].lower())]
    family = [key for key in short if _FAMILY.search(str(key)[:40].lower())]
    if len(given) == len(family) == 1 and given != family:
        yield given[0], family[0]


def _only(value: Any, depth: int) -> tuple[Path, str] | None:  # noqa: ANN401 - any JSON
    if isinstance(value, str):
        return ((), value) if 0 < len(value) <= LONGEST else None
    if depth >= _DEEPEST or not isinstance(value, Mapping | list):
        return None
    entries = value.items() if isinstance(value, Mapping) else enumerate(value)
    found = [(key, _only(one, depth + 1)) for key, one in entries if isinstance(one, str | Mapping | list)]
    if len(found) != 1 or found[0][1] is None:
        return None
    key, (rest, text) = found[0][0], found[0][1]
    return (key, *rest), text

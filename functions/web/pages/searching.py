"""Search behind the result pages: reads lenient parameters, and says what was left out and why."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from functions.web.asked import PageRequest
from inkscout.bootstrap import api
from inkscout.contracts.api.parameters import SearchParameters
from inkscout.domain import naming
from inkscout.errors import InvalidParameter
from inkscout.vocabulary.loader import word_set

PAGE = 24
"""Artists on a page: divisible by two, three and four, the columns of the grid."""

ON_A_MAP = 48
"""Results on a map and in the list beside it: as many as a page of 15 KB holds with names of any length."""

_LONGEST_TEXT = 200
_SEVERAL = frozenset({"style"})
_NOTES = {
    "near": "We do not know that place, so the search is not limited to its surroundings.",
    "city": "We do not know that city.",
    "style": "We do not know that style, so it was left out.",
    "cursor": "That page of the list has expired; this is its beginning.",
    "bbox": "The part of the map could not be read, so the whole map was searched.",
    "sort": "Sorting by distance needs a place; the best matches come first.",
    "radius_km": "A radius needs a place around which to search.",
}

FoundT = TypeVar("FoundT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Parameters of a search as they were used.

    Attributes:
        given: Value of each parameter that was used; a tuple for ``style``.
        notes: Sentences about parameters that were left out.
        wants_position: Whether the text says "near me" and no position was given.
    """

    given: dict[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    wants_position: bool = False

    def without(self, name: str, value: str = "") -> dict[str, Any]:
        """Returns the parameters without one of them, or without one value of it."""
        kept = dict(self.given)
        if value and name in _SEVERAL:
            kept[name] = tuple(one for one in kept.get(name, ()) if one != value)
        else:
            kept.pop(name, None)
        if name == "near":
            kept.pop("radius_km", None)
        return kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Generic[FoundT]):
    """Result of a search, with the parameters that were used."""

    page: FoundT
    asked: Asked


def search(
    request: PageRequest,
    parameters: type[SearchParameters],
    use_case: Callable[[Any], FoundT],
    *,
    limit: int = PAGE,
    **fixed: str,
) -> Found[FoundT]:
    """Searches with the parameters of a request; one that is not valid is left out and noted.

    Args:
        request: The request; parameters that the search does not know are ignored.
        parameters: Model of the search's parameters.
        use_case: The search.
        limit: Results on a page.
        fixed: Parameters that the page sets itself.

    Raises:
        TransientError: neither the index nor the table answered, or the denylist did not.
    """
    asked = _read(request, parameters, fixed)
    for _ in range(len(parameters.model_fields) + 1):
        try:
            wanted = parameters.model_validate({**asked.given, "limit": limit})
            return Found(page=use_case(wanted), asked=asked)
        except ValidationError as error:
            for name in {str(fault["loc"][0]) for fault in error.errors() if fault["loc"]}:
                asked = _leave_out(asked, name)
        except InvalidParameter as error:
            asked = _leave_out(asked, error.name)
    return Found(page=use_case(parameters(limit=limit)), asked=Asked(notes=asked.notes))


def country_of(city: str) -> str:
    """Returns the country of a city of the directory; empty if several countries have one of its name."""
    known = api.vocabulary()().places.places.get(naming.key(city))
    return known.country if known else ""


def _read(request: PageRequest, parameters: type[SearchParameters], fixed: dict[str, str]) -> Asked:
    given: dict[str, Any] = {}
    notes: tuple[str, ...] = ()
    for name in parameters.model_fields:
        if name == "limit":
            continue
        value = request.all(name) if name in _SEVERAL else request.one(name)
        if value:
            given[name] = value
    given.update({name: (value,) if name in _SEVERAL else value for name, value in fixed.items()})
    if len(given.get("q", "")) > _LONGEST_TEXT:
        given["q"] = given["q"][:_LONGEST_TEXT].rsplit(" ", 1)[0][:_LONGEST_TEXT]
        notes = (f"The search was long; its first {_LONGEST_TEXT} characters were used.",)
    return Asked(given=given, notes=notes)


def _leave_out(asked: Asked, name: str) -> Asked:
    """Returns the parameters without the one that is not valid; "near me" without a position is asked for."""
    if name == "near" and "near" not in asked.given:
        kept = {**asked.given, "q": _without_near_me(str(asked.given.get("q", "")))}
        return replace(asked, given=kept, wants_position=True)
    note = _NOTES.get(name, f"The value of {name} could not be used, so it was left out.")
    notes = asked.notes if note in asked.notes else (*asked.notes, note)
    if name not in asked.given:
        return Asked(notes=notes, wants_position=asked.wants_position)
    return replace(asked, given=asked.without(name), notes=notes)


def _without_near_me(text: str) -> str:
    folded = f" {naming.key(text)} "
    for phrase in sorted(word_set("search_words.near_me"), key=len, reverse=True):
        folded = folded.replace(f" {phrase} ", " ")
    return re.sub(r"\s+", " ", folded).strip()

"""Addresses in a search for artists: which words may be one, and the studios that have them.

Artists have no address of their own. A postcode or a street is looked up among the studios, and the search
asks for the artists who work there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from inkscout.search.criteria import Attempt, Premises, QueryWord
from inkscout.search.definition import Kind
from inkscout.search.query import geo_filters

LEVEL = -1
"""Level of an attempt at addresses, which is not a relaxation."""

MAX_STUDIOS = 200
"""Maximum number of studios that one address may mean."""

_SHORTEST = 3


def possible(attempt: Attempt) -> list[tuple[QueryWord, ...]]:
    """Returns the words of a search for artists that may be an address: all of them, or those with digits."""
    if attempt.criteria.kind is not Kind.ARTISTS:
        return []
    words = tuple(word for word in attempt.reading.words if not word.handle)
    numbered = tuple(word for word in words if any(letter.isdigit() for letter in word.text))
    choices = [choice for choice in (words, numbered) if any(len(word.text) >= _SHORTEST for word in choice)]
    return list(dict.fromkeys(choices))


def body(attempt: Attempt, words: Sequence[QueryWord]) -> dict[str, Any]:
    """Returns the request for the studios whose address has all the words."""
    said: list[dict[str, Any]] = [
        {"match": {"address": {"query": word.text, "operator": "and"}}} for word in words
    ]
    return {
        "size": MAX_STUDIOS,
        "track_total_hits": False,
        "query": {"bool": {"filter": [*said, *geo_filters(attempt.criteria)]}},
        "sort": [{"studio_id": {"order": "asc"}}],
        "_source": ["studio_id"],
    }


def settled(attempt: Attempt, words: Sequence[QueryWord], answer: Mapping[str, Any]) -> Attempt | None:
    """Returns the search for artists of the studios in the response to ``body``; None if it has none."""
    studio_ids = tuple(hit["_source"]["studio_id"] for hit in answer["hits"]["hits"])
    if not studio_ids:
        return None
    reading = attempt.reading
    left = tuple(word for word in reading.words if word not in words)
    premises = Premises(words=tuple(words), studio_ids=studio_ids)
    return replace(attempt, level=LEVEL, reading=replace(reading, words=left, pieced=(), premises=premises))

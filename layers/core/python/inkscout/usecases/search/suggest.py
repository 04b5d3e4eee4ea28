"""Suggest: completions while a user types, grouped by kind."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from inkscout.contracts.api.search import Suggestion, Suggestions
from inkscout.errors import TransientError
from inkscout.ports import Clock, IndexReader
from inkscout.search import taxonomy
from inkscout.search.definition import Kind
from inkscout.search.suggest import PER_GROUP, complete, suggest_body
from inkscout.search.understand import Vocabulary
from inkscout.stale_cache import StaleCache
from inkscout.usecases.directory.denylist_filter import DenylistFilter

REMEMBER_SECONDS = 60.0

SPARE = 2
"""Number of extra names that are checked against the denylist, so that removals rarely shorten the list."""

Groups = dict[Kind, list[Mapping[str, Any]]]


class Suggest:
    """Serves ``GET /v1/suggest``; styles and cities come from memory, names from the index."""

    def __init__(
        self,
        index: IndexReader,
        vocabulary: Callable[[], Vocabulary],
        denylist_filter: DenylistFilter,
        clock: Clock,
        timer: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._index = index
        self._vocabulary = vocabulary
        self._denylist_filter = denylist_filter
        self._timer = timer
        self._answers: StaleCache[Groups] = StaleCache(clock, ttl_seconds=REMEMBER_SECONDS, capacity=512)

    def __call__(self, text: str, limit: int = PER_GROUP) -> Suggestions:
        """Returns up to ``limit`` suggestions of each kind.

        If the index or the denylist does not respond, returns only styles and cities.
        """
        started = self._timer()
        vocabulary = self._vocabulary()
        key = text.strip().casefold()
        degraded = False
        try:
            found = self._answers.get(key, lambda: self._names(text))
            degraded = self._answers.is_stale(key)
            artists = self._denylist_filter.documents(_distinct(found.get(Kind.ARTISTS, ()))[: limit + SPARE])
        except TransientError:
            found, artists, degraded = {}, [], True
        return Suggestions(
            artists=[_artist(document) for document in artists[:limit]],
            studios=[_studio(document) for document in _distinct(found.get(Kind.STUDIOS, ()))[:limit]],
            styles=_styles(text, vocabulary, limit),
            cities=_cities(text, vocabulary, limit),
            degraded=degraded,
            took_ms=round((self._timer() - started) * 1000, 2),
        )

    def _names(self, text: str) -> Groups:
        """Returns names that match the text as typed, and if a kind has too few, also those with one typo."""
        found = self._ask(text, list(Kind), typos=False)
        few = [kind for kind in Kind if len(_distinct(found.get(kind, ()))) < PER_GROUP]
        if few:
            for kind, documents in self._ask(text, few, typos=True).items():
                found[kind] = [*found.get(kind, []), *documents]
        return found

    def _ask(self, text: str, kinds: Sequence[Kind], *, typos: bool) -> Groups:
        searches = [(kind.value, suggest_body(kind, text, typos=typos)) for kind in kinds]
        asked = [(alias, body) for alias, body in searches if body is not None]
        if not asked:
            return {}
        answers = self._index.search(asked)
        return {
            Kind(alias): [hit["_source"] for hit in answer["hits"]["hits"]]
            for (alias, _), answer in zip(asked, answers, strict=True)
        }


def _distinct(documents: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Returns the documents without duplicates: of several people with one name in one place, the first."""
    seen: dict[tuple[str, str, str], Mapping[str, Any]] = {}
    for document in documents:
        place = str(document.get("studio_name", "")) + str(document.get("city", ""))
        name = str(document["name"]).casefold()
        seen.setdefault((name, place, ""), document)
    return list(seen.values())


def _artist(document: Mapping[str, Any]) -> Suggestion:
    detail = [document.get("studio_name", ""), document.get("city", "")]
    return Suggestion(
        id=document["artist_id"],
        text=document["name"],
        detail=", ".join(part for part in detail if part),
    )


def _studio(document: Mapping[str, Any]) -> Suggestion:
    return Suggestion(id=document["studio_id"], text=document["name"], detail=document.get("city", ""))


def _styles(text: str, vocabulary: Vocabulary, limit: int) -> list[Suggestion]:
    styles = complete(vocabulary.styles.phrases, text, limit)
    counts = vocabulary.style_counts
    return [
        Suggestion(
            id=style,
            text=vocabulary.styles.names.get(style, style),
            count=counts.get(style, 0) if counts else None,
        )
        for style in styles
    ]


def _cities(text: str, vocabulary: Vocabulary, limit: int) -> list[Suggestion]:
    keys = complete(vocabulary.places.phrases, text, limit)
    places = [vocabulary.places.places[key] for key in keys if key in vocabulary.places.places]
    return [
        Suggestion(
            id=place.name,
            text=place.name,
            detail=taxonomy.country_name(place.country) if place.country else "",
            count=vocabulary.city_counts.get(place.key, 0) if vocabulary.city_counts else None,
        )
        for place in places
    ]

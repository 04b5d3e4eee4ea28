"""Runs a search: relaxation ladder, facets and cursor, the same for artists and studios."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from inkscout.ports import Clock, IndexReader, JsonMap
from inkscout.search import cursor as cursors
from inkscout.search import premises, query
from inkscout.search.aggregates import read_counts, total
from inkscout.search.criteria import Attempt, Criteria
from inkscout.search.definition import Kind
from inkscout.search.ladder import exact, ladder, rung
from inkscout.search.understand import Vocabulary
from inkscout.stale_cache import StaleCache
from inkscout.usecases.directory.denylist_filter import DenylistFilter

FACETS_SECONDS = 60.0
"""Maximum age of facet counts in seconds."""

Counts = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """One page of documents, with the interpretation of the text, relaxed conditions and facet counts."""

    documents: Sequence[JsonMap]
    total: int
    attempt: Attempt
    facets: Counts
    next_cursor: str | None = None
    degraded: bool = False
    total_is_exact: bool = True


class Search:
    """Searches one kind of document, artists or studios, in the index."""

    def __init__(
        self, index: IndexReader, denylist_filter: DenylistFilter, clock: Clock, cursor_key: bytes
    ) -> None:
        self._index = index
        self._denylist_filter = denylist_filter
        self._clock = clock
        self._cursor_key = cursor_key
        self._facets: StaleCache[dict[str, int]] = StaleCache(clock, ttl_seconds=FACETS_SECONDS)

    def digest(self, criteria: Criteria) -> str:
        """Returns the digest that binds a cursor to its search criteria."""
        return cursors.query_digest({"criteria": repr(replace(criteria, limit=0, center_place=None))})

    def run(self, criteria: Criteria, vocabulary: Vocabulary, cursor: str = "") -> Results:
        """Returns one page of results. If the first page would be empty, conditions are relaxed.

        Raises:
            InvalidCursor: the cursor is not one of this query's.
            IndexUnavailable: the index did not respond.
            TransientError: the denylist did not respond.
        """
        first = exact(criteria, vocabulary)
        digest = self.digest(criteria)
        after, attempt = None, first
        if cursor:
            position = cursors.decode(cursor, digest, self._cursor_key, self._clock.now())
            after = position.after
            if position.level == premises.LEVEL:
                attempt = self._at_an_address(first) or first
            else:
                attempt = rung(first, vocabulary, position.level)
        answer, facets = self._ask(attempt, after)
        if not cursor and total(answer) == 0:
            attempt, answer, facets = self._climb(first, vocabulary, answer, facets)
        hits = answer["hits"]["hits"]
        page = hits[: criteria.limit]
        shown = [hit["_source"] for hit in page]
        if criteria.kind is Kind.ARTISTS:
            shown = self._denylist_filter.documents(shown)
        found = total(answer) - (len(page) - len(shown))
        return Results(
            documents=shown,
            total=found,
            attempt=attempt,
            # Facet counts would reveal the styles and place of a person who is not shown.
            facets=facets if found else {},
            next_cursor=self._next(attempt, digest, page) if len(hits) > criteria.limit else None,
        )

    def settle(self, criteria: Criteria, vocabulary: Vocabulary) -> Attempt:
        """Returns the search that ``run`` answers: the first, or its mildest relaxation that finds anything.

        Raises:
            IndexUnavailable: the index did not respond.
        """
        first = exact(criteria, vocabulary)
        attempts = [first, *ladder(first, vocabulary)]
        found = self._first_with_results(attempts)
        if found is not first or found is None:
            located = self._at_an_address(first)
            found = self._first_with_results([located, *attempts]) if located else found
        return found or first

    def _ask(self, attempt: Attempt, after: list[Any] | None) -> tuple[JsonMap, Counts]:
        """Requests the page and its facets in one round trip.

        Facet counts that are still fresh are reused.
        """
        alias = attempt.criteria.kind.value
        filtered = query.filtered_facets(attempt.criteria)
        keys = {name: query.facet_key(attempt, name) for name in query.facet_names(attempt.criteria.kind)}
        missing = [name for name, key in keys.items() if self._facets.fresh(key) is None]
        inline = tuple(name for name in missing if name not in filtered)
        own = [name for name in missing if name in filtered]
        searches: list[tuple[str, JsonMap]] = [
            (alias, query.search_body(attempt, after=after, facets=inline)),
            *((alias, query.facet_body(attempt, name)) for name in own),
        ]
        answers = self._index.search(searches)
        for name in inline:
            self._facets.put(keys[name], read_counts(answers[0], name))
        for name, answer in zip(own, answers[1:], strict=True):
            self._facets.put(keys[name], read_counts(answer, name))
        return answers[0], {name: self._facets.stale(key) or {} for name, key in keys.items()}

    def _climb(
        self, first: Attempt, vocabulary: Vocabulary, answer: JsonMap, facets: Counts
    ) -> tuple[Attempt, JsonMap, Counts]:
        """Relaxes the search: tries the first rung alone, then all others in one round trip.

        Returns the mildest relaxation that finds anything, or the original search if none does.
        """
        attempts = ladder(first, vocabulary)
        located = self._at_an_address(first)
        for attempt in (located, *attempts[:1]):
            if attempt is not None:
                found, counts = self._ask(attempt, None)
                if total(found):
                    return attempt, found, counts
        settled = self._first_with_results(attempts[1:])
        if settled is None:
            return first, answer, facets
        found, counts = self._ask(settled, None)
        return settled, found, counts

    def _first_with_results(self, attempts: Sequence[Attempt]) -> Attempt | None:
        """Tries attempts in one round trip; returns the first that finds anything, None if none does."""
        if not attempts:
            return None
        probes = [(one.criteria.kind.value, query.search_body(one.with_limit(0))) for one in attempts]
        answers = zip(attempts, self._index.search(probes), strict=True)
        return next((attempt for attempt, answer in answers if total(answer)), None)

    def _at_an_address(self, first: Attempt) -> Attempt | None:
        """Returns the search with words that are an address of studios read as such; None if none are."""
        choices = premises.possible(first)
        if not choices:
            return None
        asked = [(Kind.STUDIOS.value, premises.body(first, words)) for words in choices]
        answers = self._index.search(asked)
        located = (premises.settled(first, *one) for one in zip(choices, answers, strict=True))
        return next((attempt for attempt in located if attempt), None)

    def _next(self, attempt: Attempt, digest: str, page: Sequence[JsonMap]) -> str:
        position = cursors.Position(after=page[-1]["sort"], level=attempt.level)
        return cursors.encode(position, digest, self._cursor_key, self._clock.now())

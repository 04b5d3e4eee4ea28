"""Search for artists and studios in the index; in the table while the index is unavailable."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from inkscout.contracts.api.parameters import SearchParameters
from inkscout.contracts.api.search import ArtistPage, StudioPage
from inkscout.errors import IndexUnavailable
from inkscout.search.definition import Kind
from inkscout.search.understand import Vocabulary
from inkscout.usecases.search import search_views as views
from inkscout.usecases.search.search_criteria import criteria
from inkscout.usecases.search.search_results import Results, Search

if TYPE_CHECKING:
    from inkscout.usecases.search.search_fallback import SearchFallback


class _Searching:
    """Shared steps of both searches: query the index, or else the table, and report which one responded.

    The fallback is created when it is first needed, so that other searches do not pay for its import.
    """

    def __init__(
        self,
        search: Search,
        vocabulary: Callable[[], Vocabulary],
        fallback: "Callable[[], SearchFallback]",
        timer: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._search = search
        self._vocabulary = vocabulary
        self._fallback = fallback
        self._timer = timer

    def _answer(self, parameters: SearchParameters, kind: Kind) -> tuple[Results, Vocabulary, dict[str, Any]]:
        """Returns the results, the vocabulary with their names, and the fields that every page has."""
        started = self._timer()
        vocabulary = self._vocabulary()
        asked = criteria(parameters, kind, vocabulary)
        try:
            results = self._search.run(asked, vocabulary, parameters.cursor)
        except IndexUnavailable:
            results = self._fallback().run(asked, vocabulary)
        shared = {
            "total": results.total,
            "total_is_exact": results.total_is_exact,
            "understood": views.understood(results.attempt),
            "relaxed": views.relaxed(results.attempt),
            "offers": [] if results.total else views.offers(results.attempt, vocabulary),
            "next_cursor": results.next_cursor,
            "degraded": results.degraded,
            "took_ms": round((self._timer() - started) * 1000, 2),
        }
        return results, vocabulary, shared


class SearchArtists(_Searching):
    """Serves ``GET /v1/artists``."""

    def __call__(self, parameters: SearchParameters) -> ArtistPage:
        """Returns one page of artists.

        Raises:
            InvalidParameter: a parameter is invalid; the error names it.
            TransientError: neither the index nor the table responded, or the denylist did not.
        """
        results, vocabulary, shared = self._answer(parameters, Kind.ARTISTS)
        return ArtistPage(
            items=[views.artist_hit(document, results.attempt) for document in results.documents],
            facets=views.facets(results.facets, vocabulary),
            **shared,
        )


class SearchStudios(_Searching):
    """Serves ``GET /v1/studios``."""

    def __call__(self, parameters: SearchParameters) -> StudioPage:
        """Returns one page of studios.

        Raises:
            InvalidParameter: a parameter is invalid; the error names it.
            TransientError: neither the index nor the table responded.
        """
        results, vocabulary, shared = self._answer(parameters, Kind.STUDIOS)
        return StudioPage(
            items=[views.studio_hit(document, results.attempt) for document in results.documents],
            facets=views.studio_facets(results.facets, vocabulary),
            **shared,
        )

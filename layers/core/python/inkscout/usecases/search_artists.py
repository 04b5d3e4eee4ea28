"""Search for artists and studios; when the index fails, artists come from the table."""

import time
from collections.abc import Callable

from inkscout.contracts.api.parameters import SearchParameters
from inkscout.contracts.api.search import ArtistPage, StudioPage
from inkscout.errors import IndexUnavailable
from inkscout.search.definition import Kind
from inkscout.search.understand import Vocabulary
from inkscout.usecases import search_views as views
from inkscout.usecases.search_criteria import criteria
from inkscout.usecases.search_fallback import SearchFallback
from inkscout.usecases.search_results import Results, Search


class SearchArtists:
    """``GET /v1/artists``."""

    def __init__(
        self,
        search: Search,
        vocabulary: Callable[[], Vocabulary],
        fallback: SearchFallback,
        timer: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._search = search
        self._vocabulary = vocabulary
        self._fallback = fallback
        self._timer = timer

    def __call__(self, parameters: SearchParameters) -> ArtistPage:
        """One page of artists.

        Raises:
            InvalidParameter: a parameter makes no sense; the error names it.
        """
        started = self._timer()
        vocabulary = self._vocabulary()
        asked = criteria(parameters, Kind.ARTISTS, vocabulary)
        try:
            results = self._search.run(asked, vocabulary, parameters.cursor)
        except IndexUnavailable:
            results = self._fallback.run(asked, vocabulary)
        return _artist_page(results, vocabulary, _took_ms(self._timer() - started))


class SearchStudios:
    """``GET /v1/studios``."""

    def __init__(
        self,
        search: Search,
        vocabulary: Callable[[], Vocabulary],
        timer: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._search = search
        self._vocabulary = vocabulary
        self._timer = timer

    def __call__(self, parameters: SearchParameters) -> StudioPage:
        """One page of studios.

        Raises:
            InvalidParameter: a parameter makes no sense; the error names it.
            IndexUnavailable: the index did not answer.
        """
        started = self._timer()
        vocabulary = self._vocabulary()
        asked = criteria(parameters, Kind.STUDIOS, vocabulary)
        results = self._search.run(asked, vocabulary, parameters.cursor)
        return StudioPage(
            items=[views.studio_hit(document, results.attempt) for document in results.documents],
            total=results.total,
            facets=views.studio_facets(results.facets, vocabulary),
            understood=views.understood(results.attempt),
            relaxed=views.relaxed(results.attempt),
            next_cursor=results.next_cursor,
            took_ms=_took_ms(self._timer() - started),
        )


def _artist_page(results: Results, vocabulary: Vocabulary, took_ms: float) -> ArtistPage:
    return ArtistPage(
        items=[views.artist_hit(document, results.attempt) for document in results.documents],
        total=results.total,
        total_is_exact=results.total_is_exact,
        facets=views.facets(results.facets, vocabulary),
        understood=views.understood(results.attempt),
        relaxed=views.relaxed(results.attempt),
        next_cursor=results.next_cursor,
        degraded=results.degraded,
        took_ms=took_ms,
    )


def _took_ms(seconds: float) -> float:
    return round(seconds * 1000, 2)

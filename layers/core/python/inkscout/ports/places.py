"""Ports of place sources, of the geocoder and of the cost of requests to them."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from inkscout.domain.geo import Box
from inkscout.domain.place import Place, Region, SearchPage


class Geocoder(Protocol):
    """Resolves names of places to regions."""

    def resolve(self, name: str) -> Region:
        """Returns the region of a place's name.

        Raises:
            RegionNotFound: no place has the name.
            ProviderThrottled, ProviderUnavailable, ProviderRejected: the provider failed.
        """
        ...


class Meter(Protocol):
    """Charges each request to a provider of places to the budget before it is sent."""

    def charge(self, sku: str) -> None:
        """Counts one request of a kind (SKU) in the price table.

        Raises:
            BudgetReached: the request would exceed the budget of the run or of the day; it must not be sent.
        """
        ...


class PlaceSource(Protocol):
    """Source of businesses, metered.

    Attributes:
        name: Recorded with each place.
        cap: Maximum number of results of one search; a search that returns as many may have missed some. 0:
            no maximum.
        by_words: False if the source returns all studios in a box whatever the query.
        ids_only: True if searches return ids for nothing, and ``describe`` buys the records.
        max_radius_m: Largest area one search covers, as the radius in metres of a circle around it.
        keep_days: Days for which its facts may be stored; 0: without limit.
    """

    name: str
    cap: int
    by_words: bool
    ids_only: bool
    max_radius_m: float
    keep_days: int

    def search(self, query: str, box: Box, language: str) -> Iterator[SearchPage]:
        """Yields the result pages of one search, up to the cap; places may have no more than an id.

        Raises:
            BudgetReached: the meter refused the next request; pages yielded before remain valid.
            ProviderThrottled, ProviderUnavailable, ProviderRejected: the provider failed.
        """
        ...

    def describe(
        self, places: Sequence[Place], query: str, box: Box, language: str, results: int
    ) -> Iterator[Place]:
        """Yields fuller records of places that ``search`` returned, in the cheapest way, in any order.

        ``query`` and ``language`` are those of the search; ``box`` is its box, or holds those of several. The
        search of ``box`` returns ``results`` places. Omits places that the source no longer knows. Raises the
        same exceptions as ``search``.
        """
        ...

    def price(self, results: int, wanted: int) -> float:
        """Returns the most in US dollars that ``describe`` charges for ``wanted`` of a search's results.

        0 if searches describe their places.
        """
        ...

    def complete(self, place: Place) -> Place | None:
        """Returns a relevant place with website and phone; None if the source no longer knows it."""
        ...


class PlaceImports(Protocol):
    """Store of places from an operator's own list."""

    def put(self, place: Place) -> bool:
        """Stores a place that has a location; returns False if it was stored with the same values before.

        Raises:
            WriteConflict: other writers kept changing the same tile.
        """
        ...

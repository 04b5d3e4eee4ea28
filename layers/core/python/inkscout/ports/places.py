"""Sources of places and of regions, and what asking them costs."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from inkscout.domain.geo import Box
from inkscout.domain.place import Place, Region, SearchPage


class Geocoder(Protocol):
    """Names of places to regions."""

    def resolve(self, name: str) -> Region:
        """The region of a place's name.

        Raises:
            RegionNotFound: the name resolves to nothing.
            ProviderThrottled, ProviderUnavailable, ProviderRejected: the provider failed.
        """
        ...


class Meter(Protocol):
    """Prices every request to a provider of places before it is sent."""

    def charge(self, sku: str) -> None:
        """Counts one request of a kind in the price table.

        Raises:
            BudgetReached: the request would pass the budget of the run or of the day; it must not be sent.
        """
        ...


class PlaceSource(Protocol):
    """A source of businesses, metered.

    ``name`` is recorded with each place. ``cap`` is the most one search returns: as many mean that there may
    be more; 0 where every search is complete. ``by_words`` is False for a source that returns all studios of
    a box whatever the query. ``max_radius_m`` is the largest area one search covers, as the radius of a
    circle around it. ``keep_days`` is how long its facts may be kept; 0 means for good.
    """

    name: str
    cap: int
    by_words: bool
    max_radius_m: float
    keep_days: int

    def search(self, query: str, box: Box, language: str) -> Iterator[SearchPage]:
        """The pages of one search as they come, up to the cap; its places may have no more than an id.

        Raises:
            BudgetReached: the meter refused the next request; pages handed out before are good.
            ProviderThrottled, ProviderUnavailable, ProviderRejected: the provider failed.
        """
        ...

    def describe(self, places: Sequence[Place], query: str, box: Box, language: str) -> Iterator[Place]:
        """Fuller records of places that ``search`` returned, in the cheapest way, in any order.

        ``query``, ``box`` and ``language`` are those of the search. A place that the source no longer knows
        is left out. Raises as ``search`` does.
        """
        ...

    def complete(self, place: Place) -> Place | None:
        """The record of a relevant place with website and phone; None when the source no longer knows it."""
        ...


class PlaceImports(Protocol):
    """Stores the places of an operator's own list."""

    def put(self, place: Place) -> bool:
        """Stores a place that has a location; returns False if it was stored with the same values before.

        Raises:
            WriteConflict: other writers kept changing the same tile.
        """
        ...

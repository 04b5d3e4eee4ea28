"""A business as a place source reports it, a region to search, and a page of search results."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from inkscout.domain.geo import Box, GeoPoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One record of one source.

    ``source`` is ``google``, ``osm`` or ``import``; ``source_id`` is unique within it. ``phone`` is as
    printed until the place is registered, E.164 afterwards. ``business_status`` is Google's: OPERATIONAL,
    CLOSED_TEMPORARILY, CLOSED_PERMANENTLY, or empty if unknown. ``new_id`` is set if the source responded
    with another id than the requested one: both mean this place from then on.
    """

    source: str
    source_id: str
    name: str
    location: GeoPoint | None = None
    address: str = ""
    city: str = ""
    country: str = ""
    phone: str = ""
    website: str = ""
    types: tuple[str, ...] = ()
    business_status: str = ""
    rating: float | None = None
    rating_count: int | None = None
    new_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A region that an operator requested.

    ``key`` identifies it in ledgers (a slug and a short hash of its geometry). ``polygon`` is a GeoJSON
    Polygon or MultiPolygon geometry as a JSON string, empty if only the box is known. ``country`` is ISO
    3166-1 alpha-2, ``languages`` ISO 639-1, most spoken first.
    """

    key: str
    name: str
    box: Box
    polygon: str = ""
    country: str = ""
    city: str = ""
    languages: tuple[str, ...] = ("en",)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """One page of one search; ``first`` if a search begins, or begins again after its page token expired.

    ``document`` is the provider's response unchanged, for the raw lake. ``cut_short`` says that the source
    stopped before its last page, so that the search proves nothing about what it did not return.
    """

    places: tuple[Place, ...] = ()
    document: Mapping[str, Any] = field(default_factory=dict, repr=False)
    first: bool = False
    cut_short: bool = False

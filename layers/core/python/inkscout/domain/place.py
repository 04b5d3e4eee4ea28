"""A business as a source of places reports it, before it is known to be a studio."""

from dataclasses import dataclass

from inkscout.domain.geo import Box, GeoPoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One record of one source.

    ``source`` is ``google``, ``osm`` or ``import``; ``source_id`` is unique within it. ``phone`` is E.164
    where it could be parsed. ``business_status`` is Google's: OPERATIONAL, CLOSED_TEMPORARILY,
    CLOSED_PERMANENTLY, or empty when the source does not say.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """An area an operator asked for.

    ``key`` identifies it in ledgers (a slug and a short hash of its geometry). ``polygon`` is a GeoJSON
    Polygon or MultiPolygon geometry as a JSON string, empty where only the box is known. ``country`` is
    ISO 3166-1 alpha-2, ``languages`` ISO 639-1, most spoken first.
    """

    key: str
    name: str
    box: Box
    polygon: str = ""
    country: str = ""
    city: str = ""
    languages: tuple[str, ...] = ("en",)

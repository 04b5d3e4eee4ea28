"""A tattoo studio in the directory."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from inkscout.domain.geo import GeoPoint
from inkscout.domain.outcome import VisitOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a fact came from: ``source`` (``site``, ``google``, ``osm``, ``import``, ``profile``), the page
    or record, the ISO 8601 UTC time it was first seen with this value, and when it must be dropped.
    """

    source: str
    ref: str = ""
    seen_at: str = ""
    expires_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Studio:
    """One studio; ``facts`` maps a field's name to its provenance.

    ``country`` is ISO 3166-1 alpha-2; ``phone`` E.164; ``sources`` lists ``source:source_id``.
    ``version`` counts visible changes from 1; 0 means never stored.
    """

    studio_id: str
    name: str
    address: str = ""
    city: str = ""
    country: str = ""
    location: GeoPoint | None = None
    phone: str = ""
    email: str = ""
    website: str = ""
    instagram: str = ""
    socials: tuple[str, ...] = ()
    opening_hours: str = ""
    booking_policy: str = ""
    styles: tuple[str, ...] = ()
    rating: float | None = None
    rating_count: int | None = None
    business_status: str = ""
    sources: tuple[str, ...] = ()
    outcome: VisitOutcome | None = None
    facts: Mapping[str, Provenance] = field(default_factory=dict)
    version: int = 0
    fingerprint: str = ""
    updated_at: str = ""

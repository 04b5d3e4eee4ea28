"""A tattoo studio in the directory, and the provenance of facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from inkscout.domain.geo import GeoPoint
from inkscout.domain.outcome import VisitOutcome

CLOSED = "CLOSED_PERMANENTLY"
"""Google's status of a place that has closed for good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Source of a fact, and the time until which it may be kept.

    ``source`` is ``site``, ``google``, ``osm``, ``import`` or ``profile``; ``ref`` the page or record;
    ``seen_at`` the time the fact was first seen with this value, ``expires_at`` the time it must be deleted
    (ISO 8601, UTC). ``origin`` is the id of the studio whose site gave it, if a fact may come from several
    sites.
    """

    source: str
    ref: str = ""
    seen_at: str = ""
    expires_at: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Studio:
    """One studio; ``facts`` maps a field's name to its provenance.

    ``aliases`` are further names by which sources know it, such as a places provider's. ``country`` is ISO
    3166-1 alpha-2; ``phone`` E.164; ``sources`` lists ``source:source_id``. ``review`` says why it is
    uncertain whether this is a tattoo studio; empty if it is certain. ``version`` counts visible changes from
    1; 0 means never stored.
    """

    studio_id: str
    name: str
    aliases: tuple[str, ...] = ()
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
    review: str = ""
    facts: Mapping[str, Provenance] = field(default_factory=dict)
    version: int = 0
    fingerprint: str = ""
    updated_at: str = ""

    @property
    def is_closed(self) -> bool:
        """Whether a source says that the studio has closed for good."""
        return self.business_status == CLOSED

    @property
    def is_shown(self) -> bool:
        """Whether searchers see the studio: not if it has closed for good, nor without a name."""
        return not self.is_closed and bool(self.name)


@dataclass(frozen=True, slots=True)
class StudioChange:
    """A studio as it was read (None: it did not exist), as it is to be stored, and the aliases it claims."""

    before: Studio | None
    after: Studio
    aliases: tuple[tuple[str, str], ...] = ()

"""A tattoo artist in the directory, and the artist's residencies at studios."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from inkscout.domain.geo import GeoPoint
from inkscout.domain.reading import Evidence, Image
from inkscout.domain.studio import Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Residency:
    """An artist's time at a studio; dates are ISO 8601 days, ``last_seen`` the last change of ``active``.

    ``withheld`` as for the artist.
    """

    studio_id: str
    artist_id: str
    name: str
    role: str = ""
    kind: str = "resident"
    first_seen: str = ""
    last_seen: str = ""
    active: bool = True
    withheld: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Artist:
    """One artist as searchers see them; studio fields are those of the current residency.

    ``residencies`` is the whole history, first seen first. ``styles`` is the union of ``styles_by``, whose
    keys are the sources: ``profile``, or the id of the studio whose site named the styles. ``withheld`` says
    that it is too uncertain that this is an artist: operators see the entry, searchers do not.
    """

    artist_id: str
    name: str
    instagram: str = ""
    aliases: tuple[str, ...] = ()
    socials: tuple[str, ...] = ()
    role: str = ""
    styles: tuple[str, ...] = ()
    bio: str = ""
    email: str = ""
    booking_url: str = ""
    page_url: str = ""
    website: str = ""
    prices: str = ""
    availability: str = ""
    followers: int | None = None
    portfolio: tuple[Image, ...] = ()
    studio_id: str = ""
    studio_name: str = ""
    studio_aliases: tuple[str, ...] = ()
    city: str = ""
    country: str = ""
    location: GeoPoint | None = None
    rating: float | None = None
    rating_count: int | None = None
    active: bool = True
    withheld: bool = False
    residencies: tuple[Residency, ...] = ()
    styles_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    confidence: float = 0.0
    evidence: tuple[Evidence, ...] = ()
    facts: Mapping[str, Provenance] = field(default_factory=dict)
    version: int = 0
    fingerprint: str = ""
    updated_at: str = ""

    @property
    def is_shown(self) -> bool:
        """Whether searchers see the artist: at work somewhere, with a name, and not withheld."""
        return self.active and bool(self.name) and not self.withheld

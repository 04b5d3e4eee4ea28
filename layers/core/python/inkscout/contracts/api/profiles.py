"""Models of the profiles: ``GET /v1/artists/{id}`` and ``GET /v1/studios/{id}``."""

from pydantic import Field

from inkscout.contracts.api.common import ApiModel, ImageView, Point
from inkscout.contracts.api.search import StudioRef


class Fact(ApiModel):
    """Source of a field's value: ``source`` is site, profile, google, osm or import; times are ISO 8601."""

    field: str
    source: str
    ref: str = ""
    seen_at: str = ""
    expires_at: str = ""


class EvidenceView(ApiModel):
    """The page and the text in which a value was found."""

    url: str
    layer: str
    snippet: str = ""


class ResidencyView(ApiModel):
    """An artist's time at a studio; dates are ISO 8601 days."""

    artist_id: str
    name: str
    role: str = ""
    kind: str = "resident"
    first_seen: str = ""
    last_seen: str = ""
    active: bool = True


class ArtistResidency(ApiModel):
    """A studio where an artist works or worked; dates are ISO 8601 days."""

    studio_id: str
    role: str = ""
    kind: str = "resident"
    first_seen: str = ""
    last_seen: str = ""
    active: bool = True


class StudioContact(ApiModel):
    """Contact details of the studio where an artist works, as the studio's own profile has them."""

    address: str = ""
    phone: str = Field(default="", description="E.164")
    email: str = ""
    website: str = ""
    instagram: str = ""
    opening_hours: str = Field(default="", description="as the source prints them")
    booking_policy: str = ""


class ArtistProfile(ApiModel):
    """Everything known about one artist, with the sources."""

    artist_id: str
    name: str
    aliases: list[str] = Field(default_factory=list)
    instagram: str = ""
    socials: list[str] = Field(default_factory=list)
    role: str = ""
    styles: list[str] = Field(default_factory=list)
    style_names: list[str] = Field(default_factory=list, description="for display, in the order of styles")
    bio: str = ""
    email: str = ""
    booking_url: str = ""
    page_url: str = ""
    website: str = ""
    prices: str = ""
    availability: str = ""
    followers: int | None = None
    portfolio: list[ImageView] = Field(default_factory=list)
    studio: StudioRef | None = None
    studio_contact: StudioContact | None = None
    residencies: list[ArtistResidency] = Field(default_factory=list)
    city: str = ""
    country: str = ""
    country_name: str = Field(default="", description="in English")
    location: Point | None = None
    rating: float | None = None
    rating_count: int | None = None
    confidence: float = Field(default=0.0, ge=0, le=1)
    facts: list[Fact] = Field(default_factory=list)
    evidence: list[EvidenceView] = Field(default_factory=list)
    updated_at: str = ""
    degraded: bool = False


class StudioProfile(ApiModel):
    """Everything known about one studio and its artists, with the sources."""

    studio_id: str
    name: str
    aliases: list[str] = Field(
        default_factory=list, description="further names by which sources know the studio"
    )
    address: str = ""
    city: str = ""
    country: str = ""
    country_name: str = Field(default="", description="in English")
    location: Point | None = None
    phone: str = ""
    email: str = ""
    website: str = ""
    instagram: str = ""
    socials: list[str] = Field(default_factory=list)
    opening_hours: str = ""
    booking_policy: str = ""
    styles: list[str] = Field(default_factory=list)
    style_names: list[str] = Field(default_factory=list, description="for display, in the order of styles")
    rating: float | None = None
    rating_count: int | None = None
    business_status: str = ""
    outcome: str = Field(default="", description="how the last visit of the studio's website ended")
    artists: list[ResidencyView] = Field(default_factory=list)
    facts: list[Fact] = Field(default_factory=list)
    updated_at: str = ""
    degraded: bool = False

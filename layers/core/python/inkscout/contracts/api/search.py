"""Models of ``GET /v1/artists``, ``/v1/studios``, ``/v1/suggest``, ``/v1/styles`` and ``/v1/map``."""

from typing import Literal

from pydantic import Field

from inkscout.contracts.api.common import ApiModel, ImageView, Point

Role = Literal["artist", "guest", "apprentice", "piercer", "owner", "manager"]
Match = Literal["all", "any"]
Sort = Literal["relevance", "distance", "rating", "updated", "name"]
Relaxation = Literal["typos", "styles", "role", "radius", "place", "words"]
MatchKind = Literal["exact", "word", "prefix", "typo", "style", "role", "place", "text"]


class StudioRef(ApiModel):
    """A studio by id and name."""

    studio_id: str
    name: str = ""


class Reason(ApiModel):
    """Reason for a match: the field, the kind of match, and the matching words."""

    field: str
    kind: MatchKind
    text: str


class ArtistHit(ApiModel):
    """One artist of a result list."""

    artist_id: str
    name: str
    instagram: str = ""
    role: str = ""
    styles: list[str] = Field(default_factory=list)
    style_names: list[str] = Field(default_factory=list, description="for display, in the order of styles")
    studio: StudioRef | None = None
    city: str = ""
    country: str = ""
    country_name: str = Field(default="", description="in English")
    location: Point | None = None
    distance_km: float | None = Field(default=None, description="from the point that was searched around")
    rating: float | None = Field(default=None, description="the studio's rating, 1 to 5")
    rating_count: int | None = None
    has_portfolio: bool = False
    portfolio_count: int = 0
    images: list[ImageView] = Field(default_factory=list)
    updated_at: str = ""
    highlights: dict[str, str] = Field(
        default_factory=dict,
        description="field to its text as HTML: escaped, with what was found inside <em>",
    )
    why: list[Reason] = Field(default_factory=list)


class FacetValue(ApiModel):
    """A value that narrows the search; ``value`` is for the parameter, ``label`` for display."""

    value: str
    label: str
    count: int


class Facets(ApiModel):
    """Counts of artists by value, each computed as if its own filter were not set."""

    style: list[FacetValue] = Field(default_factory=list)
    city: list[FacetValue] = Field(default_factory=list)
    country: list[FacetValue] = Field(default_factory=list)
    role: list[FacetValue] = Field(default_factory=list)


class PlaceView(ApiModel):
    """A place that was named; ``location`` is null where several places have the name."""

    name: str
    country: str = ""
    location: Point | None = None


class Understood(ApiModel):
    """Interpretation of the free text: styles, a role, a place, and the remaining words; and of ``near``."""

    styles: list[str] = Field(default_factory=list, description="keys of the styles that the text names")
    role: Role | None = Field(default=None, description="the role that the text names")
    place: PlaceView | None = Field(default=None, description="the city or country that the text names")
    near: PlaceView | None = Field(
        default=None, description="the point of the parameter near; without a name if lat,lng was given"
    )
    words: list[str] = Field(
        default_factory=list, description="what is left, in names, handles and addresses"
    )
    excluded: list[str] = Field(
        default_factory=list,
        description="what the text rules out: keys of styles, roles, or words, as in ``no tribal``",
    )


class Relaxed(ApiModel):
    """One condition that was relaxed because nothing matched exactly."""

    what: Relaxation
    detail: str


class Offer(ApiModel):
    """A search that finds somebody, for where nothing was found."""

    kind: Literal["style", "city"]
    value: str = Field(description="the value of the parameter of that name")
    label: str
    count: int = Field(ge=0, description="artists of a style, studios of a city")


class ArtistPage(ApiModel):
    """One page of artists."""

    items: list[ArtistHit]
    total: int = Field(ge=0)
    total_is_exact: bool = Field(default=True, description="false: at least ``total``")
    facets: Facets
    understood: Understood
    relaxed: list[Relaxed] = Field(default_factory=list)
    offers: list[Offer] = Field(default_factory=list, description="other searches, where nothing was found")
    next_cursor: str | None = None
    degraded: bool = Field(default=False, description="true: answered without the search index")
    took_ms: float


class StudioHit(ApiModel):
    """One studio of a result list."""

    studio_id: str
    name: str
    address: str = ""
    city: str = ""
    country: str = ""
    location: Point | None = None
    distance_km: float | None = None
    styles: list[str] = Field(default_factory=list)
    style_names: list[str] = Field(default_factory=list, description="for display, in the order of styles")
    country_name: str = Field(default="", description="in English")
    website: str = ""
    instagram: str = ""
    rating: float | None = None
    rating_count: int | None = None
    updated_at: str = ""
    highlights: dict[str, str] = Field(default_factory=dict)
    why: list[Reason] = Field(default_factory=list)


class StudioFacets(ApiModel):
    """Counts of studios by value, each computed as if its own filter were not set."""

    style: list[FacetValue] = Field(default_factory=list)
    city: list[FacetValue] = Field(default_factory=list)
    country: list[FacetValue] = Field(default_factory=list)


class StudioPage(ApiModel):
    """One page of studios."""

    items: list[StudioHit]
    total: int = Field(ge=0)
    total_is_exact: bool = True
    facets: StudioFacets
    understood: Understood
    relaxed: list[Relaxed] = Field(default_factory=list)
    offers: list[Offer] = Field(default_factory=list, description="other searches, where nothing was found")
    next_cursor: str | None = None
    degraded: bool = False
    took_ms: float


class Suggestion(ApiModel):
    """One completion; ``id`` is the value for the route or parameter of its kind."""

    id: str
    text: str
    detail: str = Field(default="", description="what tells it from others of the same text, such as a city")
    count: int | None = Field(default=None, description="artists behind a style or a city")


class Suggestions(ApiModel):
    """Completions grouped by kind, best first."""

    artists: list[Suggestion] = Field(default_factory=list)
    studios: list[Suggestion] = Field(default_factory=list)
    styles: list[Suggestion] = Field(default_factory=list)
    cities: list[Suggestion] = Field(default_factory=list)
    degraded: bool = False
    took_ms: float


class StyleView(ApiModel):
    """One style with its synonyms."""

    style: str
    name: str
    synonyms: list[str]
    count: int | None = Field(
        description="artists; null while the index and its last counts are out of reach"
    )


class StyleList(ApiModel):
    """Every style of the taxonomy."""

    items: list[StyleView]
    degraded: bool = False


class PointGeometry(ApiModel):
    """A GeoJSON point: longitude, latitude."""

    type: Literal["Point"] = "Point"
    coordinates: tuple[float, float]


class ArtistRef(ApiModel):
    """An artist by id and name."""

    artist_id: str
    name: str


class ClusterProperties(ApiModel):
    """Properties of one cluster on the map."""

    count: int
    tile: str = Field(description="zoom/x/y of the tile the cluster covers")
    bounds: tuple[float, float, float, float] | None = Field(
        default=None, description="west, south, east, north of the tile in degrees, to zoom into"
    )
    artist: ArtistRef | None = Field(
        default=None,
        description="the artist, where the cluster is one; null too where a view has more than 100 of them",
    )


class Cluster(ApiModel):
    """A GeoJSON feature for several artists near one another."""

    type: Literal["Feature"] = "Feature"
    geometry: PointGeometry
    properties: ClusterProperties


class ClusterCollection(ApiModel):
    """A GeoJSON feature collection of clusters."""

    type: Literal["FeatureCollection"] = "FeatureCollection"
    features: list[Cluster]
    total: int
    degraded: bool = False

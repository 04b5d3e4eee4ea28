"""Parameters of the searches, with their limits and descriptions; the routes use these models."""

from typing import Annotated

from pydantic import Field

from inkscout.contracts.api.common import ApiModel
from inkscout.contracts.api.search import Match, Role, Sort

_NUMBER = r"[+-]?\d{1,3}(\.\d{1,20})?"
_FOUR_NUMBERS = rf"{_NUMBER}(,{_NUMBER}){{3}}"
_ID = r"^([A-Za-z0-9][A-Za-z0-9_.:-]*)?$"

_TIME = r"^(\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z)?)?$"

Ids = list[Annotated[str, Field(min_length=1, max_length=80, pattern=_ID)]]
Styles = list[Annotated[str, Field(min_length=1, max_length=60)]]
_STYLES = "a style's key, name or synonym; may be repeated"


class SearchParameters(ApiModel):
    """Parameters that ``GET /v1/artists`` and ``GET /v1/studios`` share."""

    q: str = Field(
        default="",
        max_length=200,
        description="free text: names, handles, studios, styles and places, in any order",
    )
    style: Styles = Field(default=[], max_length=10, description=_STYLES)
    match: Match = Field(default="any", description="whether all styles are needed or any is enough")
    city: str = Field(
        default="", max_length=100, description="a city's name, without regard to accents and case"
    )
    country: str = Field(
        default="", max_length=2, pattern="^([A-Za-z]{2})?$", description="ISO 3166-1 alpha-2"
    )
    near: str = Field(default="", max_length=100, description="lat,lng in degrees, or the name of a place")
    radius_km: float | None = Field(
        default=None, ge=0.1, le=500, description="kilometres around near; 25 if not given"
    )
    bbox: str = Field(
        default="",
        max_length=100,
        pattern=f"^({_FOUR_NUMBERS})?$",
        description="west,south,east,north in degrees",
    )
    updated_since: str = Field(
        default="",
        max_length=30,
        pattern=_TIME,
        description="ISO 8601 day or UTC time: entries that changed then or later",
    )
    sort: Sort | None = Field(
        default=None, description="by default distance where near is given without q, else relevance"
    )
    limit: int = Field(default=20, ge=1, le=100, description="results a page")
    cursor: str = Field(
        default="", max_length=1024, description="next_cursor of the page before, with the same query"
    )


class StudioParameters(SearchParameters):
    """Parameters of ``GET /v1/studios``."""


class ArtistParameters(SearchParameters):
    """Parameters of ``GET /v1/artists``."""

    id: Ids = Field(
        default=[], max_length=100, description="an artist's id; may be repeated, for several in one request"
    )
    role: Role | None = Field(default=None, description="what the person does at the studio")
    has_portfolio: bool | None = Field(
        default=None, description="only artists with, or without, portfolio images"
    )
    has_instagram: bool | None = Field(
        default=None, description="only artists with, or without, an Instagram handle"
    )
    min_confidence: float | None = Field(
        default=None, ge=0, le=1, description="least confidence that the person is an artist, 0 to 1"
    )
    studio: str = Field(default="", max_length=80, pattern=_ID, description="a studio's id")


class MapParameters(ApiModel):
    """Parameters of ``GET /v1/map``: a box with a zoom level, and the filters of ``GET /v1/artists``."""

    bbox: str = Field(
        max_length=100, pattern=f"^{_FOUR_NUMBERS}$", description="west,south,east,north in degrees"
    )
    zoom: int = Field(default=6, ge=0, le=20, description="the map's zoom level")
    q: str = Field(default="", max_length=200, description="free text, as for the search")
    style: Styles = Field(default=[], max_length=10, description=_STYLES)
    match: Match = Field(default="any", description="whether all styles are needed or any is enough")
    city: str = Field(default="", max_length=100, description="a city's name")
    country: str = Field(
        default="", max_length=2, pattern="^([A-Za-z]{2})?$", description="ISO 3166-1 alpha-2"
    )
    near: str = Field(default="", max_length=100, description="lat,lng in degrees, or the name of a place")
    radius_km: float | None = Field(
        default=None, ge=0.1, le=500, description="kilometres around near; 25 if not given"
    )
    role: Role | None = Field(default=None, description="what the person does at the studio")
    has_portfolio: bool | None = Field(
        default=None, description="only artists with, or without, portfolio images"
    )
    has_instagram: bool | None = Field(
        default=None, description="only artists with, or without, an Instagram handle"
    )
    min_confidence: float | None = Field(
        default=None, ge=0, le=1, description="least confidence that the person is an artist, 0 to 1"
    )
    updated_since: str = Field(
        default="",
        max_length=30,
        pattern=_TIME,
        description="ISO 8601 day or UTC time: entries that changed then or later",
    )
    studio: str = Field(default="", max_length=80, pattern=_ID, description="a studio's id")

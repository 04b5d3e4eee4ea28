"""A world: a folder that describes the simulated places and websites; loads and validates it.

``docs/worlds.md`` describes the format. A place is written as a legacy Place Details result of Google, with
additional fields that only configure the server and are removed at loading.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from inkscout.domain.geo import Box, GeoPoint
from inkscout_deploy.errors import BadInput
from inkscout_deploy.json_input import read_object
from inkscout_local.simulator.apis.settings import WorldApi

SERVER_FIELDS = frozenset({"category", "osm", "osm_only", "gone", "moved_to", "address"})
"""Fields of a place that configure the server and never appear in a response."""


class WorldError(Exception):
    """A folder is not a valid world; the message is a sentence for the operator."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LatLng(_Strict):
    """A position in degrees, in the format of Google's legacy services."""

    lat: float = Field(ge=-90, le=90)
    lng: float = Field(ge=-180, le=180)


class Viewport(_Strict):
    """A box given by two corners; if ``southwest.lng > northeast.lng``, it crosses the antimeridian."""

    northeast: LatLng
    southwest: LatLng

    @property
    def box(self) -> Box:
        """The viewport as the domain's ``Box``."""
        return Box(self.southwest.lat, self.southwest.lng, self.northeast.lat, self.northeast.lng)

    @model_validator(mode="after")
    def _is_a_box(self) -> "Viewport":
        if fault := self.box.fault:
            raise ValueError(fault)
        return self


class WorldRegion(_Strict):
    """A region that geocoding finds by its name or an alias."""

    name: str = Field(min_length=1)
    viewport: Viewport
    aliases: tuple[str, ...] = ()
    country_code: str = Field(default="", pattern="^([A-Z]{2})?$")
    types: tuple[str, ...] = ("locality", "political")


class HostFault(_Strict):
    """Simulated fault of a host; the first rule that matches a path and is not used up applies.

    Attributes:
        kind: Kind of fault; ``docs/worlds.md`` describes each and the fields it uses.
        path: Shell pattern for the decoded path, without the query.
        times: Number of times that the rule applies; None for always.
    """

    kind: Literal["status", "slow", "hang", "reset", "redirect", "endless", "body", "truncate", "page"]
    path: str = "*"
    times: int | None = Field(default=None, ge=1)
    status: int = Field(default=0, ge=0, le=599)
    body: str = ""
    headers: Mapping[str, str] = Field(default_factory=dict)
    seconds: float = Field(default=0.0, ge=0)
    to: str = ""
    size: int = Field(default=0, ge=0)
    content_type: str = ""
    page: str = ""
    count: int = Field(default=0, ge=0)


class WorldHost(_Strict):
    """Behaviour of one simulated host; ``docs/worlds.md`` describes the fields."""

    needs_js: bool = False
    single_page_fallback: bool = False
    image_placeholder: str = ""
    compress: bool = False
    headers: Mapping[str, str] = Field(default_factory=dict)
    faults: tuple[HostFault, ...] = ()


class GoogleFault(_Strict):
    """A simulated fault of a Google or Overpass endpoint.

    It applies to ``times`` calls (None for all) after ``after`` successful ones. ``status`` is the HTTP
    status of the kind ``status``, ``seconds`` the delay of the kind ``timeout``.
    """

    endpoint: str = "*"
    kind: str = Field(
        pattern="^(status|timeout|reset|malformed|duplicates|remark|OVER_QUERY_LIMIT|OVER_DAILY_LIMIT|"
        "REQUEST_DENIED|INVALID_REQUEST|UNKNOWN_ERROR|NOT_FOUND)$"
    )
    times: int | None = Field(default=1, ge=1)
    after: int = Field(default=0, ge=0)
    status: int = Field(default=503, ge=400, le=599)
    seconds: float = Field(default=3600.0, ge=0)


class GoogleOptions(_Strict):
    """Options of the simulated Google; they differ from the real one to keep tests fast.

    Attributes:
        page_token_delay_seconds: Seconds until a new page token is valid.
        page_token_ttl_seconds: Seconds until a page token expires.
        bias_overflow: Maximum number of results outside a location bias.
    """

    page_token_delay_seconds: float = Field(default=0.3, ge=0)
    page_token_ttl_seconds: float = Field(default=600.0, gt=0)
    bias_overflow: int = Field(default=5, ge=0, le=60)


class _Faults(_Strict):
    google: tuple[GoogleFault, ...] = ()


class _Osm(_Strict):
    type: Literal["node", "way", "relation"] = "node"
    id: int = 0
    tags: Mapping[str, str] = Field(default_factory=dict)


class _Geometry(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    location: LatLng | None = None


class _PlaceFields(BaseModel):
    """Fields of a place that the server itself reads; the others are returned unchanged."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    geometry: _Geometry = _Geometry()
    types: tuple[str, ...] = ()
    category: str = ""
    address: Mapping[str, str] = Field(default_factory=dict)
    osm: bool | _Osm = False
    osm_only: bool = False
    gone: bool = False
    moved_to: str = ""


class _WorldDocument(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    name: str = Field(min_length=1)
    regions: tuple[WorldRegion, ...]
    places: tuple[dict[str, Any], ...]
    hosts: Mapping[str, WorldHost]
    apis: Mapping[str, WorldApi] = Field(default_factory=dict)
    art: str = Field(default="", pattern="^([a-z0-9_-]+)?$")
    google: GoogleOptions = GoogleOptions()
    faults: _Faults = _Faults()


@dataclass(frozen=True, slots=True)
class WorldPlace:
    """A business of the world; ``raw`` is the result that Google's Place Details (Legacy) gives for it."""

    place_id: str
    name: str
    raw: Mapping[str, Any]
    point: GeoPoint | None
    category: str = ""
    address: Mapping[str, str] = field(default_factory=dict)
    gone: bool = False
    moved_to: str = ""
    on_google: bool = True
    osm_type: str = "node"
    osm_id: int = 0
    osm_tags: Mapping[str, str] | None = None

    @property
    def types(self) -> tuple[str, ...]:
        """Google's legacy types of the place."""
        return tuple(self.raw.get("types", ()))


@dataclass(frozen=True, slots=True)
class World:
    """A validated world; ``root`` is its folder, None for a world without websites."""

    name: str
    regions: tuple[WorldRegion, ...] = ()
    places: tuple[WorldPlace, ...] = ()
    hosts: Mapping[str, WorldHost] = field(default_factory=dict)
    apis: Mapping[str, WorldApi] = field(default_factory=dict)
    google: GoogleOptions = field(default_factory=GoogleOptions)
    google_faults: tuple[GoogleFault, ...] = ()
    root: Path | None = None
    art: str = ""

    @property
    def pictures(self) -> tuple[Path, ...]:
        """Pictures that stand in for images of hosts with a placeholder, in order; empty for none."""
        return tuple(sorted((self.root / self.art).glob("*-*.*"))) if self.root and self.art else ()

    @property
    def sites(self) -> Path | None:
        """Folder with a document root for each host; None for a world without websites."""
        return self.root / "sites" if self.root else None

    @classmethod
    def from_document(cls, document: Mapping[str, Any], root: Path | None = None) -> "World":
        """Returns the world described by the content of a ``world.json``.

        Raises:
            WorldError: the document is invalid.
        """
        try:
            parsed = _WorldDocument.model_validate(document)
            places = tuple(_place(raw) for raw in parsed.places)
        except ValidationError as error:
            raise WorldError(_first_problem(error)) from error
        _unique(place.place_id for place in places)
        return cls(
            name=parsed.name,
            regions=parsed.regions,
            places=places,
            hosts={name.lower(): host for name, host in parsed.hosts.items()},
            apis={name.lower(): api for name, api in parsed.apis.items()},
            google=parsed.google,
            google_faults=parsed.faults.google,
            root=root,
            art=parsed.art,
        )

    @classmethod
    def load(cls, folder: Path) -> "World":
        """Returns the world in a folder.

        Raises:
            WorldError: the folder does not exist or is not a valid world.
        """
        if not folder.is_dir():
            raise WorldError(f"There is no world folder at {folder}.")
        path = folder / "world.json"
        if not path.exists():
            raise WorldError(f"{folder} is not a world: it has no world.json.")
        try:
            document = read_object(path)
        except BadInput as error:
            raise WorldError(str(error)) from error
        try:
            return cls.from_document(document, folder.resolve())
        except WorldError as error:
            raise WorldError(f"{path}: {error}") from error


def _place(raw: Mapping[str, Any]) -> WorldPlace:
    """Returns a place, with the fields that configure the server removed from Google's response."""
    place_id, name = raw.get("place_id"), raw.get("name")
    if not (isinstance(place_id, str) and place_id and isinstance(name, str) and name):
        raise WorldError(f"a place needs a place_id and a name: {json.dumps(raw)[:120]}")
    try:
        steering = _PlaceFields.model_validate(raw)
    except ValidationError as error:
        raise WorldError(f"place {place_id}: {_first_problem(error)}") from error
    details = steering.osm if isinstance(steering.osm, _Osm) else _Osm()
    point = steering.geometry.location
    return WorldPlace(
        place_id=place_id,
        name=name,
        raw={key: value for key, value in raw.items() if key not in SERVER_FIELDS},
        point=GeoPoint(point.lat, point.lng) if point else None,
        category=steering.category,
        address=steering.address,
        gone=steering.gone,
        moved_to=steering.moved_to,
        on_google=not steering.osm_only,
        osm_type=details.type,
        osm_id=details.id,
        osm_tags=details.tags if steering.osm or steering.osm_only else None,
    )


def _unique(ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for place_id in ids:
        if place_id in seen:
            raise WorldError(f"place_id {place_id} appears twice.")
        seen.add(place_id)


def _first_problem(error: ValidationError) -> str:
    problem = error.errors()[0]
    where = ".".join(str(part) for part in problem["loc"])
    return f"{where}: {problem['msg']}" if where else str(problem["msg"])

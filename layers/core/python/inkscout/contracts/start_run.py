"""StartRun: the input of an operator, a schedule or the API, and the plan of the run."""

import json
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from inkscout.contracts.base import Contract
from inkscout.contracts.discover_studios import SearchArea
from inkscout.contracts.text import Line
from inkscout.domain.geo import Box

Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]


class BoxRegion(Contract):
    """A region given as a box in degrees; if ``west`` exceeds ``east``, the box crosses the antimeridian."""

    name: Line = Field(min_length=1, max_length=120)
    south: Latitude
    west: Longitude
    north: Latitude
    east: Longitude

    @model_validator(mode="after")
    def _has_extent(self) -> "BoxRegion":
        if fault := Box(self.south, self.west, self.north, self.east).fault:
            raise ValueError(fault)
        if self.south == self.north or self.west == self.east:
            raise ValueError("the box has no extent")
        return self


class CircleRegion(Contract):
    """A region given as a circle: centre in degrees, radius in kilometres."""

    name: Line = Field(min_length=1, max_length=120)
    lat: Latitude
    lng: Longitude
    radius_km: float = Field(gt=0, le=500)


class PolygonRegion(Contract):
    """A region given as a GeoJSON Polygon or MultiPolygon geometry."""

    name: Line = Field(min_length=1, max_length=120)
    geojson: dict[str, Any]


RegionInput = Annotated[Line, Field(min_length=1, max_length=120)] | BoxRegion | CircleRegion | PolygonRegion


MAX_REGIONS_BYTES = 180_000
"""Maximum size of all regions as JSON; Step Functions limits an execution's input to 262,144 bytes."""


class RunInput(Contract):
    """Input of a run, from an operator, a schedule or ``POST /v1/runs``."""

    regions: list[RegionInput] = Field(min_length=1, max_length=50)
    force: bool = Field(default=False, description="read unchanged and recently failing sites as if new")
    discover_only: bool = Field(default=False, description="stop after discovery")
    budget_usd: float | None = Field(default=None, gt=0, description="the most this run may spend on places")
    max_studios: int | None = Field(default=None, ge=1, description="the most websites this run visits")

    @field_validator("regions", mode="before")
    @classmethod
    def _fits_an_execution(cls, regions: Any) -> Any:  # noqa: ANN401 - checked by the field itself
        length = len(json.dumps(regions, default=str))
        if length > MAX_REGIONS_BYTES:
            raise ValueError(
                f"the regions have {length} bytes as JSON and a run takes {MAX_REGIONS_BYTES}; "
                "thin out the polygons, or start several runs"
            )
        return regions


class StartRunRequest(Contract):
    """Input of StartRun. ``input`` is untyped here; StartRun validates it, so that errors name the field."""

    run_id: str = Field(min_length=1, max_length=80)
    execution_arn: str
    started_at: str
    input: Any


class StartRunResult(Contract):
    """Plan of a run: areas to search, and the switches that later states read."""

    run_id: str
    areas: list[SearchArea]
    mode: Literal["full", "discover_only"]
    force: bool
    max_studios: int
    budget_usd: float | None = None

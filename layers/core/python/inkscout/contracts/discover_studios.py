"""DiscoverStudios: one search area of a run, and what searching it found."""

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from inkscout.contracts.base import Contract
from inkscout.domain.geo import Box
from inkscout.domain.place import Region

Outcome = Literal["exhausted", "open_cells", "remaining", "budget_reached", "provider_paused"]
"""How the search of an area ended.

``exhausted``: no cell can still hide a studio. ``open_cells``: some are full at the smallest size.
``remaining``: time ran out, call again. ``budget_reached`` and ``provider_paused``: the next run goes on with
the open cells.
"""


class AreaBox(Contract):
    """A box in WGS 84 degrees; ``west`` exceeds ``east`` across the antimeridian."""

    south: float = Field(ge=-90, le=90)
    west: float = Field(ge=-180, le=180)
    north: float = Field(ge=-90, le=90)
    east: float = Field(ge=-180, le=180)


class AreaQuery(Contract):
    """Words to search for, and the language (ISO 639-1) the answer is asked in."""

    text: str = Field(min_length=1, max_length=100)
    language: str = Field(min_length=2, max_length=8)


class SearchArea(Contract):
    """One node of a region's tree of cells, searched as a unit; ``path`` is its way down from the root."""

    area_key: str = Field(min_length=1, max_length=200)
    path: str = Field(default="r", pattern="^r[0-3]*$")
    box: AreaBox
    region_key: str = Field(min_length=1, max_length=160)
    region_name: str
    region_box: AreaBox
    polygon: str = Field(default="", description="GeoJSON geometry in the frame of the region's box")
    country: str = ""
    city: str = ""
    languages: list[str] = Field(default_factory=lambda: ["en"], min_length=1)
    queries: list[AreaQuery] = Field(min_length=1)
    budget_usd: float | None = Field(default=None, gt=0)

    def region(self) -> Region:
        """The region this area is a part of."""
        return Region(
            key=self.region_key,
            name=self.region_name,
            box=to_box(self.region_box),
            polygon=self.polygon,
            country=self.country,
            city=self.city,
            languages=tuple(self.languages),
        )


class DiscoverStudiosRequest(Contract):
    """One area of a run; ``force`` searches cells again that an earlier run exhausted."""

    run_id: str = Field(min_length=1, max_length=80)
    area: SearchArea
    force: bool = False


class DiscoverStudiosResult(Contract):
    """Progress of an area's search; the counts cover the whole run, not only this call."""

    area_key: str
    outcome: Outcome
    remaining: bool
    exhausted: bool
    studios: int
    new: int
    duplicates: int
    rejected: int
    requests: int
    spend_usd: float


def to_box(box: AreaBox) -> Box:
    """The domain's box."""
    return Box(south=box.south, west=box.west, north=box.north, east=box.east)


def of_box(box: Box) -> AreaBox:
    """The contract's box."""
    return AreaBox(south=box.south, west=box.west, north=box.north, east=box.east)


def of_queries(queries: Sequence[tuple[str, str]]) -> list[AreaQuery]:
    """Pairs of text and language as the contract has them."""
    return [AreaQuery(text=text, language=language) for text, language in queries]

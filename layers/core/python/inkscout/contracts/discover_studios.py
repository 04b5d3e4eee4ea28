"""DiscoverStudios: one search area of a run, and the result of searching it."""

from typing import Literal

from pydantic import Field

from inkscout.contracts.base import Contract

Outcome = Literal["exhausted", "open_cells", "remaining", "budget_reached", "provider_paused"]
"""Outcome of the search of an area.

``exhausted``: every cell returned fewer results than the source's cap. ``open_cells``: some cells of the
smallest size still reach the cap. ``remaining``: time ran out; call again. ``budget_reached`` and
``provider_paused``: the next run continues with the open cells.
"""


class SearchArea(Contract):
    """One node of a region's quadtree of cells, searched as a unit; ``path`` leads to it from the root ``r``.

    The region itself is stored once per run, under ``region_key``, since a run may have a thousand areas.
    """

    region_key: str = Field(min_length=1, max_length=160)
    path: str = Field(default="r", pattern="^r[0-3]*$")

    @property
    def area_key(self) -> str:
        """Key that is unique among the areas of a run."""
        return f"{self.region_key}/{self.path}"


class DiscoverStudiosRequest(Contract):
    """One area of a run; ``force`` repeats the search of cells that an earlier run exhausted."""

    run_id: str = Field(min_length=1, max_length=80)
    area: SearchArea
    force: bool = False
    budget_usd: float | None = Field(default=None, gt=0, description="the most the run may spend on places")


class DiscoverStudiosResult(Contract):
    """Result of an area's search so far; the counts cover all calls of the run, not only this one."""

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

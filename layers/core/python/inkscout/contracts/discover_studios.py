"""DiscoverStudios: one search area of a run, and what searching it found."""

from typing import Literal

from pydantic import Field

from inkscout.contracts.base import Contract

Outcome = Literal["exhausted", "open_cells", "remaining", "budget_reached", "provider_paused"]
"""How the search of an area ended.

``exhausted``: no cell can still hide a studio. ``open_cells``: some are full at the smallest size.
``remaining``: time ran out, call again. ``budget_reached`` and ``provider_paused``: the next run goes on with
the open cells.
"""


class SearchArea(Contract):
    """One node of a region's tree of cells, searched as a unit; ``path`` is its way down from the root.

    The region itself is kept once for the whole run, under its key: a run may have a thousand areas.
    """

    region_key: str = Field(min_length=1, max_length=160)
    path: str = Field(default="r", pattern="^r[0-3]*$")

    @property
    def area_key(self) -> str:
        """Name of the area among all of a run."""
        return f"{self.region_key}/{self.path}"


class DiscoverStudiosRequest(Contract):
    """One area of a run; ``force`` searches cells again that an earlier run exhausted."""

    run_id: str = Field(min_length=1, max_length=80)
    area: SearchArea
    force: bool = False
    budget_usd: float | None = Field(default=None, gt=0, description="the most the run may spend on places")


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

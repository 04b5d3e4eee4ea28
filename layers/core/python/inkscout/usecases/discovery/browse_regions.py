"""BrowseRegions and ReadRegion: how completely regions were searched, cell by cell, for operators."""

from collections.abc import Sequence
from dataclasses import dataclass

from inkscout.discovery.cell_records import CellRecord, CellStatus
from inkscout.discovery.coverage import Coverage
from inkscout.discovery.regions import restored_region
from inkscout.domain.geo import Box
from inkscout.domain.place import Region
from inkscout.errors import NotFound, RegionNotFound
from inkscout.ports import Directory, StateStore
from inkscout.usecases.discovery.planned_regions import SCOPE, planned_region
from inkscout.usecases.discovery.region_coverage import Leaves, covered_cells

REGIONS = 200
CELLS = 4000
"""Maximum number of cells that are drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRegion:
    """A region that was planned for a run."""

    key: str
    name: str
    country: str
    areas: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveredCell:
    """One cell; ``state`` is ``exhausted``, ``open`` or ``full``, which is open at the smallest size."""

    path: str
    box: Box
    state: str
    studios: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionDetail:
    """A region with its coverage; ``cells`` are at most ``CELLS``."""

    key: str
    region: Region
    coverage: Coverage
    cells: Sequence[CoveredCell]
    cell_count: int


class BrowseRegions:
    """Serves the list of regions."""

    def __init__(self, state_store: StateStore) -> None:
        self._state_store = state_store

    def __call__(self) -> list[ListedRegion]:
        """Returns at most ``REGIONS`` regions that were ever planned, by name."""
        found = []
        for key, document in self._state_store.first(SCOPE, REGIONS).items():
            region = restored_region(document["region"])
            found.append(
                ListedRegion(
                    key=key, name=region.name, country=region.country, areas=4 ** int(document["depth"])
                )
            )
        return sorted(found, key=lambda one: one.name)


class ReadRegion:
    """Serves the coverage of one region; each level of its tree costs one request for 100 cells."""

    def __init__(self, state_store: StateStore, directory: Directory) -> None:
        self._state_store = state_store
        self._directory = directory

    def __call__(self, key: str) -> RegionDetail:
        """Returns a region with its cells.

        Raises:
            NotFound: no run has planned it.
        """
        try:
            region = planned_region(self._state_store, key).region
        except RegionNotFound as error:
            raise NotFound("no run has planned this region") from error
        coverage, leaves = covered_cells(region, state_store=self._state_store, directory=self._directory)
        return RegionDetail(
            key=key,
            region=region,
            coverage=coverage,
            cells=_cells(leaves),
            cell_count=len(leaves),
        )


def _cells(leaves: Leaves) -> list[CoveredCell]:
    return [
        CoveredCell(
            path=cell.path,
            box=cell.box,
            state=_state(record),
            studios=len(record.studios) if record else 0,
        )
        for cell, record in leaves[:CELLS]
    ]


def _state(record: CellRecord | None) -> str:
    if record is None:
        return "open"
    return {CellStatus.EXHAUSTED: "exhausted", CellStatus.FULL: "full"}.get(record.status, "open")

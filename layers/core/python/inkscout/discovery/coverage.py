"""Summarises for an operator how completely a region was searched."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from inkscout.discovery.cell_records import CellRecord, CellStatus
from inkscout.discovery.cells import Cell
from inkscout.discovery.estimate import PopulationEstimate, capture_recapture
from inkscout.discovery.regions import RegionGeometry


@dataclass(frozen=True, slots=True)
class OpenCell:
    """A cell that may contain more studios, with the reason: never searched, interrupted, or full.

    Its borders are in degrees.
    """

    path: str
    why: str
    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Coverage of a region.

    ``share_exhausted`` is by area, 0 to 1; ``by_source`` counts studios by the sources that know them;
    ``estimate`` is None without an overlap of the sources.
    """

    region: str
    share_exhausted: float
    exhausted_cells: int
    open_cells: Sequence[OpenCell]
    searched_at: str
    studios: int
    by_source: Mapping[str, int]
    estimate: PopulationEstimate | None

    def document(self) -> dict[str, Any]:
        """Returns the figures as JSON."""
        document = asdict(self)
        if self.estimate is not None:
            document["estimate"]["missing"] = self.estimate.missing
        return document


def coverage_of(
    region: str,
    geometry: RegionGeometry,
    leaves: Iterable[tuple[Cell, CellRecord | None]],
    sources_of_studios: Iterable[frozenset[str]],
) -> Coverage:
    """Sums up the leaves of a region's tree and the sources of each of its studios."""
    share, exhausted, latest = 0.0, 0, ""
    still_open: list[OpenCell] = []
    for cell, record in leaves:
        if record is not None:
            latest = max(latest, record.at)
        if record is not None and record.status is CellStatus.EXHAUSTED:
            share += geometry.share(cell.box)
            exhausted += 1
        else:
            box = cell.box
            still_open.append(OpenCell(cell.path, _why(record), box.south, box.west, box.north, box.east))
    sets = list(sources_of_studios)
    known = Counter(source for sources in sets for source in sources)
    listed = sum("google" in sources for sources in sets)
    others = sum(bool(sources - {"google"}) for sources in sets)
    both = sum("google" in sources and len(sources) > 1 for sources in sets)
    return Coverage(
        region=region,
        share_exhausted=min(1.0, round(share, 6)),
        exhausted_cells=exhausted,
        open_cells=still_open,
        searched_at=latest,
        studios=len(sets),
        by_source=dict(sorted(known.items())),
        estimate=capture_recapture(listed, others, both),
    )


def _why(record: CellRecord | None) -> str:
    if record is None:
        return "never searched"
    return "full at the smallest size" if record.status is CellStatus.FULL else "search was interrupted"

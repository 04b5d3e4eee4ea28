"""Stores the regions of a run's plan in the state store, so that payloads contain only their keys.

Step Functions limits a state's input or output to 262,144 bytes, and fails the execution beyond it with an
error that no catcher sees; a polygon and its queries repeated in each area of a large region exceed it.
"""

from dataclasses import dataclass

from inkscout.discovery.cells import ROOT, Cell
from inkscout.discovery.regions import restored_region, stored_region
from inkscout.domain.place import Region
from inkscout.errors import RegionNotFound
from inkscout.ports import StateStore

SCOPE = "region"


@dataclass(frozen=True, slots=True)
class PlannedRegion:
    """A region, its search queries (text and language), and the depth of its areas in the tree."""

    region: Region
    queries: tuple[tuple[str, str], ...]
    depth: int


def keep_region(state_store: StateStore, planned: PlannedRegion) -> None:
    """Stores a region of the plan; replaces an earlier plan of the same region."""
    document = {
        "region": stored_region(planned.region),
        "queries": [list(query) for query in planned.queries],
        "depth": planned.depth,
    }
    state_store.put(SCOPE, planned.region.key, document)


def planned_region(state_store: StateStore, key: str) -> PlannedRegion:
    """Returns a region of the plan.

    Raises:
        RegionNotFound: no plan contains the region.
    """
    document = state_store.get(SCOPE, key)
    if document is None:
        raise RegionNotFound(f"no plan holds the region {key}")
    return PlannedRegion(
        region=restored_region(document["region"]),
        queries=tuple((str(text), str(language)) for text, language in document["queries"]),
        depth=int(document["depth"]),
    )


def planned_depth(state_store: StateStore, key: str, default: int) -> int:
    """Returns the depth that a region was last planned with; ``default`` if it was never planned."""
    document = state_store.get(SCOPE, key)
    return default if document is None else int(document["depth"])


def cell_at(region: Region, path: str) -> Cell:
    """Returns the node of a region's tree at a path such as ``r03``."""
    cell = Cell(ROOT, region.box)
    for digit in path.removeprefix(ROOT):
        cell = cell.split()[int(digit)]
    return cell


def cells_at(region: Region, depth: int) -> list[Cell]:
    """Returns every node of a region's tree at a depth, in the order of the tree."""
    cells = [Cell(ROOT, region.box)]
    for _ in range(depth):
        cells = [quarter for cell in cells for quarter in cell.split()]
    return cells

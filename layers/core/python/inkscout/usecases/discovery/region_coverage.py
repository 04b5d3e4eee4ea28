"""Reads how completely a region was searched: what is proved, what is open, what may be missing."""

from collections.abc import Sequence

from inkscout.discovery.cell_records import CellRecord, CellStatus, cell_key, cell_record
from inkscout.discovery.cells import Cell
from inkscout.discovery.coverage import Coverage, coverage_of
from inkscout.discovery.regions import RegionGeometry, restored_region
from inkscout.domain.place import Region
from inkscout.ports import Directory, StateStore
from inkscout.usecases.discovery.plan_areas import planned
from inkscout.usecases.discovery.planned_regions import cells_at, planned_depth

SEARCHED = ("google", "google_nearby", "google_text")
"""Sources that are searched cell by cell, the one with the strongest proof first."""
COMPLETE = ("osm", "import")
"""Sources that return everything they know of an area at once."""


Leaves = Sequence[tuple[Cell, CellRecord | None]]
"""Cells that are not divided, in the order of their tree, with the record of their search."""


def region_coverage(region: Region, *, state_store: StateStore, directory: Directory) -> Coverage:
    """Returns the coverage of a region by its last search, or by that of a larger region around it."""
    return covered_cells(region, state_store=state_store, directory=directory)[0]


def covered_cells(
    region: Region, *, state_store: StateStore, directory: Directory
) -> tuple[Coverage, Leaves]:
    """Returns the coverage of a region, and the cells that it sums up."""
    own = _coverage(region, region, state_store, directory)
    stored = state_store.get("within", region.key)
    if stored is None:
        return own
    around = _coverage(region, restored_region(stored), state_store, directory)
    return max(own, around, key=lambda found: found[0].searched_at)


def _coverage(
    region: Region, searched: Region, state_store: StateStore, directory: Directory
) -> tuple[Coverage, Leaves]:
    """Computes the coverage of a region from the cells searched for it or for a larger one."""
    geometry, tree = RegionGeometry(region), RegionGeometry(searched)
    depth = planned_depth(state_store, searched.key, planned(searched).depth)
    roots = [cell for cell in cells_at(searched, depth) if tree.touches(cell.box)]
    trees = [_leaves(roots, searched.key, source, tree, state_store) for source in SEARCHED]
    known = [leaves for leaves in trees if any(record for _, record in leaves)]
    leaves: Leaves = known[0] if known else [(root, None) for root in roots]
    if searched.key != region.key:
        leaves = [leaf for leaf in leaves if geometry.share(leaf[0].box)]
    records = [record for tree_leaves in known for _, record in tree_leaves]
    for source in COMPLETE:
        records += _load(roots, searched.key, source, state_store).values()
    ids = dict.fromkeys(studio for record in records if record for studio in record.studios)
    studios = {studio.studio_id: studio for studio in directory.studios_by_id(ids).values()}
    inside = [one for one in studios.values() if one.location is None or geometry.contains(one.location)]
    sources = (frozenset(name.partition(":")[0] for name in studio.sources) for studio in inside)
    return coverage_of(region.name, geometry, leaves, sources), leaves


def _leaves(
    roots: Sequence[Cell], region_key: str, source: str, geometry: RegionGeometry, state_store: StateStore
) -> Leaves:
    """Returns the leaves of a source's tree; each level of the tree is read at once."""
    found: list[tuple[Cell, CellRecord | None]] = []
    level = list(roots)
    while level:
        records = _load(level, region_key, source, state_store)
        below: list[Cell] = []
        for cell in level:
            record = records.get(cell.path)
            if record is not None and record.status is CellStatus.SPLIT:
                below += [quarter for quarter in cell.split() if geometry.touches(quarter.box)]
            else:
                found.append((cell, record))
        level = below
    return sorted(found, key=lambda leaf: leaf[0].path)


def _load(
    cells: Sequence[Cell], region_key: str, source: str, state_store: StateStore
) -> dict[str, CellRecord]:
    """Returns the records of cells by their paths, for those that have one."""
    paths = {cell_key(region_key, source, cell.path): cell.path for cell in cells}
    found = state_store.get_many("area", list(paths))
    return {paths[key]: cell_record(document) for key, document in found.items()}

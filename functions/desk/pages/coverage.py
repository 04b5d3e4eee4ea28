"""Coverage: the regions that were searched, and the cells of one of them on a map."""

from collections import Counter
from urllib.parse import quote, urlencode

from functions.desk.asking import DeskAnswer, DeskRequest
from functions.desk.rendering import page
from functions.desk.views import cells, charts
from functions.web import words
from inkscout.bootstrap import desk_reading

SECTION = "/desk/coverage"
STATES = {
    "exhausted": ("Exhausted", "Every search returned fewer results than the source's limit: all is found."),
    "open": ("Open", "Never searched, or the search was interrupted; the next run goes on with it."),
    "full": ("Capped", "Full at the smallest size: the source may hold back more than it returns."),
}
_OPEN_SHOWN = 50


def show(asked: DeskRequest) -> DeskAnswer:
    """Returns the list of regions."""
    return page(
        asked,
        "coverage.html",
        title="Coverage",
        section=SECTION,
        regions=[(one, f"{SECTION}/{quote(one.key, safe='')}") for one in desk_reading.browse_regions()()],
        again=again,
    )


def one(asked: DeskRequest) -> DeskAnswer:
    """Returns the coverage of one region.

    Raises:
        NotFound: no run has planned it.
    """
    found = desk_reading.read_region()(asked.parts["key"])
    counted = Counter(cell.state for cell in found.cells)
    return page(
        asked,
        "region.html",
        title=f"Coverage of {found.region.name}",
        section=SECTION,
        found=found,
        map=cells.cell_map(found.region, found.cells),
        states=[(key, label, counted[key], meaning) for key, (label, meaning) in STATES.items()],
        open_cells=found.coverage.open_cells[:_OPEN_SHOWN],
        sources=charts.bars(
            (name, words.source(name), count) for name, count in found.coverage.by_source.items()
        ),
        again=again(found.region.name),
    )


def again(name: str) -> str:
    """Returns the address of the form that starts a run, with the region filled in."""
    return f"/desk/runs/start?{urlencode({'region': name})}"

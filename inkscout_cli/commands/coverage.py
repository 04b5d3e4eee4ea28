"""``inkscout coverage``: shows how completely discovery has searched a region."""

import json
from typing import Annotated

import typer
from rich.console import Console

from inkscout.discovery.coverage import Coverage
from inkscout_cli import common, places, records
from inkscout_cli.choice import Choice, Reached, on_a_platform
from inkscout_cli.output import say

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_SHOWN_CELLS = 20
_NEWEST_RUNS = 100


@app.command()
@on_a_platform
def coverage(
    platform: Choice,
    *,
    region: Annotated[
        str,
        typer.Argument(help="A region's name, or some words of one that was searched; or a GeoJSON file."),
    ],
    as_json: common.JsonOption = False,
) -> None:
    """Shows how much of a region is searched completely, which cells are open, and the studios by source."""
    from inkscout.bootstrap import stores
    from inkscout.usecases.discovery.region_coverage import region_coverage

    def proved(connection: Reached) -> Coverage:
        places.use_places(connection)
        runs = stores.ledger().runs(_NEWEST_RUNS)
        asked = places.named_in_part(region, (name for run in runs for name in places.regions_of(run)))
        return region_coverage(
            places.resolve(asked), state_store=stores.state_store(), directory=stores.directory()
        )

    found = platform.read(proved)
    if as_json:
        say(json.dumps(found.document(), indent=2))
        return
    console = common.console()
    for line in _lines(found):
        console.print(line)
    if found.open_cells:
        _show_cells(found, console)


def _lines(found: Coverage) -> list[str]:
    searched = f"last searched {found.searched_at}" if found.searched_at else "never searched"
    sources = ", ".join(f"{count} by {source}" for source, count in found.by_source.items()) or "none yet"
    cells = f"{found.exhausted_cells} cell{'' if found.exhausted_cells == 1 else 's'}"
    lines = [
        f"{found.region}: {found.share_exhausted:.1%} exhausted in {cells}, {searched}",
        f"studios: {found.studios} ({sources})",
    ]
    if found.estimate is None:
        lines.append("missing: no estimate, since no two sources overlap")
    else:
        low, high = found.estimate.low - found.estimate.seen, found.estimate.high - found.estimate.seen
        lines.append(f"missing: about {found.estimate.missing:.1f} (95 % interval {low:.1f} to {high:.1f})")
    return lines


def _show_cells(found: Coverage, console: Console) -> None:
    rows = [
        (cell.path, cell.why, *(f"{side:.5f}" for side in (cell.south, cell.west, cell.north, cell.east)))
        for cell in found.open_cells[:_SHOWN_CELLS]
    ]
    records.show(console, ("Open cell", "Why", "South", "West", "North", "East"), rows)
    if len(found.open_cells) > _SHOWN_CELLS:
        console.print(f"and {len(found.open_cells) - _SHOWN_CELLS} more; --json lists all")

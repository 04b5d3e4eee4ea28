"""``inkscout repair``: mends records of the directory that an earlier reading got wrong."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from inkscout.usecases.directory.repair_handles import HandleRepair, repair_handles
from inkscout_cli import common
from inkscout_cli.choice import Choice, on_a_platform
from inkscout_cli.output import say

app = typer.Typer(
    add_completion=False, rich_markup_mode=None, no_args_is_help=True, help="Mend records of the directory."
)

DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Show what would change, and write nothing.")]


@app.callback()
def _root() -> None:
    """Mends records of the directory."""


@app.command(short_help="Parts people whom a shared handle joined.")
@on_a_platform
def handles(
    platform: Choice,
    *,
    dry_run: DryRunOption = False,
    as_json: common.JsonOption = False,
) -> None:
    """Parts people whom a handle joined that is a template's, a network's word, or shared by strangers."""
    from inkscout.bootstrap import stores

    with platform.connected():
        repairs = list(repair_handles(stores.directory(), dry_run=dry_run))
    if as_json:
        say(json.dumps([asdict(repair) for repair in repairs], indent=2, ensure_ascii=False))
    else:
        _show(repairs, dry_run=dry_run)


def _show(repairs: list[HandleRepair], *, dry_run: bool) -> None:
    for repair in repairs:
        say(f"{repair.name} ({repair.artist_id}), @{repair.handle}: {repair.reason}")
        for name, artist_id in repair.parted:
            say(f"    gets a record of their own: {name} ({artist_id})")
    say(f"{len(repairs)} artists {'would change' if dry_run else 'changed'}.")

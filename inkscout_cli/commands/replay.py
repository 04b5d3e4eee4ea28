"""``inkscout replay``: repeats the extraction on stored pages, without the network."""

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console

from inkscout.usecases.visits.replay import ReplayDifference, replay
from inkscout_cli import common
from inkscout_cli.choice import Choice, on_a_platform
from inkscout_cli.output import say

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(name="replay")
@on_a_platform
def replay_command(
    platform: Choice,
    *,
    studio: Annotated[
        list[str] | None, typer.Option("--studio", help="Only this studio's id; may be repeated.")
    ] = None,
    as_json: common.JsonOption = False,
) -> None:
    """Extracts again from stored pages and prints what would change; nothing is written."""
    from inkscout.bootstrap import stores

    with platform.connected():
        changes = list(replay(stores.directory(), stores.lake(), stores.denylist(), studio or ()))
    if as_json:
        say(json.dumps([asdict(change) for change in changes], indent=2, ensure_ascii=False))
        return
    print_changes(changes, common.console())


def print_changes(changes: list[ReplayDifference], console: Console) -> None:
    """Prints each studio whose extraction differs, with the differences, then their number."""
    differing = [change for change in changes if not change.changes_nothing]
    for change in differing:
        console.print(f"{change.name} ({change.studio_id}): {change.outcome_before} → {change.outcome_now}")
        for label, names in (("new", change.added), ("gone", change.gone)):
            if names:
                console.print(f"    {label}: {', '.join(names)}")
        for name, fields in change.changed.items():
            told = "; ".join(
                f"{field}: {before or 'none'} → {now}" for field, (before, now) in fields.items()
            )
            console.print(f"    {name}: {told}")
    console.print(f"{len(differing)} of {len(changes)} studios would change.")

"""``inkscout runs``: lists the runs recorded in the run ledger."""

import json
from typing import Annotated, Any

import typer
from rich import box
from rich.table import Table

from inkscout.usecases.runs.stopped_runs import was_stopped
from inkscout_cli import common
from inkscout_cli.choice import Choice, on_a_platform
from inkscout_cli.output import say
from inkscout_deploy.project import COMMAND

app = typer.Typer(add_completion=False)


@app.command()
@on_a_platform
def runs(
    platform: Choice,
    *,
    limit: Annotated[int, typer.Option(min=1, max=100, help="The most runs to show.")] = 10,
    as_json: common.JsonOption = False,
) -> None:
    """Lists the newest runs with what they found."""
    from inkscout.bootstrap import stores

    with platform.connected():
        found = list(stores.ledger().runs(limit))
    if as_json:
        say(json.dumps(found, indent=2, default=str))
    elif not found:
        say(f"No run yet: {COMMAND} run")
    else:
        common.console().print(_table(found))


def _status(record: dict[str, Any]) -> str:
    """Returns the status to show: ``aborted`` for a run that was stopped, else the recorded one."""
    return "aborted" if was_stopped(record) else str(record.get("status", ""))


def _table(found: list[dict[str, Any]]) -> Table:
    table = Table("Run", "Status", "Regions", "Studios", "Artists", "Written", "Seconds", box=box.SIMPLE_HEAD)
    for column in table.columns[:2]:
        column.no_wrap = True
    for record in found:
        summary = record.get("summary") or {}
        table.add_row(
            str(record.get("run_id", "")),
            _status(record),
            ", ".join(record.get("regions", [])),
            *(str(summary.get(name, "")) for name in ("studios", "artists", "written")),
            f"{float(summary['seconds']):.1f}" if "seconds" in summary else "",
        )
    return table

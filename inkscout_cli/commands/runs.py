"""``inkscout runs``: lists the runs recorded in the run ledger, or shows one of them."""

import json
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich.console import Console, RenderableType

from inkscout.usecases.runs.stopped_runs import was_stopped
from inkscout_cli import common, places, records, report
from inkscout_cli.choice import Choice, on_a_platform
from inkscout_cli.output import plain, say
from inkscout_deploy.errors import BadInput
from inkscout_deploy.project import COMMAND

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_LISTED = 100
_NAMED_REGIONS = 2


@app.command()
@on_a_platform
def runs(
    platform: Choice,
    *,
    run: Annotated[
        str, typer.Argument(help="A run's id, or the first characters of it, to show this run alone.")
    ] = "",
    limit: Annotated[int, typer.Option(min=1, max=_LISTED, help="The most runs to show.")] = 10,
    as_json: common.JsonOption = False,
) -> None:
    """Lists the newest runs with what they found; or shows one run in full."""
    from inkscout.bootstrap import stores

    found = platform.read(lambda _: list(stores.ledger().runs(_LISTED if run else limit)))
    if run:
        _show_one(_named(found, run), as_json=as_json)
    elif as_json:
        say(json.dumps(found, indent=2, default=str))
    elif not found:
        say(f"No run yet: {COMMAND} run")
    else:
        show_list(common.console(), found)


def _named(found: Sequence[dict[str, Any]], wanted: str) -> dict[str, Any]:
    """Returns the run whose id begins with a text, or ends with it.

    Raises:
        BadInput: there is none among the newest, or several.
    """
    ids = [str(record.get("run_id", "")) for record in found]
    matching = [
        record
        for record, run_id in zip(found, ids, strict=True)
        if run_id.startswith(wanted) or run_id.endswith(wanted)
    ]
    exact = [record for record in matching if record.get("run_id") == wanted]
    if len(exact or matching) > 1:
        raise BadInput(f"{wanted} begins {len(matching)} runs; give more characters of the one you mean.")
    if not matching:
        raise BadInput(f"There is no run {wanted} among the newest {_LISTED}.")
    return (exact or matching)[0]


def _show_one(record: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        say(json.dumps(record, indent=2, default=str))
        return
    console = common.console()
    summary = record.get("summary") or {}
    console.print(plain(f"Run {record.get('run_id')}: {_status(record)}", "bold"), soft_wrap=True)
    console.print(
        records.lines(
            ("started", record.get("started_at", "")),
            ("regions", "; ".join(places.regions_of(record))),
            ("seconds", _seconds(summary)),
            ("error", summary.get("error", "")),
            ("cause", summary.get("cause", "")),
            ("warning", summary.get("warning", "")),
            ("spent", f"{float(summary['discovery']['spend_usd']):.2f} USD" if _spend(summary) else ""),
        )
    )
    report.show_summary(summary, console)


def _spend(summary: dict[str, Any]) -> bool:
    return bool((summary.get("discovery") or {}).get("spend_usd"))


def _seconds(summary: dict[str, Any]) -> str:
    return f"{float(summary['seconds']):.1f}" if "seconds" in summary else ""


def _status(record: dict[str, Any]) -> str:
    """Returns the status to show: ``aborted`` for a run that was stopped, else the recorded one."""
    return "aborted" if was_stopped(record) else str(record.get("status", ""))


def show_list(console: Console, found: Sequence[dict[str, Any]]) -> None:
    """Prints runs, one a row; a failed one with the name of its error."""
    rows = []
    for record in found:
        summary = record.get("summary") or {}
        rows.append(
            (
                record.get("run_id", ""),
                _status(record),
                report.short_list(places.regions_of(record), _NAMED_REGIONS, "regions"),
                *(summary.get(name, "") for name in ("studios", "artists", "written")),
                _seconds(summary),
                summary.get("error", ""),
            )
        )
    records.show(
        console,
        ("Run", "Status", "Regions", "Studios", "Artists", "Written", "Seconds", "Error"),
        rows,
        numbers=("Studios", "Artists", "Written", "Seconds"),
        block=_block,
    )


def _block(row: Sequence[object]) -> RenderableType:
    run, status, regions, studios, artists, written, seconds, error = (str(value) for value in row)
    counted = [report.counted(int(n), noun) for n, noun in ((studios, "studio"), (artists, "artist")) if n]
    others = [f"{number} {what}" for number, what in ((written, "written"), (seconds, "s")) if number]
    return report.block((run, status), (regions, *counted, *others), (error,))

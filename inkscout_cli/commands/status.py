"""``inkscout status``: lists platforms, and the addresses of the running ones."""

import json
from typing import Any

import typer
from rich.text import Text

from inkscout_cli import common
from inkscout_cli.addresses import addresses
from inkscout_cli.output import say
from inkscout_local.platform.connection import Connection
from inkscout_local.platform.state import StateFolder

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def status(state: common.StateOption = None, as_json: common.JsonOption = False) -> None:
    """Shows every platform of the state folder, and the addresses of the running ones."""
    found = [_described(folder) for folder in common.known_states(state)]
    if as_json:
        say(json.dumps(found, indent=2))
        return
    console = common.console()
    if not found:
        console.print(f"No platform was started in {common.home(state)} yet.")
    for platform in found:
        style = "green" if platform["status"] == "running" else "dim"
        console.print(Text(f"{platform['name']}: {platform['status']}", style))
        for name, address in platform["addresses"].items():
            console.print(f"  {name:<24} {address}", soft_wrap=True)


def _described(folder: StateFolder) -> dict[str, Any]:
    record = folder.record()
    if not folder.is_locked():
        return {"name": folder.name, "status": "stopped", "state": str(folder.root), "addresses": {}}
    ready = bool(record.get("ready"))
    return {
        "name": folder.name,
        "status": "running" if ready else "starting",
        "state": str(folder.root),
        "pid": record.get("pid"),
        "addresses": addresses(Connection(record)) if ready else {},
    }

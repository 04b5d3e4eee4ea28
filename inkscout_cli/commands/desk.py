"""``inkscout desk``: prints a one-time link to the operator's desk, and opens it in a browser."""

import json
import webbrowser
from typing import Annotated

import typer

from inkscout_cli import common
from inkscout_cli.output import say
from inkscout_deploy.errors import PlatformError
from inkscout_deploy.project import COMMAND
from inkscout_local.platform import desk_link

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def desk(
    *,
    world: common.WorldOption = None,
    live: common.LiveOption = False,
    state: common.StateOption = None,
    opens: Annotated[
        bool, typer.Option("--open/--no-open", help="Open the link in a browser, where this is a terminal.")
    ] = True,
    as_json: common.JsonOption = False,
) -> None:
    """Prints a link to the desk of the running platform; it works once, within a day.

    A stage on AWS has accounts instead: its desk is the website's address with /desk.
    """
    folder = common.chosen_folder(state, world, live=live)
    if not folder.is_locked():
        raise PlatformError(f"No platform runs on {folder.root}. Start it with `{COMMAND} up`.")
    link = desk_link.make(folder)
    if not link:
        raise PlatformError(f"The platform on {folder.root} has no desk, or is still starting.")
    say(json.dumps({"link": link}, indent=2) if as_json else link)
    if opens and not as_json and common.console().is_terminal:
        webbrowser.open(link)

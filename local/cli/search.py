"""``inkscout search``: the directory through its HTTP API."""

import json
from typing import Annotated

import typer

from local.cli import common, report
from local.errors import PlatformError
from local.runs.api import Api

app = typer.Typer(add_completion=False)


@app.command()
def search(
    *,
    text: Annotated[list[str], typer.Argument(help="What to search for: a style, a name, a studio, a city.")],
    limit: Annotated[int, typer.Option(min=1, max=100, help="The most artists to show.")] = 10,
    world: common.WorldOption = None,
    live: common.LiveOption = False,
    state: common.StateOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """Searches the directory; starts the platform for the moment where none runs."""
    folder = common.chosen_folder(state, world, live=live)
    console = common.console()
    query = " ".join(text)
    with common.connected(folder, common.options_of(folder)) as (connection, _):
        answer = Api(connection).get("/v1/artists", q=query, limit=limit)
    if as_json:
        print(json.dumps(answer, indent=2))
        return
    items = answer.get("items", [])
    if not items:
        raise PlatformError(f'Nobody was found for "{query}".')
    total, took = answer.get("total", len(items)), answer.get("took_ms", 0)
    console.print(report.artist_rows(items, f'{total} artists for "{query}" in {took:.0f} ms'))

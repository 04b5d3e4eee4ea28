"""``inkscout search``: searches the directory through its HTTP API."""

from typing import Annotated

import typer
from rich.text import Text

from inkscout_cli import common, report
from inkscout_cli.choice import Choice, on_a_platform
from inkscout_cli.follow_run.api import api_of
from inkscout_cli.output import say
from inkscout_deploy.errors import PlatformError

app = typer.Typer(add_completion=False)


@app.command()
@on_a_platform
def search(
    platform: Choice,
    *,
    text: Annotated[list[str], typer.Argument(help="What to search for: a style, a name, a studio, a city.")],
    limit: Annotated[int, typer.Option(min=1, max=100, help="The most artists to show.")] = 10,
    as_json: common.JsonOption = False,
) -> None:
    """Searches the directory; starts the platform temporarily if none is running."""
    console = common.console()
    query = " ".join(text)
    with platform.connected() as connection, api_of(connection) as api:
        page = api.search_artists(query, limit=limit)
    if as_json:
        say(page.model_dump_json(indent=2))
        return
    if not page.items:
        raise PlatformError(f'Nobody was found for "{query}".')
    for step in page.relaxed:
        console.print(Text(f"Nothing matched exactly: {step.detail}.", "yellow"))
    items = [item.model_dump(mode="json") for item in page.items]
    console.print(report.artist_rows(items, f'{page.total} artists for "{query}" in {page.took_ms:.0f} ms'))

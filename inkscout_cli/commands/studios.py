"""``inkscout studios``: searches the studios of the directory through its HTTP API."""

from functools import partial

import typer

from inkscout.contracts.api.search import StudioPage
from inkscout_cli import common, finding, report
from inkscout_cli.choice import Choice, Reached, on_a_platform
from inkscout_cli.follow_run.api import api_of

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
@on_a_platform
def studios(
    platform: Choice,
    *,
    text: finding.TextArgument = None,
    style: finding.StyleOption = None,
    match: finding.MatchOption = None,
    city: finding.CityOption = "",
    country: finding.CountryOption = "",
    near: finding.NearOption = "",
    radius: finding.RadiusOption = None,
    bbox: finding.BoxOption = "",
    sort: finding.SortOption = None,
    limit: finding.LimitOption = 10,
    number: finding.PageOption = 1,
    cursor: finding.CursorOption = "",
    every: finding.AllOption = False,
    as_json: common.JsonOption = False,
) -> None:
    """Searches for studios; exits with 1 if none is found.

    Where no platform runs, the saved directory is searched.
    """
    query = " ".join(text or ())
    parameters = finding.filters(
        style=style, match=match, city=city, country=country, near=near, radius=radius, bbox=bbox, sort=sort
    ) | {"limit": limit}

    def found(connection: Reached) -> tuple[list[StudioPage], str]:
        with api_of(connection) as api:
            pages = finding.pages(
                lambda at: api.search_studios(query, **parameters, cursor=at),
                cursor,
                number=number,
                every=every,
            )
            return list(pages), connection.website

    pages, website = platform.read(found)
    finding.present(
        pages,
        query=query,
        noun="studio",
        nobody="No studio was found",
        number=number,
        as_json=as_json,
        show=partial(report.show_studios, website=website),
    )

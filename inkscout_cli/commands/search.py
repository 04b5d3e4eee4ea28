"""``inkscout search``: searches the artists of the directory through its HTTP API."""

from functools import partial

import typer

from inkscout.contracts.api.search import ArtistPage
from inkscout_cli import common, finding, report
from inkscout_cli.choice import Choice, Reached, on_a_platform
from inkscout_cli.follow_run.api import api_of

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
@on_a_platform
def search(
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
    role: finding.RoleOption = None,
    studio: finding.StudioOption = "",
    portfolio: finding.PortfolioOption = None,
    sort: finding.SortOption = None,
    limit: finding.LimitOption = 10,
    number: finding.PageOption = 1,
    cursor: finding.CursorOption = "",
    every: finding.AllOption = False,
    as_json: common.JsonOption = False,
) -> None:
    """Searches for artists; exits with 1 if nobody is found.

    Where no platform runs, the saved directory is searched.
    """
    query = " ".join(text or ())
    parameters = finding.filters(
        style=style, match=match, city=city, country=country, near=near, radius=radius, bbox=bbox, sort=sort
    ) | {"role": role, "studio": studio, "has_portfolio": portfolio, "limit": limit}

    def found(connection: Reached) -> tuple[list[ArtistPage], str]:
        with api_of(connection) as api:
            pages = finding.pages(
                lambda at: api.search_artists(query, **parameters, cursor=at),
                cursor,
                number=number,
                every=every,
            )
            return list(pages), connection.website

    pages, website = platform.read(found)
    finding.present(
        pages,
        query=query,
        noun="artist",
        nobody="Nobody was found",
        number=number,
        as_json=as_json,
        show=partial(report.show_artists, website=website),
    )

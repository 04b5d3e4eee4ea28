"""Options and output that the searches for artists and for studios share."""

from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console

from inkscout.contracts.api.search import ArtistPage, Match, Relaxed, Role, Sort, StudioPage
from inkscout_cli import common
from inkscout_cli.output import plain, say
from inkscout_deploy.errors import BadInput, PlatformError
from inkscout_deploy.project import COMMAND

PageT = TypeVar("PageT", ArtistPage, StudioPage)

MOST_PAGES = 1000
"""Pages that ``--all`` reads at most, so that a server that repeats itself does not keep it for ever."""

TextArgument = Annotated[
    list[str] | None, typer.Argument(help="Names, handles, studios, styles and places, in any order.")
]
StyleOption = Annotated[
    list[str] | None, typer.Option("--style", help="A style; may be given again: any of them is enough.")
]
MatchOption = Annotated[
    Match | None, typer.Option("--match", help="all: every --style is needed; any: one is enough.")
]
CityOption = Annotated[str, typer.Option("--city", help="Only this city.")]
CountryOption = Annotated[str, typer.Option("--country", help="Only this country, as two letters.")]
NearOption = Annotated[str, typer.Option("--near", help="Around a place's name, or around LAT,LNG.")]
RadiusOption = Annotated[
    float | None, typer.Option("--radius", min=0.1, max=500, help="Kilometres around --near; default: 25.")
]
BoxOption = Annotated[str, typer.Option("--bbox", help="Within WEST,SOUTH,EAST,NORTH in degrees.")]
SortOption = Annotated[
    Sort | None, typer.Option("--sort", help="Order; default: by distance with --near, else by relevance.")
]
LimitOption = Annotated[int, typer.Option("--limit", min=1, max=100, help="Results on a page.")]
CursorOption = Annotated[str, typer.Option("--cursor", help="Next page, as the page before named it.")]
PageOption = Annotated[
    int, typer.Option("--page", min=1, max=MOST_PAGES, help="Number of the page; the pages before are read.")
]
AllOption = Annotated[bool, typer.Option("--all", help="Every page, one after the other.")]
RoleOption = Annotated[Role | None, typer.Option("--role", help="Only people of this role.")]
StudioOption = Annotated[str, typer.Option("--studio", help="Only artists of the studio with this id.")]
PortfolioOption = Annotated[
    bool | None, typer.Option("--portfolio/--no-portfolio", help="Only artists with pictures, or without.")
]


def filters(
    *,
    style: Sequence[str] | None,
    match: str | None,
    city: str,
    country: str,
    near: str,
    radius: float | None,
    bbox: str,
    sort: str | None,
) -> dict[str, Any]:
    """Returns the API's parameters for the options that both searches take.

    Raises:
        BadInput: a radius without a place, or both kinds of area.
    """
    if radius is not None and not near:
        raise BadInput("--radius is a distance around a place: give --near too.")
    if near and bbox:
        raise BadInput("Give --near or --bbox, not both.")
    return {
        "style": list(style or ()),
        "match": match,
        "city": city,
        "country": country,
        "near": near,
        "radius_km": radius,
        "bbox": bbox,
        "sort": sort,
    }


def pages(
    fetch: Callable[[str], PageT], cursor: str, *, number: int = 1, every: bool = False
) -> Iterator[PageT]:
    """Yields the page of a number, counted from the one at a cursor, and with ``every`` those after it.

    Raises:
        BadInput: there are fewer pages.
    """
    for at in range(1, MOST_PAGES + 1):
        page = fetch(cursor)
        if at >= number:
            yield page
            if not every:
                return
        if not page.next_cursor:
            if at < number:
                raise BadInput(f"There is no page {number}: the last one is {at}.")
            return
        cursor = page.next_cursor


def joined(found: Sequence[PageT]) -> PageT:
    """Returns pages as one: the first with the items of all and the cursor of the last."""
    items = [item for page in found for item in page.items]
    return found[0].model_copy(update={"items": items, "next_cursor": found[-1].next_cursor})


def title(page: ArtistPage | StudioPage, query: str, noun: str) -> str:
    """Returns the line above results: how many there are, of what, and for which text."""
    number = f"{page.total} {noun}{'' if page.total == 1 else 's'}"
    least = "" if page.total_is_exact else "at least "
    words = f' for "{query}"' if query else ""
    return f"{least}{number}{words} in {page.took_ms:.0f} ms"


def warn(page: ArtistPage | StudioPage, console: Console) -> None:
    """Prints what the user should know before the results: what was relaxed, and a degraded answer."""
    if page.degraded:
        console.print(plain("The search index is out of reach: answered from the table.", "yellow"))
    if page.relaxed:
        console.print(plain(relaxed(page.relaxed), "yellow"))


def relaxed(steps: Sequence[Relaxed]) -> str:
    """Returns what was relaxed, as one sentence."""
    return f"Nothing matched exactly: {'; '.join(step.detail for step in steps)}."


def hint(page: ArtistPage | StudioPage, number: int, console: Console) -> None:
    """Prints how to go on, where a person reads it: to one of the results, and to the next page."""
    if not console.is_terminal:
        return
    console.print(plain(f"One of them in full: {COMMAND} show ID", "dim"))
    if page.next_cursor:
        console.print(plain(f"The next page: --page {number + 1}; all of them: --all", "dim"))


def present(
    found: Sequence[PageT],
    *,
    query: str,
    noun: str,
    nobody: str,
    number: int,
    as_json: bool,
    show: Callable[[Console, Sequence[dict[str, Any]], str], None],
) -> None:
    """Prints the results of a search: as one JSON document, or for people.

    Args:
        found: The pages, as the API sent them.
        query: Text of the search.
        noun: Name of one result in the line above them.
        nobody: Beginning of the message if there is none, such as "Nobody was found".
        number: Number of the last page.
        as_json: Whether to print JSON.
        show: Prints results below a title.

    Raises:
        PlatformError: nothing was found; JSON is printed all the same.
    """
    page = joined(found)
    if as_json:
        say(page.model_dump_json(indent=2))
    if not page.items:
        offered = ", ".join(offer.label for offer in page.offers)
        told = f'{nobody} for "{query}".' if query else f"{nobody}."
        raise PlatformError(f"{told} Other searches: {offered}." if offered else told)
    if as_json:
        return
    console = common.console()
    warn(page, console)
    show(console, [item.model_dump(mode="json") for item in page.items], title(page, query, noun))
    hint(page, number, console)

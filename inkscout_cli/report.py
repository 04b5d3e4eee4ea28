"""Report of a run's result on the console."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from inkscout.domain import public_paths
from inkscout_cli import records
from inkscout_cli.output import plain

# The client of the API takes longer to import than a list of runs to print.
if TYPE_CHECKING:
    from inkscout_cli.follow_run.result import RunResult, SampleSearch

OUTCOME_MEANINGS = {
    "artists_found": "the website names its artists",
    "no_artists_named": "the website was read and names nobody",
    "needs_browser": "its artists appear only in a browser",
    "browser_unavailable": "it needs a browser and there is none",
    "robots_forbidden": "its robots.txt forbids the visit, or failed",
    "unreachable": "it did not answer",
    "blocked": "it turned the visit away",
    "parked": "the address is for sale or empty",
    "social_media_only": "only a social media page",
    "not_a_studio_site": "the website is not a studio's",
    "too_large": "more than a visit may read",
    "unreadable": "reading it passed its bounds of time or memory",
    "no_website": "no website is known",
    "closed": "closed for good",
    "error": "the visit failed",
}
_SHOWN_STYLES = 4
_NAMED_REGIONS = 6


def show(result: "RunResult", console: Console) -> None:
    """Prints the whole report."""
    _headline(result, console)
    console.print(_states(result.states))
    show_summary(result.summary, console, world=result.world)
    if result.artists:
        console.print()
        show_artists(console, result.artists, "Some of the artists that this run read")
    if result.search:
        _search(result.search, console)
    if result.note:
        console.print(Text(result.note, "yellow"))


def show_summary(summary: Mapping[str, Any], console: Console, *, world: bool = False) -> None:
    """Prints a run's outcomes and counts; ``world`` says that it ran in a simulated one."""
    if summary.get("outcomes"):
        console.print(_outcomes(summary["outcomes"]))
    _counts(summary, console, world=world)


def show_artists(console: Console, items: Sequence[Mapping[str, Any]], title: str, website: str = "") -> None:
    """Prints artists in the format of the API's responses: a table, or a block each on a narrow console.

    A block has the artist's page at the website, if there is one.
    """
    rows = [
        (
            item.get("name", ""),
            f"@{item['instagram']}" if item.get("instagram") else "",
            _studio_name(item),
            item.get("city", ""),
            style_names(item.get("styles", [])),
            item.get("artist_id", ""),
        )
        for item in items
    ]
    columns = ("Artist", "Handle", "Studio", "City", "Styles", "Id")
    records.show(console, columns, rows, title=title, block=partial(_artist_block, website))


def show_studios(console: Console, items: Sequence[Mapping[str, Any]], title: str, website: str = "") -> None:
    """Prints studios in the format of the API's responses: a table, or a block each on a narrow console.

    A block has the studio's page at the website, if there is one.
    """
    rows = [
        (
            item.get("name", ""),
            place(str(item.get("address", "")), str(item.get("city", ""))),
            item.get("website", ""),
            f"@{item['instagram']}" if item.get("instagram") else "",
            _rating(item),
            style_names(item.get("styles", [])),
            item.get("studio_id", ""),
        )
        for item in items
    ]
    columns = ("Studio", "Address", "Website", "Handle", "Rating", "Styles", "Id")
    records.show(console, columns, rows, title=title, block=partial(_studio_block, website))


def _artist_block(website: str, row: Sequence[object]) -> RenderableType:
    name, handle, studio, city, styles, artist_id = (str(value) for value in row)
    place = ", ".join(filter(None, [studio, city]))
    return block((name, handle), (place, styles), (_page(website, public_paths.artist_path(artist_id)),))


def _studio_block(website: str, row: Sequence[object]) -> RenderableType:
    name, address, address_of_site, handle, rating, styles, studio_id = (str(value) for value in row)
    page = _page(website, public_paths.studio_path(studio_id))
    return block((name, handle), (address,), (address_of_site, rating, styles), (page,))


def _page(website: str, path: str) -> str:
    """Returns the address of a page of the website; without one, the id in its path."""
    return f"{website}{path}" if website else path.rsplit("/", 1)[-1]


def block(heading: Sequence[str], *following: Sequence[str]) -> RenderableType:
    """Returns a record as lines; the parts of one are separated by dots, and long lines are folded."""
    name, *others = heading
    first = plain(name, "bold") + plain("".join(f"  {part}" for part in others if part), "cyan")
    lines = [(" · ".join(part for part in parts if part), parts is following[-1]) for parts in following]
    return Group(
        first, records.indented(*(plain(line, "dim" if is_last else "") for line, is_last in lines if line))
    )


def _rating(item: Mapping[str, Any]) -> str:
    if item.get("rating") is None:
        return ""
    return f"{item['rating']:.1f} of {counted(int(item.get('rating_count') or 0), 'rating')}"


def place(*parts: str) -> str:
    """Returns the parts of an address in one line; a part that an earlier one holds is left out."""
    kept: list[str] = []
    for part in parts:
        if part and not any(part.casefold() in one.casefold() for one in kept):
            kept.append(part)
    return ", ".join(kept)


def style_names(styles: Sequence[str]) -> str:
    """Returns the first styles of a list as text for people."""
    return ", ".join(str(style).replace("-", " ") for style in styles[:_SHOWN_STYLES])


def short_list(names: Sequence[str], most: int, plural: str) -> str:
    """Returns names separated by semicolons, as they may hold commas; their number if there are too many."""
    return "; ".join(names) if len(names) <= most else f"{len(names)} {plural}"


def _headline(result: "RunResult", console: Console) -> None:
    if result.status == "SUCCEEDED":
        status = str(result.summary.get("status", "succeeded")).replace("_", " ")
        regions = short_list(result.summary.get("regions", []), _NAMED_REGIONS, "regions")
        line = f"Run {result.run_id} {status} in {result.seconds:.1f} s: {regions}"
        warning = str(result.summary.get("warning", ""))
        console.print(Text(f"{line}; {warning}", "bold yellow") if warning else Text(line, "bold green"))
    else:
        cause = str(result.summary.get("cause", ""))
        line = f"Run {result.run_id} {result.status.lower()} after {result.seconds:.1f} s"
        console.print(Text(f"{line}: {plain(cause)}" if cause else line, "bold red"))


def _states(states: Sequence[Mapping[str, Any]]) -> Table:
    table = Table("State", "Seconds", "", title="States", title_justify="left", box=box.SIMPLE_HEAD)
    table.columns[1].justify = "right"
    for state in states:
        rounds = f"{state['visits']} rounds" if state["visits"] > 1 else ""
        note = rounds if state["status"] == "done" else str(state["status"])
        table.add_row(state["name"], f"{state['seconds']:.1f}", note)
    return table


def _outcomes(outcomes: Mapping[str, int]) -> Table:
    table = Table(
        "Outcome", "Studios", "", title="Studios by outcome", title_justify="left", box=box.SIMPLE_HEAD
    )
    table.columns[1].justify = "right"
    for outcome, number in sorted(outcomes.items(), key=lambda item: (-item[1], item[0])):
        table.add_row(outcome, str(number), Text(OUTCOME_MEANINGS.get(outcome, ""), "dim"))
    table.add_section()
    table.add_row("all", str(sum(outcomes.values())), "")
    return table


def _counts(summary: Mapping[str, Any], console: Console, *, world: bool) -> None:
    if "outcomes" not in summary:
        return
    if summary.get("due"):
        read, due, reachable = (int(summary.get(name, 0)) for name in ("read", "due", "reachable"))
        rate = f"; of {reachable} that answered {read / reachable:.1%}" if reachable else "; none answered"
        console.print(f"Websites: {read} of {due} read{rate}")
    console.print(f"Artists: {summary.get('artists', 0)} found, {summary.get('new_artists', 0)} of them new")
    for kind, outcomes in sorted((summary.get("jobs") or {}).items()):
        parts = ", ".join(f"{number} {outcome}" for outcome, number in sorted(outcomes.items()))
        line = f"Jobs, {kind.replace('_', ' ')}: {sum(outcomes.values())} ({parts})"
        if world and kind == "read_profile" and outcomes.get("unreachable"):
            line += "; a world holds few networks, so that most of their profiles are unreachable"
        console.print(line)
    if summary.get("fleet") == "external":
        console.print("Workers: started elsewhere (FleetMode is external)")
    console.print(written_line(summary))


def written_line(summary: Mapping[str, Any]) -> str:
    """Returns a sentence on how many directory items the run wrote."""
    written, unchanged = int(summary.get("written", 0)), int(summary.get("unchanged", 0))
    if written:
        return f"Directory: {counted(written, 'item')} written, {unchanged} unchanged"
    return f"Directory: nothing changed, nothing was written ({unchanged} items seen again)"


def _search(search: "SampleSearch", console: Console) -> None:
    console.print()
    title = f'A search for "{search.query}": {counted(search.total, "artist")} in {search.took_ms:.0f} ms'
    show_artists(console, search.items, title)


def counted(number: int, noun: str) -> str:
    """Returns a number with its noun, which takes an s for any number but one."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _studio_name(item: Mapping[str, Any]) -> str:
    studio = item.get("studio")
    if isinstance(studio, Mapping):
        return str(studio.get("name", ""))
    return str(item.get("studio_name") or studio or "")

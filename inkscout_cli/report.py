"""Report of a run's result on the console."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from inkscout_cli.follow_run.result import RunResult, SampleSearch
from inkscout_cli.output import plain

OUTCOME_MEANINGS = {
    "artists_found": "the website names its artists",
    "no_artists_named": "the website was read and names nobody",
    "needs_browser": "its artists appear only in a browser",
    "browser_unavailable": "it needs a browser and there is none",
    "robots_forbidden": "its robots.txt forbids the visit",
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
_ID_CHARACTERS = 46


def show(result: RunResult, console: Console) -> None:
    """Prints the whole report."""
    _headline(result, console)
    console.print(_states(result.states))
    if result.summary.get("outcomes"):
        console.print(_outcomes(result.summary["outcomes"]))
    _counts(result.summary, console)
    if result.artists:
        console.print(_artists(result.artists))
    if result.search:
        _search(result.search, console)
    if result.note:
        console.print(Text(result.note, "yellow"))


def artist_rows(items: Sequence[Mapping[str, Any]], title: str) -> Table:
    """Returns a table of artists in the format of the API's responses."""
    table = Table(
        "Artist", "Studio", "City", "Styles", title=plain(title), title_justify="left", box=box.SIMPLE_HEAD
    )
    for item in items:
        table.add_row(
            plain(item.get("name", "")),
            plain(_studio_name(item)),
            plain(item.get("city", "")),
            plain(", ".join(str(style).replace("-", " ") for style in item.get("styles", [])[:4])),
        )
    return table


def _headline(result: RunResult, console: Console) -> None:
    if result.status == "SUCCEEDED":
        status = str(result.summary.get("status", "succeeded")).replace("_", " ")
        regions = ", ".join(result.summary.get("regions", []))
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


def _counts(summary: Mapping[str, Any], console: Console) -> None:
    if "outcomes" not in summary:
        return
    if summary.get("due"):
        read, due, reachable = (int(summary.get(name, 0)) for name in ("read", "due", "reachable"))
        rate = f"; of {reachable} that answered {read / reachable:.1%}" if reachable else "; none answered"
        console.print(f"Websites: {read} of {due} read{rate}")
    console.print(f"Artists: {summary.get('artists', 0)} found, {summary.get('new_artists', 0)} of them new")
    for kind, outcomes in sorted((summary.get("jobs") or {}).items()):
        parts = ", ".join(f"{number} {outcome}" for outcome, number in sorted(outcomes.items()))
        console.print(f"Jobs, {kind.replace('_', ' ')}: {sum(outcomes.values())} ({parts})")
    console.print(written_line(summary))


def written_line(summary: Mapping[str, Any]) -> str:
    """Returns a sentence on how many directory items the run wrote."""
    written, unchanged = int(summary.get("written", 0)), int(summary.get("unchanged", 0))
    if written:
        return f"Directory: {written} items written, {unchanged} unchanged"
    return f"Directory: nothing changed, nothing was written ({unchanged} items seen again)"


def _artists(items: Sequence[Mapping[str, Any]]) -> Table:
    return artist_rows(items, "Some of the artists")


def _search(search: SampleSearch, console: Console) -> None:
    title = f'A search for "{search.query}": {search.total} artists in {search.took_ms:.0f} ms'
    console.print(artist_rows(search.items, title))


def _studio_name(item: Mapping[str, Any]) -> str:
    studio = item.get("studio")
    if isinstance(studio, Mapping):
        return str(studio.get("name", ""))
    return str(item.get("studio_name") or studio or "")

"""Erases a feed from the command line: says what would be erased, asks, and erases it."""

import typer

from inkscout.usecases.feeds.erase_feed import EraseFeedPorts, FeedHoldings, erase_feed, holdings
from inkscout_cli.output import say


def forget_feed(name: str, deps: EraseFeedPorts, *, is_agreed: bool) -> None:
    """Erases a feed once the operator agrees; ``is_agreed`` if that was said already.

    Raises:
        NotFound: nothing is kept of such a feed.
        Exit: the operator does not agree.
    """
    found = holdings(name, deps=deps)
    say(f"This erases {described(found)}, for good.")
    if not is_agreed and not typer.confirm("Erase them?"):
        raise typer.Exit(1)
    erase_feed(found, deps=deps)
    say(f"{name} is erased.")


def described(found: FeedHoldings) -> str:
    """Returns what is kept of a feed in words."""
    kept = found.files
    parts = [
        _counted(found.records, "record", "records"),
        _counted(found.versions, "version", "versions"),
        _counted(len(kept.answers), "archived answer", "archived answers"),
        _counted(len(kept.quarantine), "entry of the quarantine", "entries of the quarantine"),
        _counted(len(kept.exports), "CSV file", "CSV files"),
    ]
    return f"{', '.join(parts)}, and the runs, counters and definitions of {found.name}"


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"

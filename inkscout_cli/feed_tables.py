"""Tables, days and definitions for the commands about feeds."""

import json
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from inkscout_cli import common, records
from inkscout_cli.output import say
from inkscout_deploy.errors import BadInput
from inkscout_deploy.project import COMMAND

if TYPE_CHECKING:
    from inkscout.feeds.definition import Definition


def print_rows(rows: list[dict[str, Any]], *, as_json: bool, nothing: str) -> None:
    """Prints rows as a table or as JSON; ``nothing`` is the sentence for no rows."""
    if as_json:
        say(json.dumps(rows, indent=2, ensure_ascii=False, default=str))
        return
    if not rows:
        say(nothing)
        return
    names = [str(name).replace("_", " ").capitalize() for name in rows[0]]
    shown = [[_shown(value) for value in row.values()] for row in rows]
    numbers = [name for name, value in zip(names, shown[0], strict=True) if _is_number(value)]
    records.show(common.console(), names, shown, numbers=numbers)


def day(text: str) -> date:
    """Returns the day of a text such as ``2026-03-01``.

    Raises:
        BadInput: it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"{text!r} is no day such as 2026-03-01.") from None


def definition_of(name: str, found: Sequence[object]) -> "Definition | None":
    """Returns the definition of a feed; None for one that is no longer in force and has records.

    Raises:
        BadInput: there is no such feed, and nothing is left of one.
    """
    from inkscout.bootstrap import feeds
    from inkscout.errors import InvalidInput, NotFound
    from inkscout.usecases.feeds.definitions import load

    try:
        return load(feeds.feed_definitions(), name)[0]
    except InvalidInput:
        return None
    except NotFound:
        if not found:
            raise BadInput(
                f"There is no feed {name}. `{COMMAND} feeds list` shows the feeds in force."
            ) from None
        return None


def _shown(value: object) -> object:
    """Returns a value as a table shows it: lists and objects as JSON, nothing for none."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else value


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)

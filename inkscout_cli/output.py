"""Prints for a terminal: nothing that is shown may steer what shows it.

Names, texts and addresses come from websites, callers and files. A control character in one of them could
redraw the screen, set the title or fill the clipboard, and one for the direction of writing could turn a
line round; all of them are shown as what they are.
"""

import sys
from collections.abc import Iterable
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from inkscout.contracts.text import is_control

_LAYOUT = "\n\t"


def printable(text: object, allowed: str = _LAYOUT) -> str:
    """The text with every character that steers a terminal as its escape, in JSON's way of writing it."""
    return "".join(char if char in allowed or not is_control(char) else _escape(char) for char in str(text))


def plain(value: object, style: str = "") -> Text:
    """A value from outside as one line of text, without markup."""
    return Text(printable(" ".join(str(value).split("\n")), ""), style)


def say(text: object, *, errors: bool = False) -> None:
    """Prints a line."""
    print(printable(text), file=sys.stderr if errors else sys.stdout, flush=True)


class PlainConsole(Console):
    """A console that escapes what it is given to show, and takes no markup from it."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - the options of rich's console
        super().__init__(**{"highlight": False, "markup": False, **options})

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """The segments of a renderable; styles and moves of the console's own stay."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=printable(segment.text))


def _escape(char: str) -> str:
    return "".join(
        f"\\u{int.from_bytes(unit):04x}" for unit in _units(char.encode("utf-16-be", "surrogatepass"))
    )


def _units(encoded: bytes) -> Iterable[bytes]:
    return (encoded[place : place + 2] for place in range(0, len(encoded), 2))

"""Safe output to a terminal: control characters in the content are escaped.

Names, texts and addresses come from websites, callers and files. A control character in one of them could
redraw the screen, set the title or fill the clipboard, and a bidirectional one could reverse a line.
"""

import codecs
import io
import shutil
import sys
import textwrap
from collections.abc import Iterable
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from inkscout.contracts.text import is_control

_LAYOUT = "\n\t"
_NARROWEST = 20
_ESCAPED = "inkscout-escaped"


def printable(text: object, allowed: str = _LAYOUT) -> str:
    """Returns a text with its control characters escaped as in JSON, except those in ``allowed``."""
    return "".join(char if char in allowed or not is_control(char) else _escape(char) for char in str(text))


def plain(value: object, style: str = "") -> Text:
    """Returns an untrusted value as one line of text, escaped and without markup."""
    return Text(printable(" ".join(str(value).split("\n")), ""), style)


def say(text: object, *, errors: bool = False) -> None:
    """Prints a line, with control characters escaped, and flushes.

    On standard error, which holds sentences for people, a terminal gets them folded between words.
    """
    stream = sys.stderr if errors else sys.stdout
    shown = printable(text)
    if errors and stream.isatty():
        shown = folded(shown, shutil.get_terminal_size().columns)
    print(shown, file=stream, flush=True)


def folded(text: str, width: int) -> str:
    """Returns a text with its lines broken between words; a word longer than the width stays whole."""
    return "\n".join(
        textwrap.fill(
            line,
            max(width, _NARROWEST),
            subsequent_indent="  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in text.split("\n")
    )


class PlainConsole(Console):
    """A rich console that escapes control characters and ignores markup in the content."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - the options of rich's console
        super().__init__(**{"highlight": False, "markup": False, **options})

    def print(self, *objects: Any, crop: bool = False, **options: Any) -> None:  # noqa: ANN401 - as above
        """Prints as rich does, but cuts nothing: a line that is too long goes on in the terminal's next."""
        super().print(*objects, crop=crop, **options)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Yields the segments of a renderable, escaped; rich's own control segments stay unchanged."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=printable(segment.text))


def escape_what_is_lacking(streams: Iterable[io.TextIOWrapper]) -> None:
    """Makes text streams write characters that their encoding lacks as JSON does, by four digits each."""
    codecs.register_error(_ESCAPED, _escaped)
    for stream in streams:
        stream.reconfigure(errors=_ESCAPED)


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """Returns the escape of characters that an encoding lacks, and the place after them."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_escape(char) for char in error.object[error.start : error.end]), error.end


def _escape(char: str) -> str:
    return "".join(
        f"\\u{int.from_bytes(unit):04x}" for unit in _units(char.encode("utf-16-be", "surrogatepass"))
    )


def _units(encoded: bytes) -> Iterable[bytes]:
    return (encoded[place : place + 2] for place in range(0, len(encoded), 2))

"""Records on the console: a table where it fits, else one block for each record, so that no text is cut."""

from collections.abc import Callable, Iterator, Sequence

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from inkscout_cli.output import plain

_INDENT = "  "
_SLASHES = 2
_WHOLE = 1_000_000
"""A width in columns that any table has room in, to measure its natural one."""


def fits(console: Console, renderable: RenderableType) -> bool:
    """Whether something has room on the console without a line being folded or cut."""
    wide = console.options.update(width=_WHOLE, max_width=_WHOLE)
    return Measurement.get(console, wide, renderable).maximum <= console.width


def show(
    console: Console,
    columns: Sequence[str],
    rows: Sequence[Sequence[object]],
    *,
    title: str = "",
    numbers: Sequence[str] = (),
    block: Callable[[Sequence[object]], RenderableType] | None = None,
) -> None:
    """Prints records.

    Args:
        console: Console to print on.
        columns: Names of the fields; the first one identifies a record.
        rows: Values of each record, in the order of the columns.
        title: Line above the records; empty for none.
        numbers: Names of the columns that hold numbers.
        block: Returns a record as shown where the table has no room; by default one labelled line a field.
    """
    if title:
        console.print(plain(title, "bold"), soft_wrap=True)
    table = Table(*columns, box=box.SIMPLE_HEAD)
    for column in table.columns:
        column.no_wrap = True
        column.justify = "right" if column.header in numbers else "left"
    for row in rows:
        table.add_row(*(plain(value) for value in row))
    if fits(console, table):
        console.print(table)
        return
    for row in rows:
        console.print(block(row) if block else _block(columns, row))


def _block(columns: Sequence[str], row: Sequence[object]) -> RenderableType:
    named = [(name.lower(), value) for name, value in zip(columns[1:], row[1:], strict=True)]
    return Group(plain(row[0], "bold"), lines(*named))


class _Lines:
    """Lines of text, each with what stands before it; a line that is too long is folded beside that."""

    def __init__(self, found: Sequence[tuple[Text, Text]]) -> None:
        self._found = found

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        for before, text in self._found:
            for number, line in enumerate(_wrapped(text, options.max_width - before.cell_len, console)):
                beginning = before if number == 0 else Text(" " * before.cell_len)
                whole = beginning + line
                whole.no_wrap, whole.overflow = True, "ignore"
                yield whole


def _wrapped(text: Text, width: int, console: Console) -> Sequence[Text]:
    """Returns a text as lines of a width; an address or a path stays in one, to be opened and copied."""
    long = [word for word in text.plain.split() if cell_len(word) > width]
    has_address = any(word.count("/") >= _SLASHES for word in long)
    return list(text.wrap(console, max(width, 1), overflow="ignore" if has_address else "fold")) or [text]


def indented(*texts: Text) -> RenderableType:
    """Returns texts below each other, indented by two columns."""
    return _Lines([(Text(_INDENT), text) for text in texts])


def lines(*entries: tuple[str | Text, object]) -> RenderableType:
    """Returns labelled values below each other; entries with an empty value are left out.

    A value may be a text with a style, and may have several lines.
    """
    shown = [
        (plain(label, "dim") if isinstance(label, str) else label, value)
        for label, value in entries
        if str(value)
    ]
    room = max((label.cell_len for label, _ in shown), default=0)
    found = []
    for label, value in shown:
        values = [value] if isinstance(value, Text) else [plain(line) for line in str(value).split("\n")]
        for number, line in enumerate(values):
            named = label if number == 0 else Text()
            found.append((Text(_INDENT) + named + Text(" " * (room - named.cell_len + 2)), line))
    return _Lines(found)

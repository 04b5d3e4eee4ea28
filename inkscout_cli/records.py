"""Records on the console: a table where it fits, else one block for each record, so that no text is cut."""

from collections.abc import Callable, Sequence

from rich import box
from rich.console import Console, RenderableType
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from inkscout_cli.output import plain

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
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    for name, value in zip(columns[1:], row[1:], strict=True):
        if str(value):
            grid.add_row(name.lower(), plain(value))
    whole = Table.grid()
    whole.add_column(overflow="fold")
    whole.add_row(plain(row[0], "bold"))
    whole.add_row(Padding(grid, (0, 0, 0, 2), expand=False))
    return whole


def lines(*entries: tuple[str, object]) -> RenderableType:
    """Returns labelled values below each other; entries with an empty value are left out."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    for label, value in entries:
        if str(value):
            grid.add_row(label, Text("\n").join(plain(line) for line in str(value).split("\n")))
    return Padding(grid, (0, 0, 0, 2), expand=False)

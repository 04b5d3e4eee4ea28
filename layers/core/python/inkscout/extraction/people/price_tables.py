"""Tells the text lines of price tables, whose rows begin with sizes and services and not with people."""

from inkscout.extraction.model import PageView
from inkscout.extraction.page.document import Element
from inkscout.extraction.people.scoring import PRICE
from inkscout.extraction.text.names import KNOWN
from inkscout.extraction.text.titles import name_of_line

_LEAST_PRICED = 2
_MAX_ROWS = 60


def lines_of_price_tables(view: PageView) -> frozenset[int]:
    """Returns the indexes of the text lines in price tables without a known given name; kept on the page."""
    if view.priced is None:
        view.priced = frozenset(
            index
            for table in view.document.elements
            if table.tag == "table" and _is_of_prices(view, table)
            for index in range(table.start, table.end)
        )
    return view.priced


def _is_of_prices(view: PageView, table: Element) -> bool:
    """Whether at least half of a table's rows state a price, and no line of it is a known name."""
    document = view.document
    rows = [node for node in document.descendants(table) if node.tag == "tr" and node.end > node.start]
    rows = rows[:_MAX_ROWS]
    priced = sum(any(PRICE.search(line.text) for line in document.lines_of(row)) for row in rows)
    if priced < max(_LEAST_PRICED, len(rows) / 2):
        return False
    guesses = (name_of_line(line) for row in rows for line in document.lines_of(row)[:1])
    return not any(guess is not None and guess.score >= KNOWN for guess in guesses)

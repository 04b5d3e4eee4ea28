"""Finds people in tables: a column of names beside days, styles or handles."""

from inkscout.extraction.model import Candidate, PageView
from inkscout.extraction.page.document import Element, Line
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.people.price_tables import lines_of_price_tables
from inkscout.extraction.people.records import Record, handles_of, styles_of_record
from inkscout.extraction.people.scoring import PRICE, candidate_of
from inkscout.extraction.people.section_headings import has_team_word
from inkscout.extraction.text.names import NameGuess
from inkscout.extraction.text.titles import name_of_line
from inkscout.vocabulary.folding import tokens
from inkscout.vocabulary.loader import word_set

_NAME_HEADS = word_set("team.name_columns")
_MAX_ROWS = 60


def people_in_tables(view: PageView) -> list[Candidate]:
    """Returns the people in tables with a column of names; empty if none."""
    found: list[Candidate] = []
    priced = lines_of_price_tables(view)
    for table in view.document.elements:
        if table.tag == "table" and table.end - table.start >= 4 and table.start not in priced:
            found.extend(_people(view, table))
    return found


def _people(view: PageView, table: Element) -> list[Candidate]:
    document = view.document
    rows = [node for node in document.descendants(table) if node.tag == "tr" and node.end > node.start]
    rows = rows[:_MAX_ROWS]
    if len(rows) < 2 or any(
        view.zones[line.index] & (Zone.REVIEW | Zone.FORM) for line in view.document.lines_of(table)[:2]
    ):
        return []
    grid = [[cell for cell in document.children(row) if cell.tag in ("td", "th")] for row in rows]
    heads = [_text(view, cell) for cell in grid[0]]
    width = max(len(cells) for cells in grid)
    if width < 2:
        return []
    for column in range(min(width, 4)):
        named = _column(view, grid, column)
        if len(named) >= 2 and len(named) >= 0.6 * (len(rows) - 1):
            head = heads[column] if column < len(heads) else ""
            return _candidates(
                view, rows, named, bool(_NAME_HEADS.intersection(tokens(head))) or has_team_word(head)
            )
    return []


def _text(view: PageView, cell: Element) -> str:
    return view.document.text_of(cell)[:60]


def _column(view: PageView, grid: list[list[Element]], column: int) -> list[tuple[int, Line, NameGuess]]:
    out: list[tuple[int, Line, NameGuess]] = []
    for at, cells in enumerate(grid):
        if column >= len(cells):
            continue
        lines = view.document.lines_of(cells[column])
        guess = name_of_line(lines[0]) if lines else None
        if guess is not None and len(lines) <= 3:
            out.append((at, lines[0], guess))
    return out


def _candidates(
    view: PageView, rows: list[Element], named: list[tuple[int, Line, NameGuess]], headed: bool
) -> list[Candidate]:
    document = view.document
    records = [
        Record(
            lines=document.lines_of(rows[at]),
            links=[link for link in document.links if rows[at].contains(link.element)],
            pictures=[picture for picture in document.pictures if rows[at].contains(picture.element)],
        )
        for at, _, _ in named
    ]
    telling = sum(
        1
        for record, (_, line, _) in zip(records, named, strict=True)
        if handles_of(record) or styles_of_record(record, line)
    )
    if not headed and 2 * telling < len(named):
        return []
    out: list[Candidate] = []
    for record, (_, line, guess) in zip(records, named, strict=True):
        record.lines = [other for other in record.lines if not PRICE.search(other.text)]
        candidate = candidate_of(view, line, guess, record, group=len(named), base=0.3 if headed else 0.2)
        if candidate is not None:
            candidate.own_handle = bool(candidate.instagram)
            out.append(candidate)
    return out

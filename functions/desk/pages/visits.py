"""Visits of a run: the list with its file, one visit, and a page as it was stored."""

import csv
import io
from urllib.parse import quote, urlencode

from functions.desk.asking import DeskAnswer, DeskRequest
from functions.desk.pages.runs import SECTION
from functions.desk.rendering import page
from functions.desk.views import run_words
from inkscout.bootstrap import desk_reading
from inkscout.errors import NotFound
from inkscout.usecases.runs.browse_visits import CSV_ROWS, VisitRow

SHOWN_CHARACTERS = 200_000
COLUMNS = (
    "studio_id",
    "studio",
    "city",
    "website",
    "outcome",
    "reason",
    "tier",
    "pages",
    "artists",
    "new_artists",
    "seconds",
)
"""Columns of the file of a run's visits."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def show(asked: DeskRequest) -> DeskAnswer:
    """Returns a page of a run's visits."""
    run_id, outcome = asked.parts["run_id"], _outcome(asked)
    longest = asked.request.one("sort") == "longest"
    after = asked.request.one("after")[:400]
    found = desk_reading.browse_visits()(run_id, outcome=outcome, longest_first=longest, after=after)
    path = f"{SECTION}/{quote(run_id)}"
    chosen = urlencode({k: v for k, v in (("outcome", outcome), ("sort", "longest" * longest)) if v})
    further = f"{chosen}&" if chosen else ""
    return page(
        asked,
        "visits.html",
        title="Visits",
        section=SECTION,
        run_id=run_id,
        run_path=path,
        rows=found.rows,
        outcome=outcome,
        is_first=not after,
        longest=longest,
        next=f"{path}/visits?{further}{urlencode({'after': found.next_key})}" if found.next_key else "",
        first=f"{path}/visits" + (f"?{chosen}" if chosen else ""),
        file=f"{path}/visits.csv" + (f"?outcome={quote(outcome)}" if outcome else ""),
        most_rows=CSV_ROWS,
    )


def file(asked: DeskRequest) -> DeskAnswer:
    """Returns the visits as CSV (RFC 4180); a text that a spreadsheet would run as a formula is quoted."""
    run_id = asked.parts["run_id"]
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for row in desk_reading.browse_visits().rows(run_id, outcome=_outcome(asked)):
        writer.writerow(_cells(row))
    name = "".join(letter for letter in run_id if letter.isalnum() or letter in "-_.")[:80]
    return DeskAnswer(
        body=written.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="visits-{name}.csv"'},
        noindex=True,
    )


def one(asked: DeskRequest) -> DeskAnswer:
    """Returns one visit: what was read, and which rule found whom.

    Raises:
        NotFound: the run has no such visit.
    """
    run_id, studio_id = asked.parts["run_id"], asked.parts["studio_id"]
    found = desk_reading.read_visit()(run_id, studio_id)
    path = f"{SECTION}/{quote(run_id)}"
    return page(
        asked,
        "visit.html",
        title=f"Visit of {found.studio.name if found.studio else studio_id}",
        section=SECTION,
        run_id=run_id,
        run_path=path,
        visit_path=f"{path}/visits/{quote(studio_id)}",
        found=found,
    )


def stored(asked: DeskRequest) -> DeskAnswer:
    """Returns the source of a stored page as text; nothing of it is ever run or loaded.

    Raises:
        NotFound: there is no such visit or page.
    """
    run_id, studio_id = asked.parts["run_id"], asked.parts["studio_id"]
    number = asked.request.one("page")
    found = desk_reading.read_visit()(run_id, studio_id)
    if not number.isdecimal() or not 1 <= int(number) <= len(found.pages):
        raise NotFound("no page of the visit has this number")
    kept = found.pages[int(number) - 1]
    path = f"{SECTION}/{quote(run_id)}"
    return page(
        asked,
        "stored.html",
        title="Stored page",
        section=SECTION,
        run_path=path,
        visit_path=f"{path}/visits/{quote(studio_id)}",
        found=found,
        kept=kept,
        source=kept.html[:SHOWN_CHARACTERS],
        is_cut=len(kept.html) > SHOWN_CHARACTERS,
    )


def _outcome(asked: DeskRequest) -> str:
    given = asked.request.one("outcome")
    return given if given in run_words.OUTCOMES else ""


def _cells(row: VisitRow) -> list[object]:
    visit = row.visit
    texts = (
        visit.studio_id,
        row.name,
        row.city,
        visit.website,
        visit.outcome.value,
        visit.reason,
        visit.tier,
    )
    return [
        *(f"'{text}" if text.startswith(_FORMULA) else text for text in texts),
        visit.pages,
        len(visit.artists),
        visit.new_artists,
        visit.seconds,
    ]

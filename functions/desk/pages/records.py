"""Records: artists and studios with everything that is stored about them."""

from dataclasses import replace
from urllib.parse import urlencode

from functions.desk.asking import DeskAnswer, DeskRequest
from functions.desk.rendering import page
from functions.desk.views import plain, run_words
from functions.web import words
from inkscout.bootstrap import desk_reading
from inkscout.domain.snapshot import EntryKind
from inkscout.errors import IndexUnavailable
from inkscout.usecases.desk.browse_entries import EntryFilters, EntryList

SECTION = "/desk/records"
CHANGED = (("", "any time"), ("1", "a day"), ("7", "7 days"), ("30", "30 days"))
"""Days and label of each choice for the time within which an entry has changed."""

STATES = {
    "shown": "shown",
    "left": "left every studio",
    "withheld": "not shown: too uncertain",
    "unnamed": "has no name",
    "closed": "closed for good",
    "gone": "deleted",
    "merged": "merged",
}


def show(asked: DeskRequest) -> DeskAnswer:
    """Returns the list of records."""
    filters = read_filters(asked)
    browse = desk_reading.browse_entries()
    exact = browse.named(filters.text) if filters.text else []
    away = False
    try:
        found = browse(filters)
    except IndexUnavailable:
        found, away = EntryList(rows=(), total=None), True
    return page(
        asked,
        "records.html",
        title="Records",
        section=SECTION,
        filters=filters,
        found=found,
        exact=exact,
        away=away,
        states=STATES,
        sources=words.SOURCES,
        changed_choices=CHANGED,
        filtered=replace(filters, after="", kind=EntryKind.ARTIST) != EntryFilters(),
        next=address(filters, found.next_after) if found.next_after else "",
        first=address(filters, "") if filters.after else "",
    )


def one(asked: DeskRequest) -> DeskAnswer:
    """Returns everything about one record.

    Raises:
        NotFound: there is none with this id.
    """
    found = desk_reading.read_entry()(asked.parts["entry_id"])
    return page(
        asked,
        "record.html",
        title=found.name or found.entry_id,
        section=SECTION,
        found=found,
        states=STATES,
        document=plain.of(found.document),
        shown=plain.shown,
    )


def read_filters(asked: DeskRequest) -> EntryFilters:
    """Returns the filters in the address; values that are no choices are left out."""
    request = asked.request
    changed, source, outcome = request.one("changed"), request.one("source"), request.one("outcome")
    return EntryFilters(
        kind=EntryKind.STUDIO if request.one("kind") == "studio" else EntryKind.ARTIST,
        text=request.one("q")[:200],
        source=source if source in words.SOURCES else "",
        city=request.one("city")[:120],
        outcome=outcome if outcome in run_words.OUTCOMES else "",
        changed_days=int(changed) if changed in dict(CHANGED) and changed else 0,
        hidden=request.one("shown") == "no",
        after=request.one("after")[:400],
    )


def address(filters: EntryFilters, after: str) -> str:
    """Returns the address of a page of the list."""
    given = {
        "kind": "studio" if filters.kind is EntryKind.STUDIO else "",
        "q": filters.text,
        "source": filters.source,
        "city": filters.city,
        "outcome": filters.outcome,
        "changed": str(filters.changed_days or ""),
        "shown": "no" if filters.hidden else "",
        "after": after,
    }
    chosen = urlencode({name: value for name, value in given.items() if value})
    return f"{SECTION}?{chosen}" if chosen else SECTION

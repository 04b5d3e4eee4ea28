"""Feeds: public JSON APIs on schedules, their records with histories, and what was set aside."""

from collections import Counter
from urllib.parse import quote, urlencode

from functions.desk.asking import DeskAnswer, DeskRequest
from functions.desk.rendering import page
from functions.desk.views import charts, plain
from inkscout.bootstrap import api_records
from inkscout.contracts.api.records import FeedView
from inkscout.errors import NotFound
from inkscout.usecases.records.list_records import RecordsAsked

SECTION = "/desk/feeds"
RECORDS, VERSIONS, QUARANTINED = 50, 20, 50
TONES = {"ok": "good", "unchanged": "good", "new": "plain", "disabled": "plain", "paused": "out"}


def show(asked: DeskRequest) -> DeskAnswer:
    """Returns the feeds with their totals, and the newest records of all or of one kind."""
    feeds = api_records.list_feeds()(private=True).items
    figures = api_records.read_record_figures()()
    kinds = sorted({feed.type for feed in feeds})
    kind = asked.request.one("type") if asked.request.one("type") in kinds else ""
    last_key = asked.request.one("lastKey")
    records = api_records.list_records()(
        RecordsAsked(limit=RECORDS, kind=kind, last_key=last_key, private=True)
    )
    return page(
        asked,
        "feeds.html",
        title="Feeds",
        section=SECTION,
        feeds=feeds,
        tones=TONES,
        total=sum(feed.records for feed in feeds),
        gone=sum(feed.gone for feed in feeds),
        working=Counter(TONES.get(feed.state, "bad") for feed in feeds)["bad"],
        sources=charts.bars(
            ((feed.name, feed.title, feed.records) for feed in feeds),
            hrefs={feed.name: f"{SECTION}/{feed.name}" for feed in feeds},
        ),
        days=charts.columns(
            ("new", "changed"), [(day.date, (day.new, day.changed)) for day in figures.timeline]
        ),
        kinds=kinds,
        kind=kind,
        records=records.items,
        is_first=not last_key,
        first=_address(SECTION, type=kind),
        next=_address(SECTION, type=kind, lastKey=records.last_key) if records.last_key else "",
        shown=plain.shown,
    )


def one(asked: DeskRequest) -> DeskAnswer:
    """Returns one feed with its runs and records.

    Raises:
        NotFound: there is no such feed.
    """
    name, last_key = asked.parts["name"], asked.request.one("lastKey")
    feed = api_records.get_feed()(name, private=True)
    records = api_records.list_records()(
        RecordsAsked(limit=RECORDS, source=name, last_key=last_key, private=True)
    )
    path = f"{SECTION}/{quote(name)}"
    return page(
        asked,
        "feed.html",
        title=feed.title,
        section=SECTION,
        feed=feed,
        tones=TONES,
        quarantined=_quarantined(feed),
        path=path,
        records=records.items,
        is_first=not last_key,
        first=path,
        next=_address(path, lastKey=records.last_key) if records.last_key else "",
        shown=plain.shown,
    )


def record(asked: DeskRequest) -> DeskAnswer:
    """Returns one record with its data, its original and its history.

    Raises:
        NotFound: the feed has no such record.
    """
    name, record_id = asked.parts["name"], asked.parts["record_id"]
    found = api_records.get_record()(record_id, of=name, with_raw=True, private=True)
    path = f"{SECTION}/{quote(name)}"
    own = f"{path}/records/{quote(record_id)}"
    try:
        history = api_records.get_history()(
            record_id, of=name, limit=VERSIONS, last_key=asked.request.one("lastKey"), private=True
        )
    except NotFound:
        history = None  # the id is a version's; its record has the history
    return page(
        asked,
        "feed_record.html",
        title=record_id,
        section=SECTION,
        found=found,
        history=history,
        versions=history.items if history else (),
        path=path,
        feed_name=name,
        data=plain.of(found.data),
        raw=plain.of(found.raw),
        next=_address(own, lastKey=history.last_key) if history and history.last_key else "",
        shown=plain.shown,
    )


def quarantine(asked: DeskRequest) -> DeskAnswer:
    """Returns the newest entries of a feed's quarantine.

    Raises:
        NotFound: there is no such feed.
    """
    name = asked.parts["name"]
    feed = api_records.get_feed()(name, private=True)
    entries = api_records.list_quarantine()(name, limit=QUARANTINED).items
    return page(
        asked,
        "quarantine.html",
        title=f"Quarantine of {feed.title}",
        section=SECTION,
        feed=feed,
        path=f"{SECTION}/{quote(name)}",
        entries=[(entry, plain.of(entry.record)) for entry in entries],
        most=QUARANTINED,
    )


def _quarantined(feed: FeedView) -> int:
    return feed.last_run.counts.quarantined if feed.last_run else 0


def _address(path: str, **parameters: str | None) -> str:
    given = urlencode({name: value for name, value in parameters.items() if value})
    return f"{path}?{given}" if given else path

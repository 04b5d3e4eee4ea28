"""Erases a feed: records, history, archive, quarantine, CSV files, definitions and schedule."""

import contextlib
from dataclasses import dataclass

from inkscout.domain.record import FeedRecord
from inkscout.errors import InvalidInput, NotFound
from inkscout.feeds.definition import parse
from inkscout.ports import StateStore
from inkscout.ports.feeds import FeedFileErasure, FeedFiles, RecordErasure
from inkscout.usecases.feeds import interrupted
from inkscout.usecases.feeds.definitions import FeedPorts, remove_feed

_SCOPES = ("feed", "feed-absent", "feed-resume", interrupted.SCOPE)


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseFeedPorts:
    """Ports of erasing a feed, or a person in feeds."""

    feeds: FeedPorts
    records: RecordErasure
    files: FeedFileErasure
    state_store: StateStore


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHoldings:
    """Everything that is kept of a feed."""

    name: str
    records: int
    versions: int
    files: FeedFiles

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever stored by a run."""
        kept = self.files
        return not (self.records or self.versions or kept.answers or kept.exports or kept.quarantine)


def holdings(name: str, *, deps: EraseFeedPorts) -> FeedHoldings:
    """Returns what is kept of a feed, in force or not.

    Raises:
        NotFound: nothing is kept.
    """
    entries = list(deps.records.entries(name))
    records = sum(1 for entry in entries if isinstance(entry, FeedRecord))
    files = deps.files.files(name, export_names(name, deps))
    found = FeedHoldings(name=name, records=records, versions=len(entries) - records, files=files)
    if found.is_empty and deps.feeds.definitions.text(name) is None:
        raise NotFound(f"nothing is kept of a feed {name}")
    return found


def erase_feed(found: FeedHoldings, *, deps: EraseFeedPorts) -> None:
    """Stops a feed and erases what is kept of it, the definitions last, so that it may be repeated."""
    with contextlib.suppress(NotFound):  # it may be out of force already
        remove_feed(found.name, deps=deps.feeds)
    kept = found.files
    for keys in (kept.answers, kept.quarantine, kept.exports):
        deps.files.erase(keys)
    deps.records.erase_feed(found.name)
    for scope in _SCOPES:
        deps.state_store.put(scope, found.name, {}, 0)
    deps.files.erase(kept.definitions)


def export_names(name: str, deps: EraseFeedPorts) -> list[str]:
    """Returns the names of a feed's CSV files by every definition that it ever had."""
    names: set[str] = set()
    for key in deps.files.files(name, ()).definitions:
        try:
            body = deps.files.body(key) or b""
            names |= {export.name for export in parse(name, body.decode("utf-8", "replace")).exports}
        except InvalidInput:
            continue
    return sorted(names)

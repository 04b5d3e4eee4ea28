"""RedriveIndex: indexes entries whose changes failed again, from their current state in the table."""

from collections.abc import Iterable
from dataclasses import dataclass

from inkscout.domain.snapshot import EntryKind, Snapshot
from inkscout.errors import IndexRejected, IndexUnavailable
from inkscout.ports import Directory
from inkscout.ports.index import IndexWriter, WriteOutcome
from inkscout.usecases.directory.home_studio import refresh_artists
from inkscout.usecases.index.index_actions import action_for


@dataclass(frozen=True, slots=True, kw_only=True)
class RedriveIndexPorts:
    """Ports of RedriveIndex."""

    index: IndexWriter
    directory: Directory


def redrive_index(keys: Iterable[tuple[EntryKind, str]], *, deps: RedriveIndexPorts) -> int:
    """Indexes the entries with some keys; returns the number of actions the index applied or had already.

    Raises:
        IndexUnavailable, StoreThrottled, WriteConflict: a retry may succeed.
        IndexRejected: the index still rejects a document; a person has to look.
    """
    unique = list(dict.fromkeys(keys))
    found = [deps.directory.snapshot(kind, entry_id) for kind, entry_id in unique]
    snapshots: list[Snapshot] = [snapshot for snapshot in found if snapshot is not None]
    for kind, entry_id in unique:
        if kind is EntryKind.STUDIO:
            refresh_artists(deps.directory, entry_id)
    results = deps.index.apply([action_for(snapshot) for snapshot in snapshots], same_version=True)
    for result in results:
        if result.verdict is WriteOutcome.RETRY:
            raise IndexUnavailable("the index refused a document for now")
        if result.verdict is WriteOutcome.REJECTED:
            raise IndexRejected(f"{result.action.kind} {result.action.entry_id}: {result.reason}")
        if result.verdict is WriteOutcome.STALE and result.held > result.action.version:
            deps.directory.touch(result.action.kind, result.action.entry_id, above=result.held)
    return len(results)

"""SyncIndex: applies a batch of changes of the Directory table to the index in one bulk request.

The index stays right even if the stream repeats, delays or mixes up records. Documents and deletions carry
versions, so that an older change never replaces a newer one. The table is read again if a record is so old
that the index may have forgotten a deletion, if it is the removal of an item, or if the index has a version
that the change cannot explain.
"""

import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from inkscout.contracts.stored.stream import ChangeBatch, EntryChange
from inkscout.domain.artist_merge import OF_STUDIO
from inkscout.domain.snapshot import EntryKind, Snapshot
from inkscout.domain.studio import Studio
from inkscout.errors import IndexUnavailable, ItemTooLarge, StoreThrottled, WriteConflict
from inkscout.ports import Clock, Directory
from inkscout.ports.index import ActionResult, IndexAction, IndexFailures, IndexWriter, WriteOutcome
from inkscout.usecases.directory.home_studio import refresh_artists
from inkscout.usecases.index.index_actions import action_for

TRUSTED_FOR = timedelta(minutes=5)
"""Maximum age of a record that is indexed as it is.

For an older one (replayed, delayed) the table is read.
"""

BUSY_ATTEMPTS = 4
"""Number of bulk requests to a busy index before the stream has to deliver the changes again."""

Key = tuple[EntryKind, str]
WorkT = TypeVar("WorkT")


@dataclass(slots=True)
class SyncResult:
    """Result of a batch: ids of the records to deliver again, counts, and the age of its oldest change."""

    failed: set[str] = field(default_factory=set)
    applied: int = 0
    stale: int = 0
    rejected: int = 0
    refreshed: int = 0
    lag_ms: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncIndexPorts:
    """Ports of SyncIndex; ``sleep`` waits between bulk requests to a busy index."""

    index: IndexWriter
    directory: Directory
    failures: IndexFailures
    clock: Clock
    sleep: Callable[[float], None] = time.sleep


def sync_index(batch: ChangeBatch, *, deps: SyncIndexPorts) -> SyncResult:
    """Indexes a batch of changes; failures that a redelivery may mend are returned, not raised.

    If a studio's facts that its artists carry have changed, rewrites the artists in the table; their changes
    then arrive by the stream.
    """
    index, directory, failures, changes = deps.index, deps.directory, deps.failures, batch.changes
    result = SyncResult()
    now = deps.clock.now()
    result.lag_ms = max((_age_ms(change, now) for change in changes), default=0.0)
    records: dict[Key, set[str]] = {}
    states: dict[Key, list[Snapshot]] = {}
    for change in changes:
        key = (change.snapshot.kind, change.snapshot.entry_id)
        records.setdefault(key, set()).add(change.record_id)
        snapshot = _guarded(partial(_current, change, directory, now))
        if snapshot is None:
            result.failed.add(change.record_id)
        else:
            states.setdefault(key, []).append(snapshot)
    newest = [_guarded(partial(_newest, states[key], directory)) for key in states]
    result.failed |= {
        record for key, state in zip(states, newest, strict=True) if state is None for record in records[key]
    }
    for key, studio_id in _changed_studios(changes):
        written = _guarded(partial(_refresh, studio_id, directory, failures, result))
        if written is None:
            result.failed |= records[key]
        else:
            result.refreshed += written
    for broken in batch.unreadable:
        result.rejected += 1
        if _guarded(partial(_set_aside, broken.kind, broken.entry_id, broken.reason, failures)) is None:
            result.failed.add(broken.record_id)
    try:
        verdicts = _apply([action_for(state) for state in newest if state is not None], index, deps.sleep)
    except IndexUnavailable:
        result.failed |= {change.record_id for change in changes}
        return result
    for verdict in verdicts:
        _settle(verdict, records, result, failures)
    _reconcile([v for v in verdicts if v.verdict is WriteOutcome.STALE], records, result, index, directory)
    return result


def _apply(
    actions: Sequence[IndexAction], index: IndexWriter, sleep: Callable[[float], None]
) -> list[ActionResult]:
    """Applies the actions in one bulk request, and repeats those that a busy index refused, with backoff."""
    settled: list[ActionResult] = []
    for attempt in range(BUSY_ATTEMPTS):
        results = index.apply(actions)
        settled += [result for result in results if result.verdict is not WriteOutcome.RETRY]
        busy = [result for result in results if result.verdict is WriteOutcome.RETRY]
        if not busy:
            return settled
        actions = [result.action for result in busy]
        if attempt + 1 < BUSY_ATTEMPTS:
            sleep(random.uniform(0, 0.2 * 2**attempt))  # noqa: S311 - jitter, no secret
    return [*settled, *busy]


def _settle(
    verdict: ActionResult, records: dict[Key, set[str]], result: SyncResult, failures: IndexFailures
) -> None:
    action = verdict.action
    key = (action.kind, action.entry_id)
    if verdict.verdict is WriteOutcome.APPLIED:
        result.applied += 1
    elif verdict.verdict is WriteOutcome.RETRY:
        result.failed |= records[key]
    elif verdict.verdict is WriteOutcome.STALE:
        result.stale += 1
    else:
        result.rejected += 1
        aside = partial(_set_aside, action.kind, action.entry_id, verdict.reason, failures)
        if _guarded(aside) is None:
            result.failed |= records[key]


def _current(change: EntryChange, directory: Directory, now: datetime) -> Snapshot:
    """Returns the state to index: the record's, or the table's if the record may not tell it.

    That is a record older than ``TRUSTED_FOR``, and the removal of an item: one that was made again since
    begins with version 1, which the removal would outrun.
    """
    snapshot = change.snapshot
    is_late = change.changed_at is not None and now - change.changed_at > TRUSTED_FOR
    if not is_late and not change.is_removal:
        return snapshot
    stored = directory.snapshot(snapshot.kind, snapshot.entry_id)
    if stored is not None:
        return stored
    if not is_late:
        return snapshot
    return Snapshot(kind=snapshot.kind, entry_id=snapshot.entry_id, version=snapshot.version + 1)


def _newest(states: Sequence[Snapshot], directory: Directory) -> Snapshot:
    """Returns the state of an entry after all its changes in one batch.

    If its versions do not rise in order, records were mixed up, or an item was deleted outside the
    application and created again with version 1; then the table is read.
    """
    versions = [state.version for state in states]
    if versions == sorted(versions):
        return states[-1]
    highest = max(versions)
    stored = directory.snapshot(states[-1].kind, states[-1].entry_id)
    return stored or Snapshot(kind=states[-1].kind, entry_id=states[-1].entry_id, version=highest + 1)


def _reconcile(
    stale: Sequence[ActionResult],
    records: dict[Key, set[str]],
    result: SyncResult,
    index: IndexWriter,
    directory: Directory,
) -> None:
    """Examines changes that the index called stale.

    Most of them are repeated or late and need nothing. But if an item was deleted outside the application and
    created again, or a table was restored, the index may have a version that the table never reached, or
    other content with the same version. Then the entry gets a higher version and arrives by the stream again.
    """
    for verdict in stale:
        action = verdict.action
        if _guarded(partial(_outrun, verdict, index, directory)) is None:
            result.failed |= records[action.kind, action.entry_id]


def _outrun(verdict: ActionResult, index: IndexWriter, directory: Directory) -> bool:
    action = verdict.action
    if verdict.held == action.version:
        held = index.documents(index.live(action.kind), [action.entry_id]).get(action.entry_id)
        if (held.document if held else None) == action.document:
            return False
    stored = directory.snapshot(action.kind, action.entry_id)
    if stored is None or stored.version > verdict.held:
        return False
    if stored.version == verdict.held and verdict.held != action.version:
        return False
    return directory.touch(action.kind, action.entry_id, above=verdict.held)


def _refresh(studio_id: str, directory: Directory, failures: IndexFailures, result: SyncResult) -> int:
    """Copies a studio's facts to its artists; returns the number of artists written.

    If an artist's item is too large, queues the studio as failed: a redelivery would not help.
    """
    try:
        return refresh_artists(directory, studio_id)
    except ItemTooLarge as error:
        result.rejected += 1
        failures.send(EntryKind.STUDIO, studio_id, str(error))
        return 0


def _set_aside(kind: EntryKind, entry_id: str, reason: str, failures: IndexFailures) -> bool:
    failures.send(kind, entry_id, reason)
    return True


def _changed_studios(changes: Iterable[EntryChange]) -> Iterable[tuple[Key, str]]:
    """Yields the studios whose artists may carry outdated facts, each once."""
    seen: set[str] = set()
    for change in changes:
        after = change.snapshot.entry
        if not isinstance(after, Studio) or after.studio_id in seen:
            continue
        if change.before is None or any(getattr(change.before, n) != getattr(after, n) for n in OF_STUDIO):
            seen.add(after.studio_id)
            yield (EntryKind.STUDIO, after.studio_id), after.studio_id


def _guarded(work: Callable[[], WorkT]) -> WorkT | None:
    """Returns the work's result; None if it failed in a way that a retry may mend."""
    try:
        return work()
    except (StoreThrottled, WriteConflict, IndexUnavailable):
        return None


def _age_ms(change: EntryChange, now: datetime) -> float:
    return max(0.0, (now - change.changed_at).total_seconds() * 1000) if change.changed_at else 0.0

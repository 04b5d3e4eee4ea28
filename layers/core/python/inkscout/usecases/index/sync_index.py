"""SyncIndex: carries a batch of the Directory table's changes into the index by one bulk call.

What keeps the index right whatever the stream does: versions, so that an older change never covers a newer
one; deletions that are versioned too; a second look at the table where a record is old enough for the index
to have forgotten a deletion, and where the index holds a version that the change cannot explain.
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
"""A record older than this, replayed or delayed, is not believed: the table is read instead."""

BUSY_ATTEMPTS = 4
"""Bulk calls for what a busy index did not take, before the stream has to deliver it again."""

Key = tuple[EntryKind, str]
WorkT = TypeVar("WorkT")


@dataclass(slots=True)
class SyncResult:
    """Result of a batch: the records to deliver again, counts, and the age of its oldest change."""

    failed: set[str] = field(default_factory=set)
    applied: int = 0
    stale: int = 0
    rejected: int = 0
    refreshed: int = 0
    lag_ms: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncIndexPorts:
    """Ports of the step; ``sleep`` waits between bulk calls to a busy index."""

    index: IndexWriter
    directory: Directory
    failures: IndexFailures
    clock: Clock
    sleep: Callable[[float], None] = time.sleep


def sync_index(batch: ChangeBatch, *, deps: SyncIndexPorts) -> SyncResult:
    """Applies a batch; never raises for what another delivery may put right.

    A change of a studio that its artists carry rewrites those artists in the table, whose own changes then
    come by the stream.
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
    """One bulk call, and a few more for what the index was too busy to take."""
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
    """The state to index: the record's, or the table's where the record is too old to be believed."""
    snapshot = change.snapshot
    if change.changed_at is None or now - change.changed_at <= TRUSTED_FOR:
        return snapshot
    stored = directory.snapshot(snapshot.kind, snapshot.entry_id)
    if stored is not None:
        return stored
    return Snapshot(kind=snapshot.kind, entry_id=snapshot.entry_id, version=snapshot.version + 1)


def _newest(states: Sequence[Snapshot], directory: Directory) -> Snapshot:
    """The state that an entry's changes in one batch led to.

    Versions that do not rise in order say that records were mixed up, or that an item was removed outside the
    application and made anew, from version 1: then only the table knows.
    """
    highest = max(state.version for state in states)
    if states[-1].version == highest:
        return states[-1]
    stored = directory.snapshot(states[-1].kind, states[-1].entry_id)
    return stored or Snapshot(kind=states[-1].kind, entry_id=states[-1].entry_id, version=highest + 1)


def _reconcile(
    stale: Sequence[ActionResult],
    records: dict[Key, set[str]],
    result: SyncResult,
    index: IndexWriter,
    directory: Directory,
) -> None:
    """Looks again at changes that the index called stale.

    Most are repeated or late, and nothing is to be done. But where an item was removed outside the
    application and made anew, or a table was restored, the index may hold a version that the table never
    reached, or other content at the same version: then the entry gets a version above, and comes by the
    stream once more.
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
    """Gives a studio's artists its facts; another delivery would not make room for one that is full."""
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
    """Studios whose artists may carry facts that are no longer so, each once."""
    seen: set[str] = set()
    for change in changes:
        after = change.snapshot.entry
        if not isinstance(after, Studio) or after.studio_id in seen:
            continue
        if change.before is None or any(getattr(change.before, n) != getattr(after, n) for n in OF_STUDIO):
            seen.add(after.studio_id)
            yield (EntryKind.STUDIO, after.studio_id), after.studio_id


def _guarded(work: Callable[[], WorkT]) -> WorkT | None:
    """The work's result; None when it failed in a way that another attempt may put right."""
    try:
        return work()
    except (StoreThrottled, WriteConflict, IndexUnavailable):
        return None


def _age_ms(change: EntryChange, now: datetime) -> float:
    return max(0.0, (now - change.changed_at).total_seconds() * 1000) if change.changed_at else 0.0

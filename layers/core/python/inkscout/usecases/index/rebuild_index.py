"""Builds an index anew from the table, beside the one in use, and lets searches go to it in one step.

The order is what loses nothing: fill from a parallel scan; catch up with what was written meanwhile; compare;
swap the alias; catch up once more with what was written to the old index between the comparison and the swap.
From the swap on, the stream writes to the new index. Documents carry the table's versions all along, so none
of the passes can put an older document over a newer one. The old index is kept for a roll-back.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from inkscout.domain import naming
from inkscout.domain.snapshot import EntryKind
from inkscout.errors import IndexDrift, IndexUnavailable
from inkscout.ports import Clock, Directory
from inkscout.ports.index import IndexWriter, WriteOutcome
from inkscout.search.definition import Kind, fingerprint, index_name, index_number
from inkscout.usecases.index.audit_index import Drift, audit_index, differing_documents
from inkscout.usecases.index.check_index import check_index
from inkscout.usecases.index.index_actions import action_for, document_of, in_bulks

SEGMENTS = 4

SAMPLE = 2_000
"""Documents that a comparison reads whole, at most."""

CLOCKS_AGREE = timedelta(seconds=5)
"""How far the clocks of writers may differ, and the time a write takes."""

_ATTEMPTS = 5
_KINDS = {EntryKind.ARTIST: Kind.ARTISTS, EntryKind.STUDIO: Kind.STUDIOS}

Progress = Callable[[str], None]
ResultT = TypeVar("ResultT")


@dataclass(frozen=True, slots=True, kw_only=True)
class RebuildResult:
    """One rebuilt index: its name, what it replaced, and the documents it held when it went live."""

    kind: str
    index: str
    replaced: str
    documents: int
    caught_up: int


def ensure_index(index: IndexWriter) -> list[EntryKind]:
    """Makes the indexes that are missing, empty and in use; returns the kinds that need a rebuild.

    A kind needs one when its index was just made, or was made from another definition.

    Raises:
        IndexDefinitionBroken: the server does not mean what the definition says.
        IndexUnavailable: the server does not answer.
    """
    check_index(index, "inkscout-canary")
    stale = []
    for kind, of_kind in _KINDS.items():
        live = index.live(kind)
        if not live:
            newest = max((index_number(name) for name in index.indexes(kind)), default=0)
            index.create(kind, index_name(of_kind, newest + 1), live=True)
            stale.append(kind)
        elif index.definition(live) != fingerprint(of_kind):
            stale.append(kind)
    return stale


def bring_up(
    stale: Iterable[EntryKind],
    *,
    directory: Directory,
    index: IndexWriter,
    clock: Clock,
    say: Progress = lambda _: None,
) -> None:
    """Fills the indexes that ``ensure_index`` named: an empty one in place, one of an old definition anew.

    Raises:
        IndexDrift, IndexUnavailable: as ``rebuild``.
    """
    for kind in stale:
        live = index.live(kind)
        index.refresh(live)
        if index.count(live):
            rebuild(kind, directory=directory, index=index, clock=clock, say=say)
        else:
            say(f"Filling {live}")
            fill_whole(kind, live, directory=directory, index=index)
            catch_up(kind, live, directory=directory, index=index)
            index.refresh(live)


def rebuild(
    kind: EntryKind,
    *,
    directory: Directory,
    index: IndexWriter,
    clock: Clock,
    segments: int = SEGMENTS,
    say: Progress = lambda _: None,
) -> RebuildResult:
    """Rebuilds one kind in this process; the state machine does the same steps in functions.

    Raises:
        IndexDrift: the new index does not hold what the table holds; searches still go to the old one.
        IndexUnavailable: the server stopped answering; the same.
    """
    replaced = index.live(kind)
    new = prepare(kind, index=index)
    say(f"Filling {new}")
    fill_whole(kind, new, directory=directory, index=index, segments=segments)
    say(f"Catching up {new}")
    settled_before = clock.now() - CLOCKS_AGREE
    caught_up = catch_up(kind, new, directory=directory, index=index, segments=segments).total
    say(f"Comparing {new} with the table")
    documents = compare(kind, new, directory=directory, index=index, settled_before=settled_before)
    say(f"Swapping to {new}")
    index.go_live(kind, new)
    caught_up += catch_up(kind, new, directory=directory, index=index, segments=segments).total
    drop_old(kind, index=index, keep=replaced)
    return RebuildResult(
        kind=kind.value, index=new, replaced=replaced, documents=documents, caught_up=caught_up
    )


def prepare(kind: EntryKind, *, index: IndexWriter) -> str:
    """Proves the server on a scratch index and makes the new, empty index; returns its name."""
    check_index(index, f"inkscout-canary-{kind.value}")
    newest = max((index_number(name) for name in index.indexes(kind)), default=0)
    name = index_name(_KINDS[kind], newest + 1)
    index.create(kind, name)
    return name


def fill(
    kind: EntryKind, name: str, *, directory: Directory, index: IndexWriter, segment: int, segments: int
) -> int:
    """Writes one segment of the table into the new index; returns the number of documents.

    Raises:
        IndexUnavailable: the server kept asking for a slower pace.
        IndexDrift: the server refused a document.
    """
    written = 0
    for batch in in_bulks(directory.snapshots(kind, segment, segments)):
        actions = [action for action in map(action_for, batch) if action.document is not None]
        for _ in range(_ATTEMPTS):
            results = index.apply(actions, index=name)
            refused = [result.reason for result in results if result.verdict is WriteOutcome.REJECTED]
            if refused:
                raise IndexDrift(f"{len(refused)} documents were refused, the first with {refused[0]}")
            written += sum(result.verdict is WriteOutcome.APPLIED for result in results)
            actions = [result.action for result in results if result.verdict is WriteOutcome.RETRY]
            if not actions:
                break
        else:
            raise IndexUnavailable("the index kept refusing documents for now")
    return written


def fill_whole(
    kind: EntryKind, name: str, *, directory: Directory, index: IndexWriter, segments: int = SEGMENTS
) -> int:
    """Fills an index from all segments of the table, side by side; returns the number of documents.

    Raises:
        IndexUnavailable, IndexDrift: as ``fill``.
    """
    work = partial(fill, kind, name, directory=directory, index=index, segments=segments)
    return sum(each_segment(lambda part: work(segment=part), segments))


def catch_up(
    kind: EntryKind, name: str, *, directory: Directory, index: IndexWriter, segments: int = SEGMENTS
) -> Drift:
    """Repairs whatever differs between the table and an index that was filled from it.

    A document of the right version is the right one; the comparison before the swap looks at some whole.
    """
    drift = Drift()
    for part in each_segment(
        lambda number: audit_index(
            kind,
            directory=directory,
            index=index,
            name=name,
            repair=True,
            segment=number,
            segments=segments,
            by_version=True,
        ),
        segments,
    ):
        drift.add(part)
    return drift


def compare(
    kind: EntryKind,
    name: str,
    *,
    directory: Directory,
    index: IndexWriter,
    settled_before: datetime,
    segments: int = SEGMENTS,
) -> int:
    """Compares counts, and one document in sixteen up to ``SAMPLE``; returns the number of documents.

    Entries written since ``settled_before`` are on their way and not held against the index: the last
    catch-up takes them.

    Raises:
        IndexDrift: the index does not hold what the table shows.
    """
    cutoff = settled_before.isoformat(timespec="seconds")
    index.refresh(name)
    tally = _Tally()
    work = partial(_tally, kind, name, directory=directory, index=index, cutoff=cutoff, segments=segments)
    for part in each_segment(lambda number: work(segment=number), segments):
        tally.add(part)
    counted = index.count(name)
    if counted < tally.settled or counted > tally.seen + tally.gone or tally.differing:
        raise IndexDrift(
            f"{name} holds {counted} documents of {tally.seen} that should be seen;"
            f" {tally.differing} of {tally.sampled} sampled ones differ"
        )
    return counted


@dataclass(slots=True)
class _Tally:
    """Entries to be seen, those of them that settled, those to be hidden; sampled and differing documents."""

    seen: int = 0
    settled: int = 0
    gone: int = 0
    sampled: int = 0
    differing: int = 0

    def add(self, other: "_Tally") -> None:
        for part in fields(self):
            setattr(self, part.name, getattr(self, part.name) + getattr(other, part.name))


def _tally(
    kind: EntryKind,
    name: str,
    *,
    directory: Directory,
    index: IndexWriter,
    cutoff: str,
    segment: int,
    segments: int,
) -> _Tally:
    tally = _Tally()
    sample: list[str] = []
    for snapshot in directory.outlines(kind, segment, segments):
        visible = document_of(snapshot.entry) is not None
        tally.seen += visible
        tally.gone += not visible
        if visible and snapshot.entry is not None and snapshot.entry.updated_at < cutoff:
            tally.settled += 1
            # The scan goes in the order of hashed keys, so the first of a segment are as good as any.
            if len(sample) < SAMPLE // segments and naming.digest(snapshot.entry_id).endswith("0"):
                sample.append(snapshot.entry_id)
    tally.sampled = len(sample)
    whole = (directory.snapshot(kind, entry_id) for entry_id in sample)
    still = (s for s in whole if s is not None and s.entry is not None and s.entry.updated_at < cutoff)
    tally.differing = sum(len(differing_documents(batch, index, name)) for batch in in_bulks(still))
    return tally


def roll_back(kind: EntryKind, *, directory: Directory, index: IndexWriter) -> str:
    """Lets searches go to the index before, once it caught up; returns its name, empty without one."""
    live = index.live(kind)
    before = [name for name in index.indexes(kind) if index_number(name) < index_number(live)]
    if not before:
        return ""
    catch_up(kind, before[-1], directory=directory, index=index)
    index.go_live(kind, before[-1])
    catch_up(kind, before[-1], directory=directory, index=index)
    return before[-1]


def drop_old(kind: EntryKind, *, index: IndexWriter, keep: str = "") -> list[str]:
    """Removes all indexes but the one in use and ``keep``, the one it replaced; returns their names.

    Half-built ones of rebuilds that failed go too, and so does one that was rolled back from.
    """
    live = index.live(kind)
    before = [name for name in index.indexes(kind) if index_number(name) < index_number(live)]
    kept = {live, keep or (before[-1] if before else "")}
    dropped = [name for name in index.indexes(kind) if name not in kept]
    for name in dropped:
        index.drop(name)
    return dropped


def each_segment(work: Callable[[int], ResultT], segments: int) -> Iterable[ResultT]:
    """The work of all segments, side by side."""
    with ThreadPoolExecutor(max_workers=segments) as pool:
        return list(pool.map(work, range(segments)))

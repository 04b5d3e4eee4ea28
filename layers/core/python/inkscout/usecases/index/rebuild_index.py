"""Rebuilds an index from the table, beside the live one, and switches searches to it atomically.

From its creation on, the new index gets every write that the live one gets. What was written before stands in
the table, from which a parallel scan fills the new index afterwards; deletions are filled as well, so that a
record of the stream that arrives twice brings nobody back. Documents carry the table's versions throughout,
so that neither way can replace a newer document by an older one. Then the new index is compared with the
table, and the alias is switched; nothing is left to catch up with. The old index is kept for a rollback. All
steps may be repeated: they write by version, and only the swap changes the live index.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from inkscout.contracts.rebuild_index import (
    MOST_SEGMENTS,
    SEGMENTS,
    IndexBuild,
    IndexPart,
    IndexPartResult,
    PrepareIndexRequest,
    RebuildIndexResult,
)
from inkscout.domain import naming
from inkscout.domain.snapshot import EntryKind, Snapshot
from inkscout.errors import IndexDrift, IndexUnavailable
from inkscout.ports import Clock, Directory
from inkscout.ports.index import IndexWriter, WriteOutcome
from inkscout.search.definition import Kind, fingerprint, index_name, index_number
from inkscout.usecases.index.audit_index import Drift, audit_index, differing_documents
from inkscout.usecases.index.check_index import check_index
from inkscout.usecases.index.index_actions import action_for, in_bulks, is_visible

THREADS = 2
"""Maximum number of segments that one process reads at the same time; the state machine calls four functions.

One reads while the other writes. More would not be faster, as they share an interpreter, but writes of others
would wait behind their pages at an emulator of the table and behind their bulks at the index.
"""

SEGMENT = 1_500
"""Number of documents for which the table gets a segment, between ``SEGMENTS`` and ``MOST_SEGMENTS``.

A step that is repeated repeats little then. In DynamoDB Local, a page costs more the more is left of its
segment, and writes wait for it.
"""

SAMPLE = 2_000
"""Maximum number of documents that a comparison reads in full."""

CLOCKS_AGREE = timedelta(seconds=5)
"""Maximum difference between the writers' clocks, plus the duration of a write."""

_ATTEMPTS = 5
_KINDS = {EntryKind.ARTIST: Kind.ARTISTS, EntryKind.STUDIO: Kind.STUDIOS}

Progress = Callable[[str], None]
ItemT = TypeVar("ItemT")
ResultT = TypeVar("ResultT")


@dataclass(frozen=True, slots=True, kw_only=True)
class RebuildIndexPorts:
    """Ports of the steps of RebuildIndex."""

    directory: Directory
    index: IndexWriter
    clock: Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class RebuildResult:
    """One rebuilt index: its name, the index it replaced, and its documents when it was compared.

    ``caught_up`` is the number of differences that were repaired, where the comparison found any.
    """

    kind: str
    index: str
    replaced: str
    documents: int
    caught_up: int


def prepare_index(request: PrepareIndexRequest, *, deps: RebuildIndexPorts) -> IndexBuild:
    """Checks the server on a scratch index, and creates the new, empty index, which then gets all writes.

    Raises:
        IndexDefinitionBroken: the server does not implement the definition.
        IndexUnavailable: the server does not respond.
    """
    kind, index = request.kind, deps.index
    replaces = index.live(kind)
    check_index(index, f"inkscout-canary-{kind.value}")
    name = _next_name(kind, index)
    index.create(kind, name)
    index.follow(kind, name)
    segments = request.segments or segments_for(index.count(replaces) if replaces else 0)
    return IndexBuild(
        kind=kind,
        index=name,
        replaces=replaces,
        segments=segments,
        parts=list(range(segments)),
        settled_before=_settled_now(deps),
    )


def fill_index(part: IndexPart, *, deps: RebuildIndexPorts) -> IndexPartResult:
    """Writes one segment of the table to the new index, with its deletions; returns the number written.

    Raises:
        IndexUnavailable: the server kept limiting the rate of writes.
        IndexDrift: the server rejected a document.
    """
    written = 0
    for batch in in_bulks(deps.directory.snapshots(part.kind, part.segment, part.segments)):
        actions = [action_for(snapshot) for snapshot in batch]
        for _ in range(_ATTEMPTS):
            results = deps.index.apply(actions, index=part.index)
            refused = [result.reason for result in results if result.verdict is WriteOutcome.REJECTED]
            if refused:
                raise IndexDrift(f"{len(refused)} documents were refused, the first with {refused[0]}")
            written += sum(result.verdict is WriteOutcome.APPLIED for result in results)
            actions = [result.action for result in results if result.verdict is WriteOutcome.RETRY]
            if not actions:
                break
        else:
            raise IndexUnavailable("the index kept refusing documents for now")
    return IndexPartResult(segment=part.segment, count=written)


def catch_up_index(part: IndexPart, *, deps: RebuildIndexPorts) -> IndexPartResult:
    """Repairs the differences between one segment and the new index; returns their number.

    Only versions are compared; the comparison before the swap reads a sample of documents in full.
    """
    drift = _caught_up(part, deps.directory, deps.index)
    return IndexPartResult(segment=part.segment, count=drift.total)


def compare_index(build: IndexBuild, *, deps: RebuildIndexPorts) -> IndexBuild:
    """Compares the counts of table and index, and in full one document in sixteen, up to ``SAMPLE``.

    Ignores entries written since ``settled_before``, whose changes may still be on their way. Returns the
    build with the number of documents.

    Raises:
        IndexDrift: the index does not match the table.
    """
    name = build.index
    cutoff = datetime.fromisoformat(build.settled_before).isoformat(timespec="seconds")
    deps.index.refresh(name)
    # Writes go on. What is counted first is in the table afterwards, as seen or, if deleted since, as gone.
    counted = deps.index.count(name)
    parts = side_by_side(
        partial(_tally, cutoff=cutoff, deps=deps), parts_of(build.kind, name, build.segments)
    )
    tally = sum(parts, Counter[str]())
    if counted < tally["settled"] or counted > tally["seen"] + tally["gone"] or tally["differing"]:
        raise IndexDrift(
            f"{name} holds {counted} documents of {tally['seen']} that should be seen;"
            f" {tally['differing']} of {tally['sampled']} sampled ones differ"
        )
    return build.model_copy(update={"documents": counted})


def swap_index(build: IndexBuild, *, deps: RebuildIndexPorts) -> IndexBuild:
    """Switches searches to the new index."""
    deps.index.go_live(build.kind, build.index)
    return build


def drop_old_indexes(build: IndexBuild, *, deps: RebuildIndexPorts) -> RebuildIndexResult:
    """Deletes all indexes of the kind except the live one and the one it replaced.

    This includes incomplete indexes of failed rebuilds, and an index that was rolled back from.
    """
    kind, index = build.kind, deps.index
    before = _before_live(kind, index)
    kept = {index.live(kind), build.replaces or (before[-1] if before else "")}
    dropped = [name for name in index.indexes(kind) if name not in kept]
    for name in dropped:
        index.drop(name)
    return RebuildIndexResult(
        kind=kind, index=build.index, replaces=build.replaces, documents=build.documents, dropped=dropped
    )


def rebuild(
    kind: EntryKind,
    *,
    deps: RebuildIndexPorts,
    segments: int = 0,
    say: Progress = lambda _: None,
) -> RebuildResult:
    """Rebuilds the index of one kind in this process, by the same steps as the state machine.

    ``segments`` is the number of parts of the table scan, 0 for one by the size of the index; ``say`` gets a
    line of progress for each step.

    Raises:
        IndexDrift: the new index does not match the table; searches still use the old one.
        IndexUnavailable: the server stopped responding; searches still use the old index unless the swap was
            done.
    """
    build = prepare_index(PrepareIndexRequest(kind=kind, segments=segments), deps=deps)
    parts = parts_of(kind, build.index, build.segments)
    say(f"Filling {build.index}")
    side_by_side(partial(fill_index, deps=deps), parts)
    caught_up: list[IndexPartResult] = []
    say(f"Comparing {build.index} with the table")
    try:
        build = compare_index(build, deps=deps)
    except IndexDrift as drift:
        say(f"Catching up {build.index}: {drift}")
        caught_up = side_by_side(partial(catch_up_index, deps=deps), parts)
        build = compare_index(build, deps=deps)
    say(f"Swapping to {build.index}")
    swap_index(build, deps=deps)
    drop_old_indexes(build, deps=deps)
    return RebuildResult(
        kind=kind.value,
        index=build.index,
        replaced=build.replaces,
        documents=build.documents,
        caught_up=sum(part.count for part in caught_up),
    )


def ensure_index(index: IndexWriter) -> list[EntryKind]:
    """Creates missing indexes, empty and live; returns the kinds whose index needs to be filled or rebuilt.

    That is a kind whose index was just created, or was created from another definition.

    Raises:
        IndexDefinitionBroken: the server does not implement the definition.
        IndexUnavailable: the server does not respond.
    """
    check_index(index, "inkscout-canary")
    stale = []
    for kind, of_kind in _KINDS.items():
        live = index.live(kind)
        if not live:
            index.create(kind, _next_name(kind, index), live=True)
            stale.append(kind)
        elif index.definition(live) != fingerprint(of_kind):
            stale.append(kind)
    return stale


def bring_up(stale: Iterable[EntryKind], *, deps: RebuildIndexPorts, say: Progress = lambda _: None) -> None:
    """Fills the indexes of the kinds that ``ensure_index`` returned.

    An empty index is filled in place; one that has documents is rebuilt.

    Raises:
        IndexDrift: a new index does not match the table; searches still use the old one.
        IndexUnavailable: the server stopped responding.
    """
    for kind in stale:
        live = deps.index.live(kind)
        deps.index.refresh(live)
        if deps.index.count(live):
            rebuild(kind, deps=deps, say=say)
        else:
            say(f"Filling {live}")
            side_by_side(partial(fill_index, deps=deps), parts_of(kind, live, SEGMENTS))
            side_by_side(partial(catch_up_index, deps=deps), parts_of(kind, live, SEGMENTS))
            deps.index.refresh(live)


def roll_back(kind: EntryKind, *, directory: Directory, index: IndexWriter) -> str:
    """Catches the previous index up and switches searches to it; returns its name, empty if there is none."""
    before = _before_live(kind, index)
    if not before:
        return ""
    index.follow(kind, before[-1])
    catch_up = partial(_caught_up, directory=directory, index=index)
    side_by_side(catch_up, parts_of(kind, before[-1], SEGMENTS))
    index.go_live(kind, before[-1])
    return before[-1]


def side_by_side(work: Callable[[ItemT], ResultT], items: Iterable[ItemT]) -> list[ResultT]:
    """Runs the work on the items, ``THREADS`` at a time; returns the results in order."""
    with ThreadPoolExecutor(max_workers=THREADS) as pool:
        return list(pool.map(work, items))


def parts_of(kind: EntryKind, index: str, segments: int) -> list[IndexPart]:
    """Returns the segments of a table scan that fills an index or catches it up."""
    return [
        IndexPart(kind=kind, index=index, segment=number, segments=segments) for number in range(segments)
    ]


def segments_for(documents: int) -> int:
    """Returns the number of segments to scan a table in whose index has so many documents."""
    return min(max(documents // SEGMENT, SEGMENTS), MOST_SEGMENTS)


def _caught_up(part: IndexPart, directory: Directory, index: IndexWriter) -> Drift:
    return audit_index(
        part.kind,
        directory=directory,
        index=index,
        name=part.index,
        repair=True,
        segment=part.segment,
        segments=part.segments,
        by_version=True,
    )


def _tally(part: IndexPart, *, cutoff: str, deps: RebuildIndexPorts) -> Counter[str]:
    """Counts entries of one segment: visible, settled and invisible, and compares a sample with the index.

    Keys: ``seen``, ``settled`` (visible and not written since ``cutoff``), ``gone``, ``sampled``,
    ``differing``.
    """
    tally: Counter[str] = Counter()
    sample: list[str] = []
    for snapshot in deps.directory.outlines(part.kind, part.segment, part.segments):
        visible = is_visible(snapshot)
        tally["seen" if visible else "gone"] += 1
        if visible and snapshot.entry is not None and snapshot.entry.updated_at < cutoff:
            tally["settled"] += 1
            # The scan is in the order of hashed keys, so that the first entries are a random sample.
            if len(sample) < SAMPLE // part.segments and naming.digest(snapshot.entry_id).endswith("0"):
                sample.append(snapshot.entry_id)
    tally["sampled"] = len(sample)
    for batch in in_bulks(_settled(part.kind, sample, cutoff, deps.directory)):
        suspects = [found.entry_id for found in differing_documents(batch, deps.index, part.index)]
        # What was written between the two reads is in the index already, and not settled any more.
        tally["differing"] += len(list(_settled(part.kind, suspects, cutoff, deps.directory)))
    return tally


def _settled(
    kind: EntryKind, entry_ids: Iterable[str], cutoff: str, directory: Directory
) -> Iterator[Snapshot]:
    """Yields the current state of those entries that exist and were not written since ``cutoff``."""
    for entry_id in entry_ids:
        found = directory.snapshot(kind, entry_id)
        if found is not None and found.entry is not None and found.entry.updated_at < cutoff:
            yield found


def _settled_now(deps: RebuildIndexPorts) -> str:
    return (deps.clock.now() - CLOCKS_AGREE).isoformat()


def _next_name(kind: EntryKind, index: IndexWriter) -> str:
    newest = max((index_number(name) for name in index.indexes(kind)), default=0)
    return index_name(_KINDS[kind], newest + 1)


def _before_live(kind: EntryKind, index: IndexWriter) -> list[str]:
    live = index_number(index.live(kind))
    return [name for name in index.indexes(kind) if index_number(name) < live]

"""Compares the table with an index, in full or by sample, and repairs differences on request."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from inkscout.domain.snapshot import EntryKind, Snapshot
from inkscout.errors import IndexUnavailable
from inkscout.ports import Directory
from inkscout.ports.index import ActionResult, IndexedDocument, IndexWriter, WriteOutcome
from inkscout.usecases.index.index_actions import BULK, action_for, document_of, in_bulks, is_visible

MAX_EXAMPLES = 20
"""Maximum number of ids that are listed for each kind of difference; all are counted."""


@dataclass(slots=True)
class Drift:
    """Differences between table and index: counts, and some of the ids.

    Attributes:
        compared: Entries that were compared.
        missing: Entries that searchers should see but that are not indexed.
        stale: Entries whose document has another version or content.
        extra: Documents without a visible entry in the table.
        repaired: Differences that were repaired.
        examples: Ids by kind of difference.
    """

    compared: int = 0
    missing: int = 0
    stale: int = 0
    extra: int = 0
    repaired: int = 0
    examples: dict[str, list[str]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Number of entries that differ."""
        return self.missing + self.stale + self.extra

    def note(self, what: str, entry_id: str) -> None:
        """Counts one difference of the kind ``missing``, ``stale`` or ``extra``."""
        setattr(self, what, getattr(self, what) + 1)
        named = self.examples.setdefault(what, [])
        if len(named) < MAX_EXAMPLES:
            named.append(entry_id)

    def add(self, other: "Drift") -> None:
        """Adds the differences of another part of the comparison."""
        for name in ("compared", "missing", "stale", "extra", "repaired"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for what, ids in other.examples.items():
            self.examples[what] = (self.examples.get(what, []) + ids)[:MAX_EXAMPLES]


def audit_index(
    kind: EntryKind,
    *,
    directory: Directory,
    index: IndexWriter,
    name: str = "",
    repair: bool = False,
    segment: int = 0,
    segments: int = 1,
    chosen: Callable[[str], bool] = lambda _: True,
    by_version: bool = False,
) -> Drift:
    """Compares every entry of one table segment with its document in the index.

    Differences that vanish when the table is read again were writes in progress, and are not counted.

    Args:
        kind: Kind of entries.
        directory: Store of the entries.
        index: Search index.
        name: Name of the index; empty for the live one.
        repair: Whether to repair differences.
        segment: Number of the segment.
        segments: Number of segments that the table is divided into.
        chosen: Selects the ids to compare; all by default.
        by_version: Compares only versions, at a third of the cost.

    Raises:
        IndexUnavailable: the index did not respond, or refused repairs for now.
    """
    target = name or index.live(kind)
    drift = Drift()
    read, differing = (
        (directory.outlines, _other_versions) if by_version else (directory.snapshots, differing_documents)
    )
    for batch in in_bulks(s for s in read(kind, segment, segments) if chosen(s.entry_id)):
        drift.compared += len(batch)
        suspects = differing(batch, index, target)
        if suspects:
            again = [directory.snapshot(kind, suspect.entry_id) or suspect for suspect in suspects]
            _settle(differing_documents(again, index, target), drift, directory, index, target, repair=repair)
    return drift


def audit_extras(
    kind: EntryKind, *, directory: Directory, index: IndexWriter, name: str = "", repair: bool = False
) -> Drift:
    """Looks up every indexed document in the table, and counts those without an entry as extra.

    ``name`` is the name of the index, empty for the live one; ``repair`` deletes the extra documents.
    """
    target = name or index.live(kind)
    drift = Drift()
    for ids in _in_lists(index.ids(kind, target)):
        for entry_id in ids:
            snapshot = directory.snapshot(kind, entry_id)
            if snapshot is not None:
                continue
            held = index.documents(target, [entry_id]).get(entry_id)
            if held is None:
                continue
            drift.note("extra", entry_id)
            if repair:
                gone = Snapshot(kind=kind, entry_id=entry_id, version=held.version + 1)
                index.apply([action_for(gone)], index=target)
                drift.repaired += 1
    return drift


def differing_documents(batch: Sequence[Snapshot], index: IndexWriter, target: str) -> list[Snapshot]:
    """Returns the entries whose document is missing, differs, or should not exist."""
    held = index.documents(target, [snapshot.entry_id for snapshot in batch])
    return [snapshot for snapshot in batch if _difference(snapshot, held.get(snapshot.entry_id))]


def _other_versions(batch: Sequence[Snapshot], index: IndexWriter, target: str) -> list[Snapshot]:
    held = index.versions(target, [snapshot.entry_id for snapshot in batch])
    return [s for s in batch if held.get(s.entry_id) != (s.version if is_visible(s) else None)]


def _difference(snapshot: Snapshot, held: IndexedDocument | None) -> str:
    wanted = document_of(snapshot.entry)
    if held is None:
        return "missing" if wanted is not None else ""
    if wanted is None:
        return "extra"
    return "" if held.version == snapshot.version and held.document == wanted else "stale"


def _settle(
    suspects: Sequence[Snapshot],
    drift: Drift,
    directory: Directory,
    index: IndexWriter,
    target: str,
    *,
    repair: bool,
) -> None:
    held = index.documents(target, [suspect.entry_id for suspect in suspects])
    for suspect in suspects:
        drift.note(_difference(suspect, held.get(suspect.entry_id)) or "stale", suspect.entry_id)
    if not repair or not suspects:
        return
    for result in index.apply([action_for(s) for s in suspects], index=target, same_version=True):
        if result.verdict is WriteOutcome.RETRY:
            raise IndexUnavailable("the index refused a repair for now")
        if result.verdict is WriteOutcome.STALE and result.held > result.action.version:
            # The index has a version that the table never reached, for example after a restore.
            _outrun(result, directory, index, target)
        drift.repaired += result.verdict is not WriteOutcome.REJECTED


def _outrun(result: ActionResult, directory: Directory, index: IndexWriter, target: str) -> None:
    """Raises the entry's version above the index's, and writes its document with that version."""
    action = result.action
    directory.touch(action.kind, action.entry_id, above=result.held)
    snapshot = directory.snapshot(action.kind, action.entry_id)
    if snapshot is not None:
        index.apply([action_for(snapshot)], index=target, same_version=True)


def _in_lists(ids: Iterable[str]) -> Iterable[list[str]]:
    batch: list[str] = []
    for entry_id in ids:
        batch.append(entry_id)
        if len(batch) == BULK:
            yield batch
            batch = []
    if batch:
        yield batch

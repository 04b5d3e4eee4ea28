"""Restores tables from a backup, without the people who were removed since.

The steps can be repeated: a restore that was interrupted goes on where it stopped. The denylists are joined
before anything else is written, whoever is on one of them is not written at all, and texts that name them are
cleared before the restore ends.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol

from inkscout.domain.archive import RawItem
from inkscout.errors import RestoreRefused
from inkscout.ports import StateStore
from inkscout.ports.recovery import RestoreSource, WholeTable
from inkscout.usecases.recovery.make_backup import NOT_BACKED_UP
from inkscout.usecases.recovery.removed_people import RemovedPeople, belongs_to

SCOPE = "restore"
"""Scope of the state store for the progress of restores, under the source's id."""

KEPT_OF_TARGET = frozenset({"REMOVALS", "HELD", "AUDIT", "AUDIT#IDS"})
"""Partitions of the Operations table whose items are written only where the key is free."""

SET_BACK = frozenset({"directory", "records"})
"""Tables from which a restore deletes what the backup does not have."""

_TOMBSTONE = "deleted"
_BATCH = 500
_WRITERS = 4
_PROGRESS_SECONDS = 30 * 86_400

Progress = Callable[[str], None]


class KeySet(Protocol):
    """Set of texts that needs no memory for each."""

    def add_all(self, keys: Iterable[str]) -> None:
        """Adds keys."""
        ...

    def missing(self, keys: Sequence[str]) -> Sequence[str]:
        """Returns those of the keys that are not in the set."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RestorePorts:
    """Ports of a restore; ``key_set`` makes an empty set of keys."""

    source: RestoreSource
    tables: Mapping[str, WholeTable]
    removed: RemovedPeople
    state_store: StateStore
    key_set: Callable[[], KeySet]


@dataclass(slots=True)
class TablePlan:
    """Effect of a restore on one table, in items.

    Attributes:
        in_source: Items that the source has.
        left_out: Those of them that are about removed people.
        in_target: Items that the table has now.
        to_delete: Those of them that the source does not have, and that are deleted.
    """

    in_source: int = 0
    left_out: int = 0
    in_target: int = 0
    to_delete: int = 0


@dataclass(slots=True)
class RestorePlan:
    """Effect of a restore.

    Attributes:
        tables: Effect on each table.
        removed_artists: Ids of the artists in the source who asked to be removed.
        removed_records: Ids of the records that have the address of somebody who asked to be removed.
    """

    tables: dict[str, TablePlan] = field(default_factory=dict)
    removed_artists: frozenset[str] = frozenset()
    removed_records: frozenset[str] = frozenset()

    def leaves_out(self, table: str, item: RawItem) -> bool:
        """Whether an item of the source is not written."""
        if table == "directory":
            return belongs_to(item, self.removed_artists)
        if table == "records":
            return item["id"]["S"] in self.removed_records
        return table == "operations" and item["PK"]["S"] in NOT_BACKED_UP


def plan_restore(tables: Sequence[str], *, deps: RestorePorts) -> RestorePlan:
    """Returns what a restore of whole tables would do; changes nothing.

    Raises:
        ArchiveUnusable: the source cannot be read.
        RestoreRefused: the source does not have one of the tables.
    """
    plan = RestorePlan()
    for name in tables:
        if name not in deps.source.tables or name not in deps.tables:
            raise RestoreRefused(f"there is no table {name} in the backup and the platform")
    if "directory" in tables:
        plan.removed_artists = deps.removed.artists(deps.source.items("directory"))
    if "records" in tables:
        plan.removed_records = deps.removed.records(deps.source.items("records"))
    for name in tables:
        plan.tables[name] = _plan_table(name, plan, deps)
    return plan


def _plan_table(name: str, plan: RestorePlan, deps: RestorePorts) -> TablePlan:
    effect, table = TablePlan(), deps.tables[name]
    known = deps.key_set()
    for batch in _batches(deps.source.items(name)):
        kept = [item for item in batch if not plan.leaves_out(name, item)]
        effect.in_source += len(batch)
        effect.left_out += len(batch) - len(kept)
        known.add_all(_key(table, item) for item in kept)
    for batch in _batches(table.scan(only=(*table.keys, _TOMBSTONE))):
        effect.in_target += len(batch)
        if name in SET_BACK:
            effect.to_delete += len(_surplus(table, batch, known))
    return effect


def _surplus(table: WholeTable, batch: Sequence[RawItem], known: KeySet) -> list[RawItem]:
    """Returns the items that the source does not have, but tombstones: they keep late writes out."""
    missing = set(known.missing([_key(table, item) for item in batch]))
    return [item for item in batch if _key(table, item) in missing and _TOMBSTONE not in item]


def restore_tables(
    tables: Sequence[str], plan: RestorePlan, *, deps: RestorePorts, say: Progress = lambda _: None
) -> dict[str, int]:
    """Writes the tables of a plan; returns how many items of each are there that should be.

    Raises:
        ArchiveUnusable, StoreThrottled: the restore is not complete; the same call goes on where it stopped.
        RestoreRefused: items are missing at the end, as somebody else deleted them.
    """
    done = deps.state_store.get(SCOPE, deps.source.source_id) or {}
    counts = {}
    for name in tables:
        say(f"Restoring the {name} table")
        counts[name] = _restore_table(name, plan, int(done.get(name, 0)), deps)
    return counts


def forget_progress(deps: RestorePorts) -> None:
    """Deletes the progress, once the restore has ended."""
    deps.state_store.put(SCOPE, deps.source.source_id, {}, 1)


def _restore_table(name: str, plan: RestorePlan, done: int, deps: RestorePorts) -> int:
    table, known, written = deps.tables[name], deps.key_set(), 0
    with ThreadPoolExecutor(_WRITERS) as pool:
        for batch in _batches(deps.source.items(name)):
            kept = [item for item in batch if not plan.leaves_out(name, item)]
            known.add_all(_key(table, item) for item in kept)
            written += len(batch)
            if written > done:
                _write(pool, table, name, kept)
                _remember(name, written, deps)
    there = 0
    for batch in _batches(table.scan(only=(*table.keys, _TOMBSTONE))):
        there += len(batch) - len(known.missing([_key(table, item) for item in batch]))
        if name in SET_BACK:
            surplus = _surplus(table, batch, known)
            table.delete_many([{key: item[key] for key in table.keys} for item in surplus])
    effect = plan.tables[name]
    if there < effect.in_source - effect.left_out:
        missing = effect.in_source - effect.left_out - there
        raise RestoreRefused(f"{missing} items of the {name} table are missing after they were written")
    return there


def _write(pool: ThreadPoolExecutor, table: WholeTable, name: str, items: Sequence[RawItem]) -> None:
    """Writes items in parallel, and waits until all are written."""
    if name == "operations":
        for item in [one for one in items if one["PK"]["S"] in KEPT_OF_TARGET]:
            table.put_new(item)
        items = [one for one in items if one["PK"]["S"] not in KEPT_OF_TARGET]
    # A batch may not have one key twice.
    items = list({_key(table, item): item for item in items}.values())
    parts = [items[start::_WRITERS] for start in range(_WRITERS)]
    list(pool.map(table.put_many, parts))


def _remember(name: str, written: int, deps: RestorePorts) -> None:
    def moved(before: Mapping[str, object] | None) -> Mapping[str, object]:
        kept = {key: value for key, value in (before or {}).items() if key != "version"}
        return {**kept, name: written}

    found = deps.state_store.get(SCOPE, deps.source.source_id)
    deps.state_store.put(SCOPE, deps.source.source_id, moved(found), _PROGRESS_SECONDS)


def _key(table: WholeTable, item: RawItem) -> str:
    return "\x00".join(item[name]["S"] for name in table.keys)


def _batches(items: Iterable[RawItem]) -> Iterator[list[RawItem]]:
    iterator = iter(items)
    while batch := list(islice(iterator, _BATCH)):
        yield batch

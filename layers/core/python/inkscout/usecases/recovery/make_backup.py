"""Backs up the tables and small files into an archive while writers go on.

Each table is read by a parallel scan. Entries of the directory that were written meanwhile are then read
again with everything that belongs to them, so that a residency has both its ends. The denylist is read last.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta

from inkscout.contracts.stored.directory_items import PROFILE, STYLE_INDEX
from inkscout.domain.archive import (
    SEALED_KEY,
    TABLES,
    Manifest,
    RawItem,
    bucket_file,
    item_of,
    key_id,
    line_of,
    table_file,
)
from inkscout.ports import Clock
from inkscout.ports.recovery import ArchiveFile, ArchiveWriter, DenylistKey, StoredObjects, WholeTable

SEGMENTS = 4

CLOCKS_AGREE = timedelta(seconds=5)
"""Maximum difference between the writers' clocks, plus the duration of a write."""

PARTS = {"exports": ("data", "exports/latest/"), "definitions": ("feeds", "definitions/")}
"""Parts of the buckets in every archive, by name: bucket and prefix."""

RAW_PARTS = {"raw": ("data", "raw/")}
"""Parts of the buckets in archives with pages."""

_ANSWERS = "raw/answers/"
"""Answers of providers, which may be kept for 30 days: no archive has them."""

_TIMES: Mapping[str, Sequence[str]] = {
    "directory": ("updated_at", "hidden_at"),
    "records": ("captured_at",),
}
"""Attributes of a table's items that tell when they were written."""

_READ_TWICE: Mapping[str, Sequence[str]] = {"operations": ("REMOVALS", "HELD")}
"""Partitions that are read again at the end."""

NOT_BACKED_UP = frozenset({"LEASE", "MEM#restore"})
"""Partitions of the Operations table that mean nothing elsewhere: a run's lease, progress of a restore."""

Seal = Callable[[bytes], bytes]
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupPorts:
    """Ports of a backup: tables by name, buckets by name, the archive, the denylist's key and the clock."""

    tables: Mapping[str, WholeTable]
    buckets: Mapping[str, StoredObjects]
    writer: ArchiveWriter
    key: DenylistKey
    clock: Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupRequest:
    """Options of a backup.

    Attributes:
        stage: Name of the stage.
        version: Version of Inkscout.
        with_raw: Whether to include the pages in the raw lake.
        seal: Seals the denylist's key; None to leave the key out.
    """

    stage: str
    version: str
    with_raw: bool = False
    seal: Seal | None = None


@dataclass(slots=True)
class _Changed:
    """Partitions to leave out of the first reading, and to read again; ``subjects`` are ids of entries."""

    partitions: set[str] = field(default_factory=set)
    subjects: set[str] = field(default_factory=set)
    aliases: set[str] = field(default_factory=set)


def make_backup(request: BackupRequest, *, deps: BackupPorts, say: Progress = lambda _: None) -> str:
    """Writes an archive; returns its address.

    Raises:
        StoreThrottled, SecretUnavailable: nothing was kept; a later backup may succeed.
        OSError: the archive could not be written; nothing was kept.
    """
    started = deps.clock.now()
    since = (started - CLOCKS_AGREE).isoformat(timespec="seconds")
    try:
        for name in TABLES:
            if name in deps.tables:
                say(f"Reading the {name} table")
                _back_up_table(name, deps.tables[name], deps.writer, since)
        for part, (bucket, prefix) in (PARTS | (RAW_PARTS if request.with_raw else {})).items():
            if bucket in deps.buckets:
                say(f"Reading {part}")
                _back_up_objects(part, deps.buckets[bucket], prefix, deps.writer)
        key = deps.key.read()
        if request.seal:
            deps.writer.put(SEALED_KEY, request.seal(key))
        manifest = Manifest(
            stage=request.stage,
            as_of=started.isoformat(timespec="seconds"),
            version=request.version,
            key_id=key_id(key),
        )
        return deps.writer.finish(manifest)
    finally:
        deps.writer.abandon()


def _back_up_table(name: str, table: WholeTable, writer: ArchiveWriter, since: str) -> None:
    spools = [f"{name}-{segment}" for segment in range(SEGMENTS)]

    def read(segment: int) -> None:
        with writer.spool(spools[segment]) as file:
            for item in table.scan(segment, SEGMENTS):
                file.add(line_of(item))

    with ThreadPoolExecutor(SEGMENTS) as pool:
        list(pool.map(read, range(SEGMENTS)))
    changed = _changed(name, table, since)
    with writer.file(table_file(name)) as file:
        lines = (line for spool in spools for line in writer.spooled(spool))
        moved = _copy_unchanged(table, lines, changed, file)
        for item in _read_again(table, changed, moved):
            file.add(line_of(item))


def _changed(name: str, table: WholeTable, since: str) -> _Changed:
    """Returns what was written since a time, or is always read twice."""
    changed = _Changed(set(_READ_TWICE.get(name, ())))
    if times := _TIMES.get(name):
        changed.partitions |= {item[table.keys[0]]["S"] for item in table.changed_since(since, times)}
    if name == "directory":
        changed.subjects = {partition.partition("#")[2] for partition in changed.partitions}
        for subject in changed.subjects:
            found = table.indexed(STYLE_INDEX, "GSI1PK", f"SUBJECT#{subject}")
            changed.aliases |= {item["PK"]["S"] for item in found}
        # A residency is in the partition of its studio, which may not have changed.
        for item in table.get_many([_profile(partition) for partition in sorted(changed.partitions)]):
            stays = item.get("residencies", {}).get("L", [])
            changed.partitions |= {f"STUDIO#{stay['M']['studio_id']['S']}" for stay in stays}
    return changed


def _profile(partition: str) -> RawItem:
    return {"PK": {"S": partition}, "SK": {"S": PROFILE}}


def _copy_unchanged(
    table: WholeTable, lines: Iterator[bytes], changed: _Changed, file: ArchiveFile
) -> list[RawItem]:
    """Copies lines but those that are read again; returns keys of items that refer to changed entries."""
    moved: list[RawItem] = []
    for line in lines:
        item = item_of(line)
        partition = item[table.keys[0]]["S"]
        if partition in NOT_BACKED_UP or partition in changed.partitions or partition in changed.aliases:
            continue
        if changed.subjects and _refers_to(item) in changed.subjects:
            moved.append({name: item[name] for name in table.keys})
        else:
            file.add(line)
    return moved


def _refers_to(item: RawItem) -> str:
    """Returns the id of the entry that an alias leads to or that a residency is of; empty for the others."""
    if "subject_id" in item:
        return str(item["subject_id"]["S"])
    sort = str(item.get("SK", {}).get("S", ""))
    return sort.removeprefix("ARTIST#") if sort.startswith("ARTIST#") else ""


def _read_again(table: WholeTable, changed: _Changed, moved: Sequence[RawItem]) -> Iterator[RawItem]:
    for partition in sorted(changed.partitions | changed.aliases):
        yield from table.partition(partition)
    yield from table.get_many(moved)


def _back_up_objects(part: str, bucket: StoredObjects, prefix: str, writer: ArchiveWriter) -> None:
    with writer.file(bucket_file(part)) as file:
        for key in bucket.under(prefix):
            found = None if key.startswith(_ANSWERS) else bucket.read(key)
            if found is not None:
                file.add(json.dumps(found, sort_keys=True, ensure_ascii=False).encode())

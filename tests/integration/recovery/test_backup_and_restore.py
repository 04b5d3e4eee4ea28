"""Backups, restored into the platform and into an empty one: the same items, and nobody who was removed."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from inkscout.adapters.aws.dynamodb.whole_table import DynamoDbWholeTable
from inkscout.domain.archive import RawItem, plain_item
from inkscout.domain.snapshot import EntryKind
from inkscout.errors import RestoreRefused, StoreThrottled
from inkscout.usecases.directory.enforce_removals import enforce_removals
from inkscout.usecases.recovery.check_directory import check_directory
from inkscout.usecases.recovery.restore import SCOPE, plan_restore
from tests.integration.recovery.conftest import ARTISTS, Platform
from tests.support import directory_data

PER = 4


def _text(value: str) -> dict[str, str]:
    return {"S": value}


def test_an_empty_platform_has_the_same_items_after_a_restore(
    platform: Platform, empty: Platform, tmp_path: Path
) -> None:
    platform.tables["records"].put_many([{"id": _text("posts-1"), "sk": _text("CURRENT")}])
    platform.tables["operations"].put_many(
        [{"PK": _text("MEM#cells"), "SK": _text("c-1")}, {"PK": _text("LEASE"), "SK": _text("RUN")}]
    )
    archive = platform.back_up(tmp_path)
    archive.check()
    counts = empty.restore(archive)
    assert empty.items("directory") == platform.items("directory")
    assert empty.items("records") == platform.items("records")
    assert set(empty.items("operations")) == {("MEM#cells", "c-1")}
    assert counts == {"directory": len(platform.items("directory")), "operations": 1, "records": 1}
    found = check_directory(empty.tables["directory"])
    assert (found.artists, found.residencies, found.faults) == (ARTISTS, ARTISTS, 0)


def test_a_damaged_table_is_set_back_to_the_backup(platform: Platform, tmp_path: Path) -> None:
    before = platform.items("directory")
    archive = platform.back_up(tmp_path)
    platform.directory.put_studio(directory_data.studio(99))
    platform.directory.delete_alias("handle", "inks.by_3")
    damaged = plain_item(platform.items("directory")["ARTIST#a-1", "PROFILE"])
    assert damaged["name"]
    platform.tables["directory"].put_many(
        [{"PK": _text("ARTIST#a-1"), "SK": _text("PROFILE"), "name": _text("?"), "version": {"N": "9"}}]
    )
    plan = plan_restore(["directory"], deps=platform.ports(archive))
    assert plan.tables["directory"].to_delete == 1
    platform.restore(archive, "directory")
    assert platform.items("directory") == before


def test_a_person_removed_after_the_backup_stays_removed(platform: Platform, tmp_path: Path) -> None:
    archive = platform.back_up(tmp_path)
    gone = platform.deny(5)
    enforce_removals(directory=platform.directory, denylist=platform.denylist)
    tombstone = platform.items("directory")[f"ARTIST#{gone}", "PROFILE"]
    plan = plan_restore(["directory"], deps=platform.ports(archive))
    assert plan.removed_artists == {gone}
    assert plan.tables["directory"].left_out > 3
    platform.restore(archive, "directory")
    left = platform.items("directory")
    assert left[f"ARTIST#{gone}", "PROFILE"] == tombstone
    assert [key for key in left if gone in key[0] + key[1]] == [(f"ARTIST#{gone}", "PROFILE")]
    assert ("ALIAS#handle#inks.by_5", "ALIAS") not in left
    assert len(list(platform.directory.artists())) == ARTISTS - 1
    found = check_directory(platform.tables["directory"], platform.ports(archive).removed.is_removed)
    assert found.faults == 0


def test_a_removed_person_in_a_table_is_seen(platform: Platform, tmp_path: Path) -> None:
    archive = platform.back_up(tmp_path)
    platform.deny(5)
    found = check_directory(platform.tables["directory"], platform.ports(archive).removed.is_removed)
    assert found.examples == ["ARTIST#a-5 asked to be removed"]


def test_records_with_a_removed_address_are_left_out(platform: Platform, tmp_path: Path) -> None:
    records = platform.tables["records"]
    them, other = "Them@Example.org", "other@example.org"
    records.put_many(
        [
            {"id": _text("p-1"), "sk": _text("CURRENT"), "element": {"M": {"mail": _text(them)}}},
            {"id": _text("p-1"), "sk": _text("V#1")},
            {"id": _text("p-2"), "sk": _text("CURRENT"), "element": {"M": {"mail": _text(other)}}},
        ]
    )
    archive = platform.back_up(tmp_path)
    platform.denylist.add(["mail#them@example.org"])
    records.delete_many([{"id": _text("p-1"), "sk": _text(sort)} for sort in ("CURRENT", "V#1")])
    platform.restore(archive, "records")
    assert set(platform.items("records")) == {("p-2", "CURRENT")}


def test_requests_of_the_platform_are_newer_than_those_of_the_backup(
    platform: Platform, tmp_path: Path
) -> None:
    operations = platform.tables["operations"]

    def request(number: int, status: str) -> RawItem:
        return {"PK": _text("REMOVALS"), "SK": _text(f"r-{number}"), "status": _text(status)}

    operations.put_many([request(1, "pending"), request(2, "pending")])
    archive = platform.back_up(tmp_path)
    operations.put_many([request(1, "removed")])
    operations.delete_many([{"PK": _text("REMOVALS"), "SK": _text("r-2")}])
    platform.restore(archive, "operations")
    found = {key[1]: item["status"]["S"] for key, item in platform.items("operations").items()}
    assert found == {"r-1": "removed", "r-2": "pending"}


class _Breaking(DynamoDbWholeTable):
    """A table that fails after some writes, and counts them."""

    def __init__(self, whole: DynamoDbWholeTable, name: str, left: int) -> None:
        super().__init__(whole._client, name, whole.keys)
        self.left, self.written = left, 0

    def put_many(self, items: Sequence[RawItem]) -> None:
        if self.left <= 0:
            raise StoreThrottled("gone")
        self.left -= 1
        self.written += len(items)
        super().put_many(items)


def test_an_interrupted_restore_goes_on_where_it_stopped(
    platform: Platform, empty: Platform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inkscout.usecases.recovery.restore._BATCH", 10)
    archive = platform.back_up(tmp_path)
    breaking = _Breaking(empty.tables["directory"], empty.names["directory"], 9)
    empty.tables["directory"] = breaking
    with pytest.raises(StoreThrottled):
        empty.restore(archive, "directory")
    done = empty.state_store.get(SCOPE, archive.source_id)
    assert done
    assert done["directory"] == 20
    breaking.left, breaking.written = 1000, 0
    empty.restore(archive, "directory")
    assert breaking.written == len(platform.items("directory")) - 20
    assert empty.items("directory") == platform.items("directory")


def test_items_that_are_missing_after_a_restore_are_told(
    platform: Platform, empty: Platform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = platform.back_up(tmp_path)
    monkeypatch.setattr(DynamoDbWholeTable, "put_many", lambda *_: None)
    with pytest.raises(RestoreRefused, match="items of the directory table are missing"):
        empty.restore(archive, "directory")


def test_entries_written_while_a_backup_reads_are_in_it_with_both_ends(
    platform: Platform, empty: Platform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan, directory = DynamoDbWholeTable.scan, platform.directory
    written = []

    def scan_and_write(
        self: DynamoDbWholeTable, segment: int = 0, segments: int = 1, **options: Any
    ) -> Iterator[RawItem]:
        yield from scan(self, segment, segments, **options)
        if self.name == platform.names["directory"] and not written:
            written.append(segment)
            platform.clock.advance(seconds=30)
            new = directory_data.artist(50, per_studio=PER)
            directory.put_studio(directory_data.studio(50 // PER))
            directory.put_artist(new)
            for stay in new.residencies:
                directory.put_residency(stay)
            directory.put_alias("handle", new.instagram, new.artist_id)
            old = directory.artist("a-2")
            assert old
            for stay in old.residencies:
                directory.delete_residency(stay.studio_id, "a-2")
            directory.delete_alias("handle", old.instagram)
            directory.delete(EntryKind.ARTIST, "a-2")

    with monkeypatch.context() as patch:
        # One thread: moto's tables are not made for writes beside a scan.
        patch.setattr("inkscout.usecases.recovery.make_backup.SEGMENTS", 1)
        patch.setattr(DynamoDbWholeTable, "scan", scan_and_write)
        archive = platform.back_up(tmp_path)
    assert written
    empty.restore(archive, "directory")
    assert empty.items("directory") == platform.items("directory")
    assert check_directory(empty.tables["directory"]).faults == 0


def test_a_backup_that_cannot_be_finished_leaves_nothing(
    platform: Platform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("inkscout.adapters.archive.folder._write", full)
    with pytest.raises(OSError, match="No space left"):
        platform.back_up(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_faults_of_a_table_are_found(platform: Platform) -> None:
    table = platform.tables["directory"]
    table.put_many(
        [
            {"PK": _text("STUDIO#s-0"), "SK": _text("ARTIST#a-none"), "type": _text("residency")},
            {"PK": _text("ALIAS#handle#lost"), "SK": _text("ALIAS"), "subject_id": _text("a-none")},
            {"PK": _text("ALIAS#handle#shared"), "SK": _text("ALIAS"), "subject_id": _text("nobody")},
            {"PK": _text("ARTIST#a-zero"), "SK": _text("PROFILE"), "version": {"N": "0"}},
        ]
    )
    assert sorted(check_directory(table).examples) == [
        "ARTIST#a-zero has version 0",
        "an alias of kind handle leads to a-none",
        "the residency of ARTIST#a-none at STUDIO#s-0 has no ARTIST#a-none",
    ]

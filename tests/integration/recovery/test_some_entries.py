"""A few entries are restored from a backup; what changed since stays, and the index gets a version above."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import boto3
import pytest
from botocore.stub import Stubber

from inkscout.adapters.aws.dynamodb.point_in_time import PointInTimeTable
from inkscout.bootstrap.recovery import KEYS
from inkscout.domain.snapshot import EntryKind
from inkscout.errors import ArchiveUnusable, RestoreRefused
from inkscout.usecases.directory.withdraw import withdraw
from inkscout.usecases.recovery.check_directory import check_directory
from inkscout.usecases.recovery.restore_entries import EntriesPlan, plan_entries, restore_entries
from tests.integration.recovery.conftest import ARTISTS, Platform
from tests.support.emulator import CREDENTIALS


def _plan(platform: Platform, source: object, *ids: str, overwrite: bool = False) -> EntriesPlan:
    ports = platform.ports(source)
    return plan_entries(
        ids,
        source=ports.source,
        table=platform.tables["directory"],
        removed=ports.removed,
        overwrite=overwrite,
    )


def _restore(platform: Platform, plan: EntriesPlan) -> dict[str, list[str]]:
    removed = platform.ports(None).removed
    done = restore_entries(plan, table=platform.tables["directory"], removed=removed)
    return {name: list(ids) for name, ids in done.items()}


def _rename(platform: Platform, artist_id: str, name: str) -> None:
    def renamed(artist: object) -> object:
        return replace(artist, name=name, updated_at=platform.clock.now().isoformat(timespec="seconds"))  # type: ignore[type-var]

    platform.directory.update_artist(artist_id, renamed)  # type: ignore[arg-type]


def test_a_deleted_artist_comes_back_with_everything_that_is_theirs(
    platform: Platform, tmp_path: Path
) -> None:
    before = platform.items("directory")
    archive = platform.back_up(tmp_path)
    artist = platform.directory.artist("a-1")
    assert artist
    withdraw(platform.directory, artist)
    gone = platform.directory.snapshot(EntryKind.ARTIST, "a-1")
    assert gone
    assert _restore(platform, _plan(platform, archive, "a-1")) == {
        "restored": ["a-1"],
        "changed_meanwhile": [],
    }
    back = platform.directory.snapshot(EntryKind.ARTIST, "a-1")
    assert back
    assert back.entry
    assert back.version > gone.version
    after = platform.items("directory")
    assert after.keys() == before.keys()
    assert check_directory(platform.tables["directory"]).faults == 0


def test_entries_changed_since_the_backup_stay_unless_they_are_to_be_overwritten(
    platform: Platform, tmp_path: Path
) -> None:
    archive = platform.back_up(tmp_path)
    was = platform.directory.artist("a-1")
    assert was
    _rename(platform, "a-1", "Newer Name")
    plan = _plan(platform, archive, "a-1", "a-2")
    assert (plan.restored, plan.kept) == (["a-2"], ["a-1"])
    _restore(platform, plan)
    kept = platform.directory.artist("a-1")
    assert kept
    assert kept.name == "Newer Name"
    _restore(platform, _plan(platform, archive, "a-1", overwrite=True))
    back = platform.directory.artist("a-1")
    assert back
    assert back.name == was.name


def test_an_entry_that_changes_after_the_plan_was_shown_is_not_overwritten(
    platform: Platform, tmp_path: Path
) -> None:
    archive = platform.back_up(tmp_path)
    plan = _plan(platform, archive, "a-1")
    _rename(platform, "a-1", "Newer Name")
    assert _restore(platform, plan) == {"restored": [], "changed_meanwhile": ["a-1"]}
    kept = platform.directory.artist("a-1")
    assert kept
    assert kept.name == "Newer Name"


def test_an_alias_that_leads_elsewhere_now_stays_there(platform: Platform, tmp_path: Path) -> None:
    archive = platform.back_up(tmp_path)
    artist = platform.directory.artist("a-1")
    assert artist
    withdraw(platform.directory, artist)
    platform.directory.put_alias("handle", artist.instagram, "a-2")
    _restore(platform, _plan(platform, archive, "a-1"))
    assert platform.directory.find_alias("handle", artist.instagram) == "a-2"


def test_a_removed_person_and_an_unknown_id_are_refused(platform: Platform, tmp_path: Path) -> None:
    archive = platform.back_up(tmp_path)
    platform.deny(1)
    with pytest.raises(RestoreRefused, match="a-1 asked to be removed, and stays removed"):
        _plan(platform, archive, "a-1")
    with pytest.raises(RestoreRefused, match="the backup has no artist or studio a-none"):
        _plan(platform, archive, "a-none")


def test_a_table_is_set_back_to_a_point_in_time(platform: Platform) -> None:
    table = platform.names["directory"]
    client = platform.dynamodb
    at = platform.clock.now() - timedelta(hours=1)
    source = PointInTimeTable(client, "directory", table, keys=KEYS["directory"], at=at, sleep=lambda _: None)
    enabled = {"PointInTimeRecoveryEnabled": True}
    client.update_continuous_backups(TableName=table, PointInTimeRecoverySpecification=enabled)
    before = platform.items("directory")
    source.make()
    artist = platform.directory.artist("a-1")
    assert artist
    withdraw(platform.directory, artist)
    source.make()
    platform.restore(source, "directory")
    assert platform.items("directory") == before
    assert len(list(platform.directory.artists())) == ARTISTS
    source.delete()
    assert source.restored not in client.list_tables()["TableNames"]


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("InvalidRestoreTimeException", "point-in-time recovery does not reach to that time"),
        ("PointInTimeRecoveryUnavailableException", "its point-in-time recovery is not switched on"),
        ("TableNotFoundException", "there is no such table"),
    ],
)
def test_a_time_that_aws_has_no_data_of_is_told_in_a_sentence(code: str, sentence: str) -> None:
    client = boto3.client("dynamodb", **CREDENTIALS)
    at = datetime(2026, 3, 1, 3, tzinfo=UTC)
    source = PointInTimeTable(client, "directory", "table", keys=KEYS["directory"], at=at)
    with Stubber(client) as stubbed:
        stubbed.add_client_error("describe_table", "ResourceNotFoundException")
        stubbed.add_client_error("restore_table_to_point_in_time", code)
        with pytest.raises(ArchiveUnusable, match=sentence):
            source.make()

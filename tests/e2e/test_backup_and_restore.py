"""A platform is backed up, verified, damaged and restored by commands; a removed person stays away."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inkscout.adapters.aws.dynamodb.directory import DynamoDbDirectory
from inkscout.adapters.system_clock import SystemClock
from inkscout.domain.removal_request import RemovalStatus
from tests.e2e.command_line import CommandLine, part_of_the_demo
from tests.e2e.demo_platform import DemoPlatform
from tests.e2e.killed_platform import KilledPlatform, ask_removal, found_by_search, removals
from tests.support import directory_data
from tests.support.patience import until

pytestmark = [pytest.mark.platform, pytest.mark.slow, pytest.mark.timeout(900)]

PASSPHRASE = "correct horse battery"


@pytest.fixture
def cli(tmp_path: Path) -> CommandLine:
    part_of_the_demo(tmp_path / "few", "copperbeechtattoo.test", "hollowsun.test")
    (tmp_path / "passphrase").write_text(PASSPHRASE)
    return CommandLine(tmp_path)


@pytest.fixture
def platform(cli: CommandLine) -> Iterator[DemoPlatform]:
    process = KilledPlatform(cli, "few")
    yield process.start()
    process.end()


def _fill(platform: DemoPlatform) -> None:
    connection = platform.connection
    directory = DynamoDbDirectory(
        connection.client("dynamodb"), connection.outputs["DirectoryTable"], SystemClock()
    )
    for number in range(3):
        directory.put_studio(directory_data.studio(number))
    for number in range(12):
        artist = directory_data.artist(number)
        directory.put_artist(artist)
        for stay in artist.residencies:
            directory.put_residency(stay)
        directory.put_alias("handle", artist.instagram, artist.artist_id)


def test_a_backup_is_verified_and_restored_and_a_removed_person_stays_away(
    cli: CommandLine, platform: DemoPlatform
) -> None:
    _fill(platform)
    world = ("--world", "few")
    made = cli.run("backup", *world, "--with-key", "passphrase", "--json").document
    assert made["items"]["directory"] > 40
    verified = cli.run("backup", "verify", made["archive"], "--with-key", "passphrase", "--json")
    assert verified.code == 0, verified.err
    assert (verified.document["good"], verified.document["found"]) == (True, 10)
    gone = "a-7"
    request = ask_removal(platform, gone)
    assert cli.run("removals", "approve", request, *world).code == 0
    until(lambda: removals(platform)[request] is RemovalStatus.REMOVED or None, 120)
    table = platform.connection.outputs["DirectoryTable"]
    dynamodb = platform.connection.client("dynamodb")
    for key in ("ARTIST#a-1", "ARTIST#a-2"):
        dynamodb.delete_item(TableName=table, Key={"PK": {"S": key}, "SK": {"S": "PROFILE"}})
    planned = cli.run("restore", made["archive"], *world, "--dry-run", "--json").document
    assert planned["removed_artists"] == [gone]
    assert "a-1" not in platform.artists()
    refused = cli.run("restore", made["archive"], *world)
    assert refused.code == 2
    assert "Nobody can be asked here" in refused.err
    restored = cli.run("restore", made["archive"], *world, "--yes", "--json")
    assert restored.code == 0, restored.err
    assert restored.document["index"] == {"artist": 11, "studio": 3}
    assert set(platform.artists()) == {f"a-{number}" for number in range(12)} - {gone}
    assert found_by_search(platform) == set(platform.artists())

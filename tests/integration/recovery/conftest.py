"""A platform in memory with a directory that can be backed up, damaged and restored."""

from pathlib import Path
from typing import Any

import boto3
import pytest

from inkscout.adapters.archive.folder import FolderFiles, FolderWriter
from inkscout.adapters.archive.key_set import DiskKeySet
from inkscout.adapters.aws.denylist_key import SecretDenylistKey
from inkscout.adapters.aws.dynamodb.denylist import DynamoDbDenylist
from inkscout.adapters.aws.dynamodb.directory import DynamoDbDirectory
from inkscout.adapters.aws.dynamodb.state_store import DynamoDbStateStore
from inkscout.adapters.aws.dynamodb.whole_table import DynamoDbWholeTable
from inkscout.adapters.aws.s3.stored_objects import S3StoredObjects
from inkscout.bootstrap.recovery import KEYS
from inkscout.domain.archive import archive_name
from inkscout.domain.removal import KnownAt, listing
from inkscout.usecases.recovery.make_backup import BackupPorts, BackupRequest, make_backup
from inkscout.usecases.recovery.read_archive import Archive
from inkscout.usecases.recovery.removed_people import HashedList, RemovedPeople
from inkscout.usecases.recovery.restore import RestorePorts, plan_restore, restore_tables
from tests.support import directory_data
from tests.support.fakes.clock import FakeClock
from tests.support.stores import BUCKET, create_bucket, create_tables

ARTISTS, PER_STUDIO = 12, 4


class Platform:
    """Tables, buckets and a key of one stage, and the steps of a backup and a restore on them."""

    def __init__(self, clock: FakeClock, name: str) -> None:
        self.clock = clock
        self.dynamodb, self.s3 = boto3.client("dynamodb"), boto3.client("s3")
        if not self.s3.list_buckets()["Buckets"]:
            create_bucket(self.s3)
        names = create_tables(self.dynamodb)
        names["records"] = f"{name}-records"
        self.dynamodb.create_table(
            TableName=names["records"],
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[
                {"AttributeName": "id", "KeyType": "HASH"},
                {"AttributeName": "sk", "KeyType": "RANGE"},
            ],
            AttributeDefinitions=[{"AttributeName": one, "AttributeType": "S"} for one in ("id", "sk")],
        )
        self.names = names
        self.tables = {
            short: DynamoDbWholeTable(self.dynamodb, table, KEYS[short]) for short, table in names.items()
        }
        self.buckets = {"data": S3StoredObjects(self.s3, BUCKET), "feeds": S3StoredObjects(self.s3, BUCKET)}
        secret = boto3.client("secretsmanager").create_secret(Name=name, SecretString=f"{name} " * 8)
        self.key = SecretDenylistKey(boto3.client("secretsmanager"), secret["ARN"])
        self.directory = DynamoDbDirectory(self.dynamodb, names["directory"], clock)
        self.state_store = DynamoDbStateStore(self.dynamodb, names["operations"], clock)

    @property
    def denylist(self) -> DynamoDbDenylist:
        """The denylist, read anew."""
        return DynamoDbDenylist(self.dynamodb, self.names["denylist"], self.key.read)

    def fill(self) -> None:
        """Studios of four artists each, with residencies and aliases."""
        for number in range(ARTISTS // PER_STUDIO):
            self.directory.put_studio(directory_data.studio(number))
            self.directory.put_alias("place", f"google:p{number}", f"s-{number}")
        for number in range(ARTISTS):
            artist = directory_data.artist(number, per_studio=PER_STUDIO)
            self.directory.put_artist(artist)
            for stay in artist.residencies:
                self.directory.put_residency(stay)
            self.directory.put_alias("handle", artist.instagram, artist.artist_id)

    def deny(self, number: int) -> str:
        """Puts an artist on the denylist, as a removal does; returns the id."""
        artist = directory_data.artist(number, per_studio=PER_STUDIO)
        at = [KnownAt(studio_id=artist.studio_id, city=artist.city, country=artist.country)]
        self.denylist.add(
            listing(handles=[artist.instagram], names=[artist.name], artist_ids=[artist.artist_id], at=at)
        )
        return artist.artist_id

    def back_up(self, folder: Path, **options: Any) -> Archive:
        self.clock.advance(minutes=1)
        writer = FolderWriter(folder, archive_name("dev", self.clock.now()))
        ports = BackupPorts(
            tables=self.tables, buckets=self.buckets, writer=writer, key=self.key, clock=self.clock
        )
        address = make_backup(BackupRequest(stage="dev", version="1", **options), deps=ports)
        self.clock.advance(minutes=1)
        return Archive(FolderFiles(Path(address)))

    def ports(self, source: Any, removed: RemovedPeople | None = None) -> RestorePorts:
        listed = removed or RemovedPeople([HashedList(self.denylist.hashed, self.denylist.hashes())])
        return RestorePorts(
            source=source,
            tables=self.tables,
            removed=listed,
            state_store=self.state_store,
            key_set=DiskKeySet,
        )

    def restore(self, source: Any, *names: str) -> dict[str, int]:
        ports, wanted = self.ports(source), names or ("directory", "operations", "records")
        return restore_tables(wanted, plan_restore(wanted, deps=ports), deps=ports)

    def items(self, name: str) -> dict[tuple[str, ...], dict[str, Any]]:
        """Items of a table by their keys, without the progress of restores."""
        table = self.tables[name]
        found = {tuple(item[key]["S"] for key in table.keys): item for item in table.scan()}
        return {key: item for key, item in found.items() if key[0] != "MEM#restore"}


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def platform(aws: None, clock: FakeClock) -> Platform:
    made = Platform(clock, "one")
    made.fill()
    clock.advance(minutes=5)
    return made


@pytest.fixture
def empty(aws: None, clock: FakeClock) -> Platform:
    return Platform(clock, "another")

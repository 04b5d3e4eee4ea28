"""Composes backups and restores of the stores that the settings name."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inkscout.bootstrap.stores import aws_client, clock, denylist, state_store, store_settings

if TYPE_CHECKING:
    from inkscout.adapters.archive.bucket import BucketFiles
    from inkscout.adapters.archive.folder import FolderFiles
    from inkscout.adapters.aws.backup_tests import AwsRestoreTests
    from inkscout.adapters.aws.denylist_key import SecretDenylistKey
    from inkscout.adapters.aws.dynamodb.point_in_time import CopiedTable, PointInTimeTable
    from inkscout.adapters.aws.dynamodb.whole_table import DynamoDbWholeTable
    from inkscout.adapters.aws.s3.stored_objects import S3StoredObjects
    from inkscout.contracts.verify_restore import (
        VerifyRestoreRequest,
        VerifyRestoreResult,
        WatchBackupsResult,
    )
    from inkscout.ports.recovery import ArchivePlace, ArchiveWriter, RestoreSource
    from inkscout.usecases.recovery.make_backup import BackupPorts
    from inkscout.usecases.recovery.removed_people import RemovedPeople
    from inkscout.usecases.recovery.restore import RestorePorts

KEYS: Mapping[str, tuple[str, ...]] = {
    "directory": ("PK", "SK"),
    "operations": ("PK", "SK"),
    "records": ("id", "sk"),
    "denylist": ("PK",),
}
"""Key attributes of each table."""


def whole_table(name: str, table: str) -> "DynamoDbWholeTable":
    """Returns a table of the kind ``name``, such as ``directory``, by the name that it has in AWS."""
    from inkscout.adapters.aws.dynamodb.whole_table import DynamoDbWholeTable

    return DynamoDbWholeTable(aws_client("dynamodb"), table, KEYS[name])


def tables(records_table: str = "") -> "dict[str, DynamoDbWholeTable]":
    """Returns the tables of the platform by their short names; those of the feeds where they are deployed."""
    return {name: whole_table(name, table) for name, table in table_names(records_table).items() if table}


def table_names(records_table: str = "") -> dict[str, str]:
    """Returns the names that the tables have in AWS, by their short names."""
    names = store_settings()
    return {
        "directory": names.directory_table,
        "operations": names.operations_table,
        "records": records_table,
        "denylist": names.denylist_table,
    }


def buckets(feeds_bucket: str = "") -> "dict[str, S3StoredObjects]":
    """Returns the buckets of the platform by their short names."""
    from inkscout.adapters.aws.s3.stored_objects import S3StoredObjects

    found = {"data": store_settings().data_bucket, "feeds": feeds_bucket}
    return {name: S3StoredObjects(aws_client("s3"), bucket) for name, bucket in found.items() if bucket}


def denylist_key() -> "SecretDenylistKey":
    """Returns the key of the denylist, in Secrets Manager."""
    from inkscout.adapters.aws.denylist_key import SecretDenylistKey
    from inkscout.settings import DenylistSettings

    return SecretDenylistKey(aws_client("secretsmanager"), DenylistSettings().denylist_secret_arn)


def archive_writer(place: str, name: str, client: Any) -> "ArchiveWriter":  # noqa: ANN401 - boto3 makes its clients at run time
    """Returns a writer of the archive ``name`` in a folder or below an ``s3://`` address.

    ``client`` is a boto3 ``s3`` client of the account that has the bucket.
    """
    from inkscout.adapters.archive.bucket import BucketWriter, is_bucket
    from inkscout.adapters.archive.folder import FolderWriter

    return BucketWriter(client, place, name) if is_bucket(place) else FolderWriter(Path(place), name)


def archive_files(address: str, client: Any) -> "BucketFiles | FolderFiles":  # noqa: ANN401 - as above
    """Returns the files of an archive in a folder or at an ``s3://`` address."""
    from inkscout.adapters.archive.bucket import BucketFiles, is_bucket
    from inkscout.adapters.archive.folder import FolderFiles

    return BucketFiles(client, address) if is_bucket(address) else FolderFiles(Path(address))


def archive_place(address: str, client: Any) -> "ArchivePlace":  # noqa: ANN401 - as above
    """Returns the folder or the prefix of a bucket that has archives."""
    from inkscout.adapters.archive.bucket import BucketPlace, is_bucket
    from inkscout.adapters.archive.folder import FolderPlace

    return BucketPlace(client, address) if is_bucket(address) else FolderPlace(Path(address))


def backup_ports(writer: "ArchiveWriter", records_table: str = "", feeds_bucket: str = "") -> "BackupPorts":
    """Returns the adapters of a backup."""
    from inkscout.usecases.recovery.make_backup import BackupPorts

    return BackupPorts(
        tables=tables(records_table),
        buckets=buckets(feeds_bucket),
        writer=writer,
        key=denylist_key(),
        clock=clock(),
    )


def restore_ports(
    source: "RestoreSource", removed: "RemovedPeople", records_table: str = ""
) -> "RestorePorts":
    """Returns the adapters of a restore."""
    from inkscout.adapters.archive.key_set import DiskKeySet
    from inkscout.usecases.recovery.restore import RestorePorts

    return RestorePorts(
        source=source,
        tables=tables(records_table),
        removed=removed,
        state_store=state_store(),
        key_set=DiskKeySet,
    )


def hashing(key: bytes) -> Callable[[str], str]:
    """Returns the function that hashes identifiers of the denylist under a key."""
    from inkscout.adapters.aws.dynamodb.denylist import DynamoDbDenylist

    return DynamoDbDenylist(None, "", lambda: key).hashed


def point_in_time(name: str, time: datetime, records_table: str = "") -> "PointInTimeTable":
    """Returns the state of a table of the kind ``name`` at a time, as a source of restores."""
    from inkscout.adapters.aws.dynamodb.point_in_time import PointInTimeTable

    table = table_names(records_table)[name]
    return PointInTimeTable(aws_client("dynamodb"), name, table, keys=KEYS[name], at=time)


def copied_table(name: str, table: str) -> "CopiedTable":
    """Returns a table that was restored by other means, as a source of restores of the table ``name``."""
    from inkscout.adapters.aws.dynamodb.point_in_time import CopiedTable

    return CopiedTable(aws_client("dynamodb"), name, table, KEYS[name])


def own_removed() -> "RemovedPeople":
    """Returns the people on the platform's own denylist, as it is now."""
    from inkscout.usecases.recovery.removed_people import HashedList, RemovedPeople

    found = denylist()
    return RemovedPeople([HashedList(found.hashed, found.hashes())])


def restore_tests() -> "AwsRestoreTests":
    """Returns AWS Backup's copies and restore tests of this stage."""
    from inkscout.adapters.aws.backup_tests import AwsRestoreTests
    from inkscout.settings import RestoreTestSettings

    found = RestoreTestSettings()
    return AwsRestoreTests(
        aws_client("backup"),
        plan=found.restore_testing_plan,
        plan_arn=found.restore_testing_plan_arn,
        tables_prefix=found.tables_arn_prefix,
    )


def verify_restore() -> "Callable[[VerifyRestoreRequest], VerifyRestoreResult]":
    """Returns the VerifyRestore use case with its adapters."""
    from inkscout.usecases.recovery.verify_restore import VerifyRestorePorts
    from inkscout.usecases.recovery.verify_restore import verify_restore as step

    tables = {table: name for name, table in table_names().items() if table}
    ports = VerifyRestorePorts(tests=restore_tests(), tables=tables, restored=whole_table)
    return partial(step, deps=ports)


def watch_backups() -> "Callable[[], WatchBackupsResult]":
    """Returns the WatchBackups use case with its adapters."""
    from inkscout.usecases.recovery.watch_backups import WatchBackupsPorts
    from inkscout.usecases.recovery.watch_backups import watch_backups as step

    names = [table for table in table_names().values() if table]
    return partial(step, deps=WatchBackupsPorts(tests=restore_tests(), tables=names, clock=clock()))

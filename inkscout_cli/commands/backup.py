"""``inkscout backup``: backs a platform up, and verifies a backup by restoring it elsewhere."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from inkscout_cli import common
from inkscout_cli.archives import key_in, opened, passphrase_in, s3_client, stage_of, unusable
from inkscout_cli.choice import Choice, Reached, on_a_platform
from inkscout_cli.output import say
from inkscout_local.environment import LocalSettings

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    invoke_without_command=True,
    help="Back a platform up, or verify a backup.",
)

KeyOption = Annotated[
    Path | None,
    typer.Option("--with-key", help="File with the passphrase that the denylist's key is sealed under."),
]


@app.callback(invoke_without_command=True)
@on_a_platform
def backup(
    platform: Choice,
    *,
    context: typer.Context,
    to: Annotated[str, typer.Option("--to", help="Folder, or s3://bucket/prefix.")] = "backups",
    with_raw: Annotated[bool, typer.Option("--with-raw", help="Also the pages as they were read.")] = False,
    with_key: KeyOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """Writes the tables, exports and feeds' definitions to an archive.

    Archives of the same stage that are older than BACKUP_DAYS (35) are deleted from the same place.

    No secret is in it but, with `--with-key`, the denylist's key under a passphrase: a restore into an empty
    platform needs it, so that nobody comes back who was removed. docs/backups.md says more.
    """
    if context.invoked_subcommand:
        return
    passphrase = passphrase_in(with_key)
    with unusable(to, "be written"):
        client = s3_client(to)
        with platform.connected() as connection:
            writing = _Writing(stage_of(platform, connection), to, client, passphrase, with_raw=with_raw)
            done = _back_up(connection, writing)
    if as_json:
        say(json.dumps(done, indent=2))
        return
    counted = ", ".join(f"{count} {name}" for name, count in done["items"].items())
    say(f"{done['archive']}: {counted}; {done['bytes'] / 1e6:.1f} MB")
    for name in done["expired"]:
        say(f"deleted: {name}")


@dataclass(frozen=True)
class _Writing:
    """Options of a backup; ``client`` is a boto3 ``s3`` client for an ``s3://`` address, else None."""

    stage: str
    to: str
    client: Any
    passphrase: str
    with_raw: bool


def _back_up(connection: Reached, options: _Writing) -> dict[str, Any]:
    from importlib.metadata import version

    from inkscout.adapters.archive.sealed_key import seal
    from inkscout.bootstrap import recovery, stores
    from inkscout.domain.archive import archive_name
    from inkscout.usecases.recovery.expire_backups import expire_backups
    from inkscout.usecases.recovery.make_backup import BackupRequest, make_backup

    now, passphrase = stores.clock().now(), options.passphrase
    progress = common.console(errors=True)
    request = BackupRequest(
        stage=options.stage,
        version=version("inkscout"),
        with_raw=options.with_raw,
        seal=(lambda key: seal(key, passphrase)) if passphrase else None,
    )
    writer = recovery.archive_writer(options.to, archive_name(options.stage, now), options.client)
    feeds = (connection.outputs.get("RecordsTable", ""), connection.outputs.get("FeedsBucket", ""))
    address = make_backup(
        request,
        deps=recovery.backup_ports(writer, *feeds),
        say=lambda text: progress.print(f"{text} …"),
    )
    place, days = recovery.archive_place(options.to, options.client), LocalSettings().backup_days
    expired = expire_backups(place, options.stage, now=now, days=days)
    archive = opened(address, options.client)
    return {
        "archive": address,
        "stage": options.stage,
        "as_of": archive.as_of,
        "items": {name: archive.manifest.items(name) for name in archive.tables},
        "bytes": sum(file.bytes for file in archive.manifest.files.values()),
        "with_key": archive.sealed_key() is not None,
        "expired": list(expired),
    }


@app.command(short_help="Restores a backup elsewhere and checks it there.")
def verify(
    archive: Annotated[str, typer.Argument(help="Folder or s3:// address of the backup.")],
    *,
    with_key: KeyOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """Restores a backup into an empty platform of its own, checks it there, and prints how long that took.

    Checked are hashes, counts, digests, residencies, aliases, versions, the search index and ten searches;
    with `--with-key` also that nobody is in it who was removed. Exits with 1 if the backup is not good.
    """
    from inkscout_local.recovery.verify import verify as verified

    passphrase = passphrase_in(with_key)
    progress = common.console(errors=True)
    with unusable(archive, "be restored"):
        found = opened(archive, s3_client(archive))
        key = key_in(found, passphrase) if passphrase else None
        done = verified(found, key, lambda step: progress.print(f"{step} …"))
    document = {
        "archive": found.address,
        "as_of": found.as_of,
        "good": not done.faults,
        "items": done.items,
        "artists": done.artists,
        "studios": done.studios,
        "removed": done.removed,
        "found": done.found,
        "searched": done.searched,
        "faults": done.faults,
        "seconds": done.seconds,
        "rto_seconds": done.total_seconds,
    }
    if as_json:
        say(json.dumps(document, indent=2))
    else:
        for fault in done.faults:
            say(f"fault: {fault}")
        verdict = "NOT good" if done.faults else "good"
        counted = f"{done.artists} artists, {done.studios} studios"
        say(f"{found.address}, as of {found.as_of}: {verdict}; {counted}")
        say(f"searches that found who they should: {done.found} of {done.searched}")
        said = "not checked: give --with-key" if done.removed is None else str(done.removed)
        say(f"people in it who were removed while it was made: {said}")
        say(f"measured recovery time (RTO): {done.total_seconds} s")
    if done.faults:
        raise typer.Exit(1)

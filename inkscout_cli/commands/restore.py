"""``inkscout restore``: restores a platform from a backup, or a table of a stage as it was at a time."""

import json
import sys
import time
from datetime import UTC, datetime
from typing import Annotated, Any, NamedTuple

import typer

from inkscout_cli import common
from inkscout_cli.archives import passphrase_in, s3_client, stage_of, unusable
from inkscout_cli.choice import Choice, on_a_platform
from inkscout_cli.commands.backup import KeyOption
from inkscout_cli.output import say
from inkscout_cli.restoring import RestoreOptions, Restoring, lines
from inkscout_deploy.errors import BadInput

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_RESTORED = ("directory", "operations", "records")


class _Source(NamedTuple):
    """Options that say where to restore from: one of the first three is given."""

    archive: str
    at: str
    table: str
    stage: str


@app.command()
@on_a_platform
def restore(
    platform: Choice,
    *,
    archive: Annotated[
        str | None, typer.Argument(help="Folder or s3:// address of the backup.", show_default=False)
    ] = None,
    at: Annotated[
        str,
        typer.Option("--at", help="In place of a backup, with --stage: a time, such as 2026-03-01T02:59Z."),
    ] = "",
    from_table: Annotated[
        str, typer.Option("--from-table", help="In place of a backup: a table that AWS Backup restored.")
    ] = "",
    table: Annotated[
        list[str] | None, typer.Option("--table", help="directory, operations or records; default: all.")
    ] = None,
    only: Annotated[
        str, typer.Option("--only", help="Ids of artists and studios, separated by commas; nothing else.")
    ] = "",
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="With --only: also what has changed since the backup.")
    ] = False,
    with_key: KeyOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the plan, and change nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: common.JsonOption = False,
) -> None:
    """Restores tables from a backup or to a time; shows first what will be replaced, and asks.

    Whoever asked to be removed since then stays removed. A restore that was interrupted goes on where it
    stopped when the same command is given again. docs/backups.md describes it.
    """
    source = _Source(archive or "", at, from_table, platform.stage)
    wanted = _options(source, table, only, overwrite=overwrite)
    passphrase = passphrase_in(with_key)
    started = time.monotonic()
    console = common.console(errors=as_json)
    with unusable(wanted.address, "be restored"):
        client = s3_client(wanted.address)
        with platform.connected() as connection:
            stage = stage_of(platform, connection)
            restoring = Restoring(wanted, stage, connection, client, on_aws=bool(platform.stage))
            restoring.open(passphrase, console.print)
            plan = restoring.plan()
            for line in lines(plan):
                console.print(line)
            if dry_run or not _agreed(yes=yes):
                _tell(plan, as_json=as_json, said="Nothing was changed.")
                return
            done = restoring.run(lambda text: console.print(f"{text} …"))
    done["seconds"] = round(time.monotonic() - started, 2)
    _tell(plan | done, as_json=as_json, said=f"Restored in {done['seconds']} s.")


def _options(source: _Source, tables: list[str] | None, only: str, *, overwrite: bool) -> RestoreOptions:
    """Returns what is to be restored.

    Raises:
        BadInput: the options do not fit together.
    """
    given = [one for one in (source.archive, source.at, source.table) if one]
    if len(given) != 1:
        raise BadInput("Give the backup to restore from, or --at and a time, or --from-table and its name.")
    if source.at and not source.stage:
        raise BadInput("--at restores a table of a stage on AWS: give --stage too.")
    known = (*_RESTORED, "denylist") if source.table else _RESTORED
    unknown = [name for name in tables or [] if name not in known]
    if unknown:
        raise BadInput(f"--table takes {', '.join(known)}, not {unknown[0]}.")
    ids = tuple(dict.fromkeys(part.strip() for part in only.split(",") if part.strip()))
    if only and (not ids or source.table or (tables or ["directory"]) != ["directory"]):
        raise BadInput("--only takes ids of the directory in a backup or at a time.")
    if overwrite and not ids:
        raise BadInput("--overwrite goes with --only: a restore of a table always sets it back.")
    one = bool(source.at or source.table)
    chosen = tuple(dict.fromkeys(tables or (["directory"] if one or ids else [])))
    if one and len(chosen) > 1:
        raise BadInput("A table is restored from one table: give one --table.")
    return RestoreOptions(
        archive=source.archive,
        at=_time(source.at) if source.at else None,
        table=source.table,
        tables=chosen,
        only=ids,
        overwrite=overwrite,
    )


def _time(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadInput(f"--at takes a time such as 2026-03-01T02:59:00Z, not {text}.") from error
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    if found >= datetime.now(UTC):
        raise BadInput(f"--at takes a time in the past, not {text}.")
    return found


def _agreed(*, yes: bool) -> bool:
    """Asks whether to go on.

    Raises:
        BadInput: nobody can be asked.
    """
    if yes:
        return True
    if not sys.stdin.isatty():
        raise BadInput("Nobody can be asked here: give --yes to restore, or --dry-run to see the plan alone.")
    return typer.confirm("Restore?", default=False, err=True)


def _tell(document: dict[str, Any], *, as_json: bool, said: str) -> None:
    say(json.dumps(document, indent=2) if as_json else said)

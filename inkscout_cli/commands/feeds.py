"""``inkscout feeds``: public JSON APIs on a schedule, their runs, their records, and what was set aside."""

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from inkscout_cli import common, feed_tables
from inkscout_cli.choice import Choice, Reached, on_a_platform
from inkscout_cli.feed_check import print_checked
from inkscout_cli.output import say
from inkscout_deploy.errors import BadInput
from inkscout_deploy.project import COMMAND

if TYPE_CHECKING:
    from inkscout.feeds.definition import Definition

app = typer.Typer(
    add_completion=False, rich_markup_mode=None, no_args_is_help=True, help="Public JSON APIs on a schedule."
)

NameArgument = Annotated[str, typer.Argument(help="Name of the feed.")]
LimitOption = Annotated[int, typer.Option("--limit", min=1, max=10_000, help="Number of entries.")]


@app.command("list", short_help="Lists feeds with schedules, last runs and records.")
@on_a_platform
def list_feeds(platform: Choice, *, as_json: common.JsonOption = False) -> None:
    """Lists the feeds in force with their schedules, last runs and records."""
    from inkscout.bootstrap import feeds
    from inkscout.usecases.feeds.definitions import in_force

    def read(_: Reached) -> list[dict[str, Any]]:
        reader, schedules = feeds.record_reader(), feeds.feed_ports().schedules
        totals = {total.source: total for total in reader.totals()}
        found = []
        for one in in_force(feeds.feed_definitions()):
            schedule, runs = schedules.get(one.name), reader.runs(one.name, limit=1)
            total = totals.get(one.name)
            found.append(
                {
                    "name": one.name,
                    "title": one.title,
                    "schedule": schedule.expression if schedule else "none",
                    "enabled": bool(schedule and schedule.enabled),
                    "last_run": runs[0].run_id if runs else "",
                    "outcome": runs[0].outcome.value if runs else "",
                    "records": total.live if total else 0,
                    "gone": total.gone if total else 0,
                }
            )
        return found

    feed_tables.print_rows(
        platform.read(read),
        as_json=as_json,
        nothing=f"No feed is in force. Add one with `{COMMAND} feeds add FILE`.",
    )


@app.command(short_help="Shows what a definition makes of its source.")
def check(
    file: Annotated[str, typer.Argument(help="A definition, or the name of one that comes with Inkscout.")],
    *,
    saved: Annotated[
        Path | None, typer.Option("--from", help="A saved answer to read instead of asking the source.")
    ] = None,
    contact: Annotated[
        str, typer.Option("--contact", help="Address in the User-Agent; default: CRAWLER_CONTACT.")
    ] = "",
) -> None:
    """Shows what a definition makes of its source; stores nothing. Exits with 1 if a run would be refused."""
    from inkscout_cli import feed_check

    name, text = feed_check.definition_file(file)
    checked = feed_check.checked_requests(name, text, saved, contact)
    for one in checked:
        print_checked(one, common.console())
    if any(one.is_refused for one in checked):
        raise typer.Exit(1)


@app.command(short_help="Puts a definition in force, and makes its schedule.")
@on_a_platform
def add(
    platform: Choice,
    *,
    file: Annotated[str, typer.Argument(help="A definition, or the name of one that comes with Inkscout.")],
) -> None:
    """Puts a definition in force, and makes its schedule; an older one of the same name is replaced."""
    from inkscout.bootstrap import feeds
    from inkscout.usecases.feeds.definitions import add_feed, checked
    from inkscout_cli.feed_check import definition_file

    name, text = definition_file(file)
    checked(name, text)
    with platform.connected():
        definition = add_feed(name, text, deps=feeds.feed_ports())
    say(f"{definition.name} is in force: {definition.schedule}.")


@app.command(short_help="Stops a feed's schedule and ends its definition.")
@on_a_platform
def remove(
    platform: Choice,
    *,
    name: NameArgument,
    forget: Annotated[
        bool, typer.Option("--forget", help="Erase its records, history, archive and files too, for good.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Erase without asking.")] = False,
) -> None:
    """Stops a feed's schedule and ends its definition; its records stay unless they are to be erased."""
    from inkscout.bootstrap import feeds
    from inkscout.usecases.feeds.definitions import remove_feed
    from inkscout_cli.feed_erasure import forget_feed

    with platform.connected():
        if forget:
            forget_feed(name, feeds.erase_feed_ports(), is_agreed=yes)
            return
        remove_feed(name, deps=feeds.feed_ports())
    say(f"{name} is no longer asked; its records stay.")


@app.command("remove-person", short_help="Erases a person from every feed about people.")
@on_a_platform
def remove_person(
    platform: Choice,
    *,
    address: Annotated[str, typer.Argument(metavar="EMAIL", help="E-mail address of the person.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what has the person; erase nothing.")
    ] = False,
) -> None:
    """Erases a person from every feed about people, and keeps the person from coming back."""
    from inkscout.bootstrap import feeds, stores
    from inkscout.usecases.feeds.erase_person import erase_person

    with platform.connected():
        found = erase_person(
            address, deps=feeds.erase_feed_ports(), denylist=stores.denylist(), dry_run=dry_run
        )
    feed_tables.print_rows(
        [asdict(one) for one in found], as_json=False, nothing="No feed in force is about people."
    )
    if found and not dry_run:
        say("The person is erased, and left out of what the sources answer from now on.")


@app.command()
@on_a_platform
def pause(platform: Choice, *, name: NameArgument) -> None:
    """Stops a feed's schedule until it is resumed."""
    _switch(platform, name, enabled=False)
    say(f"{name} is paused.")


@app.command(short_help="Starts a feed's schedule again.")
@on_a_platform
def resume(platform: Choice, *, name: NameArgument) -> None:
    """Starts a feed's schedule again, also after refusals of the source have paused it."""
    from inkscout.bootstrap import feeds
    from inkscout.usecases.feeds.feed_health import resumed

    _switch(platform, name, enabled=True)
    with platform.connected():
        feeds.record_writer().put_health(resumed(feeds.record_reader().state(name)))
    say(f"{name} is asked again by its schedule.")


@app.command(short_help="Asks a feed's source now, and waits for its records.")
@on_a_platform
def run(
    platform: Choice,
    *,
    name: NameArgument,
    force: Annotated[
        bool,
        typer.Option("--force", help="Ask while the feed is paused, for everything, and accept few records."),
    ] = False,
    as_json: common.JsonOption = False,
) -> None:
    """Asks a feed's source now, waits until its records are stored, and shows the run."""
    from inkscout_cli.feed_run import run_feed

    with platform.connected() as connection:
        found = run_feed(connection, name, force=force)
    if as_json:
        say(json.dumps(found, indent=2))
    else:
        counts = ", ".join(f"{count} {word}" for word, count in found["records"].items() if count)
        detail = f" ({found['detail']})" if found["detail"] else ""
        say(f"{name}: {found['outcome']}{detail}; {counts or 'no records'}")
    if found["is_failure"]:
        raise typer.Exit(1)


@app.command()
@on_a_platform
def runs(
    platform: Choice, *, name: NameArgument, limit: LimitOption = 20, as_json: common.JsonOption = False
) -> None:
    """Lists the latest runs of a feed."""
    from inkscout.bootstrap import feeds

    found = platform.read(lambda _: feeds.record_reader().runs(name, limit=limit))
    table = [
        {
            "run": one.run_id,
            "outcome": one.outcome.value,
            "state": one.state.value,
            **{
                k: v for k, v in asdict(one.counts).items() if k in ("found", "new", "changed", "quarantined")
            },
            "detail": one.detail,
        }
        for one in found
    ]
    feed_tables.print_rows(table, as_json=as_json, nothing=f"{name} has no runs yet.")


@app.command()
@on_a_platform
def records(
    platform: Choice, *, name: NameArgument, limit: LimitOption = 20, as_json: common.JsonOption = False
) -> None:
    """Lists the newest records of a feed."""
    from itertools import islice

    from inkscout.bootstrap import feeds
    from inkscout.usecases.feeds.export_records import export_records

    def newest(_: Reached) -> list[dict[str, Any]]:
        rows = list(islice(export_records(name, reader=feeds.record_reader()), limit))
        if not rows:
            feed_tables.definition_of(name, rows)
        return rows

    found = platform.read(newest)
    feed_tables.print_rows(found, as_json=as_json, nothing=f"{name} has no records yet.")


@app.command()
@on_a_platform
def show(
    platform: Choice,
    *,
    record: Annotated[str, typer.Argument(help="Id of the record.")],
    history: Annotated[bool, typer.Option("--history", help="Show its versions too.")] = False,
) -> None:
    """Shows one record, as JSON."""
    from inkscout.bootstrap import feeds

    def read(_: Reached) -> dict[str, Any]:
        reader = feeds.record_reader()
        found = reader.record(record)
        if found is None:
            raise BadInput(f"There is no record {record}.")
        document: dict[str, Any] = asdict(found)
        if history:
            document["history"] = [asdict(one) for one in reader.versions(record, limit=1000)]
        return document

    say(json.dumps(platform.read(read), indent=2, ensure_ascii=False, default=str))


@app.command()
@on_a_platform
def quarantine(
    platform: Choice, *, name: NameArgument, limit: LimitOption = 20, as_json: common.JsonOption = False
) -> None:
    """Lists what was set aside of a feed, with the reasons."""
    from inkscout.bootstrap import feeds

    found = platform.read(lambda _: feeds.feed_lake().quarantine(name, limit))
    columns = ("run_id", "reason", "field", "raw_key", "raw_pointer")
    table = [{column: asdict(one)[column] for column in columns} for one in found]
    feed_tables.print_rows(table, as_json=as_json, nothing=f"Nothing of {name} was set aside.")


@app.command(short_help="Reads archived answers that were set aside again.")
@on_a_platform
def replay(
    platform: Choice,
    *,
    name: NameArgument,
    first_day: Annotated[str, typer.Option("--from", help="First day, as YYYY-MM-DD.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change; write nothing.")
    ] = False,
) -> None:
    """Reads archived answers that were set aside again, by the definition that is in force now."""
    from inkscout.bootstrap import feeds
    from inkscout.usecases.feeds.replay_feed import replay_feed

    day = feed_tables.day(first_day)
    with platform.connected():
        found = list(replay_feed(name, day, deps=feeds.curate_feed_ports(), dry_run=dry_run))
    for one in found:
        aside = one.after.quarantined if one.after else one.before.quarantined
        detail = f" ({one.detail})" if one.detail else ""
        outcome = f"{one.outcome.value}{detail}"
        say(f"{one.run_id}: {outcome}, set aside {one.before.quarantined} before, {aside} now")
    runs = f"{len(found)} {'run' if len(found) == 1 else 'runs'}"
    say(f"{runs} would be replayed; nothing was changed." if dry_run else f"{runs} replayed.")


@app.command(short_help="Lists pages that could not be curated, or redrives them.")
@on_a_platform
def dead(
    platform: Choice,
    *,
    name: Annotated[str, typer.Argument(help="Name of one feed; empty for all.")] = "",
    redrive: Annotated[bool, typer.Option("--redrive", help="Put them back into the queue.")] = False,
    as_json: common.JsonOption = False,
) -> None:
    """Lists pages that could not be curated, or puts them back into the queue."""
    from inkscout.bootstrap import feeds
    from inkscout.usecases.feeds.dead_pages import list_dead_pages, redrive_dead_pages

    if redrive:
        with platform.connected():
            moved = redrive_dead_pages(feeds.feed_dead_letters(), name=name)
        say(f"Put back into the queue: {moved} {'message' if moved == 1 else 'messages'}.")
        return
    found = platform.read(lambda _: list_dead_pages(feeds.feed_dead_letters(), name=name))
    feed_tables.print_rows([asdict(one) for one in found], as_json=as_json, nothing="No dead messages.")


@app.command(short_help="Writes the records of a feed to output or a file.")
@on_a_platform
def export(
    platform: Choice,
    *,
    name: NameArgument,
    since: Annotated[str, typer.Option("--since", help="Only records since a day, as YYYY-MM-DD.")] = "",
    form: Annotated[str, typer.Option("--format", help="csv, jsonl or sqlite.")] = "csv",
    output: Annotated[
        Path | None, typer.Option("--output", help="File of a sqlite export; default: NAME.sqlite.")
    ] = None,
) -> None:
    """Writes the records of a feed to standard output, or with their versions into an SQLite file."""
    from inkscout.bootstrap import feeds
    from inkscout.feeds.rows import table_text
    from inkscout.usecases.feeds.definitions import load
    from inkscout.usecases.feeds.export_records import columns_of, export_records

    if form not in ("csv", "jsonl", "sqlite"):
        raise BadInput("--format is csv, jsonl or sqlite.")
    if form == "sqlite":
        from inkscout_cli.feed_sqlite import write_sqlite

        if since:
            raise BadInput("--since is for csv and jsonl; an SQLite file has the whole history.")
        path = output or Path(f"{name}.sqlite")

        def write(_: Reached) -> int:
            in_force, _used = load(feeds.feed_definitions(), name)
            return write_sqlite(path, in_force, feeds.record_erasure().entries(name))

        count = platform.read(write)
        say(f"{path}: {count} {'record' if count == 1 else 'records'} and their versions.")
        return
    first = datetime.combine(feed_tables.day(since), datetime.min.time(), UTC) if since else None

    def read(_: Reached) -> tuple[list[dict[str, Any]], "Definition | None"]:
        rows = list(export_records(name, reader=feeds.record_reader(), since=first))
        return rows, feed_tables.definition_of(name, rows)

    found, definition = platform.read(read)
    if form == "jsonl":
        for one in found:
            say(json.dumps(one, ensure_ascii=False))
        return
    fields = definition.fields if definition is not None else {}
    sys.stdout.write(table_text(columns_of(found, definition), found, fields))


def _switch(platform: Choice, name: str, *, enabled: bool) -> None:
    from inkscout.bootstrap import feeds
    from inkscout.usecases.feeds.definitions import switch_feed

    with platform.connected():
        switch_feed(name, enabled=enabled, deps=feeds.feed_ports())

"""``inkscout index``: compares the search index with the Directory table, rebuilds it, or rolls it back."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Annotated

import typer

from inkscout.domain.snapshot import EntryKind
from inkscout.usecases.index.audit_index import Drift
from inkscout_cli import common
from inkscout_cli.choice import Choice, Reached, on_a_platform
from inkscout_cli.output import say
from inkscout_cli.workflows import carried_out
from inkscout_deploy.errors import PlatformError

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Compare, rebuild or roll back the index.",
)

KindOption = Annotated[
    EntryKind | None, typer.Option("--kind", help="Kind of entries; default: both.", case_sensitive=False)
]


@app.command(short_help="Rebuilds the index from the table while searches go on.")
@on_a_platform
def rebuild(
    platform: Choice,
    *,
    kind: KindOption = None,
    segments: Annotated[int, typer.Option(min=1, max=64, help="Parts of the parallel scan.")] = 4,
    as_json: common.JsonOption = False,
) -> None:
    """Rebuilds the index from the table while searches go on, compares it, and swaps it in.

    With `--stage`, the stage's own state machine does it.
    """
    from inkscout.bootstrap import index as index_bootstrap
    from inkscout.usecases.index.rebuild_index import rebuild as build

    done = []
    progress = common.console(errors=True)
    with platform.connected() as connection:
        for wanted in _kinds(kind):
            started = time.monotonic()
            progress.print(f"Building the index of {wanted}s anew …")
            if platform.stage:
                ended = carried_out(connection, _rebuild_machine(connection), {"kind": wanted.value})
                result = {"replaced": ended.pop("replaces", ""), **ended}
            else:
                result = asdict(build(wanted, deps=index_bootstrap.rebuild_index_ports(), segments=segments))
            done.append(result | {"seconds": round(time.monotonic() - started, 2)})
    if as_json:
        say(json.dumps(done, indent=2))
        return
    for entry in done:
        caught_up = f" {entry['caught_up']} caught up," if "caught_up" in entry else ""
        say(
            f"{entry['index']} replaces {entry['replaced'] or 'nothing'}: {entry['documents']} documents,"
            f"{caught_up} {entry['seconds']} s"
        )


@app.command(short_help="Compares the table with the index; exits with 1 on drift.")
@on_a_platform
def audit(
    platform: Choice,
    *,
    kind: KindOption = None,
    repair: Annotated[bool, typer.Option("--repair", help="Put right what differs.")] = False,
    sample: Annotated[int, typer.Option(min=1, max=10_000, help="Compare one entry in so many.")] = 1,
    as_json: common.JsonOption = False,
) -> None:
    """Compares every entry of the table, or a sample, with the index; exits with 1 if they differ."""
    from inkscout.bootstrap import index as index_bootstrap
    from inkscout.bootstrap import stores
    from inkscout.domain.naming import digest
    from inkscout.usecases.index.audit_index import audit_extras, audit_index

    found: dict[str, Drift] = {}
    with platform.connected(), _search_access(platform):
        directory, index = stores.directory(), index_bootstrap.search_index()
        for wanted in _kinds(kind):
            drift = audit_index(
                wanted,
                directory=directory,
                index=index,
                repair=repair,
                chosen=lambda entry_id: int(digest(entry_id), 16) % sample == 0,
            )
            if sample == 1:
                drift.add(audit_extras(wanted, directory=directory, index=index, repair=repair))
            found[wanted.value] = drift
    if as_json:
        say(json.dumps({name: asdict(drift) for name, drift in found.items()}, indent=2))
    else:
        for name, drift in found.items():
            say("\n".join(_lines(name, drift)))
    if any(drift.total > drift.repaired for drift in found.values()):
        raise typer.Exit(1)


@app.command(short_help="Points searches to the index before the last rebuild.")
@on_a_platform
def rollback(
    platform: Choice,
    *,
    kind: KindOption = None,
    as_json: common.JsonOption = False,
) -> None:
    """Points searches to the index before the last rebuild, after bringing it up to date.

    Exits with 1 if there is none.
    """
    from inkscout.bootstrap import index as index_bootstrap
    from inkscout.bootstrap import stores
    from inkscout.usecases.index.rebuild_index import roll_back

    back: dict[str, str] = {}
    with platform.connected(), _search_access(platform):
        for wanted in _kinds(kind):
            back[wanted.value] = roll_back(
                wanted, directory=stores.directory(), index=index_bootstrap.search_index()
            )
    if as_json:
        say(json.dumps(back, indent=2))
    else:
        for name, index in back.items():
            said = f"searches read {index} again" if index else "there is no index before this one"
            say(f"{name}s: {said}")
    if not any(back.values()):
        raise typer.Exit(1)


def _rebuild_machine(connection: Reached) -> str:
    machine = connection.outputs.get("RebuildIndexArn", "")
    if not machine:
        raise PlatformError("The stage is not whole: its stack rebuild is missing.")
    return machine


@contextmanager
def _search_access(platform: Choice) -> Iterator[None]:
    """Explains a search domain that this machine cannot reach, or that refuses its credentials.

    Raises:
        PlatformError: it is so. A domain in a network of its own, which maps roles of functions alone, is
            meant to be.
    """
    from opensearchpy.exceptions import ConnectionError as NotReached
    from opensearchpy.exceptions import TransportError

    from inkscout.errors import IndexUnavailable

    try:
        yield
    except (TransportError, NotReached, IndexUnavailable) as error:
        if not platform.stage:
            raise
        raise PlatformError(
            f"The search domain of stage {platform.stage} cannot be used from here ({error}): it is open to "
            "the stage's functions. `index rebuild --stage` runs among them, compares, and swaps."
        ) from error


def _kinds(kind: EntryKind | None) -> list[EntryKind]:
    return [kind] if kind else list(EntryKind)


def _lines(name: str, drift: Drift) -> list[str]:
    counts = (("missing", drift.missing), ("stale", drift.stale), ("extra", drift.extra))
    shown = ", ".join(f"{count} {what}" for what, count in counts)
    lines = [f"{name}s: {drift.compared} compared, {shown}, {drift.repaired} repaired"]
    return lines + [f"  {what}: {', '.join(ids)}" for what, ids in drift.examples.items()]

"""``inkscout import``: imports an operator's own list of studios."""

import io
from pathlib import Path
from typing import Annotated

import typer

from inkscout.contracts.import_places import ImportResult
from inkscout.web import charset
from inkscout_cli import common, places
from inkscout_cli.choice import Choice, on_a_platform
from inkscout_cli.output import plain, say
from inkscout_deploy.errors import BadInput, PlatformError
from inkscout_deploy.project import COMMAND

app = typer.Typer(add_completion=False, rich_markup_mode=None)

TEMPLATE = "\n".join(
    (
        "name,address,city,country,lat,lng,phone,website,id",
        'Example Tattoo,"1 High Street",Leeds,United Kingdom,53.797,-1.541,0113 496 0000,example.com,mine-1',
    )
)
"""A CSV with every column, and one line as an example."""

_KINDS = {".csv": "csv", ".tsv": "csv", ".txt": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}


@app.command()
@on_a_platform
def import_list(
    platform: Choice,
    *,
    file: Annotated[
        Path | None, typer.Argument(help="A .csv or .tsv with a header, or a .jsonl with an object a line.")
    ] = None,
    template: Annotated[
        bool, typer.Option("--template", help="Print a CSV to fill in, with every column and one example.")
    ] = False,
    as_json: common.JsonOption = False,
) -> None:
    """Imports studios; the next run over their region merges them with what it finds.

    Columns: name; either lat and lng, or address; and if you like id, city, country, phone, website.

    A country is a name or a code. Commas, semicolons or tabs separate. Other columns are left out.

    Exits with 1 if a line was rejected; the others are imported nevertheless.
    """
    if template:
        say(TEMPLATE)
        return
    if file is None:
        raise BadInput("Which file? Name a .csv or .jsonl, or begin with --template.")
    if not file.is_file():
        raise BadInput(f"{file} is no file that can be read.")
    kind = _KINDS.get(file.suffix.lower(), "")
    if not kind:
        raise BadInput(f"{file} is neither a .csv, .tsv or .txt nor a .jsonl file; export it as CSV.")
    with platform.connected() as connection:
        places.use_places(connection)
        result = _imported(file, kind)
    if as_json:
        say(result.model_dump_json(indent=2))
    else:
        _show(result)
        in_a_world = not platform.stage and platform.folder.record().get("world")
        if in_a_world and any(line.reason.startswith("address:") for line in result.rejected):
            say("A world's Google knows the names of its regions alone: give lat and lng.", errors=True)
    if result.rejected:
        count = len(result.rejected)
        raise PlatformError(f"{count} line{'s' if count > 1 else ''} of {file} rejected.")


def text_of(file: Path) -> str:
    """The text of a list in whatever encoding a spreadsheet saved it.

    Raises:
        BadInput: the file cannot be read.
    """
    try:
        return charset.decode(file.read_bytes(), "text/plain")
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror}.") from error


def _imported(file: Path, kind: str) -> ImportResult:
    from inkscout.adapters.places.imported_studios import ImportedStudios
    from inkscout.bootstrap import pipeline, stores
    from inkscout.usecases.discovery.import_places import import_places

    sources = pipeline.place_sources()
    geocoder = sources if sources.settings.google_maps_secret_arn else None
    return import_places(
        io.StringIO(text_of(file), newline=""),
        kind,
        studios=ImportedStudios(stores.state_store()),
        geocoder=geocoder,
    )


def _show(result: ImportResult) -> None:
    located = f", {result.located} of them located by address" if result.located else ""
    say(f"{result.imported} imported{located}; {result.unchanged} had been imported before")
    if result.imported:
        say(f"The next run over their region visits them: {COMMAND} run --region PLACE", errors=True)
    console = common.console()
    if result.unknown_columns:
        names = ", ".join(result.unknown_columns)
        console.print(plain(f"  columns that are not known, and left out: {names}"))
    for rejected in result.rejected:
        console.print(plain(f"  line {rejected.line}: {rejected.reason}"))

"""``inkscout export``: exports the directory as CSV, GeoJSON and JSON Lines."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from inkscout_cli import common
from inkscout_cli.choice import Choice, Reached, on_a_platform
from inkscout_cli.output import say
from inkscout_deploy.errors import BadInput

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_FOLDER = Path("exports")


@app.command()
@on_a_platform
def export(
    platform: Choice,
    *,
    folder: Annotated[
        Path, typer.Option("--to", help="Folder of this machine that the files are written to.")
    ] = _FOLDER,
    as_json: common.JsonOption = False,
) -> None:
    """Writes artists and studios to files here; a running platform and a stage store them in the bucket too.

    Files: artists.csv, artists.geojson, artists.jsonl and studios.csv. docs/data.md names their columns.
    """
    from inkscout.bootstrap import stores
    from inkscout.usecases.directory.export_directory import DirectoryExport, encoded, export_of, store_export
    from inkscout_local.saved.connection import SavedConnection

    _make(folder)

    def exported(connection: Reached) -> tuple[DirectoryExport, str, Sequence[str]]:
        clock = stores.clock()
        found = export_of(stores.directory(), clock)
        if isinstance(connection, SavedConnection):
            return found, "", ()  # what a platform saved is not changed
        keys = store_export(f"export-{clock.now():%Y%m%dT%H%M%SZ}", found, stores.manifests())
        return found, stores.store_settings().data_bucket, keys

    found, bucket, keys = platform.read(exported)
    files = [_write(folder / name, encoded(text)) for name, (text, _) in found.files.items()]
    if as_json:
        document = {"bucket": bucket, "keys": list(keys), "files": [str(file) for file in files]}
        say(json.dumps(document, indent=2))
        return
    for file in files:
        say(file)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(f"{folder} cannot be written to: {error.strerror}.") from error


def _write(file: Path, content: bytes) -> Path:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise BadInput(f"{file} cannot be written: {error.strerror}.") from error
    return file.resolve()

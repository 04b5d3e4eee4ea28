"""``inkscout export``: exports the directory as CSV, GeoJSON and JSON Lines."""

import json
from pathlib import Path
from typing import Annotated

import typer

from inkscout_cli import common
from inkscout_cli.choice import Choice, on_a_platform
from inkscout_cli.output import say

app = typer.Typer(add_completion=False)


@app.command()
@on_a_platform
def export(
    platform: Choice,
    *,
    folder: Annotated[
        Path | None, typer.Option("--to", help="Folder that the files are also copied to.")
    ] = None,
    as_json: common.JsonOption = False,
) -> None:
    """Writes the exports to the data bucket, as every run does at its end."""
    from inkscout.bootstrap import stores
    from inkscout.usecases.directory.export_directory import export_directory

    with platform.connected() as connection:
        clock = stores.clock()
        keys = export_directory(
            f"export-{clock.now():%Y%m%dT%H%M%SZ}",
            directory=stores.directory(),
            manifests=stores.manifests(),
            clock=clock,
        )
        bucket = stores.store_settings().data_bucket
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            for key in keys:
                body = connection.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()
                (folder / Path(key).name).write_bytes(body)
    if as_json:
        say(json.dumps({"bucket": bucket, "keys": list(keys)}, indent=2))
        return
    for key in keys:
        say(folder / Path(key).name if folder else f"s3://{bucket}/{key}")

"""Exports: the newest files of the directory, behind links that expire."""

from typing import get_args

from functions.desk.asking import DeskAnswer, DeskRequest
from functions.desk.rendering import page
from inkscout.bootstrap import api
from inkscout.errors import NotFound
from inkscout.usecases.runs.exports import ExportFile

SECTION = "/desk/exports"

_FILES = {
    "artists.csv": "Artists, for a spreadsheet",
    "artists.geojson": "Artists, for a map",
    "artists.jsonl": "Artists, for a program: one JSON document a line",
    "studios.csv": "Studios, for a spreadsheet",
}


def show(asked: DeskRequest) -> DeskAnswer:
    """Returns the list of files, with the time for which a link to one is valid."""
    there = {}
    for name in get_args(ExportFile):
        try:
            there[name] = bool(api.get_export()(name))
        except NotFound:
            there[name] = False
    minutes = api.settings().export_url_seconds // 60
    return page(
        asked, "exports.html", title="Exports", section=SECTION, files=_FILES, there=there, minutes=minutes
    )


def file(asked: DeskRequest) -> DeskAnswer:
    """Leads to a file at the bucket's own address, signed for some minutes.

    Raises:
        NotFound: there is no such file.
    """
    name = asked.parts["file"]
    if name not in _FILES:
        raise NotFound("no export has this name")
    address = api.get_export()(name)  # type: ignore[arg-type]  # one of the names, as was checked
    return DeskAnswer(status=303, headers={"Location": address})

"""Imports an operator's own list: good lines are kept, bad ones are listed with their reasons."""

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import ValidationError

from inkscout.contracts.base import describe
from inkscout.contracts.import_places import ImportedStudio, ImportResult, RejectedLine
from inkscout.domain.geo import GeoPoint
from inkscout.domain.naming import digest
from inkscout.domain.place import Place
from inkscout.errors import InvalidInput, RegionNotFound
from inkscout.ports import Geocoder, PlaceImports

MAX_LINE_CHARS = 20_000


def import_places(
    lines: Iterable[str], kind: str, *, studios: PlaceImports, geocoder: Geocoder | None
) -> ImportResult:
    """Imports the lines of a file, ``kind`` being ``csv`` or ``jsonl``.

    Positions that are not given are looked up by the address, where there is a geocoder.

    Raises:
        InvalidInput: the file is of no known kind, or a CSV without a ``name`` column.
        ProviderThrottled, ProviderUnavailable, ProviderRejected: the geocoder failed; lines before are kept.
    """
    imported = unchanged = located = 0
    rejected: list[RejectedLine] = []
    for number, row in _rows(lines, kind):
        try:
            studio = ImportedStudio.model_validate(_cleaned(row))
            point, looked_up = _position(studio, geocoder)
        except ValidationError as error:
            rejected.append(RejectedLine(line=number, reason=describe(error)))
            continue
        except (InvalidInput, RegionNotFound) as error:
            rejected.append(RejectedLine(line=number, reason=str(error)))
            continue
        located += looked_up
        if studios.put(_place(studio, point)):
            imported += 1
        else:
            unchanged += 1
    return ImportResult(imported=imported, unchanged=unchanged, located=located, rejected=rejected)


def _rows(lines: Iterable[str], kind: str) -> Iterator[tuple[int, Any]]:
    if kind == "jsonl":
        yield from _json_rows(lines)
    elif kind == "csv":
        yield from _csv_rows(lines)
    else:
        raise InvalidInput(f"a list is a .csv or a .jsonl file, not .{kind}")


def _json_rows(lines: Iterable[str]) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(lines, start=1):
        text = line.strip().removeprefix("\ufeff")
        if not text:
            continue
        if len(text) > MAX_LINE_CHARS:
            yield number, "is longer than a studio can be"
            continue
        try:
            yield number, json.loads(text)
        except (ValueError, RecursionError):
            yield number, "is not JSON"


def _csv_rows(lines: Iterable[str]) -> Iterator[tuple[int, Any]]:
    clean = (line.removeprefix("\ufeff") for line in lines)
    reader = csv.DictReader(clean, strict=True, skipinitialspace=True)
    names = [name.strip().lower() for name in reader.fieldnames or ()]
    if "name" not in names:
        raise InvalidInput("the first line of a CSV names its columns, and one of them is `name`")
    reader.fieldnames = names
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield reader.line_num, f"is not CSV: {error}"
            continue
        if None in row:
            yield reader.line_num, "has more fields than the first line names"
        elif any(value and value.strip() for value in row.values()):
            yield reader.line_num, row


def _cleaned(row: Any) -> dict[str, Any]:  # noqa: ANN401 - anything may stand in a file
    """The fields that are filled; what is no object is a fault that names itself."""
    if isinstance(row, str):
        raise InvalidInput(f"the line {row}")
    if not isinstance(row, dict):
        raise InvalidInput("the line is not an object")
    known = {name: value for name, value in row.items() if value not in (None, "")}
    return {name: value.strip() if isinstance(value, str) else value for name, value in known.items()}


def _position(studio: ImportedStudio, geocoder: Geocoder | None) -> tuple[GeoPoint, bool]:
    if studio.lat is not None and studio.lng is not None:
        return GeoPoint(studio.lat, studio.lng), False
    if geocoder is None:
        raise InvalidInput("lat, lng: missing, and there is no geocoder to look the address up")
    asked = ", ".join(filter(None, [studio.address, studio.city, studio.country.upper()]))
    return geocoder.resolve(asked).box.center, True


def _place(studio: ImportedStudio, point: GeoPoint) -> Place:
    return Place(
        source="import",
        source_id=_import_id(studio.id, studio.name, studio.address, point),
        name=studio.name,
        location=point,
        address=studio.address,
        city=studio.city,
        country=studio.country.upper(),
        phone=studio.phone,
        website=studio.website,
    )


def _import_id(given: str, name: str, address: str, point: GeoPoint | None) -> str:
    """The operator's own key, else one made from what identifies the line."""
    if given:
        return given
    position = f"{point.lat:.5f},{point.lng:.5f}" if point else ""
    return digest("import", name.casefold(), address.casefold(), position)

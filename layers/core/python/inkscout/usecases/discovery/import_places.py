"""Imports an operator's own list of studios: valid lines are stored, invalid ones reported with reasons."""

import re
from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from inkscout.contracts.import_places import ImportedStudio, ImportResult, RejectedLine
from inkscout.domain.geo import GeoPoint
from inkscout.domain.naming import digest
from inkscout.domain.place import Place
from inkscout.errors import InvalidInput, RegionNotFound
from inkscout.ports import Geocoder, PlaceImports
from inkscout.usecases.discovery.list_rows import CsvRows, Row, json_rows

_LINE_BREAKS = re.compile(r"[ \t]?[\r\n]+[ \t]?")
_DECIMAL_COMMA = re.compile(r"[-+]?\d{1,3},\d+(E[-+]?\d{1,2})?", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_NUMBERS = ("lat", "lng")
_TEXTS_OF_DIGITS = ("id", "phone")
_SHORTENED = re.compile(r"[-+]?\d([.,]\d+)?E\+?\d{1,3}", re.IGNORECASE)
_PLAIN = {
    "missing": "is missing",
    "float_parsing": "is not a number",
    "float_type": "is not a number",
    "string_type": "is not a text",
    "string_too_short": "is missing",
}
"""What a person reads for the types of faults that pydantic names."""


def import_places(
    lines: Iterable[str], kind: str, *, studios: PlaceImports, geocoder: Geocoder | None
) -> ImportResult:
    """Imports the lines of a file; ``kind`` is ``csv`` or ``jsonl``.

    Positions that are not given are looked up by the address, where there is a geocoder. Columns that are
    not known are left out, and named once in the result.

    Raises:
        InvalidInput: the file is of no known kind, or a CSV without a ``name`` column.
        ProviderThrottled, ProviderUnavailable, ProviderRejected: the geocoder failed; earlier lines are
            stored.
    """
    imported = unchanged = located = 0
    rejected: list[RejectedLine] = []
    known = ImportedStudio.model_fields
    rows, unknown = _rows(lines, kind)
    for number, row in rows:
        try:
            fields = _cleaned(row)
            unknown += [name for name in fields if name not in known and name not in unknown]
            studio = ImportedStudio.model_validate({name: fields[name] for name in fields if name in known})
            point, looked_up = _position(studio, geocoder)
        except ValidationError as error:
            rejected.append(RejectedLine(line=number, reason=_plainly(error)))
            continue
        except (InvalidInput, RegionNotFound) as error:
            rejected.append(RejectedLine(line=number, reason=str(error)))
            continue
        located += looked_up
        if studios.put(_place(studio, point)):
            imported += 1
        else:
            unchanged += 1
    return ImportResult(
        imported=imported, unchanged=unchanged, located=located, rejected=rejected, unknown_columns=unknown
    )


def _rows(lines: Iterable[str], kind: str) -> tuple[Iterable[Row], list[str]]:
    """Rows of a file, and the names of columns that are not known."""
    if kind == "jsonl":
        return json_rows(lines), []
    if kind == "csv":
        rows = CsvRows(lines, ImportedStudio.model_fields)
        return rows, rows.unknown
    raise InvalidInput(f"a list is a .csv or a .jsonl file, not .{kind}")


def _cleaned(row: Any) -> dict[str, Any]:  # noqa: ANN401 - anything may stand in a file
    """Returns the fields that are not empty.

    Raises:
        InvalidInput: the line is not an object; the message gives the reason.
    """
    if isinstance(row, str):
        raise InvalidInput(f"the line {row}")
    if not isinstance(row, dict):
        raise InvalidInput("the line is not an object")
    known = {name: value for name, value in row.items() if value not in (None, "")}
    tidy = {
        name: _LINE_BREAKS.sub(" ", value).strip() if isinstance(value, str) else value
        for name, value in known.items()
    }
    for name in _NUMBERS:
        if isinstance(tidy.get(name), str) and _DECIMAL_COMMA.fullmatch(tidy[name]):
            tidy[name] = tidy[name].replace(",", ".")
    for name in _TEXTS_OF_DIGITS:
        if isinstance(tidy.get(name), str) and _SHORTENED.fullmatch(tidy[name]):
            raise InvalidInput(
                f"{name}: {tidy[name]} is a number that a spreadsheet has shortened: "
                "format the column as text and enter it again"
            )
    return {name: value for name, value in tidy.items() if value != ""}


def _position(studio: ImportedStudio, geocoder: Geocoder | None) -> tuple[GeoPoint, bool]:
    if studio.lat is not None and studio.lng is not None:
        return GeoPoint(studio.lat, studio.lng), False
    if geocoder is None:
        raise InvalidInput("lat, lng: missing, and there is no geocoder to look the address up")
    asked = [studio.address]
    for part in (studio.city, studio.country):
        # An address often names its city already, and a place that is named twice is not found.
        if part and _words(part) not in _words(", ".join(asked)):
            asked.append(part)
    try:
        return geocoder.resolve(", ".join(asked)).box.center, True
    except RegionNotFound as error:
        raise InvalidInput(f"address: {error}; correct it, or give lat and lng") from error


def _words(text: str) -> str:
    """Returns the words of a text, each between blanks, so that one text can be found whole in another."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def _plainly(error: ValidationError) -> str:
    """Returns the faults of a line in words for the person who wrote the list."""
    told = []
    for fault in error.errors(include_url=False, include_input=False):
        field = ".".join(str(part) for part in fault["loc"])
        said = _PLAIN.get(fault["type"], str(fault["msg"]).removeprefix("Value error, "))
        limits = fault.get("ctx") or {}
        if fault["type"] == "string_too_long":
            said = f"has more than {limits['max_length']} characters"
        elif fault["type"] in {"less_than_equal", "greater_than_equal"}:
            said = f"is beyond {limits.get('le', limits.get('ge'))}"
        told.append(f"{field}: {said}" if field else said)
    return "; ".join(told)


def _place(studio: ImportedStudio, point: GeoPoint) -> Place:
    return Place(
        source="import",
        source_id=_import_id(studio.id, studio.name, studio.address, point),
        name=studio.name,
        location=point,
        address=studio.address,
        city=studio.city,
        country=studio.country,
        phone=studio.phone,
        website=studio.website,
    )


def _import_id(given: str, name: str, address: str, point: GeoPoint | None) -> str:
    """Returns the operator's key, or if it is empty, a digest of name, address and position."""
    if given:
        return given
    position = f"{point.lat:.5f},{point.lng:.5f}" if point else ""
    return digest("import", name.casefold(), address.casefold(), position)

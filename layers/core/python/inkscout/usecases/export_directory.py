"""Exports of the directory: CSV, GeoJSON and JSON Lines of the active artists, written at the end of a run.

Every format of one export holds the same artists in the same order, so that two exports can be compared line
by line. ``exports/latest.json`` names the newest; it is written last and never points to half an export.
"""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from inkscout.domain.artist import Artist
from inkscout.ports import Clock, Directory, Manifests

LATEST = "exports/latest.json"
"""Key of the pointer to the newest export: ``run_id``, ``written_at``, ``artists`` and a key per format."""

COLUMNS = (
    "artist_id",
    "name",
    "instagram",
    "role",
    "styles",
    "studio_id",
    "studio_name",
    "city",
    "country",
    "lat",
    "lng",
    "email",
    "booking_url",
    "website",
    "portfolio_images",
    "updated_at",
)
"""Columns of the CSV, and the fields of the other formats."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export_directory(
    run_id: str, *, directory: Directory, manifests: Manifests, clock: Clock
) -> Sequence[str]:
    """Writes the three formats and the pointer; returns the keys of the formats."""
    artists = sorted((a for a in directory.artists() if a.active), key=lambda a: a.artist_id)
    rows = [_row(artist) for artist in artists]
    texts = {
        "csv": (_csv(rows), "text/csv; charset=utf-8"),
        "geojson": (_geojson(rows), "application/geo+json"),
        "jsonl": ("".join(_line(row) for row in rows), "application/x-ndjson"),
    }
    keys = {suffix: f"exports/run={run_id}/artists.{suffix}" for suffix in texts}
    for suffix, (text, content_type) in texts.items():
        manifests.write_text(keys[suffix], text, content_type)
    latest = {"run_id": run_id, "written_at": clock.now().isoformat(), "artists": len(rows), "keys": keys}
    manifests.write_text(LATEST, json.dumps(latest), "application/json")
    return list(keys.values())


def _row(artist: Artist) -> dict[str, Any]:
    return {
        "artist_id": artist.artist_id,
        "name": artist.name,
        "instagram": artist.instagram,
        "role": artist.role,
        "styles": list(artist.styles),
        "studio_id": artist.studio_id,
        "studio_name": artist.studio_name,
        "city": artist.city,
        "country": artist.country,
        "lat": artist.location.lat if artist.location else None,
        "lng": artist.location.lng if artist.location else None,
        "email": artist.email,
        "booking_url": artist.booking_url,
        "website": artist.website,
        "portfolio_images": len(artist.portfolio),
        "updated_at": artist.updated_at,
    }


def _csv(rows: Iterable[dict[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(value) for name, value in row.items()})
    return out.getvalue()


def _cell(value: Any) -> Any:  # noqa: ANN401 - any field of an export
    """A value as a spreadsheet may safely open it: text that begins like a formula is quoted (OWASP)."""
    if isinstance(value, list):
        value = "; ".join(value)
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def _geojson(rows: Iterable[dict[str, Any]]) -> str:
    features = [
        {
            "type": "Feature",
            "id": row["artist_id"],
            "geometry": None
            if row["lat"] is None
            else {"type": "Point", "coordinates": [row["lng"], row["lat"]]},
            "properties": {name: value for name, value in row.items() if name not in {"lat", "lng"}},
        }
        for row in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"

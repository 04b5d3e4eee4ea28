"""Exports of the directory at the end of a run: CSV, GeoJSON and JSON Lines, of what searchers see."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from inkscout.domain.artist import Artist
from inkscout.ports import Clock, Directory, Manifests

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
    "latitude",
    "longitude",
    "rating",
    "website",
    "booking_url",
    "page_url",
    "portfolio_count",
    "updated_at",
)
"""Columns of the CSV, properties of the others; nobody's e-mail address leaves in bulk."""

LATEST = "exports/latest"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export_directory(
    run_id: str, *, directory: Directory, manifests: Manifests, clock: Clock
) -> Sequence[str]:
    """Writes the three exports under the run and as the latest; returns the keys of the run's."""
    rows = [
        _row(artist) for artist in sorted(directory.artists(), key=lambda a: a.artist_id) if artist.active
    ]
    made_at = clock.now().isoformat(timespec="seconds")
    texts = {
        "artists.csv": (as_csv(rows), "text/csv; charset=utf-8"),
        "artists.geojson": (as_geojson(rows, made_at), "application/geo+json"),
        "artists.jsonl": ("".join(f"{_json(row)}\n" for row in rows), "application/x-ndjson"),
    }
    for name, (text, content_type) in texts.items():
        for folder in (f"exports/run={run_id}", LATEST):
            manifests.write_text(f"{folder}/{name}", text, content_type)
    return [f"exports/run={run_id}/{name}" for name in texts]


def as_csv(rows: Iterable[dict[str, Any]]) -> str:
    """The rows as CSV (RFC 4180); a cell that a spreadsheet would run as a formula is quoted with ``'``."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in COLUMNS])
    return out.getvalue()


def as_geojson(rows: Iterable[dict[str, Any]], made_at: str) -> str:
    """The rows as a GeoJSON FeatureCollection (RFC 7946: longitude first); without a place, no geometry."""
    features = [
        {
            "type": "Feature",
            "id": row["artist_id"],
            "geometry": None
            if row["latitude"] is None
            else {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]},
            "properties": {n: v for n, v in row.items() if n not in ("artist_id", "latitude", "longitude")},
        }
        for row in rows
    ]
    return _json({"type": "FeatureCollection", "made_at": made_at, "features": features})


def _row(artist: Artist) -> dict[str, Any]:
    special = {
        "styles": list(artist.styles),
        "latitude": artist.location.lat if artist.location else None,
        "longitude": artist.location.lng if artist.location else None,
        "portfolio_count": len(artist.portfolio),
    }
    return {name: special[name] if name in special else getattr(artist, name) for name in COLUMNS}


def _cell(value: Any) -> str:  # noqa: ANN401 - any column
    if value is None:
        return ""
    if isinstance(value, list):
        return ";".join(value)
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


def _json(document: Any) -> str:  # noqa: ANN401 - any JSON
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))

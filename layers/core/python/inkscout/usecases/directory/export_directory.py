"""Exports the visible artists of the directory at the end of a run, as CSV, GeoJSON and JSON Lines."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from inkscout.domain.artist import Artist
from inkscout.ports import Clock, Directory, Manifests
from inkscout.usecases.directory.sitemaps import sitemaps

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
"""Columns of the CSV and properties of the other formats. E-mail addresses are never exported."""

LATEST = "exports/latest"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export_directory(
    run_id: str, *, directory: Directory, manifests: Manifests, clock: Clock
) -> Sequence[str]:
    """Writes the three exports under the run's prefix and under ``LATEST``; returns the keys of the run's.

    The website's sitemaps are written too, under ``LATEST`` alone.
    """
    artists = [artist for artist in sorted(directory.artists(), key=lambda a: a.artist_id) if artist.active]
    rows = [_row(artist) for artist in artists]
    made_at = clock.now().isoformat(timespec="seconds")
    texts = {
        "artists.csv": (as_csv(rows), "text/csv; charset=utf-8"),
        "artists.geojson": (as_geojson(rows, made_at), "application/geo+json"),
        "artists.jsonl": ("".join(f"{_json(row)}\n" for row in rows), "application/x-ndjson"),
    }
    for name, (text, content_type) in texts.items():
        for folder in (f"exports/run={run_id}", LATEST):
            manifests.write_text(f"{folder}/{name}", text, content_type)
    for name, text in sitemaps(artists, directory.studios()).items():
        manifests.write_text(f"{LATEST}/{name}", text, "text/tab-separated-values; charset=utf-8")
    return [f"exports/run={run_id}/{name}" for name in texts]


def as_csv(rows: Iterable[dict[str, Any]]) -> str:
    """Returns the rows as CSV (RFC 4180).

    A cell that a spreadsheet would run as a formula is prefixed with ``'``.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in COLUMNS])
    return out.getvalue()


def as_geojson(rows: Iterable[dict[str, Any]], made_at: str) -> str:
    """Returns the rows as a GeoJSON FeatureCollection (RFC 7946); the geometry is null without a location."""
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

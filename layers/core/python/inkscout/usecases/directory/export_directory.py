"""Exports the artists and studios of the directory at the end of a run: CSV, GeoJSON and JSON Lines."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inkscout.domain.artist import Artist
from inkscout.domain.studio import Provenance, Studio
from inkscout.ports import Clock, Directory, Manifests
from inkscout.usecases.directory.sitemaps import sitemaps
from inkscout.vocabulary.styles import STYLE_NAMES

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
    "style_names",
    "bio",
    "image_urls",
    "aliases",
    "socials",
    "prices",
    "availability",
    "followers",
    "rating_count",
    "studio_address",
    "studio_phone",
    "studio_website",
    "studio_instagram",
    "confidence",
    "keep_until",
)
"""Columns of the artists' CSV and properties of their other formats. E-mail addresses are never exported.

``keep_until`` is the earliest time at which a source of one of the artist's facts demands its deletion.
"""

STUDIO_COLUMNS = (
    "studio_id",
    "name",
    "address",
    "city",
    "country",
    "latitude",
    "longitude",
    "phone",
    "website",
    "instagram",
    "socials",
    "opening_hours",
    "booking_policy",
    "styles",
    "style_names",
    "rating",
    "rating_count",
    "business_status",
    "sources",
    "outcome",
    "review",
    "artist_count",
    "updated_at",
    "keep_until",
)
"""Columns of the studios' CSV. E-mail addresses are never exported."""

LATEST = "exports/latest"
_PHONE = re.compile(r"\+[0-9]{5,15}")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class DirectoryExport:
    """Texts of an export.

    Attributes:
        files: Text and content type by the file's name.
        sitemaps: Sitemaps of the website by the file's name.
    """

    files: Mapping[str, tuple[str, str]]
    sitemaps: Mapping[str, str]


def export_directory(
    run_id: str, *, directory: Directory, manifests: Manifests, clock: Clock
) -> Sequence[str]:
    """Writes the exports under the run's prefix and under ``LATEST``; returns the keys of the run's.

    The website's sitemaps are written too, under ``LATEST`` alone.
    """
    return store_export(run_id, export_of(directory, clock), manifests)


def export_of(directory: Directory, clock: Clock) -> DirectoryExport:
    """Returns the export of a directory as it is now."""
    artists = [artist for artist in sorted(directory.artists(), key=lambda a: a.artist_id) if artist.is_shown]
    studios = {studio.studio_id: studio for studio in directory.studios()}
    rows = [_row(artist, studios) for artist in artists]
    made_at = clock.now().isoformat(timespec="seconds")
    files = {
        "artists.csv": (as_csv(rows, COLUMNS), "text/csv; charset=utf-8"),
        "artists.geojson": (as_geojson(rows, made_at), "application/geo+json"),
        "artists.jsonl": ("".join(f"{_json(row)}\n" for row in rows), "application/x-ndjson"),
        "studios.csv": (
            as_csv(_studio_rows(studios.values(), artists), STUDIO_COLUMNS),
            "text/csv; charset=utf-8",
        ),
    }
    return DirectoryExport(files, sitemaps(artists, studios.values()))


def store_export(run_id: str, export: DirectoryExport, manifests: Manifests) -> Sequence[str]:
    """Writes an export to the bucket as ``export_directory`` does; returns the keys of the run's files."""
    for name, (text, content_type) in export.files.items():
        for folder in (f"exports/run={run_id}", LATEST):
            manifests.write_text(f"{folder}/{name}", text, content_type)
    for name, text in export.sitemaps.items():
        manifests.write_text(f"{LATEST}/{name}", text, "text/tab-separated-values; charset=utf-8")
    return [f"exports/run={run_id}/{name}" for name in export.files]


def encoded(text: str) -> bytes:
    """Returns a text of an export as bytes; a lone surrogate, which no encoding knows, becomes ``?``."""
    return text.encode("utf-8", "replace")


def as_csv(rows: Iterable[dict[str, Any]], columns: Sequence[str]) -> str:
    """Returns the columns of the rows as CSV (RFC 4180).

    The values of a list are separated by semicolons, addresses by blanks. A cell that a spreadsheet would run
    as a formula is prefixed with ``'``; a phone number is none.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in columns])
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


def _row(artist: Artist, studios: Mapping[str, Studio]) -> dict[str, Any]:
    studio = studios.get(artist.studio_id)
    special = {
        "styles": list(artist.styles),
        "style_names": _style_names(artist.styles),
        "latitude": artist.location.lat if artist.location else None,
        "longitude": artist.location.lng if artist.location else None,
        "portfolio_count": len(artist.portfolio),
        "image_urls": [image.url for image in artist.portfolio],
        "aliases": list(artist.aliases),
        "socials": list(artist.socials),
        "studio_address": studio.address if studio else "",
        "studio_phone": studio.phone if studio else "",
        "studio_website": studio.website if studio else "",
        "studio_instagram": studio.instagram if studio else "",
        "keep_until": _keep_until(artist.facts, studio.facts if studio else {}),
    }
    return {name: special[name] if name in special else getattr(artist, name) for name in COLUMNS}


def _studio_rows(studios: Iterable[Studio], artists: Sequence[Artist]) -> list[dict[str, Any]]:
    working = Counter(artist.studio_id for artist in artists)
    return [
        _studio_row(studio, working[studio.studio_id])
        for studio in sorted(studios, key=lambda one: one.studio_id)
    ]


def _studio_row(studio: Studio, artist_count: int) -> dict[str, Any]:
    special = {
        "latitude": studio.location.lat if studio.location else None,
        "longitude": studio.location.lng if studio.location else None,
        "socials": list(studio.socials),
        "styles": list(studio.styles),
        "style_names": _style_names(studio.styles),
        "sources": list(studio.sources),
        "outcome": studio.outcome.value if studio.outcome else "",
        "artist_count": artist_count,
        "keep_until": _keep_until(studio.facts),
    }
    return {name: special[name] if name in special else getattr(studio, name) for name in STUDIO_COLUMNS}


def _style_names(styles: Iterable[str]) -> list[str]:
    return [STYLE_NAMES.get(style, style) for style in styles]


def _keep_until(*facts: Mapping[str, Provenance]) -> str:
    ends = [fact.expires_at for of_one in facts for fact in of_one.values() if fact.expires_at]
    return min(ends, default="")


def _cell(value: Any) -> str:  # noqa: ANN401 - any column
    if value is None:
        return ""
    if isinstance(value, list):
        value = (" " if all("://" in one for one in value) else ";").join(value)
    text = str(value)
    runs = isinstance(value, str) and text.startswith(_FORMULA) and not _PHONE.fullmatch(text)
    return f"'{text}" if runs else text


def _json(document: Any) -> str:  # noqa: ANN401 - any JSON
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))

"""Exports: the same artists in three formats, nothing that a spreadsheet would run, nobody inactive."""

import csv
import io
import json

from inkscout.domain.artist import Artist
from inkscout.domain.geo import GeoPoint
from inkscout.usecases.export_directory import LATEST, export_directory
from tests.fakes.clock import FakeClock
from tests.fakes.directory import FakeDirectory
from tests.fakes.stores import FakeManifests


def exported(*artists: Artist) -> dict[str, str]:
    directory, manifests = FakeDirectory(), FakeManifests()
    for artist in artists:
        directory.put_artist(artist)
    keys = export_directory("run", directory=directory, manifests=manifests, clock=FakeClock())
    assert json.loads(manifests.texts[LATEST])["keys"] == {key.rsplit(".", 1)[1]: key for key in keys}
    return {key.rsplit(".", 1)[1]: manifests.texts[key] for key in keys}


def test_every_format_holds_the_same_artists() -> None:
    texts = exported(
        Artist(
            artist_id="b", name='Zoë "Zed" Ørsted, Jr', location=GeoPoint(53.8, -1.5), styles=("fine-line",)
        ),
        Artist(artist_id="a", name="Ada"),
        Artist(artist_id="c", name="Gone", active=False),
    )
    from_csv = list(csv.DictReader(io.StringIO(texts["csv"])))
    from_lines = [json.loads(line) for line in texts["jsonl"].splitlines()]
    features = json.loads(texts["geojson"])["features"]
    assert [row["artist_id"] for row in from_csv] == ["a", "b"]
    assert [row["name"] for row in from_csv] == [row["name"] for row in from_lines]
    assert [feature["id"] for feature in features] == ["a", "b"]
    assert features[0]["geometry"] is None
    assert features[1]["geometry"]["coordinates"] == [-1.5, 53.8]


def test_a_name_that_looks_like_a_formula_is_no_formula_in_the_csv() -> None:
    texts = exported(Artist(artist_id="a", name='=HYPERLINK("http://evil.test")'))
    assert next(csv.DictReader(io.StringIO(texts["csv"])))["name"].startswith("'=")
    assert json.loads(texts["jsonl"])["name"].startswith("=")


def test_an_empty_directory_is_an_empty_export() -> None:
    texts = exported()
    assert texts["jsonl"] == ""
    assert json.loads(texts["geojson"])["features"] == []
    assert len(texts["csv"].splitlines()) == 1

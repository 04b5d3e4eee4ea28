"""Exports hold what searchers see, in formats that other programs read."""

import csv
import io
import json
from collections.abc import Sequence

from inkscout.domain.artist import Artist
from inkscout.domain.geo import GeoPoint
from inkscout.domain.reading import Image
from inkscout.domain.studio import Provenance, Studio
from inkscout.usecases.directory.export_directory import COLUMNS, STUDIO_COLUMNS, export_directory
from tests.support.fakes.clock import FakeClock
from tests.support.fakes.directory import FakeDirectory
from tests.support.fakes.stores import FakeManifests
from tests.support.project import ROOT


def exported(*artists: Artist, studios: Sequence[Studio] = ()) -> dict[str, str]:
    directory, manifests = FakeDirectory(), FakeManifests()
    for artist in artists:
        directory.put_artist(artist)
    for studio in studios:
        directory.put_studio(studio)
    keys = export_directory("r-1", directory=directory, manifests=manifests, clock=FakeClock())
    names = ("artists.csv", "artists.geojson", "artists.jsonl", "studios.csv")
    assert keys == [f"exports/run=r-1/{name}" for name in names]
    assert all(manifests.texts[key] == manifests.texts[key.replace("run=r-1", "latest")] for key in keys)
    texts = {key.rpartition("/")[2]: manifests.texts[key] for key in keys}
    return {name.removeprefix("artists."): text for name, text in texts.items()}


ZOE = Artist(
    artist_id="a-2",
    name='Zoë "Z", Müller',
    email="zoe@studio.example",
    styles=("fine_line", "japanese"),
    location=GeoPoint(50.5, 7.25),
    rating=4.5,
)


def test_every_format_holds_the_visible_artists_in_order() -> None:
    texts = exported(
        ZOE, Artist(artist_id="a-1", name="Kim"), Artist(artist_id="a-3", name="Gone", active=False)
    )
    rows = list(csv.DictReader(io.StringIO(texts["csv"])))
    assert [row["artist_id"] for row in rows] == ["a-1", "a-2"]
    assert rows[1]["name"] == 'Zoë "Z", Müller'
    assert rows[1]["styles"] == "fine_line;japanese"
    features = json.loads(texts["geojson"])["features"]
    assert [feature["geometry"] for feature in features] == [
        None,
        {"type": "Point", "coordinates": [7.25, 50.5]},
    ]
    lines = [json.loads(line) for line in texts["jsonl"].splitlines()]
    assert [line["artist_id"] for line in lines] == ["a-1", "a-2"]
    assert lines[1]["rating"] == 4.5


def test_an_artist_is_exported_with_bio_pictures_style_names_and_the_studio_s_address() -> None:
    studio = Studio(
        studio_id="s-1",
        name="Moss",
        address="1 High Street",
        phone="+441132000000",
        email="desk@moss.example",
        facts={"phone": Provenance(source="google", expires_at="2026-12-29T00:00:00+00:00")},
    )
    artist = Artist(
        artist_id="a-1",
        name="Kim",
        studio_id="s-1",
        bio="Small flowers.",
        styles=("fine-line",),
        portfolio=(Image(url="https://moss.example/1.jpg"), Image(url="https://moss.example/2.jpg")),
    )
    texts = exported(artist, studios=[studio])
    (row,) = csv.DictReader(io.StringIO(texts["csv"]))
    assert row["bio"] == "Small flowers."
    assert row["image_urls"] == "https://moss.example/1.jpg https://moss.example/2.jpg"
    assert (row["studio_address"], row["studio_phone"]) == ("1 High Street", "+441132000000")
    assert row["keep_until"] == "2026-12-29T00:00:00+00:00"
    (feature,) = json.loads(texts["geojson"])["features"]
    assert feature["properties"]["style_names"] == ["Fine line"]
    (listed,) = csv.DictReader(io.StringIO(texts["studios.csv"]))
    assert (listed["studio_id"], listed["phone"], listed["artist_count"]) == ("s-1", "+441132000000", "1")
    assert not any("desk@moss.example" in text for text in texts.values())


def test_no_address_of_a_person_is_exported() -> None:
    assert not any("zoe@studio.example" in text for text in exported(ZOE).values())


def test_a_spreadsheet_runs_no_formula_of_a_hostile_name() -> None:
    texts = exported(Artist(artist_id="a-1", name='=HYPERLINK("https://evil.example")'))
    (row,) = csv.DictReader(io.StringIO(texts["csv"]))
    assert row["name"].startswith("'=")


def test_an_empty_directory_exports_headers_only() -> None:
    texts = exported()
    assert texts["csv"].count("\r\n") == 1
    assert json.loads(texts["geojson"])["features"] == []
    assert texts["jsonl"] == ""


def test_the_documentation_names_every_column() -> None:
    text = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in (*COLUMNS, *STUDIO_COLUMNS))


def test_a_telephone_number_is_no_formula() -> None:
    texts = exported(studios=[Studio(studio_id="s-1", name="+1+cmd", phone="+441132000000")])
    (row,) = csv.DictReader(io.StringIO(texts["studios.csv"]))
    assert (row["name"], row["phone"]) == ("'+1+cmd", "+441132000000")

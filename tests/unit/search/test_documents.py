"""Tests that searchers find the contents of the table."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkscout.domain.artist import Artist
from inkscout.domain.geo import GeoPoint
from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.reading import Image
from inkscout.domain.studio import Provenance, Studio
from inkscout.search import definition
from inkscout.search.documents import artist_document, studio_document

ARTIST = Artist(
    artist_id="a-1",
    name="Zoë Müller",
    instagram="zoe.inks",
    aliases=("Zo",),
    role="artist",
    styles=("fine_line", "japanese"),
    bio="Fine lines.",
    email="zoe@studio.example",
    portfolio=tuple(Image(url=f"https://s.example/{n}.jpg", alt=f"piece {n}") for n in range(9)),
    studio_id="s-1",
    studio_name="Black Harbour",
    city="Köln",
    country="DE",
    location=GeoPoint(50.9, 6.9),
    rating=4.8,
    rating_count=211,
    confidence=0.93,
    facts={"name": Provenance(source="site"), "rating": Provenance(source="google")},
    version=4,
    updated_at="2026-03-01T10:00:00Z",
)
STUDIO = Studio(
    studio_id="s-1",
    name="Black Harbour",
    city="Köln",
    country="DE",
    location=GeoPoint(50.9, 6.9),
    website="https://blackharbour.example/",
    instagram="blackharbour",
    sources=("google:p1", "osm:n2"),
    outcome=VisitOutcome.ARTISTS_FOUND,
    version=2,
    updated_at="2026-03-01T10:00:00Z",
)


def test_every_field_of_a_document_is_in_the_mapping() -> None:
    artist, studio = artist_document(ARTIST), studio_document(STUDIO)
    assert artist is not None
    assert studio is not None
    assert set(artist) <= definition.fields(definition.Kind.ARTISTS)
    assert set(studio) <= definition.fields(definition.Kind.STUDIOS)


def test_a_full_artist_fills_every_field_of_the_mapping() -> None:
    document = artist_document(ARTIST)
    assert document is not None
    fields = definition.fields(definition.Kind.ARTISTS)
    assert fields == set(document), "fill the field in search/documents.py, and give ARTIST above a value"


def test_an_artist_who_left_has_no_document() -> None:
    assert artist_document(replace(ARTIST, active=False)) is None


def test_a_studio_closed_for_good_has_no_document_and_one_closed_for_now_has() -> None:
    assert studio_document(replace(STUDIO, business_status="CLOSED_PERMANENTLY")) is None
    assert studio_document(replace(STUDIO, business_status="CLOSED_TEMPORARILY")) is not None


def test_a_document_shows_six_images_and_counts_all() -> None:
    document = artist_document(ARTIST)
    assert document is not None
    assert [image["url"][-5] for image in document["images"]] == list("012345")
    assert document["portfolio_count"] == 9
    assert document["has_portfolio"] is True


def test_no_contact_of_a_person_stands_in_the_document() -> None:
    assert "zoe@studio.example" not in str(artist_document(ARTIST))


def test_unknown_values_are_absent_and_not_empty() -> None:
    document = artist_document(Artist(artist_id="a-2", name="Kim"))
    assert document is not None
    assert not [name for name, value in document.items() if value in ("", None, [])]
    assert "location" not in document
    assert document["has_portfolio"] is False
    assert document["completeness"] == 0.0


def test_a_name_in_another_script_is_found_by_latin_letters() -> None:
    document = artist_document(replace(ARTIST, name="Мара", aliases=()))
    assert document is not None
    assert document["name_variants"] == ["мара", "mara"]


@pytest.mark.parametrize(
    ("name", "spelling"),
    [
        ("Siobhán O’Brien", "o brien"),
        ("Siobhán O'Brien", "siobhan obrien"),
        ("Rory McDonald", "mc donald"),
        ("Joost van den Berg", "vandenberg"),
        ("Anna-Lena Holm", "annalena"),
        ("Black Rose Tattoo", "blackrose"),
    ],
)
def test_a_name_is_found_with_its_pieces_joined_and_split(name: str, spelling: str) -> None:
    document = artist_document(replace(ARTIST, name=name, aliases=()))
    assert document is not None
    assert any(spelling in variant for variant in document["name_variants"])


def test_a_place_and_a_studio_are_found_with_their_pieces_joined() -> None:
    document = artist_document(replace(ARTIST, city="L'Hospitalet", studio_name="Black Rose"))
    assert document is not None
    assert {"hospitalet", "blackrose"} <= set(document["all_text"].split())


@given(st.text(), st.text(max_size=30), st.text())
def test_any_name_and_handle_make_a_document_within_the_mapping(name: str, handle: str, city: str) -> None:
    document = artist_document(replace(ARTIST, name=name, instagram=handle, city=city))
    assert (document is None) == (not name)
    assert document is None or set(document) <= definition.fields(definition.Kind.ARTISTS)


def test_the_definition_names_its_indexes_behind_aliases() -> None:
    name = definition.index_name(definition.Kind.STUDIOS, 12)
    assert name == "studios-v12"
    assert definition.index_number(name) == 12
    assert definition.index_number("artists") == 0


def test_another_definition_has_another_fingerprint() -> None:
    assert definition.fingerprint(definition.Kind.ARTISTS) != definition.fingerprint(definition.Kind.STUDIOS)


def test_a_withheld_artist_has_no_document() -> None:
    assert artist_document(replace(ARTIST, withheld=True)) is None


def test_former_names_of_a_studio_are_searched() -> None:
    studio = studio_document(replace(STUDIO, aliases=("Electric Heron",)))
    artist = artist_document(replace(ARTIST, studio_aliases=("Electric Heron",)))
    assert studio is not None
    assert artist is not None
    assert "Electric Heron" in studio["all_text"]
    assert "electric heron" in studio["name_variants"]
    assert "Electric Heron" in artist["all_text"]

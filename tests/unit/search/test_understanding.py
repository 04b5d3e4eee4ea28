"""Free text is read into styles, places and names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkscout.domain import naming
from inkscout.domain.geo import GeoPoint
from inkscout.search import taxonomy
from inkscout.search.criteria import City
from inkscout.search.lexicon import PlaceBook
from inkscout.search.understand import MAX_WORDS, Vocabulary, find_place, split, understand
from inkscout.vocabulary.countries import COUNTRY_NAMES
from inkscout.vocabulary.folding import fold
from inkscout.vocabulary.loader import spellings
from inkscout.vocabulary.styles import STYLE_OF

PLACES = [
    City(key="leeds", name="Leeds", country="GB", location=GeoPoint(53.8, -1.55), count=40),
    City(key="new york", name="New York", country="US", location=GeoPoint(40.7, -74), count=90),
    City(key="koln", name="Köln", country="DE", location=GeoPoint(50.9, 6.9), count=30),
    City(key="москва", name="Москва", country="RU", location=GeoPoint(55.7, 37.6), count=20),
    City(key="birmingham", name="Birmingham", country="", count=12),
    City(key="black", name="Black", country="US", count=1),
]
VOCABULARY = Vocabulary(taxonomy.styles(), PlaceBook.of(PLACES), taxonomy.countries())


def words(reading: object) -> list[str]:
    return [word.text for word in reading.words]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "styles", "place", "left"),
    [
        ("fine line leeds", ("fine-line",), "leeds", []),
        ("FineLine in LEEDS", ("fine-line",), "leeds", []),
        ("leeds fine line", ("fine-line",), "leeds", []),
        ("single needle new york", ("single-needle",), "new york", []),
        ("blackwork cologne", ("blackwork",), "koln", []),
        ("реализм москва", ("realism",), "москва", []),
        ("realism moscow", ("realism",), "москва", []),
        ("realism moskva", ("realism",), "москва", []),
        ("mara okafor leeds", (), "leeds", ["mara", "okafor"]),
        ("best tattoo artist in leeds", (), "leeds", []),
        ("mara", (), "", ["mara"]),
        ("", (), "", []),
    ],
)
def test_a_text_is_read(text: str, styles: tuple[str, ...], place: str, left: list[str]) -> None:
    reading = understand(text, VOCABULARY)
    assert reading.style_keys == styles
    assert (reading.place.key if reading.place else "") == place
    assert words(reading) == left


def test_typos_are_only_forgiven_when_asked_to() -> None:
    strict = understand("blakwork leds", VOCABULARY)
    assert strict.style_keys == ()
    assert words(strict) == ["blakwork", "leds"]
    kind = understand("blakwork leeeds", VOCABULARY, typos=True)
    assert kind.style_keys == ("blackwork",)
    assert kind.place is not None
    assert kind.place.key == "leeds"


def test_the_longest_phrase_wins() -> None:
    assert understand("black and grey", VOCABULARY).style_keys == ("black-and-grey",)
    assert understand("neo traditional", VOCABULARY).style_keys == ("neo-traditional",)


def test_a_country_narrows_a_name_that_several_places_share() -> None:
    reading = understand("birmingham uk", VOCABULARY)
    assert reading.place is not None
    assert reading.place.country == "GB"
    assert reading.country is not None
    assert reading.country.values == ("GB",)


def test_words_of_the_trade_need_not_match() -> None:
    reading = understand("tattoo studio mara", VOCABULARY)
    assert words(reading) == ["mara"]
    assert [word.text for word in reading.fillers] == ["tattoo", "studio"]


@pytest.mark.parametrize("text", ["@Mara.Ink", "mara.ink", "mara_ink"])
def test_a_handle_stays_whole(text: str) -> None:
    [word] = split(text)
    assert word.handle
    assert word.text == text.lstrip("@").lower()


def test_a_word_in_another_script_is_also_tried_in_latin_letters() -> None:
    assert split("Мария")[0].forms == ("мария", "mariya")


@pytest.mark.parametrize(
    ("text", "key"),
    [("Leeds", "leeds"), ("leeds, uk", "leeds"), ("leedss", "leeds"), ("Leeds artists", ""), ("nowhere", "")],
)
def test_a_place_is_found_by_the_whole_text_alone(text: str, key: str) -> None:
    place = find_place(text, VOCABULARY)
    assert (place.key if place else "") == key


@given(st.text(max_size=200))
def test_no_text_brings_the_reader_down_and_its_words_are_bounded(text: str) -> None:
    for typos in (False, True):
        reading = understand(text, VOCABULARY, typos=typos)
        spans = [*reading.styles, *(span for span in (reading.city, reading.country) if span)]
        assert len(reading.words) + sum(len(span.words) for span in spans) <= MAX_WORDS


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("fiji", "FJ"),
        ("polynesian fiji", "FJ"),
        ("tattoo fidschi", "FJ"),
        ("Côte d’Ivoire", "CI"),
    ],
)
def test_every_country_is_known_by_its_names(text: str, code: str) -> None:
    reading = understand(text, VOCABULARY)
    assert reading.country is not None
    assert reading.country.values == (code,)


def test_every_country_of_iso_3166_has_an_english_name_of_its_own() -> None:
    countries = taxonomy.countries()
    assert len(COUNTRY_NAMES) > 240
    for code, names in COUNTRY_NAMES.items():
        assert countries.exact(naming.key(names[0]))[:1] == (code,)


@pytest.mark.parametrize("text", ["newyork", "new york", "New-York"])
def test_a_place_is_understood_with_its_pieces_joined(text: str) -> None:
    reading = understand(text, VOCABULARY)
    assert reading.place is not None
    assert reading.place.key == "new york"


@pytest.mark.parametrize(
    ("text", "pieced"),
    [
        ("o brien", [["obrien"]]),
        ("siobhan o brien", [["siobhano", "brien"], ["obrien", "siobhan"]]),
        ("mc donald leeds", [["mcdonald"]]),
        ("tattoo studio", []),
        ("brien", []),
    ],
)
def test_neighbours_are_also_read_as_one_word(text: str, pieced: list[list[str]]) -> None:
    reading = understand(text, VOCABULARY)
    assert [[word.text for word in way] for way in reading.pieced] == pieced


_ROLES = [
    (word, role)
    for entry in ("roles.roles", "search_words.roles")
    for role, listed in spellings(entry).items()
    if role != "artist"
    for word in listed
]


def test_every_word_for_a_role_is_understood_in_a_search() -> None:
    misread = {}
    for word, role in _ROLES:
        found = understand(f"{word} leeds", VOCABULARY).role
        if found is None or found.values[0] != role:
            misread[word] = found
    assert misread == {}
    assert len(_ROLES) > 150


def test_words_for_styles_of_searches_are_not_listed_twice() -> None:
    for style, listed in spellings("search_words.styles").items():
        assert style in taxonomy.styles().names
        assert not [word for word in listed if fold(word) in STYLE_OF]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("тату в Москве", "москва"),
        ("Carla Leedsi", ""),
        ("carla in leedses", "leeds"),
        ("tattoo by Москвы", "москва"),
    ],
)
def test_an_inflected_city_is_one_only_after_a_preposition(text: str, key: str) -> None:
    reading = understand(text, VOCABULARY)
    assert (reading.place.key if reading.place else "") == key

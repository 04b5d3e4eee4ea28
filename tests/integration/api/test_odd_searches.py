"""Searches as people type them, over a small directory whose people and studios make each one odd."""

from collections.abc import Iterator
from typing import Any

import pytest

from inkscout.domain.artist import Artist
from inkscout.domain.geo import GeoPoint
from inkscout.domain.reading import Image
from inkscout.domain.studio import Studio
from tests.support import api_client as api
from tests.support.loaded_index import embedded_index, load
from tests.support.relevance_set.generator import Generated, documents

LEEDS = GeoPoint(53.8, -1.55)
STUDIOS = (
    Studio(studio_id="s-1", name="No Dice", address="12 Call Lane, Leeds LS1 7BR", city="Leeds",
           country="GB", location=LEEDS, version=1),
    Studio(studio_id="s-2", name="UPLIFT Tattoo & Piercing", address="4 Brudenell Road, Leeds LS6 1HA",
           aliases=("Rare Oddities", "Donaudampfschifffahrtsgesellschaft"),
           city="Leeds", country="GB", location=LEEDS, version=1),
    Studio(studio_id="s-3", name="Maison Noire", address="8 rue Crébillon, 44000 Nantes", city="Leeds",
           country="GB", location=LEEDS, version=1),
    Studio(studio_id="s-4", name="Тушь", address="ул. Арбат 3", city="Москва", country="RU",
           location=GeoPoint(55.75, 37.6), version=1),
)  # fmt: skip
_BY_ID = {studio.studio_id: studio for studio in STUDIOS}


def artist(number: int, name: str, studio_id: str, **more: Any) -> Artist:
    studio = _BY_ID[studio_id]
    return Artist(
        artist_id=f"a-{number:02d}",
        name=name,
        studio_id=studio_id,
        studio_name=studio.name,
        studio_aliases=studio.aliases,
        city=studio.city,
        country=studio.country,
        location=studio.location,
        version=1,
        **{"role": "artist", **more},
    )


PIECES = tuple(Image(url=f"http://pieces.test/{n}.jpg", width=800, height=600) for n in range(4))
ARTISTS = (
    artist(1, "Mara Okafor", "s-1", styles=("fine-line",), instagram="mara.okafor", portfolio=PIECES,
           bio="Takes her time.", email="mara@nodice.test"),
    artist(2, "Nell Barrow", "s-1", styles=("fine-line", "mandala")),
    artist(3, "Matthew Smith", "s-1", styles=("realism",), bio="Came from New York, walks in the hills."),
    artist(4, "Polly Hines", "s-2", role="piercer"),
    artist(5, "Ivo Brandt", "s-2", styles=("japanese",)),
    artist(6, "Cindy Andrew", "s-2", role="apprentice", styles=("realism",)),
    artist(7, "Sid Owner", "s-2", styles=("polynesian",)),
    artist(8, "Cece Hall", "s-1", role="owner", styles=("lettering",)),
    artist(9, "Jeanne Roux", "s-3", styles=("dotwork",)),
    artist(10, "Екатерина Белова", "s-4", styles=("realism",), role="guest"),
)  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def odd_directory() -> Iterator[None]:
    with embedded_index() as url:
        load(url, documents(Generated(STUDIOS, ARTISTS)))
        with api.index_only(url):
            yield


def search(text: str, **more: str) -> dict[str, Any]:
    answer = api.get("/v1/artists", {"q": text, **more})
    assert answer.status == 200, answer.body
    page: dict[str, Any] = answer.json()
    return page


def names(page: dict[str, Any]) -> list[str]:
    return [item["name"] for item in page["items"]]


def whats(page: dict[str, Any]) -> list[str]:
    return [step["what"] for step in page["relaxed"]]


@pytest.mark.parametrize(
    ("text", "role", "found"),
    [
        ("piercer", "piercer", "Polly Hines"),
        ("piercing", "piercer", "Polly Hines"),
        ("пирсинг", "piercer", "Polly Hines"),
        ("body piercer leeds", "piercer", "Polly Hines"),
        ("perceuse", "piercer", "Polly Hines"),
        ("apprentice", "apprentice", "Cindy Andrew"),
        ("ученица", "apprentice", "Cindy Andrew"),
        ("Lehrling", "apprentice", "Cindy Andrew"),
        ("owner", "owner", "Cece Hall"),
        ("studio owner leeds", "owner", "Cece Hall"),
        ("propriétaire", "owner", "Cece Hall"),
        ("guest artist", "guest", "Екатерина Белова"),
    ],
)
def test_a_role_is_understood_in_any_language(text: str, role: str, found: str) -> None:
    page = search(text)
    assert names(page)[0] == found
    assert page["understood"]["role"] == role
    assert page["relaxed"] == []
    if text != "piercing":
        assert {"field": "role", "kind": "role", "text": role} in page["items"][0]["why"]


def test_a_role_word_still_finds_a_name() -> None:
    assert "Sid Owner" in names(search("owner"))
    assert names(search("sid owner"))[0] == "Sid Owner"


def test_a_role_narrows_a_style_and_a_place() -> None:
    assert names(search("realism apprentice leeds")) == ["Cindy Andrew"]


@pytest.mark.parametrize("text", ["New York fine line", "fine line denver", "fine line in Timbuktu"])
def test_an_unknown_place_never_costs_the_style(text: str) -> None:
    page = search(text)
    assert set(names(page)) == {"Mara Okafor", "Nell Barrow"}
    assert whats(page) == ["words"]


@pytest.mark.parametrize("text", ["London", "Denver, USA"])
def test_a_place_without_studios_is_said_and_others_are_shown(text: str) -> None:
    page = search(text)
    assert page["items"]
    assert whats(page) == ["place"]
    assert page["relaxed"][0]["detail"].startswith("nobody is listed in")
    assert "the directory has Leeds" in page["relaxed"][0]["detail"]


def test_a_name_with_another_style_finds_the_person() -> None:
    page = search("Matthew Smith fine line")
    assert names(page) == ["Matthew Smith"]
    assert whats(page) == ["styles"]


@pytest.mark.parametrize(
    ("text", "found", "why"),
    [
        ("tribal", {"Sid Owner"}, ["styles"]),
        ("dragon tattoo", {"Ivo Brandt"}, ["styles"]),
        ("japanese sleeve", {"Ivo Brandt"}, ["words"]),
        ("celtic tattoo leeds", {"Sid Owner"}, ["styles"]),
    ],
)
def test_a_style_of_nobody_offers_its_relations_and_says_so(
    text: str, found: set[str], why: list[str]
) -> None:
    page = search(text)
    assert set(names(page)) == found or (text == "japanese sleeve" and names(page)[0] == "Ivo Brandt")
    assert whats(page) in (why, ["styles"])


def test_a_style_that_nobody_is_near_shows_other_styles_and_says_so() -> None:
    page = search("trash polka")
    assert page["items"]
    assert whats(page) == ["styles"]
    page = search("cyberpunk")
    assert len(page["items"]) == len(ARTISTS)
    assert page["relaxed"] == [{"what": "styles", "detail": "other styles were searched"}]


def test_mandala_is_spelled_right() -> None:
    page = search("mandala")
    assert names(page) == ["Nell Barrow"]
    assert page["relaxed"] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("LS6", {"Polly Hines", "Ivo Brandt", "Cindy Andrew", "Sid Owner"}),
        ("ls6 1ha", {"Polly Hines", "Ivo Brandt", "Cindy Andrew", "Sid Owner"}),
        ("realism LS6", {"Cindy Andrew"}),
        ("tatouage Nantes", {"Jeanne Roux"}),
        ("brudenell road", {"Polly Hines", "Ivo Brandt", "Cindy Andrew", "Sid Owner"}),
        ("cindy ls6", {"Cindy Andrew"}),
    ],
)
def test_an_address_finds_those_who_work_there(text: str, found: set[str]) -> None:
    page = search(text)
    assert set(names(page)) == found
    assert page["relaxed"] == []
    assert any(why["field"] == "address" for why in page["items"][0]["why"])
    shown = api.get("/v1/map", {"q": text, "bbox": "-2,53,-1,54"}).json()
    assert shown["total"] == page["total"]


def test_a_page_of_an_address_continues() -> None:
    page = search("LS6", limit="3")
    rest = search("LS6", limit="3", cursor=page["next_cursor"])
    assert len({*names(page), *names(rest)}) == 4


def test_another_postcode_is_no_misspelling() -> None:
    assert search("LS7")["items"] == []


@pytest.mark.parametrize("text", ["Лидс", "лидс", "reeds leeds"])
def test_a_city_is_read_in_another_script(text: str) -> None:
    page = search(text)
    assert page["understood"]["place"]["name"] == "Leeds"


def test_a_place_to_search_around_is_echoed_with_its_position() -> None:
    named = search("", near="Leeds", radius_km="10")["understood"]["near"]
    assert (named["name"], named["country"]) == ("Leeds", "GB")
    assert named["location"] == pytest.approx({"lat": 53.8, "lng": -1.55}, abs=1e-5)
    point = search("", near="53.8,-1.55")["understood"]["near"]
    assert point == {"name": "", "country": "", "location": {"lat": 53.8, "lng": -1.55}}
    assert search("leeds")["understood"]["near"] is None


def test_suggestions_count_artists_of_styles_and_cities() -> None:
    styles = {one["id"]: one["count"] for one in api.get("/v1/suggest", "q=fine").json()["styles"]}
    assert styles["fine-line"] == 2
    cities = {one["id"]: one["count"] for one in api.get("/v1/suggest", "q=leed").json()["cities"]}
    assert cities == {"Leeds": 9}


def test_a_name_found_by_its_transliteration_says_why() -> None:
    page = search("Ekaterina")
    assert names(page) == ["Екатерина Белова"]
    assert {"field": "name", "kind": "word", "text": "Екатерина"} in page["items"][0]["why"]
    assert page["items"][0]["highlights"]["name"] == "<em>Екатерина</em> Белова"
    prefix = search("Ekater")["items"][0]
    assert {"field": "name", "kind": "prefix", "text": "Екатерина"} in prefix["why"]


@pytest.mark.parametrize("text", ["open now", "walk in", "walk-ins", "book appointment", "cheap tattoo"])
def test_words_of_intent_match_nobody_s_text_and_are_reported(text: str) -> None:
    page = search(text)
    assert page["total"] == len(ARTISTS)
    assert [step["what"] for step in page["relaxed"]] == ["words"]
    assert page["relaxed"][0]["detail"].startswith("left out: ")


def test_fuller_profiles_come_before_thin_ones() -> None:
    assert names(search("best tattoo artist"))[0] == "Mara Okafor"


def test_words_of_the_trade_in_any_language_find_everybody() -> None:
    for text in ("artista tatuador", "художник", "татуировщица", "tatouage"):
        assert search(text)["total"] == len(ARTISTS), text


UPLIFT = {"Polly Hines", "Ivo Brandt", "Cindy Andrew", "Sid Owner"}


@pytest.mark.parametrize(
    "text",
    [
        "Rare Oddities",
        "rare oddities leeds",
        "leeds Rare Oddities tattoo",
        "Donaudampfschifffahrtsgesellschaft",
    ],
)
def test_a_studio_is_found_by_its_other_names(text: str) -> None:
    page = search(text)
    assert set(names(page)) == UPLIFT
    assert page["relaxed"] == []


@pytest.mark.parametrize(
    ("text", "excluded", "style"),
    [
        ("no realism", ["realism"], "realism"),
        ("leeds -realism", ["realism"], "realism"),
        ("leeds sin realismo", ["realism"], "realism"),
        ("ohne Realismus", ["realism"], "realism"),
        ("anything but fine line", ["fine-line"], "fine-line"),
        ("leeds but no realism or fine line", ["realism", "fine-line"], "realism"),
    ],
)
def test_excluded_styles_are_not_shown(text: str, excluded: list[str], style: str) -> None:
    page = search(text)
    assert page["understood"]["excluded"] == excluded
    assert page["items"]
    assert all(style not in item["styles"] for item in page["items"])
    assert page["relaxed"] == []
    shown = api.get("/v1/map", {"q": text, "bbox": "-180,-90,180,90"}).json()
    assert shown["total"] == page["total"]


def test_a_minus_rules_out_roles_places_and_words() -> None:
    assert "Polly Hines" not in names(search("leeds -piercer"))
    assert names(search("realism -leeds")) == ["Екатерина Белова"]
    assert names(search("fine line -mara")) == ["Nell Barrow"]


def test_no_is_part_of_a_name_where_no_style_follows() -> None:
    page = search("no dice")
    assert set(names(page)) == {"Mara Okafor", "Nell Barrow", "Matthew Smith", "Cece Hall"}
    assert page["understood"]["excluded"] == []


def test_either_of_two_styles_will_do() -> None:
    assert set(names(search("mandala or lettering"))) == {"Nell Barrow", "Cece Hall"}
    assert names(search("fine line and mandala")) == ["Nell Barrow"]


@pytest.mark.parametrize(
    ("text", "styles", "city"),
    [
        ("tatuadores realistas", ["realism"], ""),
        ("реалистичные тату в Москве", ["realism"], "Москва"),
        ("mandalas", ["mandala"], ""),
        ("tatuaje de realismos", ["realism"], ""),
    ],
)
def test_inflected_words_are_understood(text: str, styles: list[str], city: str) -> None:
    page = search(text)
    assert page["understood"]["styles"] == styles
    assert (page["understood"]["place"] or {"name": ""})["name"] == city
    assert page["items"]
    assert page["relaxed"] == []


@pytest.mark.parametrize(("text", "role"), [("peircer leeds", "piercer"), ("aprentice", "apprentice")])
def test_a_misspelt_role_is_understood(text: str, role: str) -> None:
    page = search(text)
    assert page["understood"]["role"] == role
    assert whats(page) == ["typos"]


def test_a_misspelt_style_costs_no_city_that_is_spelt_right() -> None:
    page = search("realsim leeds")
    assert page["understood"]["place"]["name"] == "Leeds"
    assert set(names(page)) == {"Matthew Smith", "Cindy Andrew"}


def test_an_unknown_place_in_a_country_without_studios_keeps_the_style() -> None:
    page = search("fine line, Ulaanbaatar, Mongolia")
    assert set(names(page)) == {"Mara Okafor", "Nell Barrow"}
    assert whats(page) == ["words", "place"]


def test_qualities_that_no_biography_tells_are_left_out_and_said() -> None:
    page = search("female tattoo artist")
    assert page["total"] == len(ARTISTS)
    assert page["relaxed"] == [{"what": "words", "detail": "left out: female"}]


@pytest.mark.parametrize("text", ["LS7", "asdfghjkl qwerty", "Zzyzx Nobodysname"])
def test_a_search_that_finds_nobody_offers_others(text: str) -> None:
    page = search(text)
    assert page["items"] == []
    assert page["relaxed"] == []
    for offer in page["offers"]:
        found = api.get("/v1/artists", {offer["kind"]: offer["value"]}).json()
        assert found["total"] > 0, offer
        assert found["offers"] == []
    assert {offer["kind"] for offer in page["offers"]} == {"style", "city"}


def test_offers_begin_with_relations_of_what_was_asked() -> None:
    page = search("", style="micro-realism", city="Nowhere")
    assert page["items"] == []
    assert page["offers"][0]["value"] == "realism"


HOSTILE = (
    *("", " ", "!!!", "?", "...", "-", "- -", "--", "@", "@ ", "#", "*", "\\", "(((", "🐉", "-\u200b"),
    *("no", "or", "not not", "no no tribal", "or tribal or", "realism or", "-tribal -tribal", "no " * 66),
    *("' OR 1=1 --", "name:foo~ AND NOT bar", "<script>alert(1)</script>", "null", "a" * 200),
    *("\u202efine line", "fi\u0000ne"),
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_and_empty_texts_are_answered(text: str) -> None:
    answer = api.get("/v1/artists", {"q": text})
    assert answer.status in (200, 400), answer.body
    if answer.status == 200:
        page = answer.json()
        assert page["items"] or page["offers"]
        assert "<script" not in answer.body.decode()

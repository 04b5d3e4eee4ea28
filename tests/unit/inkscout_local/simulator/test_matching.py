"""Tests the results of text queries."""

import pytest

from inkscout_local.simulator.index import PlaceIndex
from tests.unit.inkscout_local.simulator.builders import place, world


def names(query: str, *places: dict) -> list[str]:
    return [one.name for one in PlaceIndex(world(list(places))).search(query)]


LIBERTY = place(1, 53.8, -1.5, name="Liberty Ink")
BARBER = place(2, 53.8, -1.5, name="Sharp Cuts", types=["hair_care", "point_of_interest", "establishment"])
BAKERY = place(3, 53.8, -1.5, name="Loaf", types=["bakery", "food", "store", "establishment"])
BROWS = place(4, 53.8, -1.5, name="Brow Bar", category="permanent_makeup")


def test_a_trade_word_finds_a_studio_whose_name_and_types_do_not_say_it() -> None:
    assert names("tattoo studio", LIBERTY, BAKERY) == ["Liberty Ink"]


def test_related_trades_are_found_too_but_rank_behind() -> None:
    assert names("tattoo", BARBER, BROWS, LIBERTY) == ["Liberty Ink", "Sharp Cuts", "Brow Bar"]


def test_an_unrelated_business_is_not_found_by_a_trade_word() -> None:
    assert names("tattoo", BAKERY) == []


@pytest.mark.parametrize(
    "query", ["tatuagem", "Tätowierer", "тату", "タトゥー", "tatouage", "tatuaże", "tetování"]
)
def test_trade_words_are_understood_in_other_languages(query: str) -> None:
    assert names(query, LIBERTY, BAKERY) == ["Liberty Ink"]


def test_a_word_nobody_has_finds_nothing() -> None:
    assert names("tattoo xyzzy", LIBERTY) == []


def test_umlauts_and_transliterations_are_one_word() -> None:
    assert names("Köln Nadel", place(9, 53.8, -1.5, name="Koln Nadel")) == ["Koln Nadel"]


def test_a_region_named_in_the_query_bounds_the_search() -> None:
    far = place(7, 51.5, -0.1, name="London Tattoo")
    assert names("tattoo in Leeds", LIBERTY, far) == ["Liberty Ink"]


def test_a_street_in_the_query_must_be_found_in_the_address() -> None:
    other = place(8, 53.8, -1.5, name="Other Tattoo", formatted_address="1 Otley Road, Leeds, UK")
    assert names("tattoo otley road", LIBERTY, other) == ["Other Tattoo"]

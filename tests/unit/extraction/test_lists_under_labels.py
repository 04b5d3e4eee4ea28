"""Lists whose first item is a label, and names that structured data, captions and asides state."""

import json

import pytest

from inkscout.extraction import view_of
from inkscout.extraction.people.finders.menus import people_in_menus
from inkscout.extraction.people.tellings import people_told
from inkscout.extraction.text.names import read_name
from tests.support.pages import page

_TEAM = ("Philippa Orne", "Jessica Vale", "Stewart Lund", "Eske", "Bryan Holt")


def _list(label: str, *names: str) -> str:
    items = "".join(f'<li><a href="#">{name}</a></li>' for name in names)
    return f'<ul><li><label class="first">{label}</label></li>{items}</ul>'


@pytest.mark.parametrize("label", ["Tattoo", "Tattooer", "Tatuaje", "Тату"])
def test_names_under_a_label_for_tattoos_are_people(label: str) -> None:
    found = {one.name for one in people_in_menus(view_of(page(_list(label, *_TEAM))))}
    assert found == set(_TEAM)


@pytest.mark.parametrize("items", [("Cover Up", "Aftercare", "Prices"), ("Anna", "Aftercare")])
def test_other_things_under_a_label_for_tattoos_are_nobody(items: tuple[str, ...]) -> None:
    assert people_in_menus(view_of(page(_list("Tattoo", *items)))) == []


def test_section_that_begins_a_list_ends_with_the_list() -> None:
    html = "<h1>Old Heron Tattoo</h1>" + _list("Tattoo", *_TEAM)
    html += _list("Guest Artists", "Miah Waske", "Nathan Mold", "Laura Tyler") + _list("Shop", "Veltrix")
    found = {one.name for one in view_of(page(html)).people if one.finder.name == "section"}
    assert found == {"Miah Waske", "Nathan Mold", "Laura Tyler"}


def _structured(name: str) -> set[str]:
    data = {
        "@context": "https://schema.org",
        "@type": "TattooParlor",
        "name": "Fen Tattoo",
        "employee": [{"@type": "Person", "name": name, "jobTitle": "Tattoo Artist"}],
    }
    html = f'<h1>Fen Tattoo</h1><script type="application/ld+json">{json.dumps(data)}</script>'
    return {one.name for one in view_of(page(html)).people if one.finder.name == "structured"}


def test_employee_whose_first_name_is_a_word_elsewhere_is_read() -> None:
    """ "Jak" is a word of Polish."""
    assert _structured("Jak Orlund") == {"Jak Orlund"}


@pytest.mark.parametrize("name", ["The Team", "Jak Kitchen", "Our Artists"])
def test_employee_of_everyday_words_is_nobody(name: str) -> None:
    assert _structured(name) == set()


def test_codes_of_countries_are_nobody() -> None:
    text = "Renata specialises in watercolour, NZ native birds, and floral designs, Tom in blackwork."
    assert "NZ" not in {one.name for one in people_told(view_of(page(f"<p>{text}</p>")))}


@pytest.mark.parametrize("text", ["Tatueringsarbete av Saga", "Tattoowierung von Lena"])
def test_work_and_its_maker_are_no_name(text: str) -> None:
    assert read_name(text) is None

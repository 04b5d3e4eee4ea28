"""Biographies are found by what introduces them, and each stands with the person whom it is about."""

from collections.abc import Mapping

import pytest

from inkscout.domain.reading import FoundArtist
from inkscout.extraction.model import Candidate, SiteContext
from inkscout.extraction.people import STRUCTURED
from inkscout.extraction.people.introduced_bios import bios_apart
from inkscout.extraction.people.own_bios import with_own_bios
from inkscout.extraction.people.person import Person
from inkscout.extraction.site import view_of
from inkscout.extraction.text.brand import brand_of
from tests.support.pages import page

SITE = "http://studio.test"
FIRST = "Tattooist for nine years, with a hand for thin lines and for ferns."
SECOND = "Always learning, always drawing, and glad of every new sketch that comes in."
NORA, TOM = FoundArtist(name="Nora"), FoundArtist(name="Tom")


def _site(pages: Mapping[str, str], language: str = "en") -> SiteContext:
    views = [
        view_of(page(f"<html lang='{language}'><body><main>{html}</main></body></html>", f"{SITE}/{path}"))
        for path, html in pages.items()
    ]
    return SiteContext(views=views, studio_name="Studio Nine", brand=brand_of("Studio Nine"))


def _bios(html: str, *artists: FoundArtist, language: str = "en", path: str = "") -> list[str]:
    return [one.bio for one in with_own_bios(_site({path: html}, language), artists)]


@pytest.mark.parametrize("heading", ["Hello! I'm Nora", "Olá! Sou a Nora", "Привет, меня зовут Nora"])
def test_the_text_below_a_greeting_is_the_biography(heading: str) -> None:
    html = f"<h2>{heading}</h2><p>{FIRST}</p><p>{SECOND}</p><h3>Nora & Tom</h3><p>{SECOND}</p>"
    assert _bios(html, NORA, TOM) == [f"{FIRST} {SECOND}", ""]
    assert _bios(html.replace("Hello", "Prices and dates at"), NORA, TOM)[1] == ""


def test_running_text_about_two_gives_each_their_sentences() -> None:
    html = (
        "<p>The studio was opened by its founder, the tattooist Nora. She has drawn since school. "
        "Her flowers are thin. She shares it with the piercer Tom. He takes his time for everybody. "
        "Hygiene is strictly observed here.</p>"
    )
    assert _bios(html, NORA, TOM) == [
        "The studio was opened by its founder, the tattooist Nora. She has drawn since school. "
        "Her flowers are thin.",
        "She shares it with the piercer Tom. He takes his time for everybody.",
    ]


def test_a_text_after_a_colleagues_name_is_the_colleagues() -> None:
    cards = "".join(
        f"<div><h3>{name}</h3><h4>Approach</h4><p class='say'>{text}</p></div>"
        for name, text in (("Nora", FIRST), ("Tom", SECOND))
    )
    assert _bios(cards, NORA, FoundArtist(name="Tom", bio=FIRST)) == [FIRST, SECOND]
    before = f"<p class='say'>{FIRST}</p><h3>Tom</h3>"
    assert _bios(f"<h3>Nora</h3>{before}", FoundArtist(name="Nora", bio=SECOND), TOM)[0] == SECOND


def test_short_texts_in_cards_set_alike_are_biographies_too() -> None:
    short = "Master of linework and minimal blackwork"
    cards = "".join(
        f"<div><h3>{name}</h3><p>8 years</p><p class='info'>{text}</p></div>"
        for name, text in (("Nora", FIRST), ("Tom", short), ("Eve", "Soon"))
    )
    eve = FoundArtist(name="Eve")
    assert _bios(cards, FoundArtist(name="Nora", bio=FIRST), TOM, eve) == [FIRST, short, ""]


def test_a_page_about_the_only_artist_is_about_them_below_all_its_headings() -> None:
    html = f"<h1>Bio</h1><h2>About me</h2><p>I am a {FIRST}</p><h2>My way</h2><p>I am {SECOND}</p>"
    whole = f"I am a {FIRST} I am {SECOND}"
    assert _bios(html, NORA, path="en/bio") == [whole]
    assert _bios(html, NORA, path="prices") == [f"I am a {FIRST}"]


def _person(name: str, *bios: str) -> Person:
    return Person([_candidate(name, bio) for bio in bios])


def _candidate(name: str, bio: str) -> Candidate:
    candidate = Candidate(name=name, url=SITE, confidence=0.9, bio=bio)
    candidate.finder = STRUCTURED
    return candidate


def test_the_copy_of_a_card_that_was_left_as_a_colleagues_is_not_read() -> None:
    """A page shows a card twice, once for small screens; one copy still has the text of another page."""
    nora, tom = FoundArtist(name="Nora", bio=SECOND), FoundArtist(name="Tom", bio=SECOND)
    found = bios_apart([nora, tom], [_person("Nora", FIRST, SECOND), _person("Tom", SECOND)])
    assert [one.bio for one in found] == [FIRST, SECOND]
    assert [one.bio for one in bios_apart([nora, tom], [_person("Nora", SECOND), _person("Tom")])] == ["", ""]

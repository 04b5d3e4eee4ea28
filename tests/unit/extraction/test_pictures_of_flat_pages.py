"""Tests of whose pictures are on pages that set names, texts and pictures in one row."""

import pytest

from inkscout.extraction import read_site
from tests.support.pages import page

SITE = "http://studio-nine.test"
NAMES = ("Marta Kovel", "Jonas Brandt", "Lina Ostrow")
GALLERY = "".join(f'<img src="g{at}.jpg">' for at in range(1, 7))


def _pictures(html: str) -> dict[str, list[str]]:
    text = f"<body><h1>Studio Nine Tattoo</h1><h2>Our artists</h2>{html}</body>"
    reading = read_site([page(text, f"{SITE}/")], studio_name="Studio Nine Tattoo")
    return {
        artist.name: [image.url.removeprefix(f"{SITE}/") for image in artist.portfolio]
        for artist in reading.artists
    }


def _each(form: str) -> str:
    return "".join(form.format(at=at, name=name, first=name.split()[0]) for at, name in enumerate(NAMES))


ONE_EACH = {name: [f"team{at}.jpg"] for at, name in enumerate(NAMES)}


def test_a_picture_before_each_name_belongs_to_the_name_after_it() -> None:
    form = '<img src="team{at}.jpg"><h3>{name}</h3><p>Tattoo artist. {first} loves fine line.</p>'
    assert _pictures(_each(form)) == ONE_EACH


def test_a_picture_after_each_text_stays_with_the_name_before_it() -> None:
    form = '<h3>{name}</h3><p>Tattoo artist. {first} loves fine line.</p><p><img src="team{at}.jpg"></p>'
    assert _pictures(_each(form)) == ONE_EACH


@pytest.mark.parametrize(
    "form",
    [
        '<p><b>{name}</b></p><p>Tattoo artist</p><p><img src="team{at}.jpg"></p>',
        '<section><img src="team{at}.jpg"><h2>{name}</h2><p>Tattoo artist</p></section>',
    ],
)
def test_the_gallery_after_a_team_is_nobodys(form: str) -> None:
    rest = f"<section>{GALLERY}</section><h4>Booking</h4><div><img src='deco.jpg'></div>"
    assert _pictures(_each(form) + rest) == ONE_EACH


def test_the_gallery_after_a_list_of_names_is_nobodys() -> None:
    names = "<ul>" + _each("<li>{name} - tattoo artist</li>") + "</ul>"
    assert _pictures(names + f"<div>{GALLERY}</div>") == {name: [] for name in NAMES}


def test_works_after_each_name_are_kept() -> None:
    form = '<h3>{name}</h3><p>Tattoo artist</p><img src="a{at}.jpg"><img src="b{at}.jpg">'
    more = '<img src="c2.jpg"><img src="d2.jpg">'
    found = _pictures(_each(form) + more)
    assert found["Marta Kovel"] == ["a0.jpg", "b0.jpg"]
    assert found["Lina Ostrow"] == ["a2.jpg", "b2.jpg", "c2.jpg", "d2.jpg"]


def test_a_name_copied_into_every_cards_description_names_nobody() -> None:
    form = (
        '<div><div><img src="team{at}.jpg" alt="Marta Kovel"></div>'
        "<div><h4>{name}</h4><span>Tattoo artist</span></div></div>"
    )
    assert _pictures(_each(form)) == ONE_EACH

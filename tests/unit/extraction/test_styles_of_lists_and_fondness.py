"""Styles are told from lists before captions of works, never from footers, and from what somebody likes."""

import pytest

from inkscout.extraction import read_site
from inkscout.extraction.people.records import styles_told
from inkscout.extraction.text.styles_meant import styles_meant
from tests.support.pages import page

SITE = "http://mill-lane-tattoo.test/"


def _styles(html: str) -> dict[str, set[str]]:
    reading = read_site([page(f"<html><title>Mill Lane Tattoo</title><body>{html}</body></html>", SITE)])
    return {artist.name: set(artist.styles) for artist in reading.artists}


@pytest.mark.parametrize(
    ("text", "styles"),
    [
        ("My specialty lies in black-and-grey portraits.", ("black-and-grey", "portrait")),
        ("Mostly realistic portraits, drawn for a week.", ("realism", "portrait")),
        ("She loves traditional flowers and dotwork.", ("dotwork",)),
        ("She has portraits of her cats all over the room.", ()),
        ("A portrait of her aunt hangs above the door.", ()),
    ],
)
def test_portraits_right_after_a_style_are_meant(text: str, styles: tuple[str, ...]) -> None:
    assert styles_meant(text) == styles


@pytest.mark.parametrize(
    ("text", "styles"),
    [
        ("A tattoo artist with a passion for detailed realism.", ("realism",)),
        ("She enjoys using bold colors and calm lines.", ("color",)),
        ("Er zeichnet gern, und seine Leidenschaft für Dotwork sieht man.", ("dotwork",)),
        ("Avec une passion pour l'aquarelle et les oiseaux.", ("watercolor",)),
        ("Tem paixão por blackwork desde criança.", ("blackwork",)),
        ("У него страсть к реализму и к рыбалке.", ("realism",)),
        ("He has a lifelong passion for comics and cartoons.", ()),
        ("A passion for traditional music brought her here.", ()),
    ],
)
def test_fondness_of_a_style_is_told(text: str, styles: tuple[str, ...]) -> None:
    assert styles_told(text) == styles


CARD = (
    "<div class='artist'><h3>{name}</h3><p>Tattoo artist</p><ul>{tags}</ul>"
    "<div class='gallery'>{works}</div></div>"
)


def _tags(*texts: str) -> str:
    return "".join(f"<li>{text}</li>" for text in texts)


def _works(*texts: str) -> str:
    return "".join(f"<figure><img src='{at}.jpg'><p>{text}</p></figure>" for at, text in enumerate(texts))


@pytest.mark.parametrize(
    "tags", [("Black & Grey", "Chicano"), ("Realismo", "Retratos"), ("Dotwork", "Mandala")]
)
def test_captions_state_no_style_beside_a_list(tags: tuple[str, str]) -> None:
    works = _works("Celtic wolf", "Skull with florals", "Watercolor fox")
    html = "<h2>Our artists</h2>" + CARD.format(name="Ada Cole", tags=_tags(*tags), works=works)
    html += CARD.format(name="Tom Birch", tags=_tags("Fine line"), works="")
    assert not {"celtic", "floral", "watercolor"} & _styles(html)["Ada Cole"]


def test_captions_tell_the_styles_of_who_has_no_list() -> None:
    works = _works("Celtic wolf", "Celtic knot", "Watercolor fox")
    html = "<h2>Our artists</h2>" + CARD.format(name="Ada Cole", tags="", works=works)
    html += CARD.format(name="Tom Birch", tags=_tags("Fine line"), works="")
    assert "celtic" in _styles(html)["Ada Cole"]


def test_the_footer_is_no_part_of_the_last_ones_record() -> None:
    said = "Fine line, blackwork and dotwork in the old town, for everybody who comes by with time."
    html = "<h2>Our artists</h2><h3>Ada Cole</h3><p>Tattoo artist</p><h3>Tom Birch</h3><p>Tattoo artist</p>"
    html += f"<footer><p>{said}</p></footer>"
    assert _styles(html) == {"Ada Cole": set(), "Tom Birch": set()}

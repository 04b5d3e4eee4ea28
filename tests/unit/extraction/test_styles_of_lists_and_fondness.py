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
        ("Fine line, script and dotwork by appointment.", ("fine-line", "lettering", "dotwork")),
        ("Realism, traditional, and blackwork since 2015.", ("realism", "american-traditional", "blackwork")),
        ("Fine line from a script that my aunt wrote.", ("fine-line",)),
        ("The script for dotwork and fine line is long.", ("dotwork", "fine-line")),
    ],
)  # fmt: skip
def test_everyday_words_between_styles_are_meant(text: str, styles: tuple[str, ...]) -> None:
    assert styles_meant(text) == styles


@pytest.mark.parametrize(
    ("text", "styles"),
    [
        ("Her dotwork joins traditional tattooing techniques and new ink.", ("dotwork",)),
        ("Dotwork nach traditionellen Techniken.", ("dotwork",)),
        ("I draw dotwork. Large-scale mandalas receive a discounted day rate.", ("dotwork",)),
        ("Faccio dotwork. Sconto per tatuaggi realistici a maggio.", ("dotwork",)),
    ],
)
def test_techniques_and_reduced_prices_name_no_style(text: str, styles: tuple[str, ...]) -> None:
    assert styles_meant(text) == styles


@pytest.mark.parametrize(
    ("text", "styles"),
    [
        ("خطوط دقيقة ورسوم نباتية", {"fine-line", "floral"}),
        ("واقعية بالأسود والرمادي", {"realism", "black-and-grey"}),
        ("Rakastan väritatuointeja.", {"color"}),
        ("Nejraději tetuji temné motivy.", {"dark-art"}),
    ],
)
def test_styles_are_read_in_arabic_and_languages_with_cases(text: str, styles: set[str]) -> None:
    assert set(styles_meant(text)) == styles


def test_lines_below_a_label_are_styles_of_the_only_artist() -> None:
    found = _styles(
        "<h1>Mill Lane Tattoo</h1><h2>Nora Fenn</h2><p>Tattoo artist</p><div><span>STYLES</span>"
        "<p>Neo-Traditional</p><p>Japanese</p></div><p>Nora Fenn is a tattoo artist who is "
        "known for dotwork and engraving, and has drawn for ten years in this house.</p>"
    )
    assert found == {"Nora Fenn": {"neo-traditional", "japanese", "dotwork", "engraving"}}


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

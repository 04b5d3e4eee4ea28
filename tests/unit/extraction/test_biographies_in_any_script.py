"""Biographies are found in scripts without spaces, with their greetings and first sentences, and whole."""

from collections.abc import Sequence

import pytest

from inkscout.domain.reading import FoundArtist
from inkscout.extraction import read_profile, read_site
from inkscout.extraction.model import SiteContext
from inkscout.extraction.people.own_bios import with_own_bios
from inkscout.extraction.site import view_of
from inkscout.extraction.text.scripts import is_running_text, reading_length
from inkscout.extraction.text.styles_meant import styles_meant
from tests.support.pages import page

SITE = "http://studio.test"


def _bios(html: str, artists: Sequence[tuple[str, str]]) -> list[str]:
    site = SiteContext(views=[view_of(page(f"<body>{html}</body>", f"{SITE}/"))], studio_name="Studio Nine")
    found = with_own_bios(site, [FoundArtist(name=name, bio=bio, confidence=0.9) for name, bio in artists])
    return [artist.bio for artist in found]


def test_texts_of_dense_scripts_count_for_what_they_say() -> None:
    assert reading_length("abc") == 3
    assert reading_length("細い線") == 9
    assert reading_length("타투") == 4
    assert is_running_text("細い線と植物")
    assert not is_running_text("細")
    assert not is_running_text("Blackwork")


def test_a_biography_in_japanese_stands_in_its_card() -> None:
    card = '<div><img src="t/{0}.jpg"><h3>{1}</h3><p>{2}</p></div>'
    hanako = "2012年にタトゥーアーティストとして活動を始めました。細い線と植物を得意としています。"
    ichiro = "和彫り一筋二十年。伝統的な構図を大切にしながら、一人ひとりの身体に合わせて描きます。"
    team = card.format(1, "山田花子", hanako) + card.format(2, "鈴木一郎", ichiro)
    html = f"<html lang='ja'><body><h1>墨屋</h1><h2>アーティスト紹介</h2>{team}</body></html>"
    reading = read_site([page(html, f"{SITE}/")], studio_name="墨屋")
    assert {artist.name: artist.bio for artist in reading.artists} == {"山田花子": hanako, "鈴木一郎": ichiro}


def test_an_introduction_goes_before_a_caption() -> None:
    caption = "Portrait and video, calligraphy and plants in a quiet room by the old canal."
    told = "I began on my own knee in 2015. Today I mostly draw letters and plants for other people."
    html = f"<h2>Hi, I'm Nina</h2><p>{told}</p><div><h4>Works of Nina</h4><p>{caption}</p></div>"
    assert _bios(html, [("Nina", caption), ("Solene", "")])[0] == told


def test_greetings_that_differ_in_names_are_no_boilerplate() -> None:
    text = "Hi, my name is {}! I only work in {} and draw each sketch to order for one person alone."
    artists = [("Sasha Reed", text.format("Sasha", "black")), ("Milo Grant", text.format("Milo", "colour"))]
    assert [bio.split("!")[0] for bio in _bios("", artists)] == [
        "Hi, my name is Sasha",
        "Hi, my name is Milo",
    ]


def test_a_first_sentence_with_the_name_may_be_set_apart() -> None:
    rest = "With years behind her she cuts every story into skin. Nur turns each one into a piece of its own."
    html = f'<p class="lead">Nur Aksoy, tattooist by trade, from Isparta.</p><p class="small">{rest}</p>'
    assert _bios(html, [("Nur Aksoy", rest)]) == [f"Nur Aksoy, tattooist by trade, from Isparta. {rest}"]


def test_half_a_quotation_is_no_biography() -> None:
    half = "the art on your skin for a whole life, and may it stay a sign of pride until the very end.”"
    assert _bios("", [("Dora Lemos", half)]) == [""]


@pytest.mark.parametrize("mail", ["email@domain.com", "name@deine-domain.de"])
def test_a_template_s_mail_is_no_artists(mail: str) -> None:
    html = f"<h1>Anna Cole</h1><p>{mail}</p><a href='mailto:{mail}'>Write</a>"
    assert not read_profile([page(html, f"{SITE}/anna")]).email


@pytest.mark.parametrize("text", ["She loves new traditional daggers.", "new-traditional work"])
def test_new_traditional_is_neo_traditional(text: str) -> None:
    assert styles_meant(text) == ("neo-traditional",)

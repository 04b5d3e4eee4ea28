"""Galleries are told apart between colleagues: by whose card leads to them, and by headings in any case."""

from collections.abc import Mapping

import pytest

from inkscout.domain.reading import FoundArtist
from inkscout.extraction.model import SiteContext
from inkscout.extraction.people.own_pictures import with_own_pictures
from inkscout.extraction.people.own_styles import with_own_styles
from inkscout.extraction.site import view_of
from inkscout.extraction.text.brand import brand_of
from tests.support.pages import page

SITE = "http://studio.test"
WORKS = '<h1>Works</h1><div><img src="/{0}/1.jpg"><img src="/{0}/2.jpg"></div>'
CARD = '<div class="card"><img src="/team/{0}.jpg"><h3>{1}</h3><p>{2}</p><a href="/{3}">Works</a></div>'


def _site(pages: Mapping[str, str]) -> SiteContext:
    views = [view_of(page(f"<body>{html}</body>", f"{SITE}/{path}")) for path, html in pages.items()]
    return SiteContext(views=views, studio_name="Studio Nine", brand=brand_of("Studio Nine"))


def _artist(name: str) -> FoundArtist:
    return FoundArtist(name=name, role="artist", confidence=0.9)


def _shown(pages: Mapping[str, str], *names: str) -> list[list[str]]:
    found = with_own_pictures(_site(pages), [_artist(name) for name in names])
    return [[image.url.removeprefix(f"{SITE}/") for image in artist.portfolio] for artist in found]


def _team(anna: str, ben: str, second: str = "Ben Holt", role: str = "Tattooer") -> str:
    cards = CARD.format(1, "Anna Cole", "Tattooer", anna) + CARD.format(2, second, role, ben)
    return f"<h2>Our team</h2><section>{cards}</section>"


def test_a_page_to_which_one_card_leads_shows_that_artists_works() -> None:
    pages = {"": _team("works-1", "works-2"), "works-1": WORKS.format("a"), "works-2": WORKS.format("b")}
    anna, ben = _shown(pages, "Anna Cole", "Ben Holt")
    assert {"a/1.jpg", "a/2.jpg"} <= set(anna)
    assert "b/1.jpg" not in anna
    assert {"b/1.jpg", "b/2.jpg"} <= set(ben)


@pytest.mark.parametrize(
    "pages",
    [
        {"": _team("works", "works"), "works": WORKS.format("a")},
        {"": _team("works-1", "x"), "works-1": "<h2>Ben Holt</h2>" + WORKS.format("a")},
    ],
)
def test_a_page_to_which_both_lead_or_that_names_a_colleague_is_not_given(pages: Mapping[str, str]) -> None:
    anna, _ = _shown(pages, "Anna Cole", "Ben Holt")
    assert "a/1.jpg" not in anna


@pytest.mark.parametrize("other", ["pearl", "Mr. Ink", "Rosa"])
def test_an_artist_beside_another_card_of_the_team_is_not_alone(other: str) -> None:
    pages = {"": _team("x", "y", other), "gallery": WORKS.format("a")}
    assert "a/1.jpg" not in _shown(pages, "Anna Cole")[0]


@pytest.mark.parametrize(("other", "role"), [("Join us", "Apprentices wanted"), ("Mia Lang", "Piercer")])
def test_a_vacancy_or_a_piercer_beside_leaves_an_artist_alone(other: str, role: str) -> None:
    pages = {"": _team("x", "y", other, role), "gallery": WORKS.format("a")}
    assert "a/1.jpg" in _shown(pages, "Anna Cole")[0]


def test_styles_of_a_site_are_not_those_of_one_of_two() -> None:
    more = "<h2>My styles</h2><p>Blackwork</p><p>Japanese</p>"
    alone = _site({"": f"<h2>Our team</h2>{CARD.format(1, 'Anna Cole', 'Tattooer', 'x')}{more}"})
    beside = _site({"": _team("x", "y", "pearl") + more})
    assert with_own_styles([_artist("Anna Cole")], alone.views)[0].styles
    assert not with_own_styles([_artist("Anna Cole")], beside.views)[0].styles


@pytest.mark.parametrize(
    ("anna", "ben"),
    [
        ("Annas Arbeiten", "Bens Arbeiten"),
        ("Annas werk", "Het werk van Ben"),
        ("Annas's Gallery", "Ben's gallery"),
        ("Prace Anny", "Prace Bena"),
        ("Anna'n\u0131n portfolyosu", "Ben portfolyosu"),
        ("Lavori di Anna", "Lavori di Ben"),
        ("Annini radovi", "Benovi radovi"),
    ],
)
def test_headings_name_the_artist_of_a_gallery_in_any_case(anna: str, ben: str) -> None:
    cards = "<div><h3>Anna Cole</h3></div><div><h3>Ben Holt</h3></div>"
    rows = f'<h2>{anna}</h2><div><img src="a.jpg"></div><h2>{ben}</h2><div><img src="b.jpg"></div>'
    assert _shown({"": cards + rows}, "Anna Cole", "Ben Holt") == [["a.jpg"], ["b.jpg"]]


@pytest.mark.parametrize("heading", ["Annette's works", "Works", "Anna and friends of works", "Ana works"])
def test_headings_of_somebody_else_or_nobody_give_no_gallery(heading: str) -> None:
    cards = "<div><h3>Anna Cole</h3></div><div><h3>Ben Holt</h3></div>"
    assert _shown({"": f'{cards}<h2>{heading}</h2><img src="a.jpg">'}, "Anna Cole", "Ben Holt")[0] == []


def test_a_heading_that_leads_to_another_part_announces_no_gallery_here() -> None:
    cards = "<div><h3>Anna Cole</h3></div><div><h3>Ben Holt</h3></div>"
    part = '<h2>Anna\'s Gallery</h2><a href="#b"><h2>Ben\'s Gallery</h2></a><div><img src="a.jpg"></div>'
    assert _shown({"": cards + part}, "Anna Cole", "Ben Holt")[0] == ["a.jpg"]

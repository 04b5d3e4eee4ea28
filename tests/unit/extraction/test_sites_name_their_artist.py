"""Sites that name their only artist in their own words; people named by menus, addresses and alt texts."""

import pytest

from inkscout.extraction.model import SiteContext
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.people.finders.captions import people_in_captions
from inkscout.extraction.people.finders.menus import people_in_menus
from inkscout.extraction.people.finders.own_pages import people_with_own_pages
from inkscout.extraction.people.finders.sentences import people_in_sentences
from inkscout.extraction.people.finders.single_artist import artist_named_as_brand
from inkscout.extraction.people.finders.unseen import people_unseen
from inkscout.extraction.site import read_site, view_of
from inkscout.extraction.studio.facts import read_facts
from inkscout.extraction.text.self_titles import artist_titled, maker_of_tattoos
from tests.support.pages import page

SITE = "http://studio.test"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RQT INK | Custom Tattoos by Ben", "Ben"),
        ("Dark realism and blackwork tattoos by Ramona Ortega. Book your session.", "Ramona Ortega"),
        ("Fine line tattoo art by Luna in Bath", "Luna"),
        ("Feine Tattoos von Lena in Köln", "Lena"),
        ("Tatouages par Camille Roux à Lyon", "Camille Roux"),
        ("Tattoos by appointment only", ""),
        ("Tattoos by Design", ""),
        ("Tattoos by award winning artists", ""),
        ("Tattoos inspired by Tim Burton", ""),
        ("Tattoo website by Anna Bell", ""),
        ("Portraits by Ben", ""),
    ],
)
def test_a_text_about_tattoos_says_who_makes_them(text: str, expected: str) -> None:
    guess = maker_of_tattoos(text)
    assert (guess.name if guess is not None else "") == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Moth7nk | Tattoo Artist", "Moth7nk"),
        ("Inky Witch – Tattoo artist in Leeds", "Inky Witch"),
        ("Connabel | Tatuadora en Temuco", "Connabel"),
        ("Rabe | Tätowierer aus Graz", "Rabe"),
        ("Black Rose Studio | Tattoo Artist", ""),
        ("Ink Masters | Tattoo Artists", ""),
        ("Find your style | Our tattoo artists", ""),
        ("Leeds | Tattoo Artist", ""),
        ("Rose | Makeup Artist", ""),
        ("Tattoo Artist", ""),
    ],
)
def test_a_title_calls_its_brand_a_tattoo_artist(title: str, expected: str) -> None:
    assert artist_titled(title) == expected


def _site(html: str, url: str = f"{SITE}/") -> SiteContext:
    view = view_of(page(html, url))
    site = SiteContext(views=[view])
    site.facts = read_facts(site.views, "", "", view.people)
    return site


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        (
            "<title>Ricarda Nowotny Tattoo</title><meta name=author content='Ricarda Nowotny'>",
            "",
            ["Ricarda Nowotny"],
        ),
        ("<title>Ricarda Nowotny Tattoo</title>", "<p>© 2024 Ricarda Nowotny</p>", ["Ricarda Nowotny"]),
        ("<title>Ricarda Nowotny Tattoo</title>", "<p>© 2024 Ricarda Nowotny Tattoo</p>", []),
        ("<title>Zork Nubbel Tattoo</title><meta name=author content='Zork Nubbel'>", "", []),
        (
            "<title>Zork Nubbel Tattoo</title><meta name=author content='Zork Nubbel'>",
            "<p>© Zork Nubbel</p>",
            ["Zork Nubbel"],
        ),
        ("<title>Black Rose Tattoo</title><meta name=author content='Anna Bell'>", "<p>© Anna Bell</p>", []),
        ("<title>Anna Bell</title>", "<p>I draw my flash by hand.</p>", ["Anna Bell"]),
        ("<title>Anna Bell</title>", "<p>We love our town, and our team loves you. We are open.</p>", []),
    ],
)
def test_a_namesake_who_signs_a_site_is_its_artist(head: str, body: str, expected: list[str]) -> None:
    site = _site(f"<html><head>{head}</head><body><h1>Tattoo</h1>{body}</body></html>")
    assert [found.name for found in artist_named_as_brand(site)] == expected


def test_a_house_is_not_its_titles_artist() -> None:
    html = "<title>Moth7nk | Tattoo Artist</title><p>We are open. Our doors and our hearts are yours.</p>"
    assert not artist_named_as_brand(_site(html))


_MENU = (
    "<nav><a href='/'>Home</a><a href='/nika'>Nika</a><a href='/qwl'>QWL</a><a href='/care'>Care</a></nav>"
)


@pytest.mark.parametrize(
    ("path", "html", "expected"),
    [
        ("/valeska", "<h1>VALESKA MUVERT</h1><p>Tatuadora profesional de Pereira</p>", ["Valeska Muvert"]),
        ("/valeska", "<h1>VALESKA MUVERT</h1><p>Open from noon</p>", []),
        ("/hours", "<h1>VALESKA MUVERT</h1><p>Tatuadora profesional de Pereira</p>", []),
        (
            "/qwl",
            "<title>QWL - Black & Grey | Harbour Tattoo</title>"
            "<meta name=description content='QWL is the resident tattoo artist for portraits.'>"
            "<h1>Black & Grey</h1>",
            ["QWL"],
        ),
        ("/qwl", "<title>QWL - Black & Grey | Harbour Tattoo</title><h1>Black & Grey</h1>", []),
        (
            "/nicole",
            "<title>Harbour Tattoo - Tätowiererin Nicole Kemner</title><img src=1.jpg>",
            ["Nicole Kemner"],
        ),
    ],
)
def test_a_page_of_the_menu_is_about_whom_it_calls_an_artist(
    path: str, html: str, expected: list[str]
) -> None:
    home = view_of(page(f"<title>Harbour Tattoo</title>{_MENU}<h1>Harbour Tattoo</h1>", f"{SITE}/"))
    own = view_of(page(f"{_MENU}{html}", f"{SITE}{path}"))
    other = view_of(page(f"{_MENU}<h1>Aftercare</h1>", f"{SITE}/care"))
    found = people_with_own_pages(SiteContext(views=[home, own, other]))
    assert [person.name for person in found] == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/artists/jane-doerr.html", ["Jane Doerr"]),
        ("/team/moss", ["Moss"]),
        ("/artists/book-now", []),
        ("/gallery/jane-doerr.html", []),
    ],
)
def test_a_page_of_pictures_in_a_folder_for_people_is_named_by_its_address(
    path: str, expected: list[str]
) -> None:
    team = view_of(page(f"<h1>Artists</h1><a href='{path}'><img src=1.jpg></a>", f"{SITE}/artists"))
    own = view_of(page("<div><img src=2.jpg><img src=3.jpg></div>", f"{SITE}{path}"))
    found = people_with_own_pages(SiteContext(views=[team, own]))
    assert [person.name for person in found] == expected


def test_the_ending_of_an_address_is_no_part_of_a_name() -> None:
    view = view_of(page("<a href='people/jane-doerr.html'><img src=1.jpg></a>", f"{SITE}/"))
    assert [found.name for found in people_unseen(view)] == ["Jane Doerr"]


def test_numbers_and_buttons_in_a_menu_of_artists_do_not_hide_its_names() -> None:
    html = (
        "<div id=overlay class=menu><div><span>ARTISTS</span><button>×</button></div>"
        "<a href='#'><span>01</span> <span>BANKO</span></a>"
        "<a href='#'><span>02</span> <span>TRINA</span></a></div>"
    )
    assert [found.name for found in people_in_menus(view_of(page(html, SITE)))] == ["Banko", "Trina"]


def test_a_stage_name_in_a_menu_of_artists_is_told_by_its_page() -> None:
    html = (
        "<nav><ul><li><a href='#'>Artists</a><ul><li><a href='/artists/mara'>Mara</a></li>"
        "<li><a href='/artists/jo'>Jo</a></li><li><a href='/artists/rusty-nail-77'>Rusty Nail 77</a></li>"
        "<li><a href='/join'>Work with us today</a></li></ul></li></ul></nav>"
    )
    found = people_in_menus(view_of(page(html, f"{SITE}/")))
    assert [person.name for person in found] == ["Mara", "Jo", "Rusty Nail 77"]


@pytest.mark.parametrize(
    ("alts", "expected"),
    [
        (("Rose by Leo", "Snake by Leo", "Moth by Vera"), {"Leo", "Vera"}),
        (("Rose von Lena", "Schlange von Lena"), {"Lena"}),
        (("Rose by Leo",), set()),
        (("Photo by Anna Bell", "Photo by Leo"), set()),
    ],
)
def test_descriptions_of_works_name_their_makers(alts: tuple[str, ...], expected: set[str]) -> None:
    html = "".join(f"<img src='{at}.jpg' alt='{alt}'>" for at, alt in enumerate(alts))
    assert {found.name for found in people_in_captions(view_of(page(html, SITE)))} == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("안녕하세요, 타투이스트 도윤입니다. 섬세한 선을 새깁니다.", "도윤"),
        ("はじめまして、彫師の彫辰です。大阪で彫っています。", "彫辰"),
        ("مرحباً، أنا سارة، فنانة وشم في عمان.", "سارة"),
        ("سلام، من نگار هستم، تتو آرتیست در تهران.", "نگار"),
    ],
)
def test_a_role_tells_the_name_of_an_introduction_without_capitals(text: str, name: str) -> None:
    found = people_in_sentences(view_of(page(f"<p>{text}</p>")))
    assert [(person.name, person.confidence > 0.5) for person in found] == [(name, True)]


def test_a_block_that_an_aria_label_calls_reviews_has_no_artists() -> None:
    html = (
        "<title>Nika Tellert Tattoo</title><h1>Nika Tellert</h1><p>I am a tattoo artist.</p>"
        "<div aria-label='Recent reviews'><article><p>Nika is fantastic, so clean and so kind.</p>"
        "<span>Kristin N.</span></article><article><p>Line work is amazing, what a studio.</p>"
        "<span>Jamie B.</span></article></div>"
    )
    view = view_of(page(html, f"{SITE}/"))
    reviewed = [line.text for line in view.document.lines if view.zones[line.index] & Zone.REVIEW]
    assert "Kristin N." in reviewed
    assert [artist.name for artist in read_site([page(html, f"{SITE}/")]).artists] == ["Nika Tellert"]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            "<title>Ink Portfolio</title><p>Fine line tattoos. I draw everything by hand for you.</p>"
            "<a href='mailto:anna.kowalska@mail.test'>Mail</a>",
            ["Anna Kowalska"],
        ),
        (
            "<title>Ink Portfolio</title><p>Fine line tattoos. We draw everything by hand for you.</p>"
            "<a href='mailto:anna.kowalska@mail.test'>Mail</a>",
            [],
        ),
        ("<title>Tatuagens da Rita | Lisboa</title><p>Linhas finas.</p>", ["Rita"]),
        ("<title>Tatuajes de Autor | Lima</title><p>Lineas finas.</p>", []),
        (
            "<title>Marlene Tattoo</title><h1>Marlene Tattoo</h1><p>Feine Linien in Jena.</p>"
            "<p>Marlene Krause<br>Ziegelgasse 3<br>07743 Jena</p>",
            ["Marlene Krause"],
        ),
        (
            "<title>Marlene Tattoo</title><h1>Marlene Tattoo</h1><p>Marlene Krause</p><p>Marlene Vogt</p>",
            [],
        ),
    ],
)
def test_mail_title_and_imprint_name_the_artist_of_a_site(html: str, expected: list[str]) -> None:
    assert [found.name for found in artist_named_as_brand(_site(html))] == expected

"""Reviews, mottos, menus, styles and links beside names make no artists and take no pictures."""

import pytest

from inkscout.domain.outcome import VisitOutcome
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.people.finders.short_texts import people_in_short_texts
from inkscout.extraction.site import read_site, view_of
from inkscout.extraction.text.names import read_name
from tests.support.pages import page

SITE = "http://studio.test"
STAR, HALF = "<i class='fa-solid fa-star'></i>", "<span class='icon star'></span>"


@pytest.mark.parametrize("icons", [STAR * 5, f"<ul>{f'<li>{STAR}</li>' * 4}</ul>", HALF * 3])
def test_a_row_of_stars_marks_a_review(icons: str) -> None:
    card = f"<div><h4>Greta</h4>{icons}<p>Très contente de mon tatouage, merci.</p></div>"
    view = view_of(page(f"<main><h1>Tatouages</h1>{card}<p>Un lieu calme.</p></main>"))
    marked = [line.text for line in view.document.lines if view.zones[line.index] & Zone.REVIEW]
    assert marked == ["Greta", "Très contente de mon tatouage, merci."]


@pytest.mark.parametrize("icons", [STAR, STAR * 2, "<span class='start items-start'></span>" * 5, STAR * 9])
def test_other_icons_mark_no_review(icons: str) -> None:
    view = view_of(page(f"<main><div><h4>Greta</h4>{icons}<p>Dotwork and ferns.</p></div></main>"))
    assert not any(zones & Zone.REVIEW for zones in view.zones)


@pytest.mark.parametrize(
    ("title", "is_house"),
    [
        ("Ironwood Tattoo & Supply Co.", True),
        ("Ironwood Tattoo and Art Supply", False),
        ("Tattoo Supplies for professionals", False),
    ],
)
def test_a_house_may_sell_supplies_beside_its_work(title: str, is_house: bool) -> None:
    html = f"<title>{title}</title><main><h1>{title}</h1><p>Tattoo needles and ink.</p></main>"
    assert (read_site([page(html)]).outcome is not VisitOutcome.NOT_A_STUDIO_SITE) is is_house


@pytest.mark.parametrize("name", ["Nora Quill.", "ANNA BELL.", "Людмила Белова."])
def test_a_full_stop_is_no_part_of_a_name(name: str) -> None:
    guess = read_name(name)
    assert guess is not None
    assert not guess.name.endswith(".")
    view = view_of(page(f"<main><ul><li>{name}</li><li>dotwork</li></ul></main>"))
    assert [one.name for one in people_in_short_texts(view)] == [guess.name]


def test_initials_and_abbreviations_keep_their_full_stop() -> None:
    for name in ("Anna B.", "Sam Bell Jr."):
        guess = read_name(name)
        assert guess is not None
        assert guess.name == name


def test_the_signature_below_a_motto_is_not_proposed() -> None:
    motto = "<p>The best way to keep a memory is to draw it.</p><i>– Oscar Bell</i>"
    assert people_in_short_texts(view_of(page(f"<main>{motto}</main>"))) == []
    listed = "<p>– Oscar Bell</p><p>– Nora Quill</p>"
    assert len(people_in_short_texts(view_of(page(f"<main>{listed}</main>")))) == 2


def test_reviews_end_with_their_section() -> None:
    html = (
        "<main><section><h2>What our customers say</h2><p>Lovely line work.</p>"
        "<p>Anna B.</p><p>5 of 5</p></section>"
        "<section><p>Call us</p><p>+49 30 2233445</p></section></main>"
    )
    view = view_of(page(html))
    marked = [line.text for line in view.document.lines if view.zones[line.index] & Zone.REVIEW]
    assert marked == ["What our customers say", "Lovely line work.", "Anna B.", "5 of 5"]


def test_a_review_heading_in_a_section_of_its_own_marks_what_follows() -> None:
    html = "<main><section><h2>Reviews</h2></section><section><p>Lovely line work.</p></section></main>"
    view = view_of(page(html))
    assert all(view.zones[line.index] & Zone.REVIEW for line in view.document.lines)


def test_the_last_entry_of_a_menu_does_not_own_the_page_below() -> None:
    menu = "".join(f"<li><a href='/{name}'>{name} Quill</a></li>" for name in ("Anna", "Nora", "Oscar"))
    html = f"<nav><ul>{menu}</ul></nav><main><img src='/works/1.jpg'><p>Tattoo by appointment.</p></main>"
    people = people_in_short_texts(view_of(page(html)))
    assert {one.name for one in people} == {"Anna Quill", "Nora Quill", "Oscar Quill"}
    assert not any(one.portfolio for one in people)


@pytest.mark.parametrize("label", ["Meet Anna", "Book with Nora", "Rencontrez Anna", "Möt Nora"])
def test_a_link_that_leads_to_somebody_does_not_take_the_next_picture(label: str) -> None:
    cards = "".join(
        f"<section><img src='/{at}.jpg'><div><h2>{name} Quill</h2><p>Dotwork and ferns.</p>"
        f"<a href='#contact'>{label.rsplit(' ', 1)[0]} {name}</a></div></section>"
        for at, name in enumerate(("Anna", "Nora", "Oscar"))
    )
    people = people_in_short_texts(view_of(page(f"<main><h1>Artists</h1>{cards}</main>")))
    shown = {one.name: [image.url for image in one.portfolio] for one in people}
    assert shown == {
        "Anna Quill": [f"{SITE}/0.jpg"],
        "Nora Quill": [f"{SITE}/1.jpg"],
        "Oscar Quill": [f"{SITE}/2.jpg"],
    }


@pytest.mark.parametrize(
    ("title", "beside"),
    [("Tribale", "li"), ("Pracownia tatuażu", "h3"), ("传统", "li"), ("Blackworkowe", "li")],
)
def test_a_style_or_a_workshop_that_is_listed_with_names_is_nobody(title: str, beside: str) -> None:
    names = ("Anna Bell", "Nora Quill", title, "Oscar Reed")
    listed = "".join(f"<{beside}>{name}</{beside}>" for name in names)
    people = people_in_short_texts(view_of(page(f"<main><h2>Artists</h2><div>{listed}</div></main>")))
    assert title not in {one.name for one in people}


def test_a_site_about_famous_tattooers_is_no_studio() -> None:
    html = (
        "<title>Mondo Ago</title><main><h1>Mondo Ago</h1>"
        "<p>Una selezione di tatuatori famosi e dei loro stili.</p>"
        "<h2>Tatuatori</h2><h3>Anna Bianchi</h3><h3>Paolo Neri</h3></main>"
    )
    assert read_site([page(html)]).outcome is VisitOutcome.NOT_A_STUDIO_SITE
    ours = html.replace(
        "e dei loro stili", "nel nostro studio: prenota in salone, walk-in e orario in studio"
    )
    assert read_site([page(ours)]).outcome is not VisitOutcome.NOT_A_STUDIO_SITE


def test_an_artist_whose_handle_the_menu_links_stays_one() -> None:
    menu = "<nav><a href='https://instagram.com/docserg'>Instagram</a></nav>"
    cards = "".join(
        f"<div class='card'><h3>{name}</h3><p>tattoo artist</p>{link}</div>"
        for name, link in (
            ("Doc Serg", "<a href='https://instagram.com/docserg'>@docserg</a>"),
            ("Anna Bell", "<a href='https://instagram.com/anna.bell'>@anna.bell</a>"),
        )
    )
    reading = read_site(
        [page(f"<body>{menu}<main><h2>Our artists</h2>{cards}<p>Tattoo studio</p></main></body>")]
    )
    assert {artist.name for artist in reading.artists} == {"Doc Serg", "Anna Bell"}

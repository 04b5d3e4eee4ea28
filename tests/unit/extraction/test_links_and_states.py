"""Tests the choice of the next page, and the detection of pages that are no website."""

import pytest

from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.page import FetchStatus
from inkscout.extraction.crawl.frontier import Frontier, is_persons_slug, is_trap, score_address, score_text
from inkscout.extraction.site import view_of
from inkscout.extraction.studio.not_a_site import (
    OUTCOME_OF_STATUS,
    outcome_without_page,
    parked_reason,
    social_only_reason,
)
from tests.support.pages import failed, page

START = "http://studio.test/"


@pytest.mark.parametrize(
    "text",
    ["Artists", "Our team", "Künstler", "Les tatoueurs", "Equipo", "Artisti", "Tatuadores", "Artyści",
    "Мастера", "アーティスト", "Tatuerare", "האמנים",
    "Flúrarar", "彫師紹介", "작가 소개", "Đội ngũ", "Ustalarımız",
    "Наши мастера", "Tetovaželja tim", "Tattookünstler:innen Team", "Tatuoijamme", "Unser Team"],
)  # fmt: skip
def test_links_to_people_come_first_in_every_language(text: str) -> None:
    assert score_text(text) > score_text("Gallery")
    assert score_text(text) > score_text("Blog")


def test_the_most_promising_page_is_taken_first_and_each_page_once() -> None:
    html = (
        '<a href="/blog">Blog</a><a href="/gallery">Gallery</a><a href="/artists">Artists</a>'
        '<a href="/artists/#top">Artists</a><a href="/contact">Contact</a>'
        '<a href="https://other.test/artists">Artists</a>'
    )
    frontier = Frontier(start=START)
    frontier.mark(START)
    frontier.add_view(view_of(page(html)))
    taken = []
    while (chosen := frontier.take()) is not None:
        taken.append(chosen[0])
    assert taken[0] == "http://studio.test/artists"
    assert taken[1] == "http://studio.test/contact"
    assert len(taken) == len(set(taken))
    assert not any("other.test" in url or "blog" in url for url in taken)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("meettheteam", True),
        ("ourartists2", True),
        ("tattooteam", True),
        ("steam", False),
        ("thesteam", False),
    ],
)
def test_compounds_of_words_for_people_lead_to_them(path: str, expected: bool) -> None:
    assert (score_address(START + path, START) > 5) is expected


def test_pages_that_differ_by_query_are_told_apart() -> None:
    html = '<a href="?id=1">Accueil</a><a href="?id=2">La bande</a><a href="?id=3">Plan</a>'
    frontier = Frontier(start=START)
    frontier.mark(START)
    frontier.add_view(view_of(page(html)))
    taken = {chosen[0] for _ in range(3) if (chosen := frontier.take()) is not None}
    assert taken == {f"{START}?id={number}" for number in (1, 2, 3)}


def test_queries_of_few_links_are_no_pages() -> None:
    html = "".join(f'<a href="/{path}">{path}</a>' for path in ("a", "b", "c", "?view=2", "?view=3"))
    frontier = Frontier(start=START)
    frontier.mark(START)
    frontier.add_view(view_of(page(html)))
    taken = []
    while (chosen := frontier.take()) is not None:
        taken.append(chosen[0])
    assert sorted(taken) == [f"{START}{path}" for path in "abc"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [("anna-bell", True), ("stijn", True), ("contact", False), ("anna-contact", False), ("a1-b2", False)],
)
def test_pages_called_like_people_come_before_others(path: str, expected: bool) -> None:
    assert (score_address(START + path, START) > score_address(START + "zzzz", START)) is (
        expected or path == "contact" or path == "anna-contact"
    )
    assert is_persons_slug(path) is expected


def test_pages_of_unknown_words_are_taken_only_while_nobody_is_named() -> None:
    frontier = Frontier(start=START)
    frontier.add_listed([START + "zzzz"])
    assert frontier.take() is None
    frontier = Frontier(start=START)
    frontier.add_listed([START + "zzzz"])
    assert frontier.take(lacking=True) == (START + "zzzz", pytest.approx(0.1))


@pytest.mark.parametrize(
    "url",
    [
        "http://studio.test/calendar/2026/11/02/",
        "http://studio.test/events?tribe-bar-date=2026-11",
        "http://studio.test/a/a/a/b",
        "http://studio.test/x/y/x/y/x/y/x/y/x",
        "http://studio.test/?s=1&t=2&u=3",
        "http://studio.test/?PHPSESSID=abc",
        "http://studio.test/page/17",
        "http://studio.test/artists?page=3",
        "http://studio.test/photo.JPG",
        "http://studio.test/menu.pdf",
        "http://studio.test/" + "a" * 400,
        "http://[::1",
    ],
)
def test_traps_and_files_are_never_followed(url: str) -> None:
    assert is_trap(url)
    frontier = Frontier(start=START)
    frontier.add(url, 10.0)
    assert frontier.take() is None


def test_a_frame_with_the_team_is_followed() -> None:
    frontier = Frontier(start=START)
    frontier.add_view(view_of(page('<h2>The Artists</h2><iframe src="/frames/x.html"></iframe>')))
    assert frontier.take() == ("http://studio.test/frames/x.html", pytest.approx(4.7, abs=0.6))


def test_the_same_site_in_another_language_comes_last() -> None:
    assert score_address("http://studio.test/pl/artists", START) < score_address(
        "http://studio.test/artists", START
    )
    assert score_address("http://studio.test/de/team", "http://studio.test/de/") > 3


def test_a_sitemap_offers_pages() -> None:
    frontier = Frontier(start=START)
    frontier.add_listed(["http://studio.test/team", "http://studio.test/impressum", "http://other.test/team"])
    assert frontier.best() == pytest.approx(5.1)
    assert frontier.take() == ("http://studio.test/team", pytest.approx(5.1))
    assert frontier.take() is None


def test_script_routes_are_pages_only_where_scripts_run() -> None:
    plain, routed = Frontier(start=START), Frontier(start=START, routes=True)
    for frontier in (plain, routed):
        frontier.mark(START)
        frontier.add("http://studio.test/#/artists", 6.0)
    assert plain.take() is None
    assert routed.take() == ("http://studio.test/#/artists", 6.0)


def test_every_way_a_request_ends_has_an_outcome() -> None:
    assert set(OUTCOME_OF_STATUS) == set(FetchStatus) - {FetchStatus.OK}
    for status in OUTCOME_OF_STATUS:
        outcome, reason = outcome_without_page(failed(START, status, detail="why"))
        assert outcome not in (VisitOutcome.ARTISTS_FOUND, VisitOutcome.NO_ARTISTS_NAMED)
        assert "why" in reason


@pytest.mark.parametrize(
    "html",
    [
        "<title>studio.test</title><h1>This domain is for sale</h1>",
        "<h1>Diese Domain steht zum Verkauf</h1>",
        "<title>Welcome to nginx!</title><h1>Welcome to nginx!</h1>",
        "<p>Ce nom de domaine est à vendre</p>",
        "<title>Site</title><h1>Looks Like This Domain Isn't Connected To A Website Yet!</h1>",
        "<h1>Hier entsteht eine neue Internetpräsenz</h1>",
        "<p>Sorry, this shop is currently unavailable.</p>",
    ],
)
def test_a_parked_domain_is_recognised(html: str) -> None:
    assert parked_reason(view_of(page(html)))


def test_a_studio_that_mentions_a_sale_is_not_parked() -> None:
    html = "<h1>Wren Tattoo</h1><p>Gift cards on sale. " + "Custom tattoos by appointment. " * 100 + "</p>"
    assert parked_reason(view_of(page(html))) == ""


def test_a_presence_on_social_media_alone_is_recognised() -> None:
    assert social_only_reason("https://www.instagram.com/wren.tattoo", None)
    assert social_only_reason("https://linktr.ee/wren", None)
    links = '<p>Find us here</p><a href="https://instagram.com/inkroom">Instagram</a><a href="https://facebook.com/inkroom">Facebook</a>'
    assert social_only_reason(START, view_of(page(links)))
    assert social_only_reason(START, view_of(page(links + '<a href="/artists">Artists</a>'))) == ""


def test_a_card_of_links_under_the_brand_is_social_media_only_and_a_person_s_is_not() -> None:
    card = (
        '<title>{0}</title><h1>{0}</h1><a href="https://instagram.com/{1}">Instagram</a>'
        '<a href="https://tiktok.com/@{1}">TikTok</a>'
    )
    assert social_only_reason(START, view_of(page(card.format("Ghost Moth Tattoo", "ghostmothtattoo"))))
    assert social_only_reason(START, view_of(page(card.format("Anna Bell", "anna.bell")))) == ""
    scripted = card.format("Ghost Moth Tattoo", "ghostmothtattoo") + '<script src="/app.js"></script>'
    assert social_only_reason(START, view_of(page(scripted))) == ""


@pytest.mark.parametrize(
    "program",
    [
        "let contact = get('c'); contact.addEventListener('click', () => { location.href = \"p7.php\"; })",
        "document.getElementById('kontakt').onclick = function () { window.location = 'p7.php' }",
        "$('#contatti').click(function(){ window.location.href='p7.php'; });",
        "$(\".contactBtn\").on('click', () => window.open('p7.php'))",
        "document.querySelector('#nav-contacto').addEventListener(\"click\", e => location.assign('p7.php'))",
    ],
)
def test_a_page_that_a_click_opens_is_named_by_what_is_clicked(program: str) -> None:
    frontier = Frontier(start=START)
    frontier.mark(START)
    frontier.add_view(view_of(page(f"<div>Menu</div><script>{program}</script>")))
    assert frontier.take() == ("http://studio.test/p7.php", pytest.approx(2.6, abs=0.1))


@pytest.mark.parametrize(
    "program",
    [
        "slider.addEventListener('click', () => { location.href = \"p7.php\"; })",
        "contact.addEventListener('click', open); later(function () { go(); }); const page = 'p7.php';",
    ],
)
def test_a_page_that_a_click_on_something_else_opens_promises_nothing(program: str) -> None:
    frontier = Frontier(start=START)
    frontier.mark(START)
    frontier.add_view(view_of(page(f"<div>Menu</div><script>{program}</script>")))
    assert frontier.take() is None

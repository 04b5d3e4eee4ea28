"""Tests reading public profiles: Instagram's page, a portfolio platform's, an artist's own.

And walls that hide them.
"""

import json

import pytest

from inkscout.domain.page import FetchStatus
from inkscout.extraction.profiles.instagram import is_login_wall, read_count
from inkscout.extraction.profiles.profile import read_profile
from tests.support.pages import failed, page

INSTAGRAM = "https://www.instagram.com/jane.doe/"


def _instagram(document: object) -> str:
    return (
        '<html><head><meta property="og:title" content="Jane Doe (@jane.doe) • Instagram photos and videos">'
        '<meta property="og:description" content="12.3K Followers, 310 Following, 95 Posts"></head><body>'
        f"<script>window._sharedData = {json.dumps(document)};</script></body></html>"
    )


USER = {
    "full_name": "Jane Doe | fine line",
    "username": "jane.doe",
    "biography": "Fine line & botanical tattoos 🌿\nBooks open for March\nFrom £80 — jane@doe.example",
    "external_url": "https://jane.example/book",
    "edge_followed_by": {"count": 12345},
    "media": [
        {
            "edge_media_to_caption": {
                "edges": [{"node": {"text": "Peony #finelinetattoo #botanicaltattoo"}}]
            },
            "display_url": "https://cdn.test/1.jpg?oh=abc&oe=1",
            "accessibility_caption": "Photo of a peony",
        },
        {
            "edge_media_to_caption": {"edges": [{"node": {"text": "Fern #finelinetattoo"}}]},
            "display_url": "https://cdn.test/2.jpg",
        },
    ],
}


def test_an_instagram_page_gives_bio_captions_and_pictures() -> None:
    reading = read_profile([page(_instagram(USER), INSTAGRAM)])
    assert (reading.name, reading.instagram, reading.followers) == ("Jane Doe", "jane.doe", 12345)
    assert reading.email == "jane@doe.example"
    assert reading.booking_url == "https://jane.example/book"
    assert set(reading.styles) >= {"fine-line", "floral"}
    assert reading.hashtags == ("finelinetattoo", "botanicaltattoo")
    assert [image.url.split("?")[0] for image in reading.portfolio] == [
        "https://cdn.test/1.jpg",
        "https://cdn.test/2.jpg",
    ]
    assert "Books open" in reading.availability
    assert "£80" in reading.prices
    assert reading.evidence[0].url == INSTAGRAM


def test_the_same_picture_is_the_same_whatever_its_signature() -> None:
    again = json.loads(json.dumps(USER))
    again["media"][0]["display_url"] = "https://cdn.test/1.jpg?oh=other&oe=2"
    first = read_profile([page(_instagram(USER), INSTAGRAM)]).portfolio[0]
    second = read_profile([page(_instagram(again), INSTAGRAM)]).portfolio[0]
    assert first.hash == second.hash
    assert len(first.hash) == 64


def test_the_head_of_an_instagram_page_is_enough_for_a_name_and_a_count() -> None:
    reading = read_profile([page(_instagram({}), INSTAGRAM)])
    assert (reading.name, reading.instagram, reading.followers) == ("Jane Doe", "jane.doe", 12300)


@pytest.mark.parametrize(
    ("html", "final_url"),
    [
        ("<title>Login • Instagram</title>", "https://www.instagram.com/accounts/login/?next=/jane.doe/"),
        ('<title>Instagram</title><div id="loginForm"></div>', INSTAGRAM),
        ("<title>Instagram</title><body></body>", INSTAGRAM),
    ],
)
def test_a_wall_is_recognised_and_read_as_nothing(html: str, final_url: str) -> None:
    wall = page(html, INSTAGRAM, final_url=final_url)
    assert is_login_wall(wall)
    assert read_profile([wall]).name == ""


def test_a_profile_and_a_page_with_a_login_link_are_no_walls() -> None:
    assert not is_login_wall(page(_instagram(USER), INSTAGRAM))
    assert not is_login_wall(page('<a href="/login">Log in</a><h1>Jane</h1>', "https://folio.test/jane"))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("1,234 Followers, 10 Following", 1234),
        ("12.3K Followers", 12300),
        ("1,2 Mio. Follower", 1_200_000),
        ("3 456 abonnés", 3456),
        ("2,5 тыс. подписчиков", 2500),
        ("No numbers here", None),
        ("", None),
    ],
)
def test_counts_of_followers_are_read_as_printed(text: str, count: int | None) -> None:
    assert read_count(text) == count


def test_an_artist_s_own_page_gives_text_styles_and_portfolio() -> None:
    html = """<html><head><title>Mira Stone – tattoos</title></head><body>
    <nav><img src="/logo.png"><a href="/">Home</a></nav>
    <h1>Mira Stone</h1><p>Mira makes dotwork and ornamental tattoos in Ghent and likes to draw at night
    with loud music.</p>
    <p>Styles: dotwork, ornamental, mandala</p><p>Minimum €120</p><p>Waiting list: closed until May</p>
    <a href="/book">Book now</a><a href="https://instagram.com/mira.stone.ttt">Instagram</a>
    <img src="/w/1.jpg" alt="Mandala on a shoulder" width="800" height="1000"><img src="/w/1.jpg"><img
    src="/w/2.jpg" alt="Dots">
    <footer><img src="/footer.jpg"></footer></body></html>"""
    reading = read_profile([page(html, "http://mira.test/")])
    assert (reading.name, reading.instagram) == ("Mira Stone", "mira.stone.ttt")
    assert set(reading.styles) >= {"dotwork", "ornamental", "mandala"}
    assert reading.booking_url == "http://mira.test/book"
    assert [image.url for image in reading.portfolio] == [
        "http://mira.test/w/1.jpg",
        "http://mira.test/w/2.jpg",
    ]
    assert (reading.portfolio[0].alt, reading.portfolio[0].width) == ("Mandala on a shoulder", 800)
    assert "€120" in reading.prices


def test_several_pages_of_one_profile_are_one_reading() -> None:
    first = page("<h1>Mira Stone</h1><p>Tattoos.</p>", "http://mira.test/")
    second = page(
        '<h1>Work</h1><img src="/w/3.jpg" alt="x"><p>mira@stone.example</p>', "http://mira.test/work"
    )
    reading = read_profile([first, second])
    assert reading.name == "Mira Stone"
    assert reading.email == "mira@stone.example"
    assert len(reading.portfolio) == 1
    assert len(reading.evidence) == 2


def test_pages_that_could_not_be_read_say_nothing() -> None:
    assert read_profile([failed(INSTAGRAM, FetchStatus.BLOCKED)]).name == ""
    assert read_profile([]).evidence == ()


def test_pictures_with_spaces_in_their_addresses_are_kept() -> None:
    html = (
        "<h1>Ben Holt</h1><p>Tattoo artist, blackwork.</p>"
        '<img src="img/Ben Holt/01.jpg" width=800 height=800 alt="sleeve tattoo">'
    )
    (image,) = read_profile([page(html)]).portfolio
    assert image.url == "http://studio.test/img/Ben%20Holt/01.jpg"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Written instructions are also available on our aftercare page", ""),
        ("Prints are available in many colours", ""),
        ("Anna is available from 12 March", "Anna is available from 12 March"),
        ("Available in the spring for large work", "Available in the spring for large work"),
    ],
)
def test_availability_tells_a_time(text: str, expected: str) -> None:
    assert (
        read_profile([page(f"<h1>Anna</h1><p>{text}.</p>", "http://studio.test/anna")]).availability
        == expected
    )

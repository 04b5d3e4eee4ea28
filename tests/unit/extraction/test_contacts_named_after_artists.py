"""Mailboxes and booking pages that are called after an artist are the artist's, whatever shows them."""

import pytest

from inkscout.domain.reading import FoundArtist, StudioFacts
from inkscout.extraction import read_site
from inkscout.extraction.model import SiteContext
from inkscout.extraction.people.named_contacts import with_contacts_named_after_them
from inkscout.extraction.people.own_contacts import with_own_contacts
from inkscout.extraction.site import view_of
from inkscout.extraction.text.brand import brand_of
from inkscout.extraction.text.mails import is_sample
from tests.support.pages import page

SITE = "http://studio.test"
ADA, TOM = FoundArtist(name="Ada Quillart"), FoundArtist(name="Tom Birch")
NO_FACTS = StudioFacts()


def _given(html: str, *artists: FoundArtist, facts: StudioFacts = NO_FACTS) -> list[tuple[str, str]]:
    views = [view_of(page(f"<html><body>{html}</body></html>", f"{SITE}/"))]
    return [(one.email, one.booking_url) for one in with_contacts_named_after_them(views, artists, facts)]


@pytest.mark.parametrize(
    ("artist", "mail"),
    [
        (ADA, "ada@nine.example.com"),
        (ADA, "adaquillarttattoo@gmail.com"),
        (ADA, "quillart.ink@gmail.com"),
        (FoundArtist(name="Zoë Maïer"), "zoe-maier@gmail.com"),
        (FoundArtist(name="Анна Ковалёва"), "anna@nine.example.com"),
        (FoundArtist(name="Nine", aliases=("Ada Quillart",)), "ada@nine.example.com"),
    ],
)
def test_a_mailbox_called_after_an_artist_is_theirs(artist: FoundArtist, mail: str) -> None:
    html = f"<p>Write to us</p><a href='mailto:{mail}'>mail</a>"
    mails = [email for email, _ in _given(html, artist, TOM)]
    assert mails == [mail, ""]


@pytest.mark.parametrize("mail", ["info@nine.test", "adam@nine.test", "ada@email.com", "canada@nine.test"])
def test_other_mailboxes_are_nobodys(mail: str) -> None:
    assert _given(f"<a href='mailto:{mail}'>mail</a>", ADA, TOM) == [("", ""), ("", "")]


def test_a_mailbox_that_two_could_have_is_nobodys() -> None:
    html = "<a href='mailto:ada.tom@nine.test'>mail</a><a href='mailto:ada@nine.test'>mail</a>"
    assert _given(html, ADA, TOM)[1] == ("", "")
    assert _given(html, ADA, FoundArtist(name="Ada Stone")) == [("", ""), ("", "")]


def test_a_makers_mailbox_is_not_a_namesakes() -> None:
    html = "<p>Tattoos</p><footer><p>Website by <a href='mailto:tom@pixels.test'>Tom</a></p></footer>"
    assert _given(html, ADA, TOM) == [("", ""), ("", "")]


@pytest.mark.parametrize("text", ["Book with Ada", "Book Ada", "Reservar con Ada", "Termin bei Ada buchen"])
def test_a_link_that_books_an_artist_by_name_is_theirs(text: str) -> None:
    html = f"<header><a href='https://slots.example/ada'>{text}</a></header><p>Tattoos</p>"
    assert _given(html, ADA, TOM) == [("", "https://slots.example/ada"), ("", "")]


@pytest.mark.parametrize(
    "html",
    [
        "<a href='/dates'>Book with Ada</a><a href='/dates'>Book with Tom</a>",
        "<a href='#form'>Book with Ada</a>",
        "<a href='/dates'>Book with Ada or Tom</a>",
        "<a href='https://instagram.com/ada'>Book with Ada</a>",
        "<a href='/ada'>See what Ada draws</a>",
    ],
)
def test_a_way_that_is_not_one_artists_alone_is_nobodys(html: str) -> None:
    assert _given(html, ADA, TOM) == [("", ""), ("", "")]


def test_a_booking_page_is_no_website_too() -> None:
    booking = "https://adaquillart.test/booking"
    artist = FoundArtist(name="Ada Quillart", booking_url=booking, website=f"{booking}/")
    site = SiteContext(
        views=[view_of(page("<p>Hello</p>", SITE))], studio_name="Nine", brand=brand_of("Nine")
    )
    (own,) = with_own_contacts(site, [artist])
    assert (own.website, own.booking_url) == ("", booking)


def test_a_card_whose_link_is_a_bare_address_has_a_mail_and_no_booking_page() -> None:
    card = "<div><h3>{0}</h3><p>Tattoo artist</p><a href='{1}'>Book now</a></div>"
    cards = card.format("Ada Quillart", "Quill@quillart.org") + card.format("Tom Birch", "https://b.test/t")
    html = f"<title>Nine Tattoo</title><h2>Our artists</h2>{cards}"
    html += "<footer><a href='mailto:hello@ninetattoo.org'>Mail</a></footer>"
    found = {artist.name: artist for artist in read_site([page(html, f"{SITE}/")]).artists}
    ada = found["Ada Quillart"]
    assert (ada.email, ada.booking_url) == ("quill@quillart.org", "")


def test_a_templates_mailbox_is_a_sample_whatever_its_name() -> None:
    assert is_sample("email@domain.com")
    assert not is_sample("email@blackrose.com")


def test_a_mailbox_that_only_an_artists_own_page_has_is_the_artists() -> None:
    menu = "<nav><a href='/artists'>Artists</a></nav>"
    team = f"{menu}<h1>Our artists</h1>" + "".join(
        f"<div><a href='/artists/{path}'>{name}</a></div>"
        for path, name in (("ada-quillart", "Ada Quillart"), ("tom-birch", "Tom Birch"))
    )
    own = (
        "<title>{0} | Nine Tattoo</title>" + menu + "<h1>{0}</h1><p>Tattoo artist</p>"
        "<p>Draws owls and old maps by hand, and tattoos them in a small room above the mill.</p><p>{1}</p>"
    )
    pages = {
        "": f"<title>Nine Tattoo</title>{menu}<h1>Nine Tattoo</h1><p>A tattoo studio in Leith.</p>",
        "artists": team,
        "artists/ada-quillart": own.format("Ada Quillart", "To book, write to knowpaper@gmail.com"),
        "artists/tom-birch": own.format("Tom Birch", "Walk in on Mondays"),
    }
    reading = read_site([page(html, f"{SITE}/{path}") for path, html in pages.items()])
    mails = {artist.name: artist.email for artist in reading.artists}
    assert mails == {"Ada Quillart": "knowpaper@gmail.com", "Tom Birch": ""}


def test_the_only_resident_beside_guests_has_the_contacts_of_the_studio() -> None:
    about = (
        "I am a tattoo artist in Leith. I draw all of my work myself, and my clients come to me for ferns. "
        "My room is above the mill."
    )
    guests = "".join(
        f"<div><h4>{name}</h4><p>Guest artist</p></div>" for name in ("Tom Birch", "Mila Frost", "Ben Ray")
    )
    html = (
        f"<title>Nine Tattoo</title><p>About me</p><h2>Ada Cole</h2><p>I'm Ada, a tattoo artist. {about}</p>"
        f"<h2>Guest artists</h2>{guests}"
        "<a href='https://www.instagram.com/ninetattoo.leith/'>More</a>"
        "<a href='mailto:hello@ninetattoo.org'>Mail</a>"
    )
    found = {artist.name: artist for artist in read_site([page(html, f"{SITE}/")]).artists}
    assert (found["Ada Cole"].instagram, found["Ada Cole"].email) == (
        "ninetattoo.leith",
        "hello@ninetattoo.org",
    )
    assert not any(found[name].email for name in ("Tom Birch", "Mila Frost", "Ben Ray"))

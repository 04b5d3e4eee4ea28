"""Artists who are the studio have its contacts; pictures tell piercers, and biographies tell styles."""

from dataclasses import replace

import pytest

from inkscout.domain.reading import FoundArtist, Image, StudioFacts
from inkscout.extraction import read_site
from inkscout.extraction.model import SiteContext
from inkscout.extraction.page.images import image_hash
from inkscout.extraction.people.own_contacts import is_local, with_own_contacts
from inkscout.extraction.people.own_roles import with_own_roles
from inkscout.extraction.people.own_studio import (
    with_contacts_of_own_studio,
    with_profiles_named_after_them,
)
from inkscout.extraction.people.own_styles import with_own_styles
from inkscout.extraction.site import view_of
from inkscout.extraction.text.brand import brand_of
from inkscout.extraction.text.mails import recipients
from inkscout.extraction.text.names import is_role_text, names_other_trade, role_in
from inkscout.extraction.text.titles import misspells_role
from tests.support.pages import page

SITE = "http://studio.test"
ALONE = "I am a tattoo artist in the north. I draw all of my work, and my clients come to me for it."


def _site(html: str, name: str) -> SiteContext:
    return SiteContext(views=[view_of(page(html, SITE))], studio_name=name, brand=brand_of(name))


def _image(path: str) -> Image:
    return Image(url=f"{SITE}/{path}", hash=image_hash(f"{SITE}/{path}"))


@pytest.mark.parametrize(
    ("studio", "html", "is_own"),
    [
        ("Anya Cole Tattoo", "<p>Flowers and birds on skin</p>", True),
        (
            "Studio Nine",
            f"<p>{ALONE}</p>",
            True,
        ),
        ("Studio Nine", "<p>We draw flowers and birds on skin, in our old mill by our river.</p>", False),
    ],
)
def test_the_contacts_of_a_studio_are_the_artists_who_is_the_studio(
    studio: str, html: str, is_own: bool
) -> None:
    socials = ("https://www.facebook.com/anya", "https://www.facebook.com/anya/reviews")
    facts = StudioFacts(
        name=studio, email="anya.ink@nine.example", socials=(*socials, "https://www.linkedin.com/in/maker")
    )
    artist = with_contacts_of_own_studio(_site(html, studio), FoundArtist(name="Anya Cole"), facts)
    assert artist.email == ("anya.ink@nine.example" if is_own else "")
    assert artist.socials == (socials[:1] if is_own else ())


def test_contacts_of_others_do_not_replace_an_artists_own() -> None:
    facts = StudioFacts(
        name="Anya Tattoo", email="matthew@nine.test", socials=("https://www.facebook.com/nine",)
    )
    own = FoundArtist(name="Anya", socials=("https://www.tiktok.com/@anya",))
    assert with_contacts_of_own_studio(_site("<p>Hello</p>", "Studio Nine"), own, facts) == own


def test_a_studio_of_ones_own_has_one_mailbox_for_both() -> None:
    artist, site = FoundArtist(name="Anya Cole"), _site("<p>Hello</p>", "Anya Tattoo")
    mails = ("hello@anya.test", "maria@nine.test", "hello@example.com")
    given = [with_contacts_of_own_studio(site, artist, StudioFacts(email=mail)).email for mail in mails]
    assert given == ["hello@anya.test", "", ""]


def test_a_title_that_names_no_studio_hides_no_studio_named_after_its_artist() -> None:
    facts = StudioFacts(name="Home Page", email="anyatattoo@gmail.com")
    site = _site("<p>Hello</p>", "Anya Tattoo")
    assert with_contacts_of_own_studio(site, FoundArtist(name="Anya"), facts).email == facts.email


@pytest.mark.parametrize(
    ("links", "way"),
    [
        ("<a href='#form'>Book now</a> <a href='https://wa.me/34600'>Chat</a>", "https://wa.me/34600"),
        ("<a href='https://wa.me/34600'>Chat</a> <a href='/dates'>Book now</a>", f"{SITE}/dates"),
        ("<a href='/dates'>Dates</a> <a href='#form'>Book now</a>", f"{SITE}#form"),
        ("<a href='#'>Book now</a> <a href='https://instagram.com/anya'>Book by a message</a>", ""),
    ],
)
def test_the_only_artist_is_booked_where_the_website_says(links: str, way: str) -> None:
    site = _site(f"<p>{links}</p>", "Studio Nine")
    artist = with_contacts_of_own_studio(site, FoundArtist(name="Anya Cole"), StudioFacts())
    assert artist.booking_url == way
    house = _site(f"<p>We love our work; we and our guests: come to us.</p><p>{links}</p>", "Studio Nine")
    assert not with_contacts_of_own_studio(house, artist, StudioFacts(email="a@b.test")).email


def test_a_profile_of_the_studio_named_after_one_artist_is_that_artists() -> None:
    facts = StudioFacts(socials=("https://www.facebook.com/ben.ray.54", "https://vk.com/studio_nine"))
    ben, ada = FoundArtist(name="Ben Ray"), FoundArtist(name="Ada Cole")
    assert [one.socials for one in with_profiles_named_after_them([ben, ada], facts)] == [
        ("https://www.facebook.com/ben.ray.54",),
        (),
    ]


@pytest.mark.parametrize("path", ["img/photo.jpg", "faq#pain", "legal", "privacy-policy.html"])
def test_pages_about_nobody_are_no_artists_pages(path: str) -> None:
    artist = FoundArtist(name="Anya Cole", page_url=f"{SITE}/{path}")
    site = _site("<p>Hello</p>", "Studio Nine")
    assert not with_own_contacts(site, [artist])[0].page_url
    social = replace(artist, page_url="https://www.instagram.com/anya.cole")
    assert not with_own_contacts(site, [social])[0].page_url
    own = replace(artist, page_url=f"{SITE}/anya.html")
    assert with_own_contacts(site, [own]) == [own]


@pytest.mark.parametrize(
    ("name", "files", "role"),
    [
        ("Mona", ("img/piercings_by_mona.png",), "piercer"),
        ("Mona", ("img/mona-piercing.jpg", "img/door.jpg"), "piercer"),
        ("Mona", ("img/mona-piercing.jpg", "img/mona-tattoo.jpg"), "artist"),
        ("Mona", ("img/piercing.jpg",), "artist"),
        ("Mona", ("img/mona.jpg",), "artist"),
    ],
)
def test_a_picture_named_after_somebody_and_piercing_tells_the_role(
    name: str, files: tuple[str, ...], role: str
) -> None:
    artist = FoundArtist(name=name, role="artist", portfolio=tuple(map(_image, files)))
    assert with_own_roles([artist])[0].role == role
    tattooist = replace(artist, styles=("floral",))
    assert with_own_roles([tattooist, replace(artist, role="owner")]) == [
        tattooist,
        replace(artist, role="owner"),
    ]


@pytest.mark.parametrize(
    ("bio", "styles"),
    [
        ("Nora's work is realism in black&gray, and never tribal.", ("realism", "black-and-grey")),
        ("Nora has a traditional upbringing, and her favourite colour is black.", ()),
    ],
)
def test_colleagues_without_styles_have_those_of_their_biography(bio: str, styles: tuple[str, ...]) -> None:
    artist, colleague = FoundArtist(name="Nora", bio=bio), FoundArtist(name="Tom", styles=("floral",))
    assert with_own_styles([artist, colleague])[0].styles == styles
    assert with_own_styles([artist]) == [artist]
    stated = replace(artist, styles=("floral",))
    assert with_own_styles([stated, colleague]) == [stated, colleague]


def _team(html: str, **pages: str) -> dict[str, FoundArtist]:
    """Returns the artists of a website by name, as they are read with all rules."""
    given = {"": f"<title>Studio Nine Tattoo</title>{html}", **pages}
    read = read_site(
        [page(text, f"{SITE}/{path}") for path, text in given.items()], studio_name="Studio Nine"
    )
    return {artist.name: artist for artist in read.artists}


def test_former_apprentices_are_artists() -> None:
    cards = (
        "<h2>Our Artists</h2><div><h3>Milo Thorn</h3><p>American traditional. Old-school apprentice turned "
        "legend, known for bold eagles and daggers.</p></div><div><h3>Nora Field</h3><p>Our apprentice draws "
        "ferns and moths in thin lines, and she learns fast.</p></div>"
    )
    team = _team(cards)
    assert [team["Milo Thorn"].role, team["Nora Field"].role] == ["artist", "apprentice"]


def test_an_owner_who_tattoos_is_the_owner() -> None:
    text = "<p>Nora Field is a self-taught tattoo artist and owner of Studio Nine, and draws ferns.</p>"
    assert _team(text)["Nora Field"].role == "owner"


def test_a_guest_is_one_who_is_called_so_beside_the_role() -> None:
    cards = (
        "<div><h3>Nora Field</h3><h4>Tattoo artist</h4><p>Ferns</p></div>"
        "<div><h3>Tom Reed</h3><h4>Tattoo artist</h4><p>Guest Resident</p></div>"
    )
    assert {name: one.residency for name, one in _team(cards).items()} == {
        "Nora Field": "resident",
        "Tom Reed": "guest",
    }


def test_the_menu_of_a_page_of_guests_lists_no_guests() -> None:
    menu = "<nav><a href='vik.html'>Nora - Apprentice</a> <a href='guests.html'>Guests</a></nav>"
    own = f"{menu}<h1>Nora - Apprentice</h1><p>Professional tattoo apprentice in the north</p>"
    pages = {"vik.html": own, "guests.html": f"{menu}<h1>Guest artists</h1><p>Nobody yet</p>"}
    assert _team(menu, **pages)["Nora"].residency == "resident"


@pytest.mark.parametrize("word", ["Teatuadora", "Tatuadorra", "Tattoist"])
def test_a_misspelt_role_is_no_name(word: str) -> None:
    assert misspells_role(word.lower())
    assert not misspells_role("tatuadora")
    assert not misspells_role("martina")


def test_permanent_make_up_is_of_the_trade() -> None:
    assert not names_other_trade("Permanent Makeup Artist")
    assert not names_other_trade("Мастер перманентного макияжа, визажист")
    assert names_other_trade("Makeup Artist")
    assert (role_in("Microblader"), is_role_text("PMU & tattoo artist")) == ("artist", True)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://localhost/team/anna.html", True),
        ("http://studio-draft/anna", True),
        ("http://192.168.0.4/anna", True),
        ("http://anna.example/", False),
        ("", False),
    ],
)
def test_addresses_of_the_machine_where_a_site_was_made_are_known(url: str, expected: bool) -> None:
    assert is_local(url) == expected


@pytest.mark.parametrize(
    ("href", "mails"),
    [
        ("Booking@annacole.com", ["booking@annacole.com"]),
        ("mailto:hi@annacole.com?subject=Tattoo", ["hi@annacole.com"]),
        ("https://studio.test/@annacole", []),
        ("https://hi@annacole.com/", []),
        ("/team/anna", []),
    ],
)
def test_a_link_that_is_an_address_alone_is_a_mail(href: str, mails: list[str]) -> None:
    assert [mail.lower() for mail in recipients(href)] == mails


def test_a_link_to_messages_or_the_booking_page_again_is_no_website() -> None:
    site = SiteContext(views=[])
    one = FoundArtist(
        name="Anna Cole", website="https://ig.me/m/annacole", booking_url="https://venue.ink/@anna"
    )
    two = FoundArtist(name="Ben Holt", website="https://venue.ink/@ben", booking_url="https://venue.ink/@ben")
    found = with_own_contacts(site, [one, two])
    assert [(artist.website, artist.booking_url) for artist in found] == [
        ("", "https://venue.ink/@anna"),
        ("", "https://venue.ink/@ben"),
    ]

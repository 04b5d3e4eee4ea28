"""Artists who are the studio have its contacts; pictures tell piercers, and biographies tell styles."""

from dataclasses import replace

import pytest

from inkscout.domain.reading import FoundArtist, Image, StudioFacts
from inkscout.extraction.model import SiteContext
from inkscout.extraction.page.images import image_hash
from inkscout.extraction.people.own_contacts import with_contacts_of_own_studio
from inkscout.extraction.people.own_roles import with_own_roles
from inkscout.extraction.people.own_styles import with_own_styles
from inkscout.extraction.site import view_of
from inkscout.extraction.text.brand import brand_of
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


def test_a_studios_mail_address_without_the_artists_name_is_not_the_artists() -> None:
    facts = StudioFacts(name="Anya Tattoo", email="hello@anya.test")
    assert (
        with_contacts_of_own_studio(_site("<p>Hello</p>", "Anya"), FoundArtist(name="Anya"), facts).email
        == ""
    )


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

"""Pictures, biographies and links of an artist are theirs: no furniture, boilerplate or colleague's work."""

from collections.abc import Mapping

import pytest

from inkscout.domain.reading import FoundArtist, Image
from inkscout.extraction.model import SiteContext
from inkscout.extraction.page.images import image_hash, image_of
from inkscout.extraction.page.parse import parse
from inkscout.extraction.people import propose
from inkscout.extraction.people.merge import artists_of, people_of
from inkscout.extraction.people.own_bios import with_own_bios
from inkscout.extraction.people.own_contacts import with_own_contacts
from inkscout.extraction.people.own_pictures import with_own_pictures
from inkscout.extraction.site import view_of
from inkscout.extraction.text.brand import brand_of
from tests.support.pages import page

SITE = "http://studio.test"
PROSE = "<p>We are a house of five people who have been drawing in the old mill since nineteen ninety.</p>"


def _site(pages: Mapping[str, str], name: str = "Studio Nine") -> SiteContext:
    views = [view_of(page(html, f"{SITE}/{path}")) for path, html in pages.items()]
    return SiteContext(views=views, studio_name=name, brand=brand_of(name))


def _artist(site: SiteContext, name: str) -> FoundArtist:
    people = [(person, 0.9) for person in people_of(site, propose(site))]
    return next(artist for artist in artists_of(site, people) if artist.name == name)


def _image(path: str) -> Image:
    return Image(url=f"{SITE}/{path}", hash=image_hash(f"{SITE}/{path}"))


def _paths(artist: FoundArtist) -> list[str]:
    return [image.url.removeprefix(f"{SITE}/") for image in artist.portfolio]


def _pictures(html: str) -> list[str]:
    document = parse(page(f"<body>{html}</body>", f"{SITE}/"))
    found = (image_of(document, picture) for picture in document.pictures)
    return [image.url.removeprefix(f"{SITE}/") for image in found if image is not None]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<img src="img/Ben Holt/01.jpg">', ["img/Ben%20Holt/01.jpg"]),
        ('<img src="img/\u00fcber&quot;uns&quot;.jpg">', ["img/%C3%BCber%22uns%22.jpg"]),
        ('<img src="img/100%25.jpg?a=b%20c">', ["img/100%25.jpg?a=b%20c"]),
        ('<img src="grey.gif" data-src="work/1.jpg">', ["work/1.jpg"]),
        ('<img src="tiny.jpg" data-lazy-src="work/2.jpg">', ["work/2.jpg"]),
        ('<img srcset="work/a,b.jpg 1x, work/c.jpg 2x">', ["work/a,b.jpg"]),
        ("<div style=\"background-image: url('work/3.jpg')\"></div>", ["work/3.jpg"]),
        ('<div data-bg="work/4.jpg"></div>', ["work/4.jpg"]),
        ('<section style="background:url(hall.jpg)"><p>Come in</p></section>', []),
        ('<div style="background:url(hall.jpg)"><p>Come</p><p>in</p><p>please</p></div>', []),
    ],
)
def test_pictures_have_the_address_that_a_browser_requests(html: str, expected: list[str]) -> None:
    assert _pictures(html) == expected


@pytest.mark.parametrize(
    "src",
    [
        "default-artist.jpg", "studio_logo_white.png", "hero-bg.jpg", "instagram.png", "star.png",
        "noimage.jpg",
        "http://via.placeholder.com/300.jpg", "https://secure.gravatar.com/avatar/1.jpg",
        "https://images.unsplash.com/photo-1.jpg", "food-q-c-900-600-8.jpg", "300x200.png",
    ],
)  # fmt: skip
def test_furniture_and_defaults_are_no_pictures(src: str) -> None:
    assert _pictures(f'<img src="{src}">') == []


@pytest.mark.parametrize(
    "src", ["star-sleeve.jpg", "instagram_post_12.jpg", "black-rose.jpg", "map-compass.jpg"]
)
def test_motifs_named_like_signs_are_pictures(src: str) -> None:
    assert _pictures(f'<img src="{src}">') == [src]


def test_pictures_named_after_a_colleague_are_the_colleagues() -> None:
    team = '<img src="img/mattie.jpg"><img src="img/w1.jpg"><img src="img/work-of-anya-cole.jpg">'
    artists = [
        FoundArtist(name="Anya Cole", portfolio=(_image("img/mattie.jpg"), _image("img/w1.jpg"))),
        FoundArtist(name="Mattie Ross"),
    ]
    anya, mattie = with_own_pictures(_site({"team": team}), artists)
    assert _paths(anya) == ["img/w1.jpg", "img/work-of-anya-cole.jpg"]
    assert _paths(mattie) == ["img/mattie.jpg"]


def test_a_picture_that_several_artists_share_is_nobodys() -> None:
    shared, own = _image("img/deco-swirl.jpg"), _image("img/w1.jpg")
    artists = [
        FoundArtist(name="Anya Cole", portfolio=(shared, own)),
        FoundArtist(name="Mattie Ross", portfolio=(shared,)),
    ]
    anya, mattie = with_own_pictures(_site({"": "<p>Hello</p>"}), artists)
    assert (_paths(anya), _paths(mattie)) == (["img/w1.jpg"], [])


def test_pictures_of_the_layout_are_nobodys() -> None:
    framed = '<header><img src="img/front.jpg"></header><img src="img/door.jpg"><img src="img/w{}.jpg">'
    pages = {f"p{at}": framed.format(at) for at in range(5)}
    portfolio = tuple(map(_image, ("img/front.jpg", "img/door.jpg", "img/w1.jpg")))
    (anya,) = with_own_pictures(
        _site(pages | {"about": PROSE * 3}), [FoundArtist(name="Anya Cole", portfolio=portfolio)]
    )
    assert _paths(anya) == ["img/w1.jpg"]


def test_galleries_are_the_only_artists_unless_the_site_speaks_as_a_house() -> None:
    gallery = '<img src="img/a.jpg"><img src="img/b.jpg">'
    alone = with_own_pictures(
        _site({"": "<p>I draw.</p>", "gallery": gallery}), [FoundArtist(name="Anya", confidence=0.9)]
    )
    assert _paths(alone[0]) == ["img/a.jpg", "img/b.jpg"]
    house = with_own_pictures(
        _site({"": PROSE * 4, "gallery": gallery}), [FoundArtist(name="Anya", confidence=0.9)]
    )
    assert _paths(house[0]) == []


LIFE = "Anya Cole grew up by the sea and has been tattooing flowers since two thousand and nine."


@pytest.mark.parametrize(
    ("bio", "expected"),
    [
        (LIFE, LIFE),
        (f"{LIFE} Lorem ipsum dolor sit amet, consectetur adipiscing elit.", LIFE),
        ("Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor.", ""),
        ("Tattoo aliquet miss orci elit, porttitor vehicula ligula at the old mill in the north.", ""),
        (f"Open 10:00 - 18:00, call 0113 245 1122. {LIFE}", LIFE),
        (f"{LIFE} Add a short bio here and a link to their work.", LIFE),
        (f"{LIFE} Mattie Ross paints murals in her time off and loves dogs.", LIFE),
        (f"{LIFE} All appointments include a consultation.", LIFE),
        ("Our studio opened in ninety, and we welcome everybody who walks in.", ""),
        (f"{LIFE} She trained for years in the north of the", LIFE),
        ("Demonstration website for a fictional studio, built in the spring of last year.", ""),
    ],
)
def test_a_biography_is_what_is_said_about_the_artist(bio: str, expected: str) -> None:
    boilerplate = "Mattie paints murals of dogs and of the sea. All appointments include a consultation."
    artists = [FoundArtist(name="Anya Cole", bio=bio), FoundArtist(name="Mattie Ross", bio=boilerplate)]
    assert with_own_bios(_site({"": "<p>Hello</p>"}), artists)[0].bio == expected


def test_text_that_most_pages_repeat_is_no_biography() -> None:
    slogan = "Every drawing here is made by hand for one person and for nobody else."
    pages = {f"p{at}": f"<p>{slogan}</p>" for at in range(5)}
    artists = [FoundArtist(name="Anya Cole", bio=f"{slogan} {LIFE}"), FoundArtist(name="Mattie Ross")]
    assert with_own_bios(_site(pages), artists)[0].bio == LIFE


def test_links_that_several_share_or_that_frame_the_page_are_not_the_artists() -> None:
    site = _site(
        {"": '<footer><a href="https://maker.test/">Web design</a></footer>', "team": "<h1>Our artists</h1>"}
    )
    book = "https://booking.test/studio"
    anya, mattie = with_own_contacts(
        site,
        [
            FoundArtist(name="Anya Cole", website="https://maker.test/", booking_url=book, email="hi@x.test"),
            FoundArtist(
                name="Mattie Ross", website="https://mattie.test/", booking_url=book, email="hi@x.test"
            ),
        ],
    )
    assert (anya.website, anya.booking_url, anya.email) == ("", "", "")
    assert (mattie.website, mattie.booking_url) == ("https://mattie.test/", "")


def test_the_only_artist_keeps_the_booking_page_of_the_studio() -> None:
    site = _site({"": '<nav><a href="/book">Book</a></nav>'})
    (anya,) = with_own_contacts(site, [FoundArtist(name="Anya Cole", booking_url=f"{SITE}/book")])
    assert anya.booking_url == f"{SITE}/book"


def test_a_team_page_is_nobodys_own() -> None:
    site = _site({"": "<p>Hello</p>", "artists": "<h1>Artists</h1><h2>Anya Cole</h2>"})
    (anya,) = with_own_contacts(site, [FoundArtist(name="Anya Cole", page_url=f"{SITE}/artists")])
    assert anya.page_url == ""


def test_finders_go_before_the_text_around_a_proposal() -> None:
    cards = "".join(
        f"<div><h3>{name}</h3><p>Tattoo artist</p><p>{bio}</p></div>"
        for name, bio in (
            ("Anya Cole", "Anya works in blackwork and has been drawing birds for a very long time."),
            ("Mattie Ross", "Mattie works in watercolor, and most of all in flowers of her garden at home."),
        )
    )
    links = "<ul><li>Anya Cole</li></ul><p>Mattie paints watercolor murals of all that grows by the sea.</p>"
    site = _site({"": f"<h1>Our artists</h1>{cards}", "more": links})
    people = people_of(site, propose(site))
    (anya,) = [
        found for found in artists_of(site, [(person, 0.9) for person in people]) if found.name == "Anya Cole"
    ]
    assert (anya.styles, anya.bio[:10]) == (("blackwork",), "Anya works")


def test_a_gallery_at_the_end_of_a_page_is_not_in_its_footer() -> None:
    own = "<h1>Anya Cole</h1><p>Tattoo artist</p><div><img src='w1.jpg'><img src='w2.jpg'></div>"
    footer = "<footer><img src='mill.jpg'><p>Studio Nine</p></footer>"
    team = "<h1>Our artists</h1><a href='/artists/anya'>Anya Cole</a>"
    site = _site({"": team, "artists/anya": own + footer})
    people = people_of(site, propose(site))
    (anya,) = [
        found for found in artists_of(site, [(person, 0.9) for person in people]) if found.name == "Anya Cole"
    ]
    assert _paths(anya) == ["artists/w1.jpg", "artists/w2.jpg"]

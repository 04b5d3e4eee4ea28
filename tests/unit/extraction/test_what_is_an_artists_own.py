"""Pictures, biographies and links of an artist are theirs: no furniture, boilerplate or colleague's work."""

from collections.abc import Mapping
from dataclasses import replace

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
from inkscout.extraction.people.picture_words import kind_of, words_of
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
        ('<img src="images/anna.jpg" data-src="img/masters/anna.jpg">', ["images/anna.jpg"]),
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


def _kinds(artist: FoundArtist) -> dict[str, str]:
    return {image.url.rpartition("/")[2]: image.kind for image in artist.portfolio}


ROW = "".join(f'<figure><img src="shots/{at}.jpg"></figure>' for at in range(4))
ANYA = FoundArtist(name="Anya Cole", confidence=0.9)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (ROW, [f"shots/{at}.jpg" for at in range(4)]),
        ('<img src="shots/1.jpg"><img src="shots/2.jpg">', []),
        (f"<footer>{ROW}</footer>", []),
        (ROW.replace("shots/", "studio/"), []),
        (ROW.replace('jpg"', 'jpg" width="64"'), []),
        ('<img src="tattoo-rose.jpg">', ["tattoo-rose.jpg"]),
    ],
    ids=["row", "pair", "footer", "rooms", "small", "named"],
)
def test_rows_of_pictures_are_the_only_artists(html: str, expected: list[str]) -> None:
    (anya,) = with_own_pictures(_site({"": f"<p>I draw.</p>{html}"}), [ANYA])
    assert _paths(anya) == expected


def test_somebody_unlikely_does_not_part_the_works_from_the_only_artist() -> None:
    designer = FoundArtist(name="Ben Page", confidence=0.5)
    anya, ben = with_own_pictures(_site({"": f"<p>I draw.</p>{ROW}"}), [ANYA, designer])
    assert (len(anya.portfolio), len(ben.portfolio)) == (4, 0)


def test_a_strip_of_works_on_every_page_is_no_layout_of_the_only_artist() -> None:
    pages = {f"p{at}": "<p>I draw.</p>" + ROW.replace("shots/", "portfolio/") for at in range(5)}
    assert len(with_own_pictures(_site(pages), [ANYA])[0].portfolio) == 4


def test_a_files_name_goes_before_a_copied_description() -> None:
    html = '<img src="AnyaTattooer.jpg" alt="Anya"><img src="MattieTattooer.jpg" alt="Anya">'
    artists = [replace(ANYA, name="Anya Cole"), FoundArtist(name="Mattie Ross", confidence=0.9)]
    anya, mattie = with_own_pictures(_site({"team": html}), artists)
    assert (_paths(anya), _paths(mattie)) == (["AnyaTattooer.jpg"], ["MattieTattooer.jpg"])


def test_a_picture_is_theirs_whose_name_its_file_spells_another_way() -> None:
    artists = [FoundArtist(name="Antony", confidence=0.9), FoundArtist(name="Pavel", confidence=0.9)]
    antony, pavel = with_own_pictures(_site({"team": '<img src="team/anthony.jpg">'}), artists)
    assert (_paths(antony), _paths(pavel)) == (["team/anthony.jpg"], [])


def test_cards_of_the_team_on_every_page_are_no_layout() -> None:
    cards = '<img src="team/7.jpg"><img src="team/8.jpg">'
    artists = [
        replace(ANYA, portfolio=(_image("team/7.jpg"),)),
        FoundArtist(name="Mattie Ross", confidence=0.9, portfolio=(_image("team/8.jpg"),)),
    ]
    found = with_own_pictures(_site({f"p{at}": cards for at in range(5)}), artists)
    assert [_paths(one) for one in found] == [["team/7.jpg"], ["team/8.jpg"]]


@pytest.mark.parametrize(
    ("path", "alone", "kind"),
    [
        ("img/anya.jpg", False, "portrait"),
        ("img/anya-portrait.webp", False, "portrait"),
        ("img/anya-01.jpg", False, "work"),
        ("img/anya-lion.jpg", True, "work"),
        ("img/pug-portrait-tattoo.jpg", False, "work"),
        ("team/4.jpg", True, "portrait"),
        ("gallery/4.jpg", True, "work"),
        ("img/4.jpg", False, "work"),
    ],
)
def test_portraits_are_told_from_works(path: str, alone: bool, kind: str) -> None:
    words = words_of(f"{SITE}/{path}", [])
    assert kind_of(words, frozenset({"anya", "cole"}), alone_in_record=alone) == kind


def test_a_picture_keeps_the_page_that_showed_it() -> None:
    (anya,) = with_own_pictures(_site({"gallery": ROW}), [ANYA])
    assert {image.page_url for image in anya.portfolio} == {f"{SITE}/gallery"}


@pytest.mark.parametrize(
    "html",
    ['<img src="{{ g.src }}">', '<img src="w/${n}.jpg">', '<img src="a.jpg" alt="Anya Logo">'],
)
def test_templates_and_logos_are_no_pictures(html: str) -> None:
    assert _pictures(html) == []


def test_a_sentence_is_shared_that_differs_only_in_names() -> None:
    said = "Booking in advance is recommended to secure a session with {}."
    artists = [
        FoundArtist(name=name, bio=f"{name} grew up by the sea and draws {what} there. {said.format(name)}")
        for name, what in (("Anya", "birds"), ("Mattie", "dogs"))
    ]
    bios = [artist.bio for artist in with_own_bios(_site({"": "<p>Hello</p>"}), artists)]
    assert bios == [
        "Anya grew up by the sea and draws birds there.",
        "Mattie grew up by the sea and draws dogs there.",
    ]


def test_a_biography_does_not_run_on_into_a_colleagues() -> None:
    mattie = "Paints dogs and horses in water colours, and nothing else at all."
    artists = [
        FoundArtist(name="Anya Cole", bio=f"{LIFE} {mattie} Takes guests."),
        FoundArtist(name="Mattie Ross", bio=mattie),
        FoundArtist(name="Tom Finch"),
    ]
    bios = [artist.bio for artist in with_own_bios(_site({"": "<p>Hello</p>"}), artists)]
    assert bios == [LIFE, mattie, ""]


@pytest.mark.parametrize(
    ("bio", "expected"),
    [
        (f"{LIFE} Absolutely incredible experience! The staff were kind to my mother.", LIFE),
        ("Praesent eu tellus erat. Nunc et egestas tortor. Cras non consequat quam vestibulum.", ""),
        (f"Studio Nine, 12 Call Lane, Leeds {LIFE}", LIFE),
    ],
    ids=["review", "blind text", "address"],
)
def test_text_that_is_not_about_the_artist_is_left_out(bio: str, expected: str) -> None:
    artists = [FoundArtist(name="Anya Cole", bio=bio), FoundArtist(name="Mattie Ross")]
    assert with_own_bios(_site({"": "<p>Hello</p>"}), artists)[0].bio == expected


OWN = "Drawing has been with me since school, and my tattoos are flowers from my garden."


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"<p>{OWN}</p>", OWN),
        ("<h2>About</h2><p>Tattooing for four years, in thin lines, without hurry or pressure.</p>",
         "Tattooing for four years, in thin lines, without hurry or pressure."),
        ("<h2>Hours</h2><p>Appointments are made by mail, and a deposit is asked for each.</p>", ""),
        (f"<footer><p>{OWN}</p></footer>", ""),
        ("<p>We tattoo in our old mill, and our guests say that they like our tea and us.</p>", ""),
    ],
    ids=["pronouns", "heading", "neither", "footer", "house"],
)  # fmt: skip
def test_the_only_artists_own_words_are_the_biography(html: str, expected: str) -> None:
    assert with_own_bios(_site({"": f"<main>{html}</main>"}), [ANYA])[0].bio == expected


@pytest.mark.parametrize(
    ("website", "kept", "booking"),
    [
        ("https://maps.app.goo.gl/9R8ao3", "", ""),
        ("https://www.google.com/search?q=anya", "", ""),
        ("https://calendly.com/anyacole", "", "https://calendly.com/anyacole"),
        ("https://wa.me/447000000000", "", "https://wa.me/447000000000"),
        ("https://anyacole.example/", "https://anyacole.example/", ""),
    ],
)
def test_maps_are_no_websites_and_messengers_are_for_booking(website: str, kept: str, booking: str) -> None:
    (anya,) = with_own_contacts(_site({"": "<p>Hello</p>"}), [replace(ANYA, website=website)])
    assert (anya.website, anya.booking_url) == (kept, booking)


def test_a_colleagues_handle_and_a_strangers_mail_are_not_the_artists() -> None:
    anya = replace(ANYA, instagram="mattie.draws", email="jennifer@studio.test")
    kept, _ = with_own_contacts(_site({"": "<p>Hello</p>"}), [anya, FoundArtist(name="Mattie Ross")])
    assert (kept.instagram, kept.email) == ("", "")
    own = replace(ANYA, instagram="thecolex", email="anya@studio.test")
    kept, _ = with_own_contacts(_site({"": "<p>Hello</p>"}), [own, FoundArtist(name="Mattie Ross")])
    assert (kept.instagram, kept.email) == ("thecolex", "anya@studio.test")

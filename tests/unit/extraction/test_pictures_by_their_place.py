"""Likenesses are told by their place, and galleries found wherever a page keeps them."""

from collections.abc import Mapping

import pytest

from inkscout.domain.reading import PORTRAIT, WORK, FoundArtist
from inkscout.extraction.model import SiteContext
from inkscout.extraction.page.image_services import original_of, pictured_path
from inkscout.extraction.page.images import image_of
from inkscout.extraction.page.parse import parse
from inkscout.extraction.people import propose
from inkscout.extraction.people.merge import artists_of, people_of
from inkscout.extraction.site import view_of
from inkscout.extraction.text.brand import brand_of
from tests.support.pages import page

SITE = "http://studio.test"
ABOUT = "I have tattooed by the harbour since 2011 and draw every piece for one person alone."
WORKS = '<img src="img/w/1.jpg"><img src="img/w/2.jpg"><img src="img/w/3.jpg">'


def _artists(pages: Mapping[str, str], names: set[str], studio: str) -> dict[str, FoundArtist]:
    views = [view_of(page(html, f"{SITE}/{path}")) for path, html in pages.items()]
    site = SiteContext(views=views, studio_name=studio, brand=brand_of(studio))
    people = [(one, 0.9) for one in people_of(site, propose(site)) if names & set(one.names())]
    return {artist.name: artist for artist in artists_of(site, people)}


def _kinds(artist: FoundArtist) -> dict[str, str]:
    return {image.url.removeprefix(f"{SITE}/"): image.kind for image in artist.portfolio}


def _alone(body: str, head: str = "") -> dict[str, str]:
    title = f"<title>Anna Cole Tattoo</title>{head}"
    html = f"<html><head>{title}</head><body><h1>Anna Cole</h1>{body}</body></html>"
    return _kinds(_artists({"": html}, {"Anna Cole"}, "Anna Cole")["Anna Cole"])


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (f'<div><img src="up/DSC_01.jpg" alt=""><p>{ABOUT}</p></div>', PORTRAIT),
        (f'<div><p>{ABOUT}</p></div><figure><img src="up/DSC_01.jpg" alt="Anna"></figure>', PORTRAIT),
        (f'<blockquote>{ABOUT}</blockquote><img src="up/DSC_01.jpg">', PORTRAIT),
        (f'<p>{ABOUT}</p><img src="up/DSC_01.jpg"><div>{WORKS}</div>', PORTRAIT),
        (f'<p>{ABOUT}</p><img src="up/DSC_01.jpg" alt="A running dog"><div>{WORKS}</div>', WORK),
    ],
)
def test_the_picture_beside_a_biography_is_a_likeness(part: str, expected: str) -> None:
    found = _alone(f"<section><h2>About me</h2>{part}</section><section><h2>Gallery</h2>{WORKS}</section>")
    assert found.get("up/DSC_01.jpg", WORK) == expected
    assert found["img/w/2.jpg"] == WORK


@pytest.mark.parametrize(
    "picture",
    [
        '<img src="up/tattoo-9.jpg">',
        '<img src="up/shopfront.jpg">',
        '<img src="up/9.jpg" alt="Tattoo of a fox">',
    ],
)
def test_a_tattoo_or_a_room_beside_a_biography_is_no_likeness(picture: str) -> None:
    found = _alone(f"<section><h2>About me</h2><p>{ABOUT}</p>{picture}</section>")
    assert PORTRAIT not in found.values()


@pytest.mark.parametrize(
    ("alt", "expected"),
    [
        ("Anna Cole tattooing in her studio", True),
        ("Anna Cole beim Tätowieren", True),
        ("Our studio in Leith", False),
        ("Anna", False),
    ],
)
def test_a_picture_at_the_head_of_a_page_is_somebody_s_if_it_says_so(alt: str, expected: bool) -> None:
    found = _alone(f'<img src="up/hero2.jpg" alt="{alt}"><h2>About me</h2><p>{ABOUT}</p>')
    assert ("up/hero2.jpg" in found) == expected


def test_a_file_named_after_the_only_artist_is_theirs() -> None:
    found = _alone(
        f'<p>{ABOUT}</p><h2>Prices</h2><div><p>On request.</p><img src="up/anna-bij-het-raam.jpg"></div>'
    )
    assert "up/anna-bij-het-raam.jpg" in found


CARD = (
    '<div class="card"><div class="pic"><img src="up/IMG_{0}1.jpg" alt=""></div><div><h3>{1}</h3>'
    "<p>{1} {2}</p></div>"
    '<div class="works"><img src="up/IMG_{0}2.jpg" alt=""><img src="up/IMG_{0}3.jpg" alt=""></div></div>'
)


def test_the_picture_apart_in_a_card_of_the_team_is_the_portrait() -> None:
    one = CARD.format(1, "Odeta Brakus", "has tattooed since 2016 and works in blackwork by the harbour.")
    other = CARD.format(2, "Silas Monk", "loves ships, old films and bold lines that stay for a lifetime.")
    html = f"<h1>Our artists</h1>{one}{other}"
    found = _artists({"": html}, {"Odeta Brakus", "Silas Monk"}, "House of Needles")
    assert _kinds(found["Odeta Brakus"]) == {
        "up/IMG_11.jpg": PORTRAIT,
        "up/IMG_12.jpg": WORK,
        "up/IMG_13.jpg": WORK,
    }
    assert _kinds(found["Silas Monk"])["up/IMG_21.jpg"] == PORTRAIT


def test_two_versions_of_one_picture_in_the_team_s_folder_are_portraits() -> None:
    pair = '<img src="tatuadores/{0}-a.jpg"><img src="tatuadores/{0}-b.jpg">'
    card = f"<div>{pair}<h3>{{1}}</h3><p>Tatuador</p></div>"
    cards = card.format("foto1", "Carlos Aguirre") + card.format("foto2", "Carmen Ruiz")
    html = f"<h2>Nuestros tatuadores</h2>{cards}"
    found = _artists({"": html}, {"Carlos Aguirre", "Carmen Ruiz"}, "Casa Nueve")
    assert set(_kinds(found["Carlos Aguirre"]).values()) == {PORTRAIT}


def test_a_tattooed_portrait_in_a_row_of_works_is_a_work() -> None:
    row = "".join(f'<img src="img/{name}.jpg">' for name in ("grey-ship", "grey-leg-portraits", "grey-tiger"))
    assert _alone(f"<p>{ABOUT}</p><h2>Gallery</h2><div>{row}</div>")["img/grey-leg-portraits.jpg"] == WORK


def _pictures(html: str) -> list[str]:
    document = parse(page(html, f"{SITE}/"))
    found = (image_of(document, picture) for picture in document.pictures)
    return [image.url.removeprefix(f"{SITE}/") for image in found if image is not None]


@pytest.mark.parametrize(
    ("sheet", "body", "expected"),
    [
        (
            ".f1{background-image:url('w/1.jpg')} .f2 { background: #000 url(w/2.png) center }",
            '<div class="f f1"></div><img src="w/0.jpg"><div class="f f2"></div>',
            ["w/1.jpg", "w/0.jpg", "w/2.png"],
        ),
        ('#one{background:url("w/1.webp?v=2")}', '<a id="one" href="#"></a>', ["w/1.webp?v=2"]),
        (".dark{background:url(w/1.jpg)}", '<body class="dark"><p>Hello</p></body>', []),
        (".hero{background:url(img/hero.jpg)}", '<div class="hero"></div>', []),
        (".f1{background:url(w/1.svg)} .f2{color:red}", '<div class="f1"></div><div class="f2"></div>', []),
    ],
)
def test_style_sheets_put_pictures_behind_elements(sheet: str, body: str, expected: list[str]) -> None:
    assert _pictures(f"<html><head><style>{sheet}</style></head>{body}</html>") == expected


@pytest.mark.parametrize(
    ("src", "expected"),
    [
        ("/_next/image?url=%2Fimages%2Fanna.jpg&w=640&q=75", "/images/anna.jpg"),
        ("/.netlify/images?url=/works/9.webp&w=300", "/works/9.webp"),
        ("/resize?src=https://cdn.test/a/b.png&h=9", "/a/b.png"),
        ("img/anna.jpg?url=/other.jpg", "img/anna.jpg"),
        ("img/anna.jpg", "img/anna.jpg"),
        ("/image?id=9", "/image"),
    ],
)
def test_a_resized_picture_is_named_as_the_one_it_comes_from(src: str, expected: str) -> None:
    assert pictured_path(src) == expected


@pytest.mark.parametrize(
    ("url", "original"),
    [
        ("/_next/image?url=%2Fimg%2Fanna%20b.jpg&w=640&q=75", "/img/anna%20b.jpg"),
        ("/_next/image/?url=https%3A%2F%2Fcdn.test%2Fa%3Fid%3D3&w=640", "https://cdn.test/a?id=3"),
        ("/_image?href=%2F_astro%2Fanna.9f.jpg&w=300&f=webp", "/_astro/anna.9f.jpg"),
        ("/cdn-cgi/image/width=300,quality=75/works/9.jpg", "/works/9.jpg"),
        ("/cdn-cgi/image/fit=cover/https://cdn.test/9.jpg", "https://cdn.test/9.jpg"),
        ("/_ipx/w_300&f_webp/works/9.jpg", "/works/9.jpg"),
        ("/_ipx/f_webp/https:/cdn.test/9.jpg", "https://cdn.test/9.jpg"),
        (
            "https://res.cloudinary.com/x/image/fetch/w_9,f_auto/https://cdn.test/9.jpg",
            "https://cdn.test/9.jpg",
        ),
        ("https://i0.wp.com/shop.test/up/9.jpg?resize=300", "https://shop.test/up/9.jpg"),
        ("https://wsrv.nl/?url=shop.test/up/9.jpg&w=300", "https://shop.test/up/9.jpg"),
        ("/timthumb.php?src=up/9.jpg&w=300", "/timthumb.php?src=up/9.jpg&w=300"),
        (
            "https://res.cloudinary.com/x/image/upload/w_9/v1/9.jpg",
            "https://res.cloudinary.com/x/image/upload/w_9/v1/9.jpg",
        ),
        ("/up/9.jpg?url=/other.jpg", "/up/9.jpg?url=/other.jpg"),
        ("/_next/image?url=data%3Aimage%2Fpng&w=9", "/_next/image?url=data%3Aimage%2Fpng&w=9"),
    ],
)
def test_a_resized_picture_has_the_address_of_its_original(url: str, original: str) -> None:
    rooted = original if original.startswith("https") else f"{SITE}{original}"
    assert original_of(url if url.startswith("https") else f"{SITE}{url}") == rooted


def test_a_logo_behind_a_service_that_resizes_is_furniture() -> None:
    assert _pictures('<img src="/_next/image?url=%2Flogo.png&w=96">') == []


@pytest.mark.parametrize(
    "script",
    [
        'const artiste = {nom: "Anna Cole", ville: "Nantes"}; const galerie = [%s];',
        "document.addEventListener('x', () => { const artist = {name: 'Anna Cole'}; const photos = [%s]; });",
    ],
)
def test_a_constant_called_artist_makes_a_gallery_nobody_else_s(script: str) -> None:
    listed = ",".join(f'{{image: "photos/{at}.jpg"}}' for at in range(4))
    found = _alone(f"<p>{ABOUT}</p><script>{script % listed}</script>")
    assert sorted(found) == [f"photos/{at}.jpg" for at in range(4)]


def test_data_without_a_picture_give_none() -> None:
    record = '{name: "Anna Cole", role: "artist", instagram: "annacole.ttt"}'
    assert _alone(f"<p>{ABOUT}</p><script>const team = {{artists: [{record}]}};</script>") == {}

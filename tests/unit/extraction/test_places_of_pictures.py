"""A picture is an artist's by the part of the page that shows it: card, panel, gallery under a name, list."""

import pytest

from inkscout.domain.reading import PORTRAIT, FoundArtist, Image
from inkscout.extraction.model import SiteContext
from inkscout.extraction.page.images import image_hash
from inkscout.extraction.people.own_pictures import with_own_pictures
from inkscout.extraction.site import view_of
from inkscout.extraction.text.brand import brand_of
from tests.support.pages import page

SITE = "http://studio.test"
MENU = '<a href="#works">Works</a>'


def _site(*pages: str, name: str = "Studio Nine") -> SiteContext:
    views = [view_of(page(f"<body>{html}</body>", f"{SITE}/{at or ''}")) for at, html in enumerate(pages)]
    return SiteContext(views=views, studio_name=name, brand=brand_of(name))


def _image(path: str) -> Image:
    return Image(url=f"{SITE}/{path}", hash=image_hash(f"{SITE}/{path}"), page_url=f"{SITE}/")


def _artist(name: str, *paths: str, role: str = "artist", confidence: float = 0.9) -> FoundArtist:
    return FoundArtist(
        name=name, role=role, confidence=confidence, portfolio=tuple(_image(path) for path in paths)
    )


def _shown(site: SiteContext, *artists: FoundArtist) -> list[list[str]]:
    found = with_own_pictures(site, artists or (_artist("Anna Cole"), _artist("Ben Holt")))
    return [[image.url.removeprefix(f"{SITE}/") for image in artist.portfolio] for artist in found]


def _cards(anna: str, ben: str, panels: str) -> str:
    return (
        f'<section><div class="card"><h3>Anna Cole</h3>{anna}</div>'
        f'<div class="card"><h3>Ben Holt</h3>{ben}</div></section>{panels}'
    )


@pytest.mark.parametrize(
    ("opener", "panel"),
    [
        ('<a href="#p{}">See more</a>', '<div id="p{}">{}</div>'),
        ('<button data-target="#p{}">See more</button>', '<div id="p{}" class="modal">{}</div>'),
        ('<button data-bs-target="#p{}">See more</button>', '<div id="p{}" class="modal">{}</div>'),
        ('<button aria-controls="p{}">See more</button>', '<div id="p{}" hidden>{}</div>'),
        ("<button onclick=\"show('p{}')\">See more</button>", '<dialog id="p{}">{}</dialog>'),
    ],
)
def test_panels_that_a_card_opens_are_that_artists(opener: str, panel: str) -> None:
    close = '<button data-dismiss="modal">Close</button>'
    panels = panel.format(1, '<img src="a.jpg"><img src="b.jpg">' + close) + panel.format(
        2, '<img src="c.jpg">'
    )
    site = _site(_cards(opener.format(1), opener.format(2), panels))
    assert _shown(site) == [["a.jpg", "b.jpg"], ["c.jpg"]]


@pytest.mark.parametrize(
    ("menu", "anna", "ben"),
    [
        (MENU, '<a href="#works">Works</a>', ""),
        ("", '<a href="#works">Works</a>', '<a href="#works">Works</a>'),
    ],
)
def test_a_gallery_to_which_others_lead_as_well_is_nobodys(menu: str, anna: str, ben: str) -> None:
    gallery = '<section id="works"><img src="a.jpg"><img src="b.jpg"><img src="c.jpg"></section>'
    assert _shown(_site(menu + _cards(anna, ben, gallery))) == [[], []]


def test_a_panel_that_names_a_colleague_is_not_of_who_opens_it() -> None:
    panel = '<div id="all"><p>Ben Holt</p><img src="a.jpg"></div>'
    assert _shown(_site(_cards('<a href="#all">More</a>', "", panel)))[0] == []


def test_hidden_galleries_between_cards_are_those_of_the_card_before() -> None:
    card = '<div><h3>{}</h3><p>Tattoos</p></div><div style="display:none"><img src="{}"></div>'
    site = _site(f"<section>{card.format('Anna Cole', 'a.jpg')}{card.format('Ben Holt', 'b.jpg')}</section>")
    assert _shown(site) == [["a.jpg"], ["b.jpg"]]


def test_one_hidden_box_after_a_card_is_nobodys() -> None:
    site = _site(
        "<section><div><h3>Anna Cole</h3></div><div><h3>Ben Holt</h3></div>"
        '<div hidden><img src="voucher-card.jpg"></div></section>'
    )
    assert _shown(site) == [[], []]


@pytest.mark.parametrize(
    "heading", ["Projets de {}", "Works by {}", "{}'s gallery", "Galería de {}", "{} – Portfolio"]
)
def test_a_gallery_under_a_name_is_that_artists(heading: str) -> None:
    site = _site(
        f"<section><h2>{heading.format('Anna Cole')}</h2><div><img src='a.jpg'><h3>Rose</h3></div>"
        f"<div><img src='b.jpg'></div><h2>{heading.format('Ben Holt')}</h2><img src='c.jpg'></section>"
        "<section><h2>Our rooms</h2><img src='d.jpg'></section>"
    )
    assert _shown(site) == [["a.jpg", "b.jpg"], ["c.jpg"]]


@pytest.mark.parametrize("heading", ["Anna Cole and Ben Holt: works", "Anna Cole likes works from Paris"])
def test_a_heading_that_says_more_announces_nobodys_gallery(heading: str) -> None:
    assert _shown(_site(f"<section><h2>{heading}</h2><img src='a.jpg'></section>")) == [[], []]


def test_pictures_labelled_with_artists_are_theirs() -> None:
    item = '<figure data-artist="{}"><img src="{}.jpg"></figure>'
    assert _shown(_site(item.format("anna", "a") + item.format("ben", "b"))) == [["a.jpg"], ["b.jpg"]]


def test_a_label_without_its_like_tells_nothing() -> None:
    assert _shown(_site('<div id="anna"><img src="a.jpg"></div>')) == [[], []]


def test_lists_of_a_script_under_artists_names_are_theirs() -> None:
    script = (
        "<script>const works = {anna: ['a.jpg', \"w/b 2.webp\"], 'ben': ['c.png'], house: ['d.jpg']}</script>"
    )
    assert _shown(_site(script)) == [["a.jpg", "w/b%202.webp"], ["c.png"]]


def test_a_list_of_a_script_under_one_name_alone_is_nobodys() -> None:
    assert _shown(_site("<script>const works = {anna: ['a.jpg'], house: ['d.jpg']}</script>")) == [[], []]


def test_a_portrait_in_its_own_card_is_not_shared_by_a_record_that_runs_on() -> None:
    team = "".join(
        f'<div><img src="t/{at}.jpg"><h3>{name}</h3></div>'
        for at, name in ((7, "Anna Cole"), (8, "Ben Holt"))
    )
    artists = (_artist("Anna Cole", "t/7.jpg"), _artist("Ben Holt", "t/8.jpg", "t/7.jpg"))
    assert _shown(_site(f"<section>{team}</section>"), *artists) == [["t/7.jpg"], ["t/8.jpg"]]


def test_a_picture_that_both_cards_show_stays_nobodys() -> None:
    team = "".join(f'<div><img src="t/swirl.jpg"><h3>{name}</h3></div>' for name in ("Anna Cole", "Ben Holt"))
    artists = (_artist("Anna Cole", "t/swirl.jpg"), _artist("Ben Holt", "t/swirl.jpg", "t/8.jpg"))
    assert _shown(_site(f"<section>{team}</section>"), *artists)[0] == []


def test_a_portrait_that_every_page_repeats_in_the_same_card_is_no_layout() -> None:
    team = (
        '<section><div><img src="t/7.jpg"><h3>Anna Cole</h3></div>'
        '<div><img src="t/8.jpg"><img src="t/9.jpg"><h3>Ben Holt</h3></div></section>'
    )
    artists = (_artist("Anna Cole", "t/7.jpg"), _artist("Ben Holt", "t/8.jpg", "t/9.jpg"))
    assert _shown(_site(*[team] * 5), *artists)[0] == ["t/7.jpg"]


def test_a_work_beside_the_portrait_stays_when_another_page_has_it_in_its_header() -> None:
    own = '<section><img src="anna.jpg"><img src="skull.jpg"><h1>Anna Cole</h1></section>'
    wall = '<header><img src="skull.jpg"><img src="rose.jpg"></header>'
    artists = (_artist("Anna Cole", "anna.jpg", "skull.jpg", "rose.jpg"), _artist("Ben Holt"))
    assert _shown(_site(own, wall), *artists) == [["anna.jpg", "skull.jpg"], []]


def test_a_single_artists_likeness_is_the_portrait() -> None:
    site = _site('<section><h2>About me</h2><img src="profile.jpeg"><p>I tattoo in Leeds.</p></section>')
    (anna,) = with_own_pictures(site, [_artist("Anna Cole")])
    assert [(image.url, image.kind) for image in anna.portfolio] == [(f"{SITE}/profile.jpeg", PORTRAIT)]


@pytest.mark.parametrize("artists", [1, 2])
def test_several_likenesses_or_several_artists_leave_them_nobodys(artists: int) -> None:
    pictures = '<img src="profile.jpg"><img src="retrato.jpg">' if artists == 1 else '<img src="profile.jpg">'
    people = (_artist("Anna Cole"), _artist("Ben Holt"))[:artists]
    assert _shown(_site(f"<section>{pictures}</section>"), *people) == [[]] * artists


def test_the_gallery_of_a_house_whose_founder_tattoos_too_is_nobodys() -> None:
    gallery = "<section>" + "".join(f'<img src="work/w{at}.jpg">' for at in range(4)) + "</section>"
    founder = _artist("Liza Voss", role="artist", confidence=0.6)
    assert _shown(_site(gallery, name="Liza Voss Tattoo"), _artist("Ben Holt"), founder) == [[], []]
    owner = _artist("Liza Voss", role="owner", confidence=0.6)
    assert _shown(_site(gallery), _artist("Ben Holt"), owner) == [[], []]
    guest = _artist("Liza Voss", confidence=0.6)
    assert len(_shown(_site(gallery), _artist("Ben Holt"), guest)[0]) == 4


def test_pictures_in_a_piercers_record_are_not_the_only_tattooers() -> None:
    row = "<section>" + "".join(f'<img src="img/{at}.jpg">' for at in "abcd") + "</section>"
    piercer = _artist("Ben Holt", "img/a.jpg", "img/b.jpg", role="piercer", confidence=0.5)
    anna, ben = _shown(_site(row, name="Anna Tattoo"), _artist("Anna Cole"), piercer)
    assert (anna, ben) == (["img/c.jpg", "img/d.jpg"], ["img/a.jpg", "img/b.jpg"])


def test_guests_and_strangers_keep_their_works_from_the_only_artist() -> None:
    row = '<img src="{0}1.jpg"><img src="{0}2.jpg"><img src="{0}3.jpg">'
    labelled = '<div id="gallery"><div data-artist="owner">{}</div><div data-artist="zoe">{}</div></div>'
    home = "<p>I tattoo alone.</p>" + labelled.format(row.format("own/"), row.format("zoe/"))
    assert _shown(_site(home), _artist("Anna Cole")) == [["own/1.jpg", "own/2.jpg", "own/3.jpg"]]
    page_of_guests = view_of(page(f"<body>{row.format('g/')}</body>", f"{SITE}/guest-gallery.html"))
    page_of_works = view_of(page(f"<body>{row.format('w/')}</body>", f"{SITE}/tattoo-gallery.html"))
    site = SiteContext(
        views=[page_of_works, page_of_guests], studio_name="Studio Nine", brand=brand_of("Studio Nine")
    )
    assert _shown(site, _artist("Anna Cole")) == [["w/1.jpg", "w/2.jpg", "w/3.jpg"]]


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ('<img src="FB_IMG_17.jpg" alt="Anna Cole - Artista Tatuador">', PORTRAIT),
        ('<img src="foto-anna.jpg" alt="">', PORTRAIT),
        ('<img src="anna_tattoo_artist_red.jpg" alt="">', PORTRAIT),
        ('<img src="17.jpg" alt="Tattoo by Anna Cole">', "work"),
        ('<img src="17.jpg" alt="Anna Cole artist"><img src="18.jpg" alt="Anna Cole artist">', "work"),
        ('<img src="anna_tattoo_rose.jpg" alt="">', "work"),
    ],
)
def test_names_and_descriptions_tell_portraits_from_works(html: str, kind: str) -> None:
    works = '<img src="w/1.jpg" alt="rose"><img src="w/2.jpg" alt="koi"><img src="w/3.jpg" alt="owl">'
    site = _site(f"<p>I tattoo alone.</p>{html}<h2>Gallery</h2><div id='gallery'>{works}</div>")
    [found] = with_own_pictures(site, [_artist("Anna Cole")])
    kinds = {image.kind for image in found.portfolio if "/w/" not in image.url}
    assert kinds == {kind}

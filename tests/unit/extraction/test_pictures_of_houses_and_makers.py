"""Pictures of rooms and decoration are nobody's work; words tell likenesses from works, and makers."""

import pytest

from inkscout.domain.reading import PORTRAIT, WORK, FoundArtist
from inkscout.extraction.model import SiteContext
from inkscout.extraction.page.literals import folder_of_files
from inkscout.extraction.people.own_pictures import with_own_pictures
from inkscout.extraction.people.picture_words import shows_likeness, shows_work_of
from inkscout.extraction.people.shown_pictures import is_of_house
from inkscout.extraction.site import view_of
from inkscout.extraction.text.brand import brand_of
from tests.support.pages import page

SITE = "http://studio.test"
NAMES = frozenset(("anna", "cole", "annacole"))
ROW = '<div><img src="{0}/1.jpg"><img src="{0}/2.jpg"><img src="{0}/3.jpg"></div>'
THREE = '<img src="d/x.jpg" alt=""><img src="d/y.jpg"><img src="d/z.jpg"></div>'
ANNA, BEN = "Anna Cole", "Ben Holt"


def _shown(html: str, *names: str) -> list[dict[str, str]]:
    views = [view_of(page(f"<body>{html}</body>", f"{SITE}/"))]
    site = SiteContext(views=views, studio_name="Studio Nine", brand=brand_of("Studio Nine"))
    artists = [FoundArtist(name=name, role="artist", confidence=0.9) for name in names or (ANNA,)]
    found = with_own_pictures(site, artists)
    return [{image.url.removeprefix(f"{SITE}/"): image.kind for image in one.portfolio} for one in found]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Our studio", True),
        ("Das Studio", True),
        ("Le salon", True),
        ("St\u00fcdyomuz", True),
        ("\u041d\u0430\u0448\u0430 \u0441\u0442\u0443\u0434\u0438\u044f", True),
        ("\u0421\u0435\u0440\u0442\u0438\u0444\u0438\u043a\u0430\u0442\u044b", True),
        ("Zertifikate & Diplome", True),
        ("Studio Nine", False),
        ("Our work", False),
        ("Gallery", False),
        ("Works from the studio", False),
        ("", False),
    ],
)
def test_headings_of_rooms_and_certificates_are_known(heading: str, expected: bool) -> None:
    assert is_of_house(heading) == expected


def test_a_row_under_such_a_heading_is_no_work_of_the_only_artist() -> None:
    html = f"<h2>Works</h2>{ROW.format('a')}<h2>Our studio</h2>{ROW.format('b')}"
    assert set(_shown(html)[0]) == {"a/1.jpg", "a/2.jpg", "a/3.jpg"}


@pytest.mark.parametrize(
    ("decoration", "kept"),
    [
        ('<div aria-hidden="true">' + THREE, False),
        ('<div class="swiper-slide" aria-hidden="true">' + THREE, True),
        (f"<div>{THREE}" * 4, False),
        (f"<div>{THREE}" * 2, True),
    ],
)
def test_decoration_is_told_by_its_mark_and_by_repetition(decoration: str, kept: bool) -> None:
    assert ("d/x.jpg" in _shown(f"<p>Tattoos by hand.</p>{decoration}<p>Come in.</p>")[0]) == kept


@pytest.mark.parametrize("label", ["product", "testimonials", "card sponsor"])
def test_rows_of_goods_and_of_praise_are_no_works(label: str) -> None:
    html = f"<h2>Works</h2>{ROW.format('a')}<div class='{label}'>{ROW.format('b')}</div>"
    assert "b/1.jpg" not in _shown(html)[0]


def test_a_likeness_in_the_header_of_one_page_is_no_furniture() -> None:
    html = '<header><img src="team/anna/{}.png" alt="Anna Cole"><span>Anna Cole</span></header><p>I draw.</p>'
    assert _shown(html.format("profile"), ANNA, BEN)[0] == {"team/anna/profile.png": PORTRAIT}
    assert _shown(html.format("top"), ANNA, BEN)[0] == {}


def test_piercings_below_their_heading_are_nobody_s_tattoos() -> None:
    html = '<h2>{}</h2><div><img src="a/ink_tattoo_piercing_anna_1.jpg"></div><h2>Contact</h2>'
    assert _shown(html.format("Piercing"), ANNA, BEN)[0] == {}
    assert _shown(html.format("Tattoos"), ANNA, BEN)[0] == {"a/ink_tattoo_piercing_anna_1.jpg": WORK}


def test_previews_may_be_small_where_they_lead_to_whole_pictures() -> None:
    cell = '<td><a href="big/{0}.jpg"><img src="small/{0}.jpg" width="120" height="90"></a></td>'
    html = f"<table><tr>{''.join(cell.format(at) for at in range(3))}</tr></table>"
    assert set(_shown(html)[0]) == {"small/0.jpg", "small/1.jpg", "small/2.jpg"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anna at work", True),
        ("Anna Cole au travail", True),
        ("Anna trabajando en una obra", True),
        ("Portrait of Anna, her hand on the table", True),
        ("Foto von Anna Cole", True),
        ("Tatuador en el estudio", True),
        ("Anna", False),
        ("Photo by Anna", False),
        ("Portrait of a wolf", False),
        ("Rose tattoo by Anna", False),
        ("Tattoo at work", False),
    ],
)
def test_descriptions_say_that_somebody_is_seen(text: str, expected: bool) -> None:
    assert shows_likeness(text, NAMES) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Tatuajes de Anna", True), ("Works by Anna", True), ("Anna Cole", False), ("Work of art", False)],
)
def test_descriptions_say_that_somebody_made_what_is_seen(text: str, expected: bool) -> None:
    assert shows_work_of(text, NAMES) == expected


@pytest.mark.parametrize(
    ("picture", "kind"),
    [
        ('<img src="up/annatattoo.png" alt="Tatuajes de Anna">', WORK),
        ('<img src="up/p7.png" alt="Anna au travail">', PORTRAIT),
        ('<img src="up/tatuadorenelestudio.jpg" alt="Anna">', PORTRAIT),
        ('<img src="up/anna-at-work.jpg" alt="">', PORTRAIT),
        ('<img src="up/anna-tattooing-04.jpg" alt="">', WORK),
    ],
)
def test_words_tell_likenesses_from_works(picture: str, kind: str) -> None:
    html = f"<div><h3>{ANNA}</h3>{picture}</div><div><h3>{BEN}</h3></div>"
    assert list(_shown(html, ANNA, BEN)[0].values()) == [kind]


@pytest.mark.parametrize("alt", ["Anna Cole, arms on the back of a chair", "Anna sitting by the window"])
def test_pictures_that_a_description_begins_with_the_only_artist_s_name_are_portraits(alt: str) -> None:
    figure = f"<figure><img src='st/1.jpg' alt='{alt}'></figure>"
    html = f"<h2>Works</h2>{ROW.format('a')}<h2>By appointment</h2>{figure}"
    assert _shown(html)[0]["st/1.jpg"] == PORTRAIT


@pytest.mark.parametrize(
    ("items", "filters"),
    [
        ('<div class="item {0}"><img src="w/{1}.jpg"></div>', '<button data-filter=".{0}">x</button>'),
        ('<a data-fancybox="{0}"><img src="w/{1}.jpg"></a>', ""),
        ('<div data-groups=\'["{0}"]\'><img src="w/{1}.jpg"></div>', ""),
    ],
)
def test_groups_and_filters_named_after_artists_give_them_their_works(items: str, filters: str) -> None:
    head = f"<h3>{ANNA}</h3><h3>{BEN}</h3>{filters.format('anna')}{filters.format('ben')}"
    html = head + "".join(items.format(name, at) for at, name in enumerate(("anna", "ben", "anna", "ben")))
    assert [set(one) for one in _shown(html, ANNA, BEN)] == [{"w/0.jpg", "w/2.jpg"}, {"w/1.jpg", "w/3.jpg"}]


def test_captions_name_the_artist_of_a_picture() -> None:
    one = '<figure><img src="w/{0}.jpg"><figcaption>{1}</figcaption></figure>'
    html = one.format(1, "A fox by Anna") + one.format(2, "A ship by Ben") + one.format(3, "A rose")
    assert [set(found) for found in _shown(f"<h3>{ANNA}</h3><h3>{BEN}</h3>{html}", ANNA, BEN)] == [
        {"w/1.jpg"},
        {"w/2.jpg"},
    ]


@pytest.mark.parametrize(
    ("program", "folder"),
    [
        ("const base = 'img/w/'; list.forEach(one => add(`${base}${one}`))", "img/w/"),
        ("const base = 'img/w/'; list.map(one => base + one)", "img/w/"),
        ("list.map(one => `img/w/${one}`)", "img/w/"),
        ("list.map(function (one) { return 'img/w/' + one; })", "img/w/"),
        ("list.map(one => 'img/w/' + one); more.map(one => 'img/x/' + one)", ""),
        ("list.map(one => 'img/w/' + one.photo)", ""),
        ("const api = '/v1/';", ""),
    ],
)
def test_a_program_s_folder_is_put_before_the_files_of_its_lists(program: str, folder: str) -> None:
    assert folder_of_files(program) == folder

"""People without a sign that they work at the studio are doubted, and short forms of a namesake are one."""

import pytest

from inkscout.domain.reading import Evidence, FoundArtist, Image
from inkscout.extraction.model import Candidate, SiteContext
from inkscout.extraction.page.images import image_hash
from inkscout.extraction.people.doubts import DOUBTED, with_doubts
from inkscout.extraction.people.own_bios import with_own_bios
from inkscout.extraction.people.own_pictures import with_own_pictures
from inkscout.extraction.people.own_styles import with_own_styles
from inkscout.extraction.people.person import Person
from inkscout.extraction.people.short_forms import without_short_forms
from inkscout.extraction.site import view_of
from inkscout.extraction.studio.facts import find_instagram
from inkscout.extraction.text.brand import brand_of
from tests.support.pages import page

SITE = "http://studio.test"
HOUSE = "<p>We are a team. Our studio is open, our work is ours, and we love it. We do what we do for us.</p>"


def _site(pages: dict[str, str], name: str = "Corvid Collective", address: str = "") -> SiteContext:
    views = [view_of(page(html, f"{SITE}/{path}")) for path, html in pages.items()]
    site = SiteContext(views=views, studio_name=name, brand=brand_of(name))
    site.facts = type(site.facts)(address=address)
    return site


def _artist(name: str, path: str = "", **more: object) -> FoundArtist:
    evidence = (Evidence(url=f"{SITE}/{path}", finder="prose", snippet=name),)
    return FoundArtist(name=name, confidence=0.95, evidence=evidence, **more)  # type: ignore[arg-type]


def _doubted(site: SiteContext, *artists: FoundArtist) -> list[str]:
    return [artist.name for artist in with_doubts(site, artists) if artist.confidence == DOUBTED]


def test_the_brand_of_a_house_is_no_person() -> None:
    site = _site({"": HOUSE})
    assert _doubted(site, _artist("Corvid Collective"), _artist("Anna Corvid")) == ["Corvid Collective"]
    alone = _site({"": "<p>I am a tattoo artist. My work is mine, I draw what I like.</p>"})
    assert _doubted(alone, _artist("Corvid Collective")) == []


def test_somebody_named_only_in_reviews_is_doubted() -> None:
    review = "<div class='testimonials'><h3>Reviews</h3><p>Thank you, Lena Frost, it looks great!</p></div>"
    assert _doubted(_site({"": review}), _artist("Lena Frost")) == ["Lena Frost"]
    both = review + "<section><p>Lena Frost tattoos on Mondays.</p></section>"
    assert _doubted(_site({"": f"<section><p>Lena Frost</p></section>{review}"}), _artist("Lena Frost")) == []
    assert _doubted(_site({"": both, "x": "<p>Lena Frost</p>"}), _artist("Lena Frost")) == []


def test_somebody_of_the_history_of_tattooing_is_doubted() -> None:
    pages = {"": "<p>Tattoos</p>", "history-of-ancient-tribes": "<p>Maria Oggay is 103.</p>"}
    assert _doubted(_site(pages), _artist("Maria Oggay", "history-of-ancient-tribes")) == ["Maria Oggay"]
    pages = {"": "<p>Tattoos</p>", "our-history": "<p>Maria Vale founded the studio.</p>"}
    assert _doubted(_site(pages), _artist("Maria Vale", "our-history")) == []


def test_the_city_of_the_address_is_no_person_unless_more_is_known() -> None:
    site = _site({"": "<p>Lincoln</p>"}, address="12 High Street, Lincoln LN2 1AB")
    assert _doubted(site, _artist("Lincoln")) == ["Lincoln"]
    assert _doubted(site, _artist("Lincoln", instagram="lincoln.ink"), _artist("Lincoln High")) == []


def _person(name: str, handle: str = "") -> Person:
    return Person([Candidate(name=name, url=f"{SITE}/", confidence=0.9, instagram=handle)])


@pytest.mark.parametrize(
    ("studio", "people", "left"),
    [
        ("Jayden's Skin Poetry", [("Jayden", ""), ("Jay", "")], ["Jayden"]),
        ("Skin Poetry", [("Alexandra", ""), ("Alex", "")], ["Alexandra", "Alex"]),
        ("Jayden's", [("Jayden", "jayden.a"), ("Jay", "jay.b")], ["Jayden", "Jay"]),
        ("Jayden's", [("Jayden", ""), ("Jay", ""), ("Jayd", "")], ["Jayden", "Jay", "Jayd"]),
    ],
)
def test_a_short_form_of_the_studios_namesake_is_the_same_person(
    studio: str, people: list[tuple[str, str]], left: list[str]
) -> None:
    accepted = [(_person(name, handle), 0.9) for name, handle in people]
    found = without_short_forms(_site({"": ""}, studio), accepted)
    assert [person.names()[0] for person, _ in found] == left


def _image(path: str) -> Image:
    url = f"{SITE}/{path}"
    return Image(url=url, hash=image_hash(url), page_url=f"{SITE}/")


def _kept(artists: list[FoundArtist]) -> list[list[tuple[str, str]]]:
    html = "".join(f"<img src='{one.url}'>" for artist in artists for one in artist.portfolio)
    found = with_own_pictures(_site({"": html}), artists)
    return [[(one.url.removeprefix(f"{SITE}/"), one.kind) for one in artist.portfolio] for artist in found]


def test_a_file_named_after_a_stranger_is_not_shown_under_a_copied_caption() -> None:
    team = ("img/marcelo_duarte.webp", "img/bruno_soares.webp")
    artists = [
        _artist("Marcelo Duarte", portfolio=tuple(map(_image, team))),
        _artist("Aline Dantas", portfolio=(_image("img/aline_dantas.webp"),)),
    ]
    assert _kept(artists) == [
        [("img/marcelo_duarte.webp", "portrait")],
        [("img/aline_dantas.webp", "portrait")],
    ]


def test_a_picture_among_colleagues_portraits_is_a_portrait() -> None:
    files = {
        "Marcelo Duarte": "marcelo_duarte",
        "Aline Dantas": "aline_dantas",
        "Camila Vargas": "camila_varga",
    }
    artists = [_artist(name, portfolio=(_image(f"img/{file}.webp"),)) for name, file in files.items()]
    assert [kind for pictures in _kept(artists) for _, kind in pictures] == ["portrait"] * 3


@pytest.mark.parametrize(
    ("folder", "kind"), [("img/team", "portrait"), ("equipo", "portrait"), ("img/2024", "work")]
)
def test_pictures_of_the_teams_folder_beside_works_are_portraits(folder: str, kind: str) -> None:
    numbers = {"Marcelo Duarte": (1, 2), "Aline Dantas": (3, 4)}
    artists = [
        _artist(
            name,
            portfolio=tuple(
                _image(f"{place}/image{at}.jpg")
                for place in (folder, f"img/{name.split()[0].lower()}")
                for at in two
            ),
        )
        for name, two in numbers.items()
    ]
    assert [[one for _, one in pictures] for pictures in _kept(artists)] == [[kind] * 2 + ["work"] * 2] * 2


def test_an_invitation_on_the_contact_page_is_no_biography() -> None:
    invitation = "<h1>Contact Adam</h1><p>Feel free to say hi to Adam and book your own appointment.</p>"
    (artist,) = with_own_bios(
        _site({"": "<p>Tattoos</p>", "contact.html": invitation}), [_artist("Adam West")]
    )
    assert artist.bio == ""
    (artist,) = with_own_bios(_site({"": "<p>Tattoos</p>", "hello.html": invitation}), [_artist("Adam West")])
    assert artist.bio


@pytest.mark.parametrize(
    ("footer", "handle"),
    [
        ("<p>Website by <a href='https://instagram.com/nineoak.77'>Nineoak</a></p>", ""),
        ("<p>Site designed and coded by @nineoak.77</p>", ""),
        ("<p><b>Web desarrollada por:</b><br> @nineoak.77 | more</p>", ""),
        ("<p>Сайт: разработка <a href='https://instagram.com/nineoak.77'>студия</a></p>", ""),
        ("<p>Instagram: <a href='https://instagram.com/nineoak.77'>@nineoak.77</a></p>", "nineoak.77"),
        ("<p>© 2025 <a href='https://instagram.com/nineoak.77'>us</a></p>", "nineoak.77"),
    ],
)
def test_the_handle_of_who_made_the_website_is_not_the_studios(footer: str, handle: str) -> None:
    html = f"<title>Hollow Tattoo</title><h1>Hollow Tattoo</h1><p>Tattoo studio</p><footer>{footer}</footer>"
    view = view_of(page(html, f"{SITE}/"))
    found = find_instagram([view], [], "Hollow Tattoo", view.people)
    assert (found.value if found else "") == handle


def test_the_last_record_of_a_team_leaves_colleagues_their_only_pictures() -> None:
    fabian, carlos, laura = (_image(f"img/{name}.jpg") for name in ("31552_n", "davi-13", "encarni"))
    artists = [
        _artist("Fabian Campos", portfolio=(fabian,)),
        _artist("Carlos Rivas", portfolio=(carlos,)),
        _artist("Laura Esper", portfolio=(laura, fabian, carlos)),
    ]
    paths = [[path for path, _ in pictures] for pictures in _kept(artists)]
    assert paths == [["img/31552_n.jpg"], ["img/davi-13.jpg"], ["img/encarni.jpg"]]


def test_a_file_named_after_a_likeness_of_the_artist_is_their_portrait() -> None:
    site = _site({"": "<img src='img/alexprofpic.jpg'><p>About</p><img src='img/alexandria.jpg'>"})
    (artist,) = with_own_pictures(site, [_artist("Alex Nunez")])
    found = [(image.url.removeprefix(f"{SITE}/"), image.kind) for image in artist.portfolio]
    assert found == [("img/alexprofpic.jpg", "portrait")]


def test_generated_text_is_no_biography() -> None:
    generated = (
        "From they fine john he give of rich he. Improving end distrusts may instantly was household "
        "applauded incommode. My dejection determine my depending an to, acuteness to engrossed as."
    )
    (artist,) = with_own_bios(_site({"": "<p>Tattoos</p>"}), [_artist("Alex Nunez", bio=generated)])
    assert artist.bio == ""


def test_a_text_that_the_artists_name_introduces_is_the_only_artists() -> None:
    html = (
        "<div><div>sobre mi</div><div>Hola, soy Dulce</div>"
        "<div>Empec\u00e9 tatuando por amor a la acuarela y a los animales, sin prisa.</div></div>"
    )
    (artist,) = with_own_bios(_site({"": html}), [_artist("Dulce Arely")])
    assert artist.bio.startswith("Empec\u00e9 tatuando por amor")


def test_the_record_of_a_whole_team_has_only_the_styles_of_its_biography() -> None:
    artists = [
        _artist(
            "Raven",
            bio="Blackwork and celtic.",
            styles=("blackwork", "celtic", "watercolor", "floral", "flash"),
        ),
        _artist("Lex", styles=("watercolor", "floral")),
        _artist("Milo", styles=("flash", "floral")),
    ]
    assert [artist.styles for artist in with_own_styles(artists)] == [
        ("blackwork", "celtic"),
        ("watercolor", "floral"),
        ("flash", "floral"),
    ]
    assert with_own_styles(artists[:2]) == artists[:2]


def test_a_biography_in_a_script_may_be_a_list_of_sentences() -> None:
    script = (
        "<div id='team'></div><script>var ARTISTS = [{slug: 'jo', name: 'Jo Marlow', ig: 'jo.marlow', "
        "role: 'Artist', bio: ['Jo Marlow has been tattooing for twenty years and joined the team in April "
        "of 2022, after a decade elsewhere.', "
        '"Jo\'s animals are drawn from life."]}];</script>'
    )
    view = view_of(page(f"<h1>Artists</h1>{script}", f"{SITE}/team"))
    (found,) = [one for one in view.people if one.bio]
    assert found.bio.startswith("Jo Marlow has been tattooing for twenty years")
    assert found.bio.endswith("Jo's animals are drawn from life.")


@pytest.mark.parametrize(
    ("html", "doubted"),
    [
        ("<h2>Tattoo removal</h2><h3>Ada Frost</h3><h3>Lena Frost</h3>", ["Lena Frost"]),
        ("<h2>Laser-Entfernung</h2><p>Lena Frost</p>", []),
        ("<h2>Entfernung von Tattoos</h2><p>Lena Frost</p>", ["Lena Frost"]),
        ("<h2>Tattoo removal</h2><p>Ada</p><h2>Artists</h2><p>Lena Frost</p>", []),
        ("<h2>Tattoo removal</h2><p>Lena Frost</p><h2>Artists</h2><p>Lena Frost</p>", []),
        ("<h2>Tattoo artists and removal</h2><p>Lena Frost</p>", []),
    ],
)
def test_somebody_who_only_removes_tattoos_is_doubted(html: str, doubted: list[str]) -> None:
    site = _site({"": html})
    assert _doubted(site, _artist("Lena Frost")) == doubted
    assert _doubted(site, _artist("Lena Frost", styles=("floral",))) == []

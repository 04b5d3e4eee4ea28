"""Pictures that scripts and data list are read: whose they are, and which are a row of works."""

import json

import pytest

from inkscout.domain.reading import PORTRAIT, FoundArtist
from inkscout.extraction.model import SiteContext
from inkscout.extraction.page.literals import Literal, literals_with_photos
from inkscout.extraction.people.finders.embedded import people_in_scripts
from inkscout.extraction.people.own_pictures import with_own_pictures
from inkscout.extraction.site import view_of
from inkscout.extraction.text.brand import brand_of
from tests.support.pages import page

SITE = "http://studio.test"
ANNA, BEN = FoundArtist(name="Anna Cole", confidence=0.9), FoundArtist(name="Ben Holt", confidence=0.9)


def _shown(program: str, *artists: FoundArtist, html: str = "", kind: str = "") -> list[list[str]]:
    markup = f'<body><p>I tattoo by appointment.</p>{html}<script type="{kind}">{program}</script></body>'
    site = SiteContext(
        views=[view_of(page(markup, f"{SITE}/"))], studio_name="Studio Nine", brand=brand_of("Studio Nine")
    )
    found = with_own_pictures(site, artists)
    return [[image.url.removeprefix(f"{SITE}/") for image in artist.portfolio] for artist in found]


@pytest.mark.parametrize(
    "program",
    [
        'const all = [{ src: "i/1.jpg", artist: "anna" }, { src: "i/2.jpg", artist: "anna" },'
        ' { src: "i/3.jpg", artist: "ben" }];',
        "var works = {anna: ['i/1.jpg', 'i/2.jpg'], ben: ['i/3.jpg']}",
        'people = [{name: "Anna Cole", style: "Fine line", tattoos: [{img: "i/1.jpg", alt: "Fern"},'
        ' {img: "i/2.jpg"}]}, {name: "Ben Holt", style: "Dotwork", tattoos: [{img: "i/3.jpg"}]}]',
        "window.team = { anna: { id: 'anna', name: 'Anna Cole', bio: 'It\\'s {all} drawn here.',"
        " portfolio: [{ src: 'i/1.jpg' }, { src: 'i/2.jpg' }] },"
        " ben: { name: 'Ben Holt', bio: '-', portfolio: [{ src: 'i/3.jpg' }] } };",
        'const a="i/1.jpg",b="i/2.jpg",c="i/3.jpg";const t=[{name:"Anna Cole",role:"x",works:[a,b]},'
        '{name:"Ben Holt",role:"x",works:[c]}]',
        '// one\n/* two: " */ t=[{artist:`Anna Cole`,src:`i/1.jpg`},{artist:`Anna Cole`,src:`i/2.jpg`},'
        "{artist:`Ben Holt`,src:`i/3.jpg`}]",
    ],
)
def test_records_and_lists_tell_whose_pictures_are(program: str) -> None:
    assert _shown(program, ANNA, BEN) == [["i/1.jpg", "i/2.jpg"], ["i/3.jpg"]]


def test_data_files_are_read_like_programs() -> None:
    data = [{"author": "Ben Holt", "image": "i/3.jpg"}, {"author": "Anna Cole", "image": "i/1.jpg"}]
    assert _shown(json.dumps(data), ANNA, BEN, kind="application/json") == [["i/1.jpg"], ["i/3.jpg"]]


def test_the_name_of_a_file_beside_its_address_is_no_picture() -> None:
    data = [
        {"file": f"{at}.webp", "imageUrl": f"works/{at}.webp", "title": f"Fern {at}"} for at in range(1, 4)
    ]
    assert _shown(json.dumps(data), ANNA, kind="application/json") == [
        ["works/1.webp", "works/2.webp", "works/3.webp"]
    ]


def test_a_list_of_one_folder_is_the_only_artists() -> None:
    program = (
        "const all = [{src: './p/a (1).jpg', desc: 'Lion'}, {src: './p/a (2).jpg'}, {src: './p/a (3).jpg'}]"
    )
    assert _shown(program, ANNA) == [["p/a%20(1).jpg", "p/a%20(2).jpg", "p/a%20(3).jpg"]]
    assert _shown(program, ANNA, BEN) == [[], []]


@pytest.mark.parametrize(
    "program",
    [
        "t = [{quote: 'x', img: 'c/1.jpg'}, {quote: 'y', img: 'c/2.jpg'}, {quote: 'z', img: 'c/3.jpg'}]",
        "t = [{price: 9, img: 'c/1.jpg'}, {price: 8, img: 'c/2.jpg'}, {price: 7, img: 'c/3.jpg'}]",
        "t = [{by: 'Zoe', img: 'c/1.jpg'}, {by: 'Zoe', img: 'c/2.jpg'}, {by: 'Zoe', img: 'c/3.jpg'}]",
        "const partners = ['c/1.jpg', 'c/2.jpg', 'c/3.jpg']",
        "const teamMembers = {all: ['c/1.jpg', 'c/2.jpg', 'c/3.jpg']}",
        "const a = 'c/1.jpg', b = 'd/2.jpg'; show('e/3.jpg');",
        "reviews = [{name: 'Anna Cole', about: 'Great', rating: 5, img: 'c/1.jpg'}]",
    ],
)
def test_customers_goods_and_strangers_are_nobodys(program: str) -> None:
    assert _shown(program, ANNA) == [[]]


def test_a_portrait_in_ones_own_record_is_one() -> None:
    program = 't = [{name: "Anna Cole", bio: "-", avatar: "team/anna.jpg", portfolio: ["i/1.jpg"]}]'
    markup = f"<body><script>{program}</script></body>"
    site = SiteContext(views=[view_of(page(markup, f"{SITE}/"))], studio_name="S", brand=brand_of("S"))
    kinds = {
        image.url[len(SITE) :]: image.kind for image in with_own_pictures(site, [ANNA, BEN])[0].portfolio
    }
    assert kinds == {"/team/anna.jpg": PORTRAIT, "/i/1.jpg": "work"}


def test_only_the_surroundings_of_pictures_are_read_in_long_programs() -> None:
    filler = "function f(x){return [x,{y:1}]};" * 20_000
    tree = literals_with_photos(filler + 'const works = ["i/1.jpg", "i/2.jpg"];' + filler)
    assert tree is not None
    lists = [part for _, part in tree.entries if isinstance(part, Literal) and part.name == "works"]
    assert [value for part in lists for _, value in part.entries] == ["i/1.jpg", "i/2.jpg"]
    assert literals_with_photos(filler) is None


def test_brackets_that_never_close_are_harmless() -> None:
    assert literals_with_photos("[" * 50_000 + '"i/1.jpg"') is not None
    assert _shown("[{(" * 20_000 + '"i/1.jpg"' + ")]}" * 20_000, ANNA) == [[]]


@pytest.mark.parametrize(
    "shown",
    [
        "'<img src=\"img/team/' + who.photo + '\">'",
        '`<img src="img/team/${who.photo}">`',
        '"img/team/" + team[0].photo',
    ],
)
def test_a_bare_file_of_a_record_stands_in_the_folder_that_the_script_adds(shown: str) -> None:
    team = (
        "const TEAM = [{name: 'Nora Quill', role: 'tattoo artist', photo: 'nora.jpg'},"
        " {name: 'Oscar Reed', role: 'tattoo artist', photo: 'oscar.jpg'}];"
    )
    script = f"<script>{team} TEAM.forEach(who => box.append({shown}));</script>"
    found = people_in_scripts(view_of(page(f"<main><h1>Team</h1></main>{script}")))
    assert {one.name: one.portfolio[0].url for one in found} == {
        "Nora Quill": "http://studio.test/img/team/nora.jpg",
        "Oscar Reed": "http://studio.test/img/team/oscar.jpg",
    }

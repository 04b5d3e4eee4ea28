"""People are read from the programs of a page that stayed empty, for want of a library of another host."""

import pytest

from inkscout.domain.reading import SiteReading
from inkscout.extraction import read_site
from inkscout.extraction.page.drawn_markup import drawn_by
from tests.support.pages import page

HOME = "http://wren.test/"
EMPTY = (
    "<title>Wren Tattoo, Bath</title><script src='https://cdn.test/react.js'></script>"
    "<body><div id='root'></div><script type='text/babel' src='/js/app.jsx'></script></body>"
)


def read(program: str, home: str = EMPTY, kind: str = "text/jsx") -> SiteReading:
    rendered = page(home, HOME, rendered=True)
    part = page(program, f"{HOME}js/app.jsx", content_type=kind, part_of=HOME)
    return read_site([rendered, part], studio_name="Wren Tattoo", country="GB")


def names(reading: SiteReading) -> set[str]:
    return {artist.name for artist in reading.artists}


def test_markup_within_a_program_is_read_as_the_page() -> None:
    found = read(
        """
        const Team = () => { const [open, setOpen] = useState(a < 3); return (
          <section id="team"><h2>Our tattoo artists</h2>
            <div className="card"><img src="/anna.jpg" alt={"Anna"} /><h3>Anna Bell</h3>
              <p>Tattoo artist {open ? "!" : ""} fine line</p>
              <a href="https://instagram.com/anna.bell.ink">@anna.bell.ink</a></div>
            <div className="card" onClick={() => { go({to: "/x"}) }}><h3>Tom Finch</h3>
              <p>Tattoo artist, blackwork</p></div></section>) };"""
    )
    assert names(found) == {"Anna Bell", "Tom Finch"}
    assert {artist.instagram for artist in found.artists} == {"anna.bell.ink", ""}


def test_texts_given_to_components_are_read() -> None:
    found = read(
        """const App = () => <main><h2>Tattoo artists</h2>
          <ArtistCard name="Anna Bell" role="Tattoo artist" instagram="https://instagram.com/anna.bell.ink" />
          <ArtistCard name='Tom Finch' role='Tattoo artist' /></main>;"""
    )
    assert names(found) == {"Anna Bell", "Tom Finch"}


def test_calls_that_create_elements_are_read_with_their_translations() -> None:
    found = read(
        """i18n.init({en:{about:"I am a tattoo artist and draw all my tattoos by hand in my studio."}});
        const A=()=>jsxs("section",{id:"about",children:[jsx("h2",{children:"Hi, I'm Anna Bell"}),
        jsx("p",{children:t("about")})]});"""
    )
    assert names(found) == {"Anna Bell"}


def test_templates_are_read_without_their_placeholders() -> None:
    drawn = drawn_by(
        ["createApp({template: `<h2>Our artists</h2><h3>Anna Bell</h3><p>{{ year }}</p>`}).mount('#app')"]
    )
    assert drawn == "<h2>Our artists</h2><h3>Anna Bell</h3><p></p>"


@pytest.mark.parametrize(
    "program",
    [
        'const artists = [{name: "Anna Bell", role: "Artist", styles: [{name: "Realism"}], works: ["a.jpg"]},'
        ' {name: "Tom Finch", role: "Artist", styles: [{name: "Fine line"}], works: ["b.jpg"]}]',
        'const TEAM = [["Anna Bell", "Fine line", "@anna.bell"], ["Tom Finch", "Blackwork", "@finch.ink"]]',
        'const tattooArtists = ["Anna Bell", "Tom Finch"]',
        'artists.push({name: "Anna Bell", bio: "Anna tattoos fine lines."});'
        ' artists.push({name: "Tom Finch", bio: "Tom tattoos blackwork."})',
        'data() { return { artists: [{nombre: "Anna Bell", estilo: "Realismo"},'
        ' {nombre: "Tom Finch", estilo: "Old school"}] } }',
        'const crew = [new Artist("Anna Bell", "fine line"), new Artist("Tom Finch", "blackwork")]',
    ],
)
def test_lists_of_people_are_read_in_any_form(program: str) -> None:
    assert names(read(program, kind="text/javascript")) == {"Anna Bell", "Tom Finch"}


def test_a_stage_name_among_the_people_of_a_list_is_kept() -> None:
    program = (
        'var artists = [{name: "White wolf baby", bio: "Paints watercolours on skin."},'
        ' {name: "Anna Bell", bio: "Tattoos fine lines."}, {name: "Tom Finch", bio: "Tattoos blackwork."}]'
    )
    assert names(read(program)) == {"White wolf baby", "Anna Bell", "Tom Finch"}


@pytest.mark.parametrize(
    "program",
    [
        'const reviews = [{name: "Anna Bell", text: "Best tattoo of my life", stars: 5},'
        ' {name: "Tom Finch", text: "Great"}]',
        'const products = [{name: "Anna Balm", price: "12"}, {name: "Tom Cream", price: "9"}]',
        'const faq = [{title: "Does it hurt", text: "A little."}]',
        'const customers = ["Anna Bell", "Tom Finch"]',
        'const placeholders = {name: "John Doe"}; const artists = []; fill(<input placeholder="John Doe"/>)',
    ],
)
def test_other_lists_name_no_artist(program: str) -> None:
    assert names(read(program)) == set()


def test_a_page_that_was_drawn_is_read_as_it_is() -> None:
    drawn = EMPTY.replace(
        "<div id='root'></div>", "<div id='root'><h1>Wren Tattoo</h1><p>Tattoos in Bath.</p></div>"
    )
    assert names(read("const A = () => <div><h3>Anna Bell</h3><p>Tattoo artist</p></div>", drawn)) == set()


@pytest.mark.parametrize(
    "text", ["<a" * 50_000, "(<a {" * 30_000, "(<a b='" * 30_000, 'h("p",' * 40_000, "=> <A>{" * 30_000]
)
def test_a_hostile_program_is_bounded(text: str) -> None:
    assert len(drawn_by([text])) <= 200_000

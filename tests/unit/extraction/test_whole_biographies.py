"""A biography is the whole text about a person: not its opening alone, and nothing that follows it."""

from collections.abc import Mapping

import pytest

from inkscout.domain.reading import FoundArtist
from inkscout.extraction.model import SiteContext
from inkscout.extraction.people.own_bios import with_own_bios
from inkscout.extraction.site import view_of
from inkscout.extraction.text.brand import brand_of
from tests.support.pages import page

SITE = "http://studio.test"
OPENING = "Nora is a tattooist who learned her trade in the harbour of a northern town."
MORE = "She draws ferns and moths from life, in thin lines, and paints signs in winter."
LAST = "Her customers bring pressed leaves, of which she keeps a herbarium by the window."
BESIDE = "Parking is behind the mill, and the tram stops at the corner every ten minutes."
NORA, TOM = FoundArtist(name="Nora Field"), FoundArtist(name="Tom Reed")


def _site(pages: Mapping[str, str], name: str = "Studio Nine") -> SiteContext:
    views = [view_of(page(html, f"{SITE}/{path}")) for path, html in pages.items()]
    return SiteContext(views=views, studio_name=name, brand=brand_of(name))


def _bio(html: str, bio: str = "", name: str = "Nora Field", *others: FoundArtist) -> str:
    filler = "<p>Good tattoos take time, and a good tattoo needs a good drawing first.</p>"
    site = _site({"": f"<html lang='en'><body><main>{html}{filler}</main></body></html>"})
    return with_own_bios(site, [FoundArtist(name=name, bio=bio), *others])[0].bio


@pytest.mark.parametrize(
    "html",
    [
        f"<h2>About</h2><div><p>{OPENING}</p><p>{MORE}</p><p>{LAST}</p></div>",
        f"<h2>About</h2><p>{OPENING}<br><br>{MORE}<br>{LAST}</p>",
        f"<h2>About</h2><p>{OPENING}<br><b>{MORE}</b><br>{LAST}</p>",
    ],
)
@pytest.mark.parametrize("others", [(), (TOM,)])
def test_a_biography_goes_on_to_the_end_of_its_section(html: str, others: tuple[FoundArtist, ...]) -> None:
    assert _bio(html, OPENING, "Nora Field", *others) == f"{OPENING} {MORE} {LAST}"


@pytest.mark.parametrize(
    "following",
    [
        f"<h3>Finding us</h3><p>{BESIDE}</p>",
        f"<p>{BESIDE}</p>",
        "<p>Tom Reed engraves silver by day, and he tattoos letters in the evening.</p>",
        f"</div><div><p>{LAST}</p>",
        f"<p class='note'>{LAST}</p>",
        f"<footer><p>{LAST}</p></footer>",
    ],
)
def test_a_biography_ends_where_the_text_is_no_longer_about_the_person(following: str) -> None:
    html = f"<h2>Nora Field</h2><div><p>{OPENING}</p><p>{MORE}</p>{following}</div>"
    assert _bio(html, OPENING, "Nora Field", TOM) == f"{OPENING} {MORE}"


def test_the_page_with_most_of_a_biography_says_how_it_goes_on() -> None:
    teaser = f"<div><p>{OPENING}</p><p>She draws ferns and moths from life, in many places...</p></div>"
    site = _site(
        {"": teaser, "nora": f"<html lang='en'><div><p>{OPENING}</p><p>{MORE}</p><p>{LAST}</p></div>"}
    )
    artist = FoundArtist(name="Nora Field", bio=f"{OPENING} {MORE}")
    assert with_own_bios(site, [artist, TOM])[0].bio == f"{OPENING} {MORE} {LAST}"


def test_advantages_and_questions_after_a_biography_are_left_out() -> None:
    advantage = "Softer and longer lasting results for all kinds of skin, without harsh lines."
    answer = "Most people describe the feeling as light scratching, and some fall asleep."
    html = (
        f"<div><p>Nora Field</p><p>{OPENING}</p><p>{MORE}</p></div>"
        f"<div><div><p>Natural results</p><p>{advantage}</p></div>"
        f"<div><p>Does it hurt?</p><p>{answer}</p></div></div>"
    )
    assert _bio(html, f"{OPENING} {MORE} {advantage} {answer}") == f"{OPENING} {MORE}"


def test_titled_parts_about_the_person_stay_in_the_biography() -> None:
    html = f"<div><p>{OPENING}</p></div><div><p>Her style</p><p>{MORE}</p></div>"
    assert _bio(html, f"{OPENING} {MORE}") == f"{OPENING} {MORE}"


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        (
            "Иван Петров",
            ("Большая часть работ Ивана -", "это татуировки с рыбами,", "птицами и старыми картами."),
        ),
        (
            "Nora Field",
            ("Ferns, moths and shells", "from the beaches of the north,", "drawn in thin lines since 2011."),
        ),
    ],
)
def test_short_lines_after_a_name_are_one_paragraph_about_the_person(
    name: str, lines: tuple[str, ...]
) -> None:
    html = f"<div><h3>{name}</h3><p>{'<br>'.join(lines)}</p></div><div><h3>Tom Reed</h3></div>"
    assert _bio(html, "", name, TOM) == " ".join(lines)


@pytest.mark.parametrize(
    "html",
    [
        "<p>Old Mill Lane 4<br>Leeds LS1 4AB<br>Monday to Friday from ten to six o'clock</p>",
        "<h4>House rules</h4><p>Please come fed,<br>rested, sober and on time,<br>with one good friend.</p>",
        "<p>With Tom Reed<br>she runs the shop by the mill,<br>which has a garden and a dog.</p>",
    ],
)
def test_other_short_lines_after_a_name_are_no_biography(html: str) -> None:
    assert _bio(f"<h3>Nora Field</h3>{html}", "", "Nora Field", TOM) == ""


def test_a_slogan_of_short_lines_after_the_pages_title_is_no_biography() -> None:
    lines = "<p>Thin lines and old signs,<br>by appointment only.<br>One drawing at a time.</p>"
    assert "Thin lines" not in _bio(f"<h1>Nora Field</h1>{lines}")
    assert _bio(f"<h3>Nora Field</h3>{lines}").startswith("Thin lines and old signs, by")


def test_a_text_that_names_an_artist_in_full_with_the_trade_is_the_biography() -> None:
    story = (
        "El taller fue fundado por la tatuadora Nora Field. Desde muy pequeña le apasionaba el dibujo de "
        "plantas, y hasta hoy sigue dibujando cada hoja a mano."
    )
    html = f"<h2>Historia</h2><p>{story}</p><h2>Equipo</h2><h5>Nora Field</h5><h5>Tom Reed</h5>"
    assert _bio(html, "", "Nora Field", TOM) == story
    assert _bio(html.replace("tatuadora ", ""), "", "Nora Field", TOM) == ""
    assert _bio(html.replace("dibujo de", "dibujo con Tom Reed de"), "", "Nora Field", TOM) == ""


def test_a_slogan_gives_way_to_what_the_only_artist_says() -> None:
    slogan = "Art on skin with an urban and professional touch in the heart of the old town."
    own = "I was born by the sea and have been drawing ferns for my customers since 2011."
    html = f"<h1>Nora</h1><p>{slogan}</p><h2>About me</h2><p>{own}</p><h2>Prices</h2>"
    assert _bio(html, slogan) == own
    assert (
        _bio(f"<h1>Nora</h1><p>{OPENING}</p><h2>About me</h2><p>{own}</p><h2>Prices</h2>", OPENING) == OPENING
    )
    founder = "Founder of the shop and a specialist for ferns, moths and old signs in the north."
    assert _bio(html, founder) == founder


def test_a_request_to_customers_is_no_biography() -> None:
    slogan = "Art on skin with an urban and professional touch in the heart of the old town."
    request = "Tell me about the piece, and I reply to everything that reaches me in two days."
    assert (
        _bio(f"<h1>Nora</h1><p>{slogan}</p><h2>Book now</h2><p>{request}</p><h2>Prices</h2>", slogan)
        == slogan
    )


@pytest.mark.parametrize(
    "label", ["Bio: ", "Biography: ", "Biografía – ", "About me: ", "О себе: ", "Über mich: "]
)
def test_a_label_is_no_part_of_a_biography(label: str) -> None:
    html = f"<h2>Nora Field</h2><div><p>{label}{OPENING}</p><p>{MORE}</p></div>"
    assert _bio(html, label + OPENING) == f"{OPENING} {MORE}"


@pytest.mark.parametrize(
    "listed",
    [
        "Preferred styles: Realism, Black and grey, colour, portraits, dotwork",
        "Предпочитаемые стили: реализм, чёрно-белая графика, акварель",
        "Estilos: realismo, puntillismo, tradicional americano, lettering",
        "Stil: Realismus, Blackwork, Aquarell und feine Linien",
    ],
)
def test_a_list_of_styles_is_no_biography(listed: str) -> None:
    html = f"<h2>Nora Field</h2><div><p>{listed}</p></div>"
    assert _bio(html, listed, "Nora Field", TOM) == ""
    assert _bio(html, f"{OPENING} {listed}", "Nora Field", TOM) == OPENING


def test_a_themes_example_of_an_address_is_no_biography() -> None:
    example = "THE NEEDLE - Tattoo Studio, 1234 Our Awesome Street, Our Awesome City, OAS 12345"
    assert _bio(f"<p>{example}</p>", example, "Nora Field", TOM) == ""

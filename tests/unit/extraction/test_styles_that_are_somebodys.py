"""Styles are those that somebody works in, not what is asked for, sold, learned elsewhere or in a name."""

from collections.abc import Mapping

import pytest

from inkscout.extraction.model import SiteContext
from inkscout.extraction.people import propose
from inkscout.extraction.people.merge import artists_of, people_of
from inkscout.extraction.site import view_of
from inkscout.extraction.text.brand import brand_of
from inkscout.extraction.text.styles_meant import states_no_style, styles_meant
from tests.support.pages import page


def _styles(pages: Mapping[str, str], name: str, studio: str) -> set[str]:
    views = [view_of(page(html, f"http://studio.test/{path}")) for path, html in pages.items()]
    site = SiteContext(views=views, studio_name=studio, brand=brand_of(studio))
    people = [(one, 0.9) for one in people_of(site, propose(site)) if name in one.names()]
    return set(artists_of(site, people)[0].styles)


@pytest.mark.parametrize(
    "text",
    [
        "Fine line from £80", "Portrait ab 400 €", "Mandala od 250 zł",
        "Реализм от 5000 руб.", "Aquarela R$ 300",
        "Do you do watercolour?", "Machst du auch Realismus?", "¿Haces acuarela?",
    ],
)  # fmt: skip
def test_questions_and_prices_state_no_style(text: str) -> None:
    assert states_no_style(text)


@pytest.mark.parametrize("text", ["Fine line since 2014", "Blackwork & dotwork", "Jahrgang 1990, Realismus"])
def test_numbers_alone_are_no_prices(text: str) -> None:
    assert not states_no_style(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She began as a sketch artist at court", ()),
        ("Sketch style and fine line", ("sketch", "fine-line")),
        ("Formada em Design Gráfico, faz blackwork", ("blackwork",)),
        ("Gelernte Grafikdesignerin, sticht Dotwork", ("dotwork",)),
        ("Grafik und Dotwork", ("illustrative", "dotwork")),
        ("Keep it out of the sun, UV fades ink", ()),
        ("UV tattoos", ("uv",)),
    ],
)
def test_other_arts_name_no_style(text: str, expected: tuple[str, ...]) -> None:
    listed = len(text) < 30
    assert styles_meant(text, listed=listed) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            "<h1>Wren Calloway</h1><p>I'm Wren Calloway, a tattooer in Leith who works in fine line.</p>"
            "<h2>FAQ</h2><h3>Do you do watercolour or realism?</h3><p>No, sorry, ask around.</p>"
            "<h3>Do you take on cover-ups?</h3><p>Yes, send me a photograph.</p>",
            {"fine-line", "cover-up"},
        ),
        (
            "<h1>Wren Calloway</h1><p>Ik ben Wren Calloway en ik tatoeëer in Gent.</p><h3>Mijn stijlen</h3>"
            "<ul><li>Blackwork</li><li>Ornamental</li></ul><h3>Prijslijst</h3>"
            "<ul><li>Fine line vanaf 80 euro</li><li>Japanse mouw op aanvraag</li></ul>",
            {"blackwork", "ornamental"},
        ),
        (
            "<h1>Wren Calloway</h1><p>Ich bin Wren Calloway und tätowiere seit 2016 Dotwork.</p>"
            "<h2>Was es kostet</h2><table><tr><td>Fine Line</td><td>ab 120 €</td></tr>"
            "<tr><td>Realismus</td><td>ab 600 €</td></tr></table>",
            {"dotwork"},
        ),
        (
            "<h1>Wren Calloway</h1><p>Sou a Wren Calloway, tatuadora: blackwork e old school.</p>"
            "<h2>Especialidades</h2><div><h3>Geek Tattoo</h3><p>Personagens e jogos.</p></div>"
            "<div><h3>Fine Line</h3><p>Delicadeza.</p></div>",
            {"blackwork", "american-traditional", "geek", "fine-line"},
        ),
        (
            "<h1>Wren Calloway</h1><p>I'm Wren Calloway and my style is dotwork.</p>"
            "<h2>What people say</h2>"
            "<blockquote>She covered my old tribal with a Japanese dragon.</blockquote>",
            {"dotwork"},
        ),
    ],
)
def test_the_only_artist_has_the_styles_that_the_site_states(html: str, expected: set[str]) -> None:
    assert (
        _styles(
            {"": f"<title>Wren Calloway Tattoo</title><body>{html}</body>"}, "Wren Calloway", "Wren Calloway"
        )
        == expected
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I work in blackwork.", {"blackwork"}),
        ("I work in blackwork and gothic scenes.", {"blackwork", "dark-art"}),
    ],
)
def test_a_style_in_the_studio_s_name_alone_is_nobody_s(text: str, expected: set[str]) -> None:
    said = f"<p>Luke Fenwick, tattoo artist at Soft Gothic Tattoo. {text}</p>"
    html = f"<title>Soft Gothic Tattoo</title><body><h1>Luke Fenwick</h1>{said}</body>"
    assert _styles({"": html}, "Luke Fenwick", "Soft Gothic Tattoo") == expected

"""A studio is called as its website calls it: without legal forms, templates' titles and descriptions."""

import pytest

from inkscout.extraction import read_site
from inkscout.extraction.studio.studio_names import is_default, known_name, plain_name
from tests.support.pages import page

SITE = "http://studio.test"
ABOUT = "<p>We tattoo by appointment. Our tattoo artists draw every tattoo by hand.</p>"


def _name(title: str, body: str = "", *, head: str = "", known: str = "") -> str:
    html = f"<html><head><title>{title}</title>{head}</head><body>{body}{ABOUT}</body></html>"
    return read_site([page(html, f"{SITE}/")], studio_name=known).studio.name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Nadelwerk Tattoo GmbH", "Nadelwerk Tattoo"),
        ("Nadelwerk Tattoo GmbH & Co. KG", "Nadelwerk Tattoo"),
        ("Nadelwerk UG (haftungsbeschränkt)", "Nadelwerk"),
        ("Krakatoa Ink Sp. z o.o.", "Krakatoa Ink"),
        ("firma Krakatoa Ink", "Krakatoa Ink"),
        ("Jehla s.r.o.", "Jehla"),
        ("Nordfarg Tatuering AB", "Nordfarg Tatuering"),
        ("Marlowe Tattoo, LLC", "Marlowe Tattoo"),
        ("Corvus S.R.L.", "Corvus"),
        ("ООО Чернила", "Чернила"),
        ("Nadelwerk Tattoo, Inh. Mira Falk", "Nadelwerk Tattoo"),
        ("\u2605 Nadelwerk \u2605", "Nadelwerk"),
        ("Ink as Art", "Ink as Art"),
        ("Abstract Co", "Abstract Co"),
        ("GmbH", "GmbH"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_name_is_given_without_its_legal_form(name: str, expected: str) -> None:
    assert plain_name(name) == expected


@pytest.mark.parametrize(
    "title", ["My Site", "Nyitóoldal", "Trang chủ", "Über mich", "About me", "Tattoo Studio", "—"]
)
def test_titles_of_templates_and_menus_name_no_studio(title: str) -> None:
    assert is_default(title)


@pytest.mark.parametrize("title", ["Nadelwerk", "Black Rose Tattoo", "Chi", "Studio Nine"])
def test_names_are_no_titles_of_templates(title: str) -> None:
    assert not is_default(title)


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("My Site", '<div class="logo"><a href="/">Marlowe Tattoo</a></div>', "Marlowe Tattoo"),
        ("Home", '<img src="a.png" alt="Marlowe Tattoo logo">', "Marlowe Tattoo"),
        ("Home", "<footer>\u00a9 2019-2024 Marlowe Tattoo. All rights reserved</footer>", "Marlowe Tattoo"),
        ("Home", "<footer>\u00a9 2024 Todos los derechos reservados</footer>", ""),
        ("Tattoo studio in Kassel | Nadelwerk", "", "Nadelwerk"),
        ("Best tattoos in town! | Nadelwerk", "", "Nadelwerk"),
        ("Nadelwerk | Tattoo Artist, Banja Luka", "", "Nadelwerk"),
        ("Zech", "<footer>\u00a9 2024 Zech Studio</footer>", "Zech Studio"),
        ("Crow Ink - Studio", '<a class="logo">Crow Ink Studio Tatuażu Gdańsk</a>', "Crow Ink"),
    ],
)  # fmt: skip
def test_a_website_that_nobody_named_tells_its_name(title: str, body: str, expected: str) -> None:
    assert _name(title, body) == expected


@pytest.mark.parametrize(
    ("title", "known", "expected"),
    [
        ("Tattoo studio Bytom - firma Krakatoa Ink", "Krakatoa Ink", "Krakatoa Ink"),
        ("Nadelwerk Tattoo GmbH", "Nadelwerk Tattoo", "Nadelwerk Tattoo"),
        ("Crow Ink Studio Tatua\u017cu Gda\u0144sk", "Crow Ink", ""),
        ("CrowInk", "Crow Ink", "Crow Ink"),
        ("Tattoo Shop - The town's finest", "Tattoo Shop", "Tattoo Shop"),
        ("Crow Ink Collective", "Crow Ink", "Crow Ink Collective"),
    ],
)
def test_the_name_known_elsewhere_stays_where_the_site_adds_what_it_is(
    title: str, known: str, expected: str
) -> None:
    assert _name(title, known=known) == expected


def test_a_logo_does_not_rename_a_studio_that_is_known() -> None:
    body = '<div class="logo">Crow &amp; Co</div><footer>\u00a9 2024 Crow Holdings</footer>'
    assert _name("Crow Ink", body, known="Crow Ink") == "Crow Ink"
    assert known_name("Crow Ink", "CROW INK") == "CROW INK"


def test_the_studio_s_own_city_is_no_part_of_its_name() -> None:
    assert known_name("Crow Ink Split", "Crow Ink", "Obala 4, 21000 Split") == ""
    assert known_name("Crow Ink Collective", "Crow Ink", "Obala 4, 21000 Split") == "Crow Ink Collective"


@pytest.mark.parametrize(
    ("title", "body", "known"),
    [
        ("Marlowe Ink Tattoo Studio", "<h2>Marlowe Ink</h2>", "Marlowe Ink"),
        ("Page d'acceuil Tattoo Nora", "<footer>\u00a9 2025 Tattoo Nora</footer>", "Tattoo Nora"),
        ("Falken Tatoo", '<img src="a.png" alt="FALKEN">', "FALKEN"),
        ("大阪 TATTOO STUDIO Vesper タトゥー・刺青", "<p>TATTOO Vesper NAGOYA</p>", "TATTOO Vesper NAGOYA"),
    ],
)  # fmt: skip
def test_a_studio_keeps_the_name_that_its_website_writes_out(title: str, body: str, known: str) -> None:
    assert _name(title, body, known=known) == known


def test_a_studio_is_called_as_title_and_metadata_of_its_website_agree() -> None:
    head = '<meta property="og:site_name" content="Marlowe Tattoo Parlour">'
    title = "Marlowe Tattoo Parlour"
    assert _name(title, "<h2>Marlowe</h2>", head=head, known="Marlowe") == title

"""Names inside labels: portfolios, copyright lines, titles; and whom such texts must not make artists."""

import pytest

from inkscout.extraction.page.zones import Zone
from inkscout.extraction.people.finders.captions import people_in_captions
from inkscout.extraction.people.finders.sentences import people_in_sentences
from inkscout.extraction.people.finders.short_texts import names_of_line, people_in_short_texts
from inkscout.extraction.site import proposals, read_site, view_of
from inkscout.extraction.text.brand import brand_name, initials
from inkscout.extraction.text.names import is_role_text, read_name, role_in
from inkscout.extraction.text.names_in_labels import copyright_holder, maker_of_brand, owner_of_works
from tests.support.pages import page

SITE = "http://studio.test"


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Portfolio of Nora Quill", "Nora Quill"),
        ("Tom's works", "Tom"),
        ("Works by Tom Reed", "Tom Reed"),
        ("Annas Arbeiten", "Anna"),
        ("Портфолио Вики", "Вика"),
        ("Работы мастера Лены", "Лена"),
        ("Портфолио Романа Белова", "Роман Белов"),
        ("Работы Ирины Беловой", "Ирина Белова"),
        ("Портфоліо Олени", "Олена"),
        ("Prace Kasi", "Kasia"),
        ("Obras de Lucía", "Lucía"),
        ("Lavori di Paolo Neri", "Paolo Neri"),
        ("Ayşe'nin çalışmaları", "Ayşe"),
    ],
)
def test_a_label_of_works_names_whose_they_are(label: str, name: str) -> None:
    guess = owner_of_works(label)
    assert guess is not None
    assert guess.name == name


@pytest.mark.parametrize(
    "label",
    [
        "Portfolio",
        "Works of students",
        "Работы учеников",
        "Tattoo Anna",
        "Galerie Tattoos",
        "Obras recientes",
    ],
)
def test_other_labels_of_works_name_nobody(label: str) -> None:
    assert owner_of_works(label) is None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("2021 Minh-Anh Pham", "Minh-Anh Pham"),
        ("© 2019–2024 Nora Quill Tattoo | Impressum", "Nora Quill"),
        ("Copyright 2020 by Jonas Weber", "Jonas Weber"),
        ("(c) Marek Nowak. Wszelkie prawa zastrzeżone", "Marek Nowak"),
        ("© 2023 Élodie Martin - Tous droits réservés", "Élodie Martin"),
    ],
)
def test_a_copyright_line_names_its_holder(line: str, name: str) -> None:
    guess = copyright_holder(line)
    assert guess is not None
    assert guess.name == name


@pytest.mark.parametrize(
    "line", ["© 2024 Black Rose Tattoo. All rights reserved", "2021", "© Foxglove", "Copyright"]
)
def test_studios_hold_copyrights_too(line: str) -> None:
    assert copyright_holder(line) is None


@pytest.mark.parametrize(
    ("title", "name"),
    [("Needlework by Thandi Mokoena", "Thandi Mokoena"), ("Schwarzwerk von Lena Fuchs", "Lena Fuchs")],
)
def test_a_title_names_who_makes_a_brand(title: str, name: str) -> None:
    found = people_in_short_texts(view_of(page(f"<title>{title}</title><h1>Tattoos</h1>", f"{SITE}/")))
    assert name in {candidate.name for candidate in found}


def test_a_studio_by_night_is_nobodys() -> None:
    assert maker_of_brand("Tattoo studio by night") is None


def test_walls_of_portraits_linked_to_portfolios_name_artists() -> None:
    html = """<title>Студия «Иней»</title><h2>Наши мастера</h2>
    <a href="https://vk.test/1"><img src="1.jpg" alt="Портфолио Вики"></a>
    <a href="https://vk.test/2"><img src="2.jpg" alt="Портфолио Лены"></a>
    <a href="https://vk.test/3"><img src="3.jpg" alt="Работы учеников"></a>"""
    found = people_in_captions(view_of(page(html, f"{SITE}/")))
    assert [(one.name, one.role) for one in found] == [("Вика", "artist"), ("Лена", "artist")]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Tattoo Master", "artist"),
        ("Maestro del tatuaje", "artist"),
        ("Tattoo Specialist", "artist"),
        ("龙堂纹身师", "artist"),
    ],
)
def test_masters_of_tattooing_are_artists(text: str, role: str) -> None:
    assert is_role_text(text)
    assert role_in(text) == role


@pytest.mark.parametrize("text", ["Master", "Master class", "Tattoo", "Professional tattoo"])
def test_masters_of_other_things_are_not(text: str) -> None:
    assert not is_role_text(text)


def test_wide_brackets_divide_a_role_from_a_name() -> None:
    guess = read_name("龙堂纹身师（小林）")
    assert guess is not None
    assert (guess.name, guess.role) == ("小林", "artist")


@pytest.mark.parametrize("text", ["São Paulo", "Santa Rosa", "San Diego", "Нижний Новгород"])
def test_cities_of_names_are_no_people(text: str) -> None:
    assert read_name(text) is None


def test_parts_of_an_address_are_no_names() -> None:
    (line,) = view_of(page("<p>Morada: Rua do Sol, 12, Santo Amaro, SP</p>", f"{SITE}/")).document.lines
    assert [guess.name for guess in names_of_line(line)] == []


@pytest.mark.parametrize(
    ("brand", "name"),
    [
        ("Ulisses Tattoo e Piercing", "Ulisses"),
        ("Lars Tattoo und Piercing", "Lars"),
        ("Rosa & Dornen Tattoo", "Rosa & Dornen"),
    ],
)
def test_a_brand_ends_without_a_conjunction(brand: str, name: str) -> None:
    assert brand_name(brand) == name


def test_the_initials_of_a_brand_are_its_logo() -> None:
    assert initials("Quiet Needle") == "qn"
    html = """<title>Quiet Needle - Tattoo studio</title>
    <nav><div><div>QN</div><span>Quiet Needle Tattooer</span></div></nav>
    <h1>We tattoo</h1><p>Our studio tattoos by appointment.</p><footer><div>QN</div></footer>"""
    assert not read_site([page(html, f"{SITE}/")], studio_name="Quiet Needle").artists


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Founded in 2016 by master tattoo artist Joel Hart, our studio tattoos with care.", "Joel Hart"),
        ("Das Studio lebt von Tätowiererin Lena Fuchs und ihrem Team.", "Lena Fuchs"),
        ("Fundado em 2012 por Rui Prata, o estúdio faz tatuagem autoral.", "Rui Prata"),
        ("Sou a Luzia. Faço tatuagem autoral há dez anos.", "Luzia"),
        ("Ich bin die Romy und tätowiere seit Jahren.", "Romy"),
    ],
)
def test_sentences_name_founders_and_whoever_speaks(sentence: str, name: str) -> None:
    found = people_in_sentences(view_of(page(f"<h1>Tattoo</h1><p>{sentence}</p>", f"{SITE}/")))
    assert name in {candidate.name for candidate in found}


def test_an_introduction_by_the_name_of_the_website_is_its_artists() -> None:
    html = """<title>Zuriel Tattoo</title><p>I'm Zuriel. I tattoo animals and plants.</p>
    <p>I'm Booked. I tattoo again in May.</p>"""
    found = people_in_sentences(view_of(page(html, f"{SITE}/")))
    assert {candidate.name for candidate in found} == {"Zuriel"}


QUOTED = """<h1>Foxglove Tattoo</h1><section><h2>{heading}</h2>
<div><p>“The whole team was so kind, and the lines healed perfectly.”</p><p>Priya Nair</p><p>Teacher</p></div>
<div><p>“I came in for a small piece and left with a friend for life.”</p><p>Owen Hale</p>
<p>Local Business Owner</p></div>
</section>"""


@pytest.mark.parametrize("heading", ["Client Stories", "Loved in town", "Geschichten"])
def test_cards_of_quotations_are_reviews(heading: str) -> None:
    view = view_of(page(QUOTED.format(heading=heading), f"{SITE}/"))
    zones = {line.text: view.zones[line.index] for line in view.document.lines}
    assert zones["Priya Nair"] & Zone.REVIEW
    assert zones["Local Business Owner"] & Zone.REVIEW
    assert not zones["Foxglove Tattoo"] & Zone.REVIEW


def test_names_after_quotations_of_a_list_are_customers() -> None:
    html = """<h1>Foxglove Tattoo</h1><ul>
    <li><blockquote>Every line healed well on my arm.</blockquote><span>Priya Nair</span></li>
    <li><blockquote>They took their time for me and my idea.</blockquote><span>Owen Hale</span></li></ul>"""
    view = view_of(page(html, f"{SITE}/"))
    zones = {line.text: view.zones[line.index] for line in view.document.lines}
    assert zones["Priya Nair"] & zones["Owen Hale"] & Zone.REVIEW


def test_a_misspelt_word_for_tattoos_is_no_part_of_a_name() -> None:
    guess = read_name("Tatto Martina")
    assert guess is not None
    assert guess.name == "Martina"


def test_mottos_of_a_team_are_no_reviews() -> None:
    html = QUOTED.replace("<section>", "<section class='team'>").format(heading="Our artists")
    view = view_of(page(html, f"{SITE}/"))
    assert not any(zone & Zone.REVIEW for zone in view.zones)


def test_a_section_called_menu_is_no_menu() -> None:
    html = """<h1>Tattoo</h1><nav><a href="#menu-2">Artistas</a></nav>
    <div id="menu-2"><h2>Nuestros artistas</h2>
    <div><p><span>Rocío Vega</span> <strong>Tattoo Master</strong></p></div>
    <div><p><span>Bruno Sáez</span> <strong>Tattoo Master</strong></p></div></div>
    <div id="menu"><a href="/a">Inicio</a><a href="/b">Galería</a><a href="/c">Contacto</a></div>"""
    view = view_of(page(html, f"{SITE}/"))
    zones = {line.text: view.zones[line.index] for line in view.document.lines}
    assert not zones["Rocío Vega Tattoo Master"] & Zone.NAV
    assert zones["Galería"] & Zone.NAV
    assert {artist.name for artist in read_site([page(html, f"{SITE}/")]).artists} == {
        "Rocío Vega",
        "Bruno Sáez",
    }


def test_the_judge_is_told_who_signs_a_website() -> None:
    html = """<title>Quiet needle</title><h1>My tattoo works</h1><p>I tattoo by hand.</p>
    <footer>2021 Minh-Anh Pham</footer>"""
    (person,) = (one for one in proposals([page(html, f"{SITE}/")]) if "Minh-Anh Pham" in one.names)
    assert person.features["signs"] == 1.0


@pytest.mark.parametrize(
    "label",
    [
        "Meet Ioana", "Mød Ioana", "Möt Ioana", "Conheça Ioana", "Rencontrez Ioana", "Découvrez Ioana",
        "Poznaj Ioana", "Poznejte Ioana", "Upoznajte Ioana", "Tanışın Ioana",

    ],
)  # fmt: skip
def test_words_that_invite_to_somebody_are_no_part_of_a_name(label: str) -> None:
    guess = read_name(label)
    assert guess is not None
    assert guess.name == "Ioana"


@pytest.mark.parametrize("label", ["Book Now", "Buche Termin", "Prenota Ora", "Scopri Di Più", "With Love"])
def test_an_invitation_to_do_something_names_nobody(label: str) -> None:
    assert read_name(label) is None


@pytest.mark.parametrize(
    ("greeting", "name"),
    [
        ("Salut, c'est Lina !", "Lina"),
        ("Hey, it's Robin!", "Robin"),
        ("Hallo, hier ist Greta.", "Greta"),
        ("Olá, aqui é a Joana.", "Joana"),
    ],
)
def test_a_greeting_introduces_who_greets(greeting: str, name: str) -> None:
    view = view_of(page(f"<main><h2>{greeting}</h2><p>Tattoo</p></main>"))
    assert [one.name for one in people_in_sentences(view)] == [name]

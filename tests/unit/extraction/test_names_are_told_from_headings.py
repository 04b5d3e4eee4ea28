"""Tests which texts are names of people, in many scripts, and which names belong to one person."""

import pytest

from inkscout.extraction.text.names import is_role_text, read_name, role_in, same_person


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Andreas Martin", "Andreas Martin", ""),
        ("MICHAEL KELVIN", "Michael Kelvin", ""),
        ("mads friis", "Mads Friis", ""),
        ("Vik - Apprentice", "Vik", "apprentice"),
        ("Tatuadora Luz", "Luz", "artist"),
        ("Mia, Tätowiererin", "Mia", "artist"),
        ("William — 602-6496", "William", ""),
        ("Lou (they/them)", "Lou", ""),
        ("Анна Иванова | графика", "Анна Иванова", ""),
        ("Marta Gil – línea fina y botánico", "Marta Gil", ""),
        ("Reggie Dato-on", "Reggie Dato-on", ""),
        ("Mattie L.", "Mattie L.", ""),
        ("Jason White", "Jason White", ""),
        ("Dr. Woo", "Dr. Woo", ""),
        ("田中 彫龍", "田中 彫龍", ""),
        ("محمد علي", "محمد علي", ""),
        ("ช่างเอก", "ช่างเอก", ""),
        ("Lotte van der Meij", "Lotte van der Meij", ""),
        ("Nguyễn Hồng Anh", "Nguyễn Hồng Anh", ""),
        ("Trần Thị Hương", "Trần Thị Hương", ""),
        ("Per Lindgren", "Per Lindgren", ""),
        ("Mai Tran", "Mai Tran", ""),
        ("Toby Story", "Toby Story", ""),
        ("A. Petrov", "A. Petrov", ""),
        ("Anna Y", "Anna Y", ""),
        ("J.-P. Martin", "J.-P. Martin", ""),
        ("Joost van ’t Hart", "Joost van ’t Hart", ""),
        ("Par Akira", "Akira", ""),
        ("Por Nuria Vidal", "Nuria Vidal", ""),
        ("Door Joost de Vries", "Joost de Vries", ""),
        ("Kees van 't Veld", "Kees van 't Veld", ""),
    ],
)
def test_a_name_is_read_with_the_role_beside_it(text: str, name: str, role: str) -> None:
    guess = read_name(text, lenient=True)
    assert guess is not None
    assert (guess.name, guess.role) == (name, role)


@pytest.mark.parametrize(
    "text",
    [
        "Our Services", "Opening Hours", "Read More", "Öffnungszeiten", "Nos tarifs", "Contacto",
        "Blackwork", "Old School",
        "Fine Line", "Berlin", "New York", "Professionalism", "Keyword Opportunity", "Anna & Ben",
        "Ink & Iron", "A R T I S T S",
        "12:00 - 18:00", "@inkbyjane", "hello@studio.example", "Jane Doe's Work", "", "  ", "-", "IG",
        "Tattoo", "Цены", "料金",
        "signe.overgaard", "Walk-ins Welcome", "Redes Sociales",
        "Plan B", "A B", "I Love", "Price List", "Love Story", "Mai Angebot", "Gift Cards", "Best Friends",
        "A very long heading about what we do and why we do it here",
    ],
)  # fmt: skip
def test_a_heading_is_no_name(text: str) -> None:
    assert read_name(text) is None


@pytest.mark.parametrize(
    ("text", "name", "other"),
    [
        ("Wei Zhang 张伟", "Wei Zhang", "张伟"),
        ("张伟 Wei Zhang", "Wei Zhang", "张伟"),
        ("Li Na / 李娜", "Li Na", "李娜"),
        ("Иван Зорин Ivan Zorin", "Ivan Zorin", "Иван Зорин"),
    ],
)
def test_a_name_in_two_scripts_is_one_name(text: str, name: str, other: str) -> None:
    guess = read_name(text)
    assert guess is not None
    assert (guess.name, guess.nickname) == (name, other)


def test_an_alias_is_kept_beside_the_name() -> None:
    guess = read_name("Sam Webb aka Webby")
    assert guess is not None
    assert (guess.name, guess.nickname) == ("Sam Webb", "Webby")
    quoted = read_name("Maria “Mia” Castellano")
    assert quoted is not None
    assert (quoted.name, quoted.nickname) == ("Maria Castellano", "Mia")


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Owner & Tattoo Artist", "owner"),
        ("Piercing Artist", "piercer"),
        ("Tattoo and Piercing Artist", "artist"),
        ("Inhaberin & Tätowiererin", "owner"),
        ("Тату-мастер", "artist"),
        ("front of house and biscuits", "manager"),
        ("Auszubildender", "apprentice"),
        ("Gastkünstlerin", "artist"),
    ],
)
def test_a_role_is_read(text: str, role: str) -> None:
    assert role_in(text) == role


def test_a_role_line_holds_nothing_but_a_role() -> None:
    assert is_role_text("Resident Piercer")
    assert is_role_text("Tattoo Artist, fine line")
    assert not is_role_text("Our tattoo artist Anna")
    assert not is_role_text("Master Barber")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Katie", "Katie Noel", True),
        ("BEATRIZ MORENO", "Beatriz Moreno", True),
        ("Mattie L.", "Mattie Lane", True),
        ("Jason Brown", "Jason White", False),
        ("Ann", "Anna", False),
        ("", "Anna", False),
        ("Julian Alvarez", "Julián Álvarez", True),
    ],
)
def test_two_names_are_one_person_or_not(one: str, other: str, same: bool) -> None:
    assert same_person(one, other) is same
    assert same_person(other, one) is same


@pytest.mark.parametrize("text", ["心Approche", "技Atelier", "Lokacija", "Ubicación", "Turnos", "Standort"])
def test_headings_of_sections_in_many_languages_are_no_names(text: str) -> None:
    assert read_name(text) is None


@pytest.mark.parametrize(
    "text", ["DON’ Ts", "Do’s & Don’ts", "Don't Panic", "We're Hiring", "You’ll Love", "It's Ink"]
)
def test_contractions_are_no_names(text: str) -> None:
    assert read_name(text) is None


@pytest.mark.parametrize("text", ["Tara O'Dea", "Niamh O’Tool", "Dan D’Isa", "Ca'Tara Venn"])
def test_names_with_apostrophes_are_no_contractions(text: str) -> None:
    assert read_name(text) is not None

"""Labels, brands, customers and makers are no people, whatever the judge's probability; signers are."""

from dataclasses import replace

import pytest

from inkscout.extraction import is_ruled_out, proposals, read_site
from inkscout.extraction.page.parse import parse
from inkscout.extraction.page.zones import is_review_heading
from inkscout.extraction.people.judge.model import judge
from inkscout.extraction.people.judge.places import places_of
from tests.support.pages import page

HOUSE = "<p>Our studio is open. We are a team, we tattoo what our guests wish, and our work is ours.</p>"
OPEN_TO_ALL = replace(judge(), threshold=0.0, lower=0.0)


def found(html: str, studio_name: str = "") -> list[str]:
    """The names on a site on which everybody is taken who is not ruled out."""
    reading = read_site(
        [page(f"<title>{studio_name} Tattoo</title>{html}")], studio_name=studio_name, judge=OPEN_TO_ALL
    )
    return sorted(artist.name for artist in reading.artists)


@pytest.mark.parametrize(
    "options",
    [
        ("Select Artist", "Mara", "Ilse", "Tom"),
        ("Choose Appointment", "Mara", "Ilse", "Tom"),
        ("Artist Portfolio", "Mara", "Ilse", "Tom"),
    ],
)
def test_labels_of_everyday_words_are_no_names(options: tuple[str, ...]) -> None:
    choices = "".join(f"<li>{option}</li>" for option in options)
    names = found(f"<h1>Wren Tattoo</h1>{HOUSE}<h2>Artists</h2><ul>{choices}</ul>", "Wren")
    assert options[0] not in names
    assert set(options[1:]) <= set(names)


@pytest.mark.parametrize(
    ("brand", "text"),
    [
        ("Big Heart", "<p>© 2024 Big Heart Tattoo Studio. All rights reserved.</p>"),
        ("Quiet Fire", '<h3>Quiet Fire</h3><a href="https://instagram.com/quietfire.ink">Instagram</a>'),
        ("Гострий Олень", "<h2>Гострий Олень — тату студія</h2><p>Тут живе гострий олівець і олень.</p>"),
        ("Tiefe Nadel", "<h3>Tiefe Nadel</h3><p>Eine tiefe Linie sticht die Nadel.</p>"),
    ],
)
def test_a_brand_of_words_that_are_no_name_is_no_person(brand: str, text: str) -> None:
    assert brand not in found(f"<h1>Tattoo</h1>{HOUSE}{text}", brand)


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ("© 2026 INX Tattoo • Lincoln, UK", {"lincoln"}),
        ("Via Roma 3 | Alessandria, Italia", {"alessandria"}),
        ("Holten 12, 4020 Florian, Österreich", {"4020", "florian"}),
        ("Maryville, TN 37801", {"maryville"}),
        ("Anna, Jordan, Georgia", set()),
        ("We draw, no flash", set()),
        ("Mara, Ilse and Tom", set()),
    ],
)
def test_words_before_a_country_are_places(line: str, places: set[str]) -> None:
    assert places_of(parse(page(f"<h1>Tattoo</h1><p>{line}</p>"))) == places


@pytest.mark.parametrize(("line", "name"), [("Lincoln, UK", "Lincoln"), ("Adana, Türkiye", "Adana")])
def test_a_place_is_no_person(line: str, name: str) -> None:
    html = f"<h1>Inx Tattoo</h1>{HOUSE}<p>{name}</p><footer><p>© 2026 Inx Tattoo • {line}</p></footer>"
    assert name not in found(html, "Inx")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "es",
            "Escribo sobre tatuajes. Mi favorito es el escudo que Antonio Puerta lleva en su brazo.",
        ),
        (
            "en",
            "I write about tattoos. My favourite is the crest that Antonio Puerta wears on his arm.",
        ),
    ],
)
def test_somebody_whom_running_text_mentions_once_is_no_artist(language: str, text: str) -> None:
    assert found(f"<html lang='{language}'><p>{text}</p><p>Tattoo</p>", "Tinta") == []


@pytest.mark.parametrize("name", ["Lamarch", "Pontiak", "Ritual"])
def test_a_brand_that_the_site_never_prints_alone_is_no_person(name: str) -> None:
    html = f'<nav><a href="/">{name} Studio</a></nav><h1>Tattoo</h1>{HOUSE}'
    assert name not in found(html, f"{name} Studio")


def test_a_brand_of_everyday_words_may_be_a_person_who_speaks() -> None:
    """A stage name is made of everyday words: a site in the first person leaves it to the judge."""
    html = f'<h1>Tattoo</h1>{HOUSE}<h3>Quiet Fire</h3><a href="https://instagram.com/quietfire.ink">Instagram</a>'
    rows = [one.features for one in proposals([page(html)], studio_name="Quiet Fire")]
    row = next(row for row in rows if row["brand_alone"])
    assert is_ruled_out(row)
    for sign in ("first_person", "listed_given", "in_section"):
        assert not is_ruled_out({**row, sign: 1.0})


@pytest.mark.parametrize(
    ("title", "signer", "brand"),
    [
        ("Nadelkunst by Romy Adler", "Romy Adler", "Nadelkunst"),
        ("Tintaviva por Lucía Prado", "Lucía Prado", "Tintaviva"),
        ("Ravnblekk av Kari Lunde", "Kari Lunde", "Ravnblekk"),
    ],
)
def test_a_brand_that_somebody_signs_is_no_second_person(title: str, signer: str, brand: str) -> None:
    html = f"<title>{title}</title><h1>{brand}</h1><p>Tattoos by {brand}.</p><p>Tattoo.</p>"
    reading = read_site([page(html)], studio_name=brand, judge=OPEN_TO_ALL)
    assert [artist.name for artist in reading.artists if artist.name in (signer, brand)] == [signer]


@pytest.mark.parametrize(
    "line",
    [
        "Diseño: Luz Vega - Programador: Rodrigo Salinas",
        "Developer: Kate Miller",
        "Programmierung: Jonas Weber",
        "Разработчик: Иван Петров",
        "Web developers: Tom Brown, Lena Frost",
    ],
)
def test_a_website_s_programmer_is_no_artist(line: str) -> None:
    assert found(f"<h1>Wren Tattoo</h1>{HOUSE}<footer><p>{line}</p></footer>", "Wren") == []


@pytest.mark.parametrize("kind", ["testimonial-item", "customer-reviews", "avis-clients"])
def test_customers_of_whom_only_a_picture_tells_are_no_artists(kind: str) -> None:
    review = (
        f'<section class="{kind}"><h2>Reviews</h2><div><img src="a.jpg" alt="David Wilson"><h3>Vera</h3>'
        "<p>They turned my concept into something better than I imagined.</p></div></section>"
    )
    assert "David Wilson" not in found(f"<h1>Wren Tattoo</h1>{HOUSE}{review}", "Wren")
    assert "David Wilson" in found(f'<h1>Wren Tattoo</h1>{HOUSE}<img src="a.jpg" alt="David Wilson">', "Wren")


@pytest.mark.parametrize(
    "text",
    [
        "<html lang='es'><p>Hola, soy Dulce</p><p>Yo tatúo flores. Me gusta dibujar y hago mi trabajo.</p>",
        "<html lang='en'><p>Hi, I'm Romy</p><p>I tattoo flowers. I love to draw and I do my work.</p>",
        "<html lang='de'><p>Ich heiße Lena</p><p>Ich tätowiere Blumen. Ich zeichne gern, für mich.</p>",
    ],
)
def test_the_only_one_who_introduces_herself_is_the_artist(text: str) -> None:
    doubtful = replace(judge(), threshold=0.6, lower=0.6)
    reading = read_site([page(f"{text}<h1>Kolibri Tattoo</h1>")], studio_name="Kolibri", judge=doubtful)
    assert len(reading.artists) == 1


@pytest.mark.parametrize(
    ("handle", "other", "taken"),
    [
        ("mister.gloom", "Mister Gloom", False),
        ("tante_erna", "Tante Erna", False),
        ("house.of.lines", "Mister Gloom", True),
    ],
)
def test_a_handle_made_of_a_colleague_s_name_is_not_the_only_artist_s(
    handle: str, other: str, *, taken: bool
) -> None:
    html = (
        f"<h1>Tattoo</h1><h2>Artists</h2><div><h3>Lena Frost</h3><p>Tattoo artist</p></div>"
        f"<div><h3>{other}</h3><p>Tattoo artist</p></div>"
        f'<footer><a href="https://instagram.com/{handle}">Instagram</a></footer>'
    )
    alone = replace(judge(), threshold=0.0, lower=0.0)
    reading = read_site([page(html)], studio_name="Tattoo", judge=alone)
    lena = next(artist for artist in reading.artists if artist.name == "Lena Frost")
    assert (lena.instagram == handle) is (taken and len(reading.artists) == 1)


@pytest.mark.parametrize(
    "heading",
    [
        "Kunder säger", "Wat klanten zeggen", "Zufriedene Kunden", "Klienci mówią", "Spokojení zákazníci",
        "Müşterilerimiz ne diyor", "Наши клиенты говорят", "Clientes satisfechos", "Clienti soddisfatti",
        "Elégedett ügyfelek", "Zadovoljni klijenti", "Asiakkaat kertovat",
    ],
)  # fmt: skip
def test_headings_of_satisfied_customers_open_reviews(heading: str) -> None:
    assert is_review_heading(heading)


@pytest.mark.parametrize(
    ("language", "options"),
    [
        ("pl", ("Dowolny artysta", "Dowolna artystka")),
        ("tr", ("Sanatçı Seçin", "Fark Etmez")),
        ("de", ("Beliebig", "Künstler Wählen")),
        ("pt", ("Qualquer artista", "Indiferente")),
    ],
)
def test_the_choice_of_anybody_is_nobody(language: str, options: tuple[str, ...]) -> None:
    choices = "".join(f"<option>{option}</option>" for option in options)
    html = (
        f"<html lang='{language}'><h1>Tattoo</h1>{HOUSE}<form><select name='artist'>{choices}</select></form>"
    )
    assert found(html, "Iglo") == []


@pytest.mark.parametrize("style", ["Realistico", "Geometrisch", "Акварель"])
def test_a_style_in_a_row_of_names_is_nobody(style: str) -> None:
    rows = "".join(f"<tr><td>{name}</td><td>{style}</td></tr>" for name in ("Giulia Conti", "Paolo Riva"))
    names = found(f"<h1>Tattoo</h1>{HOUSE}<h2>Artists</h2><table>{rows}</table>", "Corvus")
    assert names == ["Giulia Conti", "Paolo Riva"]

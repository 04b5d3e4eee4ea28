"""Headings that end with the name of the artist about whom the text below them is, and price tables."""

import pytest

from inkscout.extraction import read_site, view_of
from inkscout.extraction.people.singular_headings import artist_below_heading
from tests.support.pages import page


def _found(heading: str, text: str) -> list[str]:
    quoted = "“I like bold lines and quiet colours, and I draw a lot of what grows in wet and dark places.”"
    html = f"<h2>{heading}</h2><p>{quoted}</p><p>{text}</p>"
    return [found.name for found in artist_below_heading(view_of(page(html)))]


@pytest.mark.parametrize(
    ("heading", "text", "name"),
    [
        ("A little bit about Hannah...", "Hannah has been tattooing in Ely since 2009.", "Hannah"),
        ("Ein bisschen über Lukas", "Lukas tätowiert seit zehn Jahren in kleinen Läden.", "Lukas"),
        ("Un poco sobre Lucía", "Lucía lleva once años tatuando en la costa.", "Lucía"),
        ("Lite mer om Elin", "Elin har tatuerat i Umeå och Luleå sedan 2012.", "Elin"),
        ("Немного о Марии", "Мария делает татуировки уже восемь лет.", ""),
    ],
)
def test_heading_ends_with_the_person_of_the_text_below(heading: str, text: str, name: str) -> None:
    assert _found(heading, text) == ([name] if name else [])


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("Everything about Aftercare", "Aftercare of a tattoo takes two weeks and some cream."),
        ("A few words about Hannah", "She bakes the cakes in the café next door every morning."),
        ("More about Hannah", "Every tattoo is drawn for one customer and no other."),
    ],
)
def test_heading_without_a_telling_text_names_nobody(heading: str, text: str) -> None:
    assert _found(heading, text) == []


_SIZES = ("サイズ", "タバコ", "ハガキ", "それ以上の")


def test_price_tables_name_nobody() -> None:
    rows = "".join(f"<tr><th>{size}</th><td>&yen;{at}6,500〜</td></tr>" for at, size in enumerate(_SIZES, 1))
    html = f"<h1>墨川タトゥー</h1><h3>Other Tattoo Artist</h3><table>{rows}</table>"
    assert read_site([page(html)]).artists == ()


def test_tables_of_known_people_with_prices_name_them() -> None:
    rows = "".join(
        f"<tr><td>{name}</td><td>{style}</td><td>£{price} an hour</td></tr>"
        for name, style, price in (("Hannah Frost", "Blackwork", 90), ("Tom Alder", "Realism", 110))
    )
    html = f"<h1>Fen Tattoo</h1><h2>Our artists</h2><table>{rows}</table>"
    assert {artist.name for artist in read_site([page(html)]).artists} == {"Hannah Frost", "Tom Alder"}

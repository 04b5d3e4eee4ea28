"""A bilingual website's two spellings of one name are one person; names that only begin alike are two."""

from dataclasses import replace

import pytest

from inkscout.extraction.people.judge.model import judge
from inkscout.extraction.people.people_index import in_two_scripts
from inkscout.extraction.site import read_site
from tests.support.pages import page


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Марія Коваль", "Maria Koval"),
        ("Ольга Біла", "Olha Bila"),
        ("Сергій Чорний", "Serhii Chornyi"),
        ("Юлия Шевченко", "Julia Shevchenko"),
        ("Иван Петров", "Ivan Petrov"),
        ("Έλενα Παππά", "Elena Pappa"),
        ("გიორგი ბერიძე", "Giorgi Beridze"),
        ("Հայկ Պետրոսյան", "Hayk Petrosyan"),
    ],
)
def test_a_name_in_two_scripts_is_one(one: str, other: str) -> None:
    assert in_two_scripts(one, other)
    assert in_two_scripts(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Анна Коваль", "Maria Koval"),
        ("Анна Коваль", "Anna Kovalenko-Bila"),
        ("Анна", "Anna"),
        ("Marina Koval", "Maria Koval"),
        ("Марина Коваль", "Мария Коваль"),
    ],
)
def test_other_names_are_two(one: str, other: str) -> None:
    assert not in_two_scripts(one, other)


@pytest.mark.parametrize(
    ("here", "there", "greeting"),
    [
        ("Марія Коваль", "Maria Koval", "Привіт, я"),
        ("Έλενα Παππά", "Elena Pappa", "Γεια, είμαι η"),
    ],
)
def test_pages_in_two_languages_name_one_artist_with_both_spellings(
    here: str, there: str, greeting: str
) -> None:
    pages = [
        page(
            f"<html lang='en'><h1>{there}</h1><p>Tattoo artist</p><p>I am {there} and I tattoo flowers.</p>"
            "<a href='https://instagram.com/fern.and.ink'>Instagram</a>"
        ),
        page(f"<h1>{here}</h1><p>Tattoo</p><p>{greeting} {here}.</p>", "http://studio.test/2"),
    ]
    taken = replace(judge(), threshold=0.0, lower=0.0)
    artists = [
        artist
        for artist in read_site(pages, judge=taken).artists
        if {here, there} & {artist.name, *artist.aliases}
    ]
    assert len(artists) == 1
    assert {here, there} <= {artists[0].name, *artists[0].aliases}

"""Artists whose way to tattooing a text tells, whom a title calls a specialist, or who name a site."""

from collections import defaultdict

import pytest

from inkscout.extraction import view_of
from inkscout.extraction.people.judge import makes_tattoos_alone
from inkscout.extraction.people.tellings import people_told
from inkscout.extraction.text.self_titles import specialist_titled
from tests.support.pages import page


def _told(text: str) -> list[str]:
    return [one.name for one in people_told(view_of(page(f"<p>{text}</p>")))]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Dana’s journey into tattooing began in a garage at the age of fifteen.", "Dana"),
        ("Marta's lifelong passion for tattoos shows in every line she draws.", "Marta"),
        ("El camino de Lucía en el tatuaje empezó en Cádiz hace once años.", "Lucía"),
        ("La passione di Chiara per i tatuaggi nasce in una piccola bottega.", "Chiara"),
    ],
)
def test_way_to_tattooing_names_its_artist(text: str, name: str) -> None:
    assert _told(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Your journey into tattooing begins with a talk and a cup of tea.",
        "Dana’s journey into pottery began in a garage at the age of fifteen.",
        "Quillmoor’s journey into tattooing began with a lease in the harbour.",
    ],
)
def test_other_ways_name_nobody(text: str) -> None:
    assert _told(text) == []


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Fern Ink Tattoo | Realism Specialist Kestrow", "Kestrow"),
        ("Blackwork-Spezialistin Lena Vogt – Nordhof", "Lena Vogt"),
        ("Fern Ink Tattoo | Realism Specialist", ""),
        ("Laser Specialist Kestrow | Fern Clinic", ""),
        ("Realism Specialist Studio | Fern Ink", ""),
    ],
)
def test_title_names_its_specialist(title: str, name: str) -> None:
    assert specialist_titled(title) == name


_NAMESAKE = {
    "brand_alone": 1.0, "by_sentence": 0.62, "everyday": 0.5, "first_person": 1.0, "nobody_else": 1.0,
    "role": 1.0,
}  # fmt: skip


def test_namesake_who_makes_the_tattoos_of_a_site_is_its_artist() -> None:
    assert makes_tattoos_alone(defaultdict(float, _NAMESAKE))


@pytest.mark.parametrize(
    "other",
    [{"first_person": 0.0}, {"nobody_else": 0.0}, {"everyday": 1.0}, {"one_word": 1.0}, {"by_sentence": 0.0}],
)
def test_brand_of_a_house_or_of_everyday_words_is_nobody(other: dict[str, float]) -> None:
    assert not makes_tattoos_alone(defaultdict(float, _NAMESAKE | other))

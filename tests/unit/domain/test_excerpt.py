"""Texts are made shorter between words, and between names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkscout.domain.excerpt import around, shortened


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [
        ("Fish and birds", 14, "Fish and birds"),
        ("Fish and birds", 10, "Fish and"),
        ("Fish and birds", 8, "Fish and"),
        ("Tattoo by Zoë Brönnimann", 20, "Tattoo by"),
        ("Tattoo by Zoë Brönnimann", 13, "Tattoo by"),
        ("Learned in Ghent. Zoë taught her", 18, "Learned in Ghent."),
        ("ALL OF THIS IS LOUD", 12, "ALL OF THIS"),
        ("/img/team/zoebronnimann.jpg", 18, "/img/team/"),
        ("田中さくらのタトゥー、東京", 12, "田中さくらのタトゥー、"),
        ("田中さくらのタトゥー", 5, "田中さくら"),
    ],
)
def test_the_end_is_between_words_and_names_where_there_are_any(text: str, most: int, kept: str) -> None:
    assert shortened(text, most) == kept


def test_both_sides_of_an_excerpt_are_between_words() -> None:
    text = "Guests are Zoë Brönnimann, and prices start at 100 for small ones by Kim Leeuwenhoek"
    start = text.index("100")
    assert around(text, start, start + 3, before=25, behind=25) == "and prices start at 100 for small ones by"
    assert around(text, start, start + 3, before=200, behind=200) == text


@given(st.text(max_size=300), st.integers(0, 300), st.integers(0, 300), st.integers(0, 100))
def test_no_text_is_longer_than_asked_for_nor_made_up(text: str, start: int, length: int, side: int) -> None:
    start = min(start, len(text))
    end = min(len(text), start + length)
    kept = around(text, start, end, before=side, behind=side)
    assert kept in text
    assert text[start:end].strip() in kept
    assert len(kept) <= end - start + 2 * side
    assert len(shortened(text, side)) <= side
    assert text.startswith(shortened(text, side))

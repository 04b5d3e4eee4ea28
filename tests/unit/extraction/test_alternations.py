"""Regular expressions grouped by first letters match what they match ungrouped."""

import re

import pytest

from inkscout.extraction.text.alternation import by_first_letter

_ALTERNATIVES = r"tattoo|tatto\b|\btatu[ao|]|ink(?:ed|er)?|\bart\b|a\|b|тату|top \d+ (?:tattoo|ink)"


@pytest.mark.parametrize(
    "text",
    [
        "tattoo tatto tattos",
        "tatua fotatua _tatua tatu|",
        "inked tinker",
        "art smart arts",
        "a|b",
        "тату",
        "top 10 ink",
        "",
    ],
)
def test_grouped_alternatives_match_the_same(text: str) -> None:
    plain = re.compile(_ALTERNATIVES)
    grouped = by_first_letter(_ALTERNATIVES)
    assert [match.span() for match in grouped.finditer(text)] == [
        match.span() for match in plain.finditer(text)
    ]


def test_the_first_of_two_alternatives_that_match_is_taken() -> None:
    assert by_first_letter("tattoo|bar|tattoos").findall("tattoos") == ["tattoo"]


@pytest.mark.parametrize("alternatives", ["[ab]c|d", "a?b", r"\d+", "(?:a|b)c", "a||b"])
def test_alternatives_that_begin_with_no_letter_are_refused(alternatives: str) -> None:
    with pytest.raises(ValueError, match="does not begin with a letter"):
        by_first_letter(alternatives)

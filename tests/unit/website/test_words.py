"""Texts keep the capitals of names, and say why something matched."""

import re

import pytest

from functions.web import words
from inkscout.contracts.api.search import Reason
from inkscout.vocabulary.styles import STYLE_NAMES
from tests.support.project import ROOT


@pytest.mark.parametrize(
    ("style", "wanted"),
    [("Fine line", "fine line"), ("Japanese", "Japanese"), ("UV", "UV"), ("Thai sak yant",) * 2],
)
def test_a_style_inside_a_sentence_keeps_the_capital_of_a_name(style: str, wanted: str) -> None:
    assert words.inside(style) == wanted


def test_every_proper_word_is_of_a_style() -> None:
    assert {name.split(" ")[0] for name in STYLE_NAMES.values()} >= words.PROPER


def test_a_sentence_begins_with_a_capital_and_is_otherwise_as_it_was() -> None:
    assert words.sentence("left out: Timbuktu") == "Left out: Timbuktu"
    assert words.sentence("") == ""
    assert words.seen("2020-03-03T00:00:00+00:00") == "Last seen 3 March 2020"


def test_no_template_changes_the_capitals_of_a_text() -> None:
    """``capitalize`` and ``title`` make "Leeds Ink GmbH" into "Leeds ink gmbh"."""
    for path in (ROOT / "functions/web/templates").rglob("*.html"):
        assert not re.search(r"\|\s*(capitalize|title)\b", path.read_text(encoding="utf-8")), path.name


def test_reasons_are_told_once_and_in_words() -> None:
    reasons = [
        Reason(field="name", kind="typo", text="Dagny"),
        Reason(field="styles", kind="style", text="fine-line"),
        Reason(field="city", kind="word", text="Leeds"),
        Reason(field="city", kind="place", text="Leeds"),
    ]
    assert words.why(reasons) == ["name: Dagny, spelled otherwise", "style: Fine line", "city: Leeds"]

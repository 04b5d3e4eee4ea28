"""Words by which texts are passed over before they are searched for phrases."""

import re

import pytest

from inkscout.extraction.people.finders.sentences import _ROLE_STEMS, _has_role_stem
from inkscout.vocabulary import telling_words
from inkscout.vocabulary.folding import fold
from inkscout.vocabulary.loader import alternatives, phrases
from inkscout.vocabulary.telling_words import plain_words
from inkscout.vocabulary.telling_words import telling_words as telling_words_of

_LISTS = (
    "phrases.about", "phrases.artist_roles", "phrases.covered", "phrases.denials", "phrases.liked_colors",
    "phrases.made_by", "phrases.owner_roles", "phrases.self_introductions",
    "phrases.self_introductions_after", "phrases.self_introductions_of_two", "phrases.self_references",
)  # fmt: skip
_TEXTS = (
    "Hello, I'm Anna", "HI THERE, I'M ANNA", "İk ben Anna", "Ich heiße Anna", "ENCHANTÉE, C'EST ANNA",
    "mi, Anna",
    "tattooing by Anna", "Custom tattoos by Anna", "tatuata da Anna", "Gérante: Anna", "открыла студию",
    "Cover-ups of tribal", "cover ups von Tribals", "I don't do tribal", "dont tattoo tribal", "no tribal",
    "couleur préférée", "Tattoo-Künstlerin Anna", "à propos de Anna",
)  # fmt: skip


@pytest.mark.parametrize("entry", _LISTS)
def test_a_text_with_a_phrase_has_a_telling_word(entry: str) -> None:
    pattern = re.compile(rf"(?<!\w)(?:{alternatives(entry)})(?!\w)", re.IGNORECASE)
    literal = [phrase for phrase in phrases(entry) if phrase.replace(" ", "").isalpha()]
    assert literal
    for text in (*_TEXTS, *literal, *(f"({phrase.upper()}) Anna" for phrase in literal)):
        if pattern.search(text):
            assert not telling_words_of(entry).isdisjoint(plain_words(text)), text


def test_spellings_of_a_first_word_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = frozenset({"gérante? de", "m[ăa] numesc", "(?:my |our )?own", "i'?m", "ikke(?! bare)"})
    monkeypatch.setattr(telling_words, "phrases", lambda entry: listed)
    assert telling_words_of("made.up") == {"gerant", "gerante", "ma", "my", "our", "own", "i", "im", "ikke"}


@pytest.mark.parametrize("phrase", ["@", r"\w+ing by", "(?:the )?", "a* by"])
def test_a_phrase_whose_words_cannot_be_listed_is_refused(
    phrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling_words, "phrases", lambda entry: frozenset({phrase}))
    with pytest.raises(ValueError, match=r"does not begin with a word|no list of spellings|repeats"):
        telling_words_of(f"made.up.{phrase}")


def test_letters_that_differ_in_case_alone_are_folded_alike() -> None:
    letters = {
        letter for entry in _LISTS for phrase in phrases(entry) for letter in phrase if letter.isalpha()
    }
    every = "".join(map(chr, range(0x20, 0xD800)))
    for letter in letters:
        assert {fold(other) for other in re.findall(letter, every, re.IGNORECASE)} == {fold(letter)}


def test_each_stem_of_a_role_is_found_in_single_words() -> None:
    assert all(any(map(_has_role_stem, plain_words(stem))) for stem in _ROLE_STEMS)

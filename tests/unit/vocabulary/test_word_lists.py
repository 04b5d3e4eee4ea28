"""The word lists are in order, say nothing twice, and are handed out folded and frozen."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from inkscout.extraction.text.styles import styles_in
from inkscout.search import taxonomy
from inkscout.vocabulary.folding import fold
from inkscout.vocabulary.loader import by_word, load_toml, word_set, word_sets
from inkscout.vocabulary.styles import STYLE_NAMES, STYLE_OF, STYLE_SYNONYMS
from tests.support.project import CORE

FILES = sorted(path.stem for path in (CORE / "vocabulary").glob("*.toml"))
IN_ORDER_OF_USE = {
    "countries.names",
    "country_names.names",
    "queries.languages",
    "queries.queries",
    "related_styles.families",
}
"""Entries whose order says something; the files tell what."""
COMPARED_AS_WRITTEN = {"contacts", "phrases", "queries", "relevance"}
"""Files of patterns and of queries, where case and accents count."""


def lists_of(value: Any, name: str) -> Iterator[tuple[str, list[str]]]:
    """Every list of words below a TOML value, with its entry's name."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from lists_of(part, f"{name}.{key}")
    elif isinstance(value, list) and all(isinstance(part, str) for part in value):
        yield name, value
    elif isinstance(value, list):
        for at, part in enumerate(value):
            yield from lists_of(part, f"{name}.{at}")


@pytest.mark.parametrize("name", FILES)
def test_every_list_is_sorted(name: str) -> None:
    for entry, listed in lists_of(load_toml(name), name):
        if entry.rsplit(".", 1)[0] not in IN_ORDER_OF_USE:
            misplaced = [word for word, right in zip(listed, sorted(listed), strict=True) if word != right]
            assert not misplaced, f"{entry}: put into the order of sorted(): {misplaced}"


@pytest.mark.parametrize("name", FILES)
def test_no_list_has_a_duplicate(name: str) -> None:
    spell = str if name in COMPARED_AS_WRITTEN else fold
    for entry, listed in lists_of(load_toml(name), name):
        assert [word for word, count in Counter(map(spell, listed)).items() if count > 1] == [], entry


def test_no_word_is_claimed_by_two_styles() -> None:
    claims: dict[str, set[str]] = {}
    for key, name in STYLE_NAMES.items():
        for phrase in (key, key.replace("-", " "), name, *STYLE_SYNONYMS[key]):
            claims.setdefault(fold(phrase), set()).add(key)
    assert {phrase: sorted(keys) for phrase, keys in claims.items() if len(keys) > 1} == {}


@pytest.mark.parametrize("style", list(STYLE_NAMES))
def test_a_style_is_read_by_its_key_and_by_every_word_for_it(style: str) -> None:
    lexicon = taxonomy.styles()
    for phrase in (style, style.replace("-", " "), STYLE_NAMES[style], *STYLE_SYNONYMS[style]):
        assert STYLE_OF.get(fold(phrase), style) == style
        assert lexicon.resolve(phrase) == style, phrase
    assert styles_in(style, listed=True) == (style,)


def test_a_style_lists_no_word_twice_over_its_two_lists() -> None:
    for style, synonyms in STYLE_SYNONYMS.items():
        assert len({fold(word) for word in synonyms}) == len(synonyms), style


def test_synonyms_are_shown_as_people_write_them_and_compared_folded() -> None:
    shown = taxonomy.styles().synonyms["abstract"]
    assert "アブストラクト" in shown
    assert "アフストラクト" not in shown
    assert styles_in("アブストラクト", listed=True) == ("abstract",)
    assert "süssig" in taxonomy.styles().synonyms["kawaii"]


def test_words_that_end_a_name_are_no_given_names() -> None:
    given = word_set("names.given")
    assert word_set("not_names.words") & given == set()
    assert word_set("places.places") & given == set()


def test_words_are_folded_once_and_shared() -> None:
    assert "майстер" not in word_set("team.people")
    assert fold("Майстер") in word_set("team.people")
    assert word_set("team.people") is word_set("team.people")
    assert word_set("names.given") == frozenset().union(*word_sets("names.given").values())


def test_tables_are_frozen() -> None:
    with pytest.raises(TypeError):
        by_word("roles.roles")["tattooer"] = "owner"  # type: ignore[index]


def test_a_word_under_two_keys_of_one_table_is_refused() -> None:
    with pytest.raises(ValueError, match="stands under"):
        by_word("languages.function_words")


def test_an_unknown_entry_is_refused() -> None:
    with pytest.raises(KeyError):
        word_set("team.no_such_list")


def test_every_file_says_what_it_is() -> None:
    for name in FILES:
        text = (CORE / "vocabulary" / f"{name}.toml").read_text("utf-8")
        assert text.startswith("# "), name
        tomllib.loads(text)

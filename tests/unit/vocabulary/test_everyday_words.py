"""Everyday words and letters tell names from other words, also those that are in no list."""

from inkscout.vocabulary.folding import fold
from inkscout.vocabulary.loader import long_list
from inkscout.vocabulary.name_letters import buckets_of, name_likeness

UNLISTED_NAMES = ("shervin", "jibe", "chankar", "jhonnatan", "hiro", "loian", "zsombika", "annelotte")
OTHER_WORDS = ("especialidades", "contactez", "kontakt", "виконання", "догляд", "compendium", "gutscheine")


def test_everyday_words_are_folded_sorted_and_no_names() -> None:
    words = sorted(long_list("everyday_words"))
    assert len(words) > 50_000
    assert all(word == fold(word) and word.isalpha() for word in words)
    assert not long_list("everyday_words") & (long_list("given_names") | long_list("family_names"))


def test_everyday_words_are_of_many_languages() -> None:
    for word in ("contact", "zajmuje", "вартість", "שירות", "kapcsolat", "palvelut", "contacto"):
        assert fold(word) in long_list("everyday_words"), word


def test_unlisted_names_are_likelier_names_than_other_words() -> None:
    listed = long_list("given_names") | long_list("family_names") | long_list("everyday_words")
    unlisted = [word for word in UNLISTED_NAMES if word not in listed]
    assert len(unlisted) > 4
    pairs = [(name, word) for name in unlisted for word in OTHER_WORDS]
    right = sum(name_likeness(name) > name_likeness(word) for name, word in pairs)
    assert right >= 0.85 * len(pairs)


def test_the_likeness_of_any_word_is_bounded() -> None:
    for word in ("", "a", "x" * 10_000, "ß", "😀", "name" * 500):
        assert -4.0 <= name_likeness(word) <= 4.0
        assert len(buckets_of(word)) < 100

"""Removes what stands before a biography: a label ("About me …"), and a motto in quotation marks."""

import re

from inkscout.extraction.text.names import name_key, role_in
from inkscout.vocabulary.folding import tokens
from inkscout.vocabulary.loader import word_set, word_sets

_MARKS = " .…·•*~–—-|:"
"""Characters that decorate the beginning of a text."""
_LABEL_END = re.compile(r"(?:\.{2,9}|[.…:!–—]|\s-)\s{0,3}")
_LONGEST_LABEL = 45
_SMALL = word_set("pages.about_small")
_HEADS = word_set("pages.about_person")
_PERSONS = frozenset().union(
    *word_sets("languages.singular").values(), *word_sets("languages.third_person").values()
)
_QUOTES = {'"': '"', "“": "”", "«": "»", "„": "“”", "”": "”", "‘": "’", "『": "』", "「": "」"}
_LONGEST_MOTTO = 300
_LEAST = 60
"""Minimum number of characters of a biography after a motto."""


def without_beginnings(bio: str, name: str) -> str:
    """Returns a biography without a label and a motto before it; unchanged if nothing else is left.

    A motto in quotation marks is left out where the text goes on about the person, in the first or third
    person or by name.
    """
    text = _without_label(bio.lstrip(_MARKS))
    text = _without_motto(text, name)
    text = _without_label(text)
    return text if len(text) >= _LEAST or bio == text else bio


def _without_label(text: str) -> str:
    end = _LABEL_END.search(text, 0, _LONGEST_LABEL)
    if end is None:
        return text
    words = [word for word in tokens(text[: end.start()]) if word not in _SMALL]
    return text[end.end() :].lstrip(_MARKS) if words and "-".join(words) in _HEADS else text


def _without_motto(text: str, name: str) -> str:
    ends = _QUOTES.get(text[:1])
    if ends is None:
        return text
    closing = min((at for mark in ends if (at := text.find(mark, 1, _LONGEST_MOTTO)) > 0), default=0)
    rest = text[closing + 1 :].lstrip(_MARKS + ",")
    if not closing or len(rest) < _LEAST or not rest[:1].isupper():
        return text
    words = tokens(rest)
    is_about = not _PERSONS.union(name_key(name)).isdisjoint(words) or any(map(role_in, words))
    return rest if is_about else text

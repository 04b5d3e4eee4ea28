"""Detects a page's language by its function words, since ``lang`` attributes are often a template's."""

from functools import lru_cache

from inkscout.extraction.model import PageView
from inkscout.vocabulary.folding import tokens
from inkscout.vocabulary.loader import word_sets

_FUNCTION_WORDS = word_sets("languages.function_words")
_LEAST_WORDS = 12


def language_of(view: PageView) -> str:
    """Returns the ISO 639-1 code of a page's language.

    If the text is too short or unclear, that of the ``lang`` attribute; empty without one.
    """
    if view.language is None:
        text = " ".join(line.text for line in view.document.lines[:200] if len(line.text) > 25)[:6000]
        view.language = _judge(text, view.document.language[:2]) or view.document.language[:2]
    return view.language


@lru_cache(maxsize=1)
def _languages_by_word() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for language, small in _FUNCTION_WORDS.items():
        for word in small:
            found.setdefault(word, []).append(language)
    return found


def _judge(text: str, declared: str) -> str:
    words = tokens(text)
    if len(words) < _LEAST_WORDS:
        return ""
    counts = dict.fromkeys(_FUNCTION_WORDS, 0)
    languages = _languages_by_word()
    for word in filter(languages.__contains__, words):
        for language in languages[word]:
            counts[language] += 1
    best = max(
        counts, key=lambda language: (counts[language], language == declared, language == "en", language)
    )
    return best if counts[best] * 12 >= len(words) else ""

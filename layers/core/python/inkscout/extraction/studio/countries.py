"""Country codes from names, top-level domains and languages: the hint a printed phone number needs."""

from urllib.parse import urlsplit

from inkscout.extraction.model import PageView
from inkscout.vocabulary.folding import fold
from inkscout.vocabulary.loader import by_word, values

_CODES = by_word("countries.names")
_TOP_LEVEL = values("countries.top_level_domains")
_LANGUAGES = values("countries.languages")


def country_code(country: str) -> str:
    """ISO 3166-1 alpha-2 of a code or a country's name; empty when unknown."""
    text = country.strip()
    if len(text) == 2 and text.isalpha():
        return "GB" if text.upper() == "UK" else text.upper()
    return _CODES.get(fold(text), "")


def region_of(country: str, views: list[PageView]) -> str:
    """The country whose dialling rules printed numbers follow: as told, else by domain, else by language."""
    if code := country_code(country):
        return code
    for view in views[:1]:
        suffix = (urlsplit(view.document.url).hostname or "").rsplit(".", 1)[-1]
        if suffix in _TOP_LEVEL:
            return _TOP_LEVEL[suffix]
        language = view.document.language
        if language in _LANGUAGES:
            return _LANGUAGES[language]
        if language[:2] in _LANGUAGES:
            return _LANGUAGES[language[:2]]
    return ""

"""Determines by which countries' rules phone numbers on a website are read."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from inkscout.extraction.model import PageView
from inkscout.extraction.people.languages import language_of
from inkscout.vocabulary.countries import country_code
from inkscout.vocabulary.loader import values

_TOP_LEVEL = values("countries.top_level_domains")
_LANGUAGES = values("countries.languages")
_ENGLISH = ("US", "GB")
"""Countries tried for English pages of an unknown country; their phone numbers differ in form."""


def regions_of(
    country: str, views: Sequence[PageView], addresses: Sequence[Mapping[str, Any]] = ()
) -> tuple[str, ...]:
    """Returns the ISO 3166-1 alpha-2 codes of countries whose dialling rules may apply, the likeliest first.

    Taken from the first of these that names a country: ``country``, a postal ``address`` in the structured
    data, the top-level domain, the page's language. Empty if none does.
    """
    if code := country_code(country):
        return (code,)
    for address in addresses:
        if code := country_code(str(address.get("addressCountry") or "")):
            return (code,)
    for view in views[:1]:
        suffix = (urlsplit(view.document.url).hostname or "").rsplit(".", 1)[-1]
        if suffix in _TOP_LEVEL:
            return (_TOP_LEVEL[suffix],)
        for language in (view.document.language, view.document.language[:2]):
            if language in _LANGUAGES:
                return (_LANGUAGES[language],)
        if language_of(view) in ("", "en"):
            return _ENGLISH
    return ()

"""Finds words of places that a page names beside a country or a postcode, as in "Lincoln, UK"."""

import re
from itertools import islice, pairwise

from inkscout.extraction.page.document import Document
from inkscout.vocabulary.countries import country_code
from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.loader import long_list

_PIECES = re.compile(r"\s{0,3}[,|•·–—/]\s{0,3}")
_POSTCODE = re.compile(r"^[A-Z]{2}\.? \d{5}(?!\d)")
_CODE = 3
_LONGEST = 100
_MOST_WORDS = 3
_MOST = 40
"""Maximum number of text lines in which a country is looked for."""


def places_of(document: Document) -> frozenset[str]:
    """Returns the words of the places that stand before a country or a postcode in a page's short lines."""
    lines = (line.text for line in document.lines if "," in line.text and len(line.text) <= _LONGEST)
    return frozenset(
        word
        for text in islice(lines, _MOST)
        for place, after in pairwise(_PIECES.split(text))
        if len(words := tokens(place)) <= _MOST_WORDS and _is_country(after)
        for word in words
    )


def _is_country(text: str) -> bool:
    """Whether a text is a country, which nobody is called by, or begins with a state and a postcode."""
    if _POSTCODE.match(text):
        return True
    is_code_like = len(text) <= _CODE and not text.isupper()  # "it", "no" and "is" are words
    return bool(not is_code_like and country_code(text)) and fold(text) not in long_list("given_names")

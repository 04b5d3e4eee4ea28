"""Style lexicon and country names, built once from the vocabulary."""

from functools import lru_cache

from inkscout.search.lexicon import Phrases, StyleLexicon
from inkscout.vocabulary.countries import COUNTRY_NAMES
from inkscout.vocabulary.styles import RELATED_STYLES, STYLE_NAMES, STYLE_SYNONYMS


@lru_cache(maxsize=1)
def styles() -> StyleLexicon:
    """Returns the taxonomy of styles for searching."""
    pairs = [(name, style) for style, name in STYLE_NAMES.items()]
    pairs += [(style, style) for style in STYLE_NAMES]
    pairs += [(synonym, style) for style, synonyms in STYLE_SYNONYMS.items() for synonym in synonyms]
    return StyleLexicon(
        phrases=Phrases.of(pairs), names=STYLE_NAMES, synonyms=STYLE_SYNONYMS, related=RELATED_STYLES
    )


@lru_cache(maxsize=1)
def countries() -> Phrases:
    """Returns the names of countries as phrases for their ISO 3166-1 alpha-2 codes."""
    return Phrases.of((name, code) for code, names in COUNTRY_NAMES.items() for name in names)


def country_name(code: str) -> str:
    """Returns the English name of a country, or the code if it is unknown."""
    return COUNTRY_NAMES.get(code, (code,))[0]

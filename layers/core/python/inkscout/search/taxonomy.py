"""Style lexicon and country names, built once from the vocabulary."""

from functools import lru_cache

from inkscout.search.lexicon import Phrases, StyleLexicon
from inkscout.vocabulary.countries import COUNTRY_NAMES
from inkscout.vocabulary.loader import spellings
from inkscout.vocabulary.styles import RELATED_STYLES, STYLE_NAMES, STYLE_SYNONYMS

_COMMON_ROLE = "artist"


@lru_cache(maxsize=1)
def styles() -> StyleLexicon:
    """Returns the taxonomy of styles for searching."""
    pairs = [(name, style) for style, name in STYLE_NAMES.items()]
    pairs += [(style, style) for style in STYLE_NAMES]
    pairs += [(synonym, style) for style, synonyms in STYLE_SYNONYMS.items() for synonym in synonyms]
    pairs += [(word, style) for style, words in spellings("search_words.styles").items() for word in words]
    return StyleLexicon(
        phrases=Phrases.of(pairs), names=STYLE_NAMES, synonyms=STYLE_SYNONYMS, related=RELATED_STYLES
    )


@lru_cache(maxsize=1)
def countries() -> Phrases:
    """Returns the names of countries as phrases for their ISO 3166-1 alpha-2 codes."""
    return Phrases.of((name, code) for code, names in COUNTRY_NAMES.items() for name in names)


@lru_cache(maxsize=1)
def roles() -> Phrases:
    """Returns the words for roles as phrases for their keys.

    Words for artists are left out: nearly everybody in the directory is one.
    """
    pairs = [(role, role) for role in spellings("search_words.roles")]
    for entry in ("roles.roles", "search_words.roles"):
        pairs += [(word, role) for role, words in spellings(entry).items() for word in words]
    return Phrases.of(pair for pair in pairs if pair[1] != _COMMON_ROLE)


@lru_cache(maxsize=1)
def motifs() -> Phrases:
    """Returns what tattoos show as phrases for the style whose artists draw it most."""
    return Phrases.of(
        (word, style) for style, words in spellings("search_words.motifs").items() for word in words
    )


def country_name(code: str) -> str:
    """Returns the English name of a country, or the code if it is unknown."""
    return COUNTRY_NAMES.get(code, (code,))[0]

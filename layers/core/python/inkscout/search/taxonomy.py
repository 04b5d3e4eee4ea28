"""The style lexicon and the countries, built once from the vocabulary."""

from functools import lru_cache

from inkscout.search.lexicon import Phrases, StyleLexicon
from inkscout.vocabulary.countries import COUNTRIES
from inkscout.vocabulary.related_styles import RELATED_STYLES
from inkscout.vocabulary.styles import STYLE_NAMES, STYLE_OF


@lru_cache(maxsize=1)
def styles() -> StyleLexicon:
    """The taxonomy of styles as search reads it."""
    pairs = [(name, style) for style, name in STYLE_NAMES.items()]
    pairs += [(synonym, style) for synonym, style in STYLE_OF.items()]
    synonyms: dict[str, list[str]] = {style: [] for style in STYLE_NAMES}
    for synonym, style in STYLE_OF.items():
        synonyms[style].append(synonym)
    return StyleLexicon(
        phrases=Phrases.of(pairs),
        names=STYLE_NAMES,
        synonyms={style: tuple(words) for style, words in synonyms.items()},
        related=RELATED_STYLES,
    )


@lru_cache(maxsize=1)
def countries() -> Phrases:
    """Names of countries to ISO 3166-1 alpha-2 codes."""
    return Phrases.of((name, code) for code, names in COUNTRIES.items() for name in names)


def country_name(code: str) -> str:
    """The English name of a country, or its code where it is not known."""
    return COUNTRIES.get(code, (code,))[0]

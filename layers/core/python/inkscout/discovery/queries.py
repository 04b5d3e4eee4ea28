"""Search queries for a region, in its languages."""

from collections.abc import Sequence

from inkscout.vocabulary.loader import load_toml

DRY_QUERIES = 2
"""Number of consecutive queries without a new place after which a cell's search ends."""


def languages_of(country: str) -> tuple[str, ...]:
    """Returns the languages of a country (ISO 3166-1 alpha-2), most spoken first; English if unknown."""
    return tuple(load_toml("queries")["languages"].get(country.upper(), ("en",)))


def queries_for(languages: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Returns queries as pairs of text and language: the best of each language first, English last.

    Each text occurs once.
    """
    table = load_toml("queries")["queries"]
    spoken = [language for language in dict.fromkeys([*languages, "en"]) if language in table]
    rounds = max(len(table[language]) for language in spoken)
    pairs = [
        (table[language][index], language)
        for index in range(rounds)
        for language in spoken
        if index < len(table[language])
    ]
    seen: dict[str, tuple[str, str]] = {}
    for text, language in pairs:
        seen.setdefault(text.casefold(), (text, language))
    return tuple(seen.values())

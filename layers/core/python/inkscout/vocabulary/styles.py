"""Taxonomy of tattoo styles (``styles.toml``): keys, display names and synonyms."""

from collections.abc import Mapping
from types import MappingProxyType

from inkscout.vocabulary.folding import fold
from inkscout.vocabulary.loader import load_toml

STYLE_NAMES: Mapping[str, str] = MappingProxyType(
    {key: str(style["name"]) for key, style in load_toml("styles").items()}
)
"""Display name of each style by its key."""

STYLE_SYNONYMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        key: tuple(sorted([*style.get("synonyms", ()), *style.get("lists_only", ())]))
        for key, style in load_toml("styles").items()
    }
)
"""Synonyms of each style by its key, without its display name."""

STYLE_OF: Mapping[str, str] = MappingProxyType(
    {
        fold(phrase): key
        for key, name in STYLE_NAMES.items()
        for phrase in (name, key.replace("-", " "), *STYLE_SYNONYMS[key])
    }
)
"""Style key by name or synonym, in lower case without accents."""

AMBIGUOUS = frozenset(
    fold(phrase) for style in load_toml("styles").values() for phrase in style.get("lists_only", ())
)
"""Words, folded, that name a style only in a list of styles or before a noun such as "tattoo"."""

STEMS: Mapping[str, str] = MappingProxyType(
    {fold(stem): key for key, style in load_toml("styles").items() for stem in style.get("stems", ())}
)
"""Style key by the letters, folded, with which all words of a style begin, in any form and compound."""

MOTIFS = frozenset(key for key, style in load_toml("styles").items() if style.get("is_motif"))
"""Keys of the styles that are what a tattoo shows ("animals"), not how it is made."""

_NAMES_TOO = frozenset(("void", "flora", "trad", "mucha"))
STYLE_WORDS = frozenset(
    word for word in STYLE_OF if " " not in word and len(word) > 2 and word not in _NAMES_TOO
)
"""Single words that name a style and therefore are not part of a person's name."""


def _related() -> dict[str, tuple[str, ...]]:
    related: dict[str, dict[str, None]] = {}
    for family in load_toml("related_styles")["families"]:
        for style in family:
            related.setdefault(style, {}).update(dict.fromkeys(other for other in family if other != style))
    return {style: tuple(others) for style, others in related.items()}


RELATED_STYLES: Mapping[str, tuple[str, ...]] = MappingProxyType(_related())
"""Keys of the most similar styles by the key of a style."""

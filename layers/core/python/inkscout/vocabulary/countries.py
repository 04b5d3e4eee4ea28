"""Countries by ISO 3166-1 alpha-2 code: their names, and a parser of names and codes."""

from collections.abc import Mapping
from types import MappingProxyType

from inkscout.vocabulary.folding import fold
from inkscout.vocabulary.loader import spellings, values


def _names() -> dict[str, tuple[str, ...]]:
    """Returns the names of every country: our own first, then CLDR's; no name belongs to two countries."""
    own, listed = spellings("countries.names"), spellings("country_names.names")
    taken = {fold(name): code for code, names in own.items() for name in names}
    found: dict[str, tuple[str, ...]] = {}
    for code in sorted({*own, *listed}):
        every = dict.fromkeys((*own.get(code, ()), *listed.get(code, ())))
        found[code] = tuple(name for name in every if taken.setdefault(fold(name), code) == code)
    return found


COUNTRY_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(_names())
"""Names of each country by its alpha-2 code, the English name first."""

_CODES = MappingProxyType({fold(name): code for code, names in COUNTRY_NAMES.items() for name in names})
_ALPHA_3 = values("country_names.alpha_3")
_OTHER_CODES = {"UK": "GB", "EL": "GR"}
"""Codes in common use that ISO 3166-1 does not assign, or only reserves."""


def country_code(text: str) -> str:
    """Returns the ISO 3166-1 alpha-2 code for a name or a two- or three-letter code; empty if unknown."""
    plain = " ".join(text.replace("’", "'").strip(" .").split())
    code = plain.replace(".", "").upper()
    if len(code) in (2, 3) and code.isascii() and code.isalpha():
        known = _OTHER_CODES.get(code, code if code in COUNTRY_NAMES else _ALPHA_3.get(code, ""))
        if known:
            return known
    return _CODES.get(fold(plain)) or _CODES.get(fold(plain.removeprefix("The ").removeprefix("the ")), "")

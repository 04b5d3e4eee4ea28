"""Writes the names of all countries out of Unicode's CLDR: in English, their own and the commonest languages.

Babel (BSD licence, pinned below) carries CLDR (Unicode License v3). Run by hand:
``uv run --with babel==2.19.0 tools/country_names.py``.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "layers/core/python/inkscout/vocabulary/country_names.toml"
NO_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
"""Codes of CLDR that ISO 3166-1 does not assign."""
LANGUAGES = ("en", "de", "es", "fr", "it", "nl", "pl", "pt", "ru", "uk", "tr", "ja", "zh", "ko")
OTHER_NAMES = {
    "BA": ["Bosnia"],
    "CD": ["Democratic Republic of the Congo", "DR Congo", "DRC"],
    "CG": ["Republic of the Congo"],
    "CI": ["Ivory Coast"],
    "CV": ["Cape Verde"],
    "CZ": ["Czech Republic"],
    "FK": ["Falklands"],
    "MK": ["Macedonia"],
    "MM": ["Burma"],
    "HK": ["香港"],
    "MO": ["Macau", "澳門"],
    "PS": ["Palestine"],
    "SZ": ["Swaziland"],
    "TL": ["East Timor"],
    "VA": ["Vatican"],
}
_LEAST_WESTERN = 3
_ADDED = re.compile(r"\s*(?:SAR China|（.*?）|\(.*?\))")
_ADMINISTRATIVE = re.compile(
    r"\bsar\b|\br\.?a\.?s\.?\b|\brae\b|\bsra\b|sonderverw|ОАР|САР|ÖİB|특별행정구|行政", re.IGNORECASE
)
HEAD = """# Names of countries by ISO 3166-1 alpha-2 code, the English one first, then other English ones and
# those of the country's own languages and of the commonest others: CLDR through Babel. Written by
# tools/country_names.py.

[names]
"""


def main() -> int:
    """Writes the names; returns a process exit code."""
    from babel import Locale
    from babel.core import get_global

    english = Locale.parse("en").territories
    taken: dict[str, str] = {}
    lines = []
    codes = sorted(code for code in english if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES)
    names = {code: [*_parts(english[code]), *OTHER_NAMES.get(code, ())] for code in codes}
    for code in codes:
        taken.update({name.casefold(): code for name in names[code]})
    for code in codes:
        names[code] += [name for name in _abroad(code) if taken.setdefault(name.casefold(), code) == code]
        listed = ", ".join(f'"{name}"' for name in _each_once(names[code]))
        lines.append(f"{code} = [{listed}]\n")
    lines.append("\n# Their codes of three letters.\n[alpha_3]\n")
    aliases = get_global("territory_aliases")
    codes_of = {
        old: new[0] for old, new in aliases.items() if len(old) == 3 and old.isalpha() and len(new) == 1
    }
    lines += [f'{old} = "{new}"\n' for old, new in sorted(codes_of.items()) if new in names]
    FILE.write_text(HEAD + "".join(lines), encoding="utf-8")
    print(f"{len(codes)} countries")
    return 0


def _abroad(code: str) -> Iterator[str]:
    from babel import Locale, UnknownLocaleError
    from babel.languages import get_official_languages

    for language in dict.fromkeys((*get_official_languages(code, regional=True, de_facto=True), *LANGUAGES)):
        try:
            territories = Locale.parse(language.replace("-", "_")).territories
        except (UnknownLocaleError, ValueError):
            continue
        yield from (part for part in _parts(territories.get(code, "")))


def _parts(name: str) -> Iterator[str]:
    """A name as it is printed: without what CLDR adds to tell countries apart."""
    plain = _ADDED.sub("", name).strip()
    is_telling = " - " not in plain and _ADMINISTRATIVE.search(plain) is None
    if is_telling and (len(plain) >= _LEAST_WESTERN or not plain.isascii()):
        yield plain.replace("’", "'")
    for aside in re.findall(r"\(([^()]{4,})\)", name):
        if aside[0].isupper() and " - " not in name:
            yield aside


def _each_once(names: list[str]) -> list[str]:
    sys.path.insert(0, str(ROOT / "layers/core/python"))
    from inkscout.vocabulary.folding import fold

    found: dict[str, str] = {}
    for name in names:
        if name:
            found.setdefault(fold(name), name)
    return list(found.values())


if __name__ == "__main__":
    raise SystemExit(main())

"""Reads records that say things in several languages: ``nameTh`` beside ``nameEn``, ``{"uk": "…"}``."""

import re
from collections.abc import Mapping
from typing import Any

_LANGUAGES = frozenset((
    "ar", "bg", "bn", "ca", "cs", "cz", "da", "de", "dk", "ee", "el", "en", "es", "et", "eu", "fa", "fi",
    "fr", "gl", "gr", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "jp", "ka", "kk", "ko", "kr",
    "lt", "lv", "mk", "ms", "nb", "nl", "no", "pl", "pt", "ro", "rs", "ru", "se", "sk", "sl", "sq", "sr",
    "sv", "ta", "th", "tr", "ua", "uk", "ur", "uz", "vi", "vn", "zh", "cn", "tw", "br",
))  # fmt: skip
_SAME = {
    "cz": "cs", "dk": "da", "ee": "et", "gr": "el", "jp": "ja", "kr": "ko", "nb": "no", "rs": "sr",
    "se": "sv", "ua": "uk", "vn": "vi", "cn": "zh", "tw": "zh", "br": "pt",
}  # fmt: skip
"""Codes of countries that programs use for languages."""
_SUFFIXED = re.compile(r"([A-Za-z]{2,20}?)(?:[_-]([a-zA-Z]{2})|([A-Z][a-z]|[A-Z]{2}))$")
_SAID = (
    "name", "title", "fullname", "nombre", "nome", "nom", "bio", "role", "description", "position",
    "specialty",
)  # fmt: skip
"""Keys of texts that records translate."""


def in_one_language(record: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    """Returns a record with each translated text under its plain key, in the page's language if it has that.

    Else in English, else the first. A record without translations is returned as it is.
    """
    found: dict[str, dict[str, Any]] = {}
    for key, value in record.items():
        if isinstance(value, dict) and value and _LANGUAGES.issuperset(value):
            found[key] = {_SAME.get(str(code), str(code)): text for code, text in value.items()}
        elif isinstance(value, str) and (parts := _SUFFIXED.match(key)) is not None:
            plain, code = str(parts[1]), str(parts[2] or parts[3]).lower()
            if code in _LANGUAGES and plain.lower() in _SAID and not record.get(plain):
                found.setdefault(plain, {})[_SAME.get(code, code)] = value
    if not found:
        return record
    own = language[:2].lower()
    chosen = {
        key: next((texts[code] for code in (own, "en") if texts.get(code)), next(iter(texts.values())))
        for key, texts in found.items()
    }
    return {**record, **chosen}

"""Country codes from names, top-level domains and languages: the hint a printed phone number needs."""

from urllib.parse import urlsplit

from inkscout.extraction.model import PageView
from inkscout.vocabulary.folding import fold

_NAMES = {
    "united states": "US", "united states of america": "US", "usa": "US", "united kingdom": "GB",
    "uk": "GB", "england": "GB",
    "scotland": "GB", "wales": "GB", "ireland": "IE", "germany": "DE", "deutschland": "DE",
    "austria": "AT", "osterreich": "AT",
    "switzerland": "CH", "schweiz": "CH", "suisse": "CH", "france": "FR", "belgium": "BE",
    "belgique": "BE", "netherlands": "NL",
    "nederland": "NL", "luxembourg": "LU", "spain": "ES", "espana": "ES", "portugal": "PT", "italy": "IT",
    "italia": "IT",
    "malta": "MT", "greece": "GR", "turkey": "TR", "turkiye": "TR", "poland": "PL", "polska": "PL",
    "czechia": "CZ",
    "czech republic": "CZ", "slovakia": "SK", "hungary": "HU", "romania": "RO", "bulgaria": "BG",
    "croatia": "HR", "serbia": "RS",
    "slovenia": "SI", "ukraine": "UA", "україна": "UA", "russia": "RU", "россия": "RU", "belarus": "BY",
    "lithuania": "LT",
    "latvia": "LV", "estonia": "EE", "finland": "FI", "suomi": "FI", "sweden": "SE", "sverige": "SE",
    "norway": "NO", "norge": "NO",
    "denmark": "DK", "danmark": "DK", "iceland": "IS", "canada": "CA", "mexico": "MX", "brazil": "BR",
    "brasil": "BR",
    "argentina": "AR", "chile": "CL", "colombia": "CO", "peru": "PE", "uruguay": "UY", "ecuador": "EC",
    "venezuela": "VE",
    "australia": "AU", "new zealand": "NZ", "japan": "JP", "日本": "JP", "south korea": "KR", "korea": "KR",
    "china": "CN",
    "taiwan": "TW", "hong kong": "HK", "singapore": "SG", "malaysia": "MY", "thailand": "TH",
    "vietnam": "VN", "indonesia": "ID",
    "philippines": "PH", "india": "IN", "israel": "IL", "united arab emirates": "AE", "south africa": "ZA",
    "egypt": "EG",
    "morocco": "MA", "rwanda": "RW", "kenya": "KE", "nigeria": "NG", "costa rica": "CR", "panama": "PA",
    "dominican republic": "DO",
}  # fmt: skip
_TOP_LEVEL = {
    "uk": "GB", "de": "DE", "at": "AT", "ch": "CH", "fr": "FR", "be": "BE", "nl": "NL", "es": "ES",
    "pt": "PT", "it": "IT",
    "pl": "PL", "cz": "CZ", "sk": "SK", "hu": "HU", "ro": "RO", "bg": "BG", "hr": "HR", "rs": "RS",
    "si": "SI", "ua": "UA",
    "ru": "RU", "by": "BY", "lt": "LT", "lv": "LV", "ee": "EE", "fi": "FI", "se": "SE", "no": "NO",
    "dk": "DK", "is": "IS",
    "ca": "CA", "mx": "MX", "br": "BR", "ar": "AR", "cl": "CL", "pe": "PE", "au": "AU", "nz": "NZ",
    "jp": "JP", "kr": "KR",
    "tw": "TW", "hk": "HK", "sg": "SG", "my": "MY", "th": "TH", "ph": "PH", "in": "IN", "il": "IL",
    "za": "ZA", "ie": "IE",
    "gr": "GR", "tr": "TR", "mt": "MT", "lu": "LU",
}  # fmt: skip
_LANGUAGES = {
    "de": "DE", "fr": "FR", "it": "IT", "pl": "PL", "nl": "NL", "sv": "SE", "da": "DK", "nb": "NO",
    "no": "NO", "fi": "FI",
    "cs": "CZ", "sk": "SK", "hu": "HU", "ro": "RO", "bg": "BG", "hr": "HR", "uk": "UA", "ru": "RU",
    "ja": "JP", "ko": "KR",
    "he": "IL", "tr": "TR", "el": "GR", "pt-br": "BR", "pt-pt": "PT", "en-us": "US", "en-gb": "GB",
    "en-au": "AU", "en-ca": "CA",
    "es-es": "ES", "es-mx": "MX", "es-ar": "AR", "th": "TH", "lt": "LT", "lv": "LV", "et": "EE",
}  # fmt: skip


def country_code(country: str) -> str:
    """ISO 3166-1 alpha-2 of a code or a country's name; empty when unknown."""
    text = country.strip()
    if len(text) == 2 and text.isalpha():
        return "GB" if text.upper() == "UK" else text.upper()
    return _NAMES.get(fold(text), "")


def region_of(country: str, views: list[PageView]) -> str:
    """The country whose dialling rules printed numbers follow: as told, else by domain, else by language."""
    if code := country_code(country):
        return code
    for view in views[:1]:
        suffix = (urlsplit(view.document.url).hostname or "").rsplit(".", 1)[-1]
        if suffix in _TOP_LEVEL:
            return _TOP_LEVEL[suffix]
        language = view.document.language
        if language in _LANGUAGES:
            return _LANGUAGES[language]
        if language[:2] in _LANGUAGES:
            return _LANGUAGES[language[:2]]
    return ""

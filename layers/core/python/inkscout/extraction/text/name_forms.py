"""Forms of names: initials, capitals, nicknames after a dash, words that end like abstract nouns."""

import re

from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.loader import by_word, long_list, word_set
from inkscout.vocabulary.styles import STYLE_WORDS

_GIVEN_NAMES = word_set("names.given")
_ROLE_OF = by_word("roles.roles")
_OTHER_TRADES = word_set("roles.other_trades")
_CITIES = word_set("places.cities")
_CITY_BEGINNINGS = frozenset(city.split()[0] for city in _CITIES)
OF_TRADE = (
    "piercing",
    "tatouag",
    "tatuag",
    "tatuaj",
    "tetovan",
    "пирсинг",
    "пірсинг",
    "татуиров",
    "татуюван",
)
"""Beginnings of words for tattoos and piercings, which have many endings."""
_EDGE = re.compile(
    r"^[^\w@]+|(?<![^\w.)'’])[^\w.)'’\u0300-\u036f\u0591-\u05c7\u0610-\u065f\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e4e]+$"
)
_VOWEL = re.compile(r"[aeiouyаеёиоуыэюяіїє]", re.I)
_ABSTRACT = re.compile(
    r"(?:ness|tion|sion|ity|ment|ments|ism|ship|ance|ence|ung|ungen|keit|heit|schaft|cion|ciones|sion|dad|ismo|mento|miento|zione|zioni"
    r"|cao|coes|dade|ite|ость|ение|ания|ание|ство|ция|ность|ing|ings|ology|ographie|ografia|ografie|icure|wear|ware|tique|ique)$"
)
_INITIALS = re.compile(r"[^\W\d_](?:\.(?:-?[^\W\d_]\.){0,2})?")
_DASHED = re.compile(r"^(\S.{1,60}?)\s{1,9}[-–—|]{1,3}\s{1,9}(\S{2,24})$")
"""A text before a dash and one word after it, which is a nickname where the text is a full name."""


_HOST = re.compile(
    r"\s{0,9}(?:www\.)?[a-z0-9-]{3,40}\.(?:com|net|org|info|biz|eu|co\.uk|com\.\w\w|de|fr|es|it|pl|ru|ua)\s{0,9}$"
)


def is_web_address(text: str) -> bool:
    """Whether a text is a website's address in small letters, in the place of a name ("annabell.com")."""
    return "." in text and _HOST.match(text) is not None


def is_full_name_before_dash(text: str, name: str, score: float, known: float) -> bool:
    """Whether a text is a full name, a dash and one more word ("Antoni Kowalski - Szefu").

    Args:
        text: The text.
        name: The first name that was read in it.
        score: The score of that name.
        known: Least score of a name with a common given name.
    """
    match = _DASHED.match(text)
    words = tokens(name)
    if match is None or match.group(1) != name or len(words) < 2:
        return False
    if score >= known or words[0] in long_list("given_names") or words[-1] in long_list("family_names"):
        return True
    return long_list("everyday_words").isdisjoint(words)


def is_city(words: list[str]) -> bool:
    """Whether words are the name of a city that could be a person's ("São Paulo", "Santa Rosa")."""
    return fold(words[0]) in _CITY_BEGINNINGS and fold(" ".join(words)) in _CITIES


def ends_in_capitals(plain: list[str], words: list[str]) -> bool:
    """Whether only the last of two words is in capitals, after a common given name ("Sasha UNIQUE").

    ``plain`` are the words in lower case without accents. Words of the trade are no family names.
    """
    if len(words) != 2 or plain[0] not in _GIVEN_NAMES or words[0].isupper() or not words[1].isupper():
        return False
    last = plain[1]
    return len(last) > 2 and last not in _ROLE_OF and last not in STYLE_WORDS and last not in _OTHER_TRADES


def without_initials(core: list[str]) -> list[str]:
    """Returns a name's words without initials, which may be ordinary words too ("A. Petrov", "Anna Y").

    A letter without a period counts as an initial only at the end.
    """
    full = [word for word in core if not (word.isupper() and _INITIALS.fullmatch(word))]
    if len(full) == len(core):
        return core
    plain = [word for word in core if word not in full and "." not in word]
    is_last = not plain or plain == core[-1:]
    return full if full and is_last else core


def is_abstract(core: list[str]) -> bool:
    """Whether unknown words end like abstract nouns ("Professionalism", "Keyword Opportunity")."""
    last = fold(core[-1])
    if len(core) == 1:
        return len(last) > 6 and _ABSTRACT.search(last) is not None
    return len(last) > 7 and not last.endswith(("ing", "ings")) and _ABSTRACT.search(last) is not None


_STOPPED = re.compile(r"[^\W\d_]{4}\.$")
"""Matches a full stop after a word that is too long for an initial or an abbreviation ("Jr.")."""


def tidied(name: str) -> str:
    """Capitalises a name printed all in upper or lower case, and removes a full stop after it."""
    name = _EDGE.sub("", name.strip()).rstrip("'’")
    if name.endswith(".") and _STOPPED.search(name):
        name = name.rstrip(".")
    if name.islower() or (len(name) > 2 and name.isupper() and _VOWEL.search(name)):
        return "".join(_capital(word) for word in re.split(r"([\s\-'’.])", name))
    return name


def _capital(word: str) -> str:
    return word[:1].title() + word[1:].lower() if len(word) > 1 else word  # Georgian has no capitals in text

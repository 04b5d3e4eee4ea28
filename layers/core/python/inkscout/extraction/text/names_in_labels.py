"""Names inside a label: "Portfolio of Anna", "Портфолио Даши", "© 2024 Anna Bell", "Studio Rose by Anna"."""

import re
from functools import lru_cache

from inkscout.extraction.page.document import Document
from inkscout.extraction.text.brand import brand_name
from inkscout.extraction.text.listed_names import is_listed
from inkscout.extraction.text.names import KNOWN, NameGuess, is_role_text, read_name
from inkscout.extraction.text.role_forms import TATTOO_STEMS
from inkscout.vocabulary.folding import fold
from inkscout.vocabulary.loader import long_list, word_set

_WORKS = word_set("pictures.works_of")
_GALLERIES = word_set("pages.gallery") - _WORKS
"""Words above pictures of any kind, which are of somebody only with a word for "of" ("Gallery of Anna")."""
_TRADE = (*TATTOO_STEMS, "pierc", "flash", "пирс", "пірс")
"""Beginnings of words for tattoos and piercings: a label with one says what a picture shows."""
_OF = word_set("pictures.of")
_SEE = word_set("pictures.see")
_MOST_WORDS = 6
_TWO = 2
_LAST_LINES = 30
_LONGEST = 60
_HOLDER = re.compile(
    r"^(?:©|\(c\)|copyright)?[\s©,]{0,4}(?:(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)?\d\d)?)[\s©,|]{0,4}(?:by\s)?(?=[^\W\d_])"
    r"|^(?:©|\(c\)|copyright)[\s©]{0,4}(?=[^\W\d_])",
    re.IGNORECASE,
)
_AFTER_HOLDER = re.compile(
    r"\s{0,9}(?:[.|•·,;©]|\s[-–—]\s|\((?:c|19|20)|(?:19|20)\d\d|\ball rights\b)", re.IGNORECASE
)
BY = re.compile(r"\s(?:by|von|par|por|av|af|door|przez|от|від)\s{1,3}(?=[^\W\d_])")
"""Matches words for "by" before a name."""
_FIRST_OF_COPYRIGHT = ("©", "(", "1", "2", "C", "c")
_MARKS = " \t:–—-«»\"“”„'’|•·,."
_APOSTROPHES = re.compile(r"['’ʼ](?:s|n?[iıuü]n)$", re.IGNORECASE)
_NOMINATIVES = (
    ("ии", ("ия",)),
    ("ьи", ("ья",)),
    ("ы", ("а",)),
    ("и", ("а", "я", "ь")),
    ("я", ("й", "ь", "")),
    ("а", ("",)),
    ("ого", ("ий", "ой")),
    ("y", ("a",)),
    ("ii", ("ia",)),
    ("i", ("a", "ia")),
    ("e", ("a",)),
    ("a", ("", "o")),
    ("s", ("",)),
    ("n", ("",)),
)
"""Endings of a name that owns something, and those of the name itself, in Slavic and Nordic languages."""
_FEMALE, _HER = ("а", "я", "a"), (("ой", "а"), ("ей", "а"), ("ej", "a"))
_HIS = (("ова", "ов"), ("ева", "ев"), ("ина", "ин"), ("ого", "ий"))


def owner_of_works(text: str) -> NameGuess | None:
    """Returns the person whose works a label announces ("Portfolio of Anna", "Annas Arbeiten"), else None.

    Names in the genitive of Slavic, Nordic and Turkic languages are given in the nominative if that is a
    listed given name.
    """
    return _owner_of_works(text) if len(text) <= _LONGEST and " " in text else None


@lru_cache(maxsize=8192)
def _owner_of_works(text: str) -> NameGuess | None:
    words = text.split()
    if not 2 <= len(words) <= _MOST_WORDS:
        return None
    ends = {fold(words[0].strip(_MARKS)), fold(words[-1].strip(_MARKS))}
    if ends.isdisjoint(_WORKS) and ends.isdisjoint(_GALLERIES):
        return None
    plain = [fold(word.strip(_MARKS)) for word in words]
    is_owned = len(words) > _TWO and _APOSTROPHES.search(words[-2]) is not None
    if plain[0] in _SEE and (plain[-1] in _WORKS or is_owned):
        words, plain = words[1:], plain[1:]
    if plain[0] in _WORKS or (plain[0] in _GALLERIES and plain[1] in _OF):
        at = 1
        while at < len(words) and (plain[at] in _OF or not plain[at] or is_role_text(plain[at])):
            at += 1
        name = words[at:]
    elif plain[-1] in _WORKS or is_owned:
        name = words[:-1]
        while name and (fold(name[-1].strip(_MARKS)) in _OF or is_role_text(name[-1])):
            name.pop()
    else:
        return None
    if any(word.startswith(_TRADE) for word in plain):
        return None  # "Portfolio tattoo - Mario": what the picture shows
    named = " ".join(_nominative([word.strip(_MARKS) for word in name]))
    guess = read_name(named)
    if guess is None or not is_listed(guess):
        return None
    return guess


def _nominative(words: list[str]) -> list[str]:
    """Returns the words of a name that owns something as the name itself."""
    if not words:
        return []
    plain = [_APOSTROPHES.sub("", word) for word in words]
    if plain != words:
        return plain
    forms = [plain[0], *_without_case(plain[0])]
    lists = (word_set("names.given"), long_list("given_names"))
    first = next((name for listed in lists for name in forms if fold(name) in listed), plain[0])
    if first == plain[0]:
        return plain
    endings = _HER if first.endswith(_FEMALE) else _HIS
    return [first, *(_replaced(word, endings) for word in plain[1:])]


def _without_case(word: str) -> list[str]:
    return [
        word[: len(word) - len(ending)] + other
        for ending, others in _NOMINATIVES
        if word.endswith(ending) and len(word) > len(ending) + 1
        for other in others
    ]


def _replaced(word: str, endings: tuple[tuple[str, str], ...]) -> str:
    return next((word[: -len(old)] + new for old, new in endings if word.endswith(old)), word)


def name_in_alt_text(text: str) -> NameGuess | None:
    """Returns the name that an image's description is, or whose works it says that the image leads to."""
    return owner_of_works(text) or read_name(text)


def copyright_holder(text: str) -> NameGuess | None:
    """Returns the person named as the holder of a copyright ("© 2019–2024 Anna Bell Tattoo"), else None.

    A name of one word must be a listed given name, since studios have such names too.
    """
    return None if len(text) > 2 * _LONGEST or text[:1] not in _FIRST_OF_COPYRIGHT else _holder(text)


@lru_cache(maxsize=1024)
def _holder(text: str) -> NameGuess | None:
    match = _HOLDER.match(text)
    if match is None:
        return None
    holder = _AFTER_HOLDER.split(text[match.end() :], maxsplit=1)[0]
    return _of_person(brand_name(holder.strip(_MARKS)))


def maker_of_brand(text: str) -> NameGuess | None:
    """Returns the person after "by" in a title or short line ("Black Rose by Anna Bell"), else None."""
    return _maker_of_brand(text) if len(text) <= _LONGEST and " " in text else None


@lru_cache(maxsize=4096)
def _maker_of_brand(text: str) -> NameGuess | None:
    if (match := BY.search(text)) is None:
        return None
    return _of_person(brand_name(text[match.end() :].strip(_MARKS)))


def _of_person(text: str) -> NameGuess | None:
    guess = read_name(text)
    if guess is None or (" " not in guess.name and guess.score < KNOWN):
        return None
    return guess


def signers(document: Document) -> list[NameGuess]:
    """Returns the people who sign a website.

    They stand after "by" in the title of the page, or hold the copyright that its last lines state.
    """
    found = [maker_of_brand(document.title)]
    found.extend(copyright_holder(line.text) for line in document.lines[-_LAST_LINES:])
    return [guess for guess in found if guess is not None]

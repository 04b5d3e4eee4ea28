"""Words of a website about itself that name its artist: "Custom tattoos by Ben", "Inky | Tattoo Artist"."""

import re

from inkscout.extraction.text.brand import brand_name
from inkscout.extraction.text.names import (
    KNOWN,
    NameGuess,
    is_role_text,
    names_other_trade,
    read_name,
    role_in,
)
from inkscout.extraction.text.names_in_labels import BY
from inkscout.extraction.text.role_forms import TATTOO_STEMS
from inkscout.extraction.text.styles import styles_in
from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.loader import long_list, word_set

_HOUSES = word_set("trade.houses")
_PLACES = word_set("places.places")
_SINGULAR = word_set("team.singular") | word_set("team.singular_or_plural")
_TEAM = word_set("team.people")
_SPLIT = re.compile(r"\s{1,9}[|\-–—·•:»]\s{1,9}|\s{0,9}[|·•»]\s{0,9}")
_NAMED = re.compile(r"[^\W\d_][\w'’-]{0,30}(?: [^\W\d_][\w'’-]{0,30}){0,2}")
_STAGE_NAME = re.compile(r"[^\W_][\w.'’-]{1,24}(?: [^\W_][\w.'’-]{0,24}){0,2}")
_WORKS = word_set("trade.made_works")
_OF = word_set("pictures.of")
_LEAST_OF, _MOST_OF = 3, 5
_BEFORE_BY = 4
_LONGEST = 400
_LONGEST_ROLE = 60
_MOST_WORDS = 7
_LONGEST_NAME = 2
_SPECIALIST = "ialist"
"""Part of the words for specialists in many languages ("specialist", "spezialistin", "especialista")."""


def maker_of_tattoos(text: str) -> NameGuess | None:
    """Returns the person after "by" in a text about tattoos ("Custom tattoos by Ben in Bath"), else None.

    A name of one word must be a known given name, the first of several a listed one.
    """
    for match in BY.finditer(text[:_LONGEST]):
        before = tokens(text[max(0, match.start() - _LONGEST_ROLE) : match.start()])
        named = _NAMED.match(text, match.end())
        if named is None or not before or not _is_made(before):
            continue
        words = named[0].split()
        while words and not words[-1][0].isupper():
            words.pop()
        for count in range(len(words), 0, -1):
            guess = read_name(" ".join(words[:count]))
            if guess is None or not words[count - 1][0].isupper():
                continue
            listed = count > 1 and fold(words[0]) in long_list("given_names")
            if guess.score >= KNOWN or listed:
                return guess
    return None


def _is_made(before: list[str]) -> bool:
    """Whether the words before "by" end with a word for tattoos, or for works after one ("tattoo art")."""
    if before[-1].startswith(TATTOO_STEMS):
        return True
    return before[-1] in _WORKS and any(word.startswith(TATTOO_STEMS) for word in before[-_BEFORE_BY:-1])


def artist_titled(title: str) -> str:
    """Returns the stage name beside "Tattoo Artist" in the title of a page, else an empty text.

    Only a text that is no studio's name: of at most three words, without words for a studio.
    """
    pieces = [piece.strip() for piece in _SPLIT.split(title) if piece.strip()]
    if len(pieces) < 2 or not any(map(_is_one_artist, pieces[1:])):
        return ""
    name = brand_name(pieces[0])
    guess = read_name(name)
    name = guess.name if guess is not None else name
    if not _STAGE_NAME.fullmatch(name) or not _HOUSES.isdisjoint(tokens(pieces[0])):
        return ""
    if role_in(name) or names_other_trade(name) or all(word in _PLACES for word in tokens(name)):
        return ""
    return name


def specialist_titled(title: str) -> str:
    """Returns the name after a style and "specialist" in a title ("Realism Specialist Kestrel"), else "".

    It must have a listed given name, or be no everyday word.
    """
    for piece in _SPLIT.split(title) if _SPECIALIST in title.lower() else ():
        words = piece.split()
        at = next((at for at, word in enumerate(words) if _SPECIALIST in word.lower()), len(words))
        style = " ".join(words[: at + 1]).replace("-", " ")
        if not 1 <= len(words) - at - 1 <= _LONGEST_NAME or not styles_in(style):
            continue
        guess = read_name(" ".join(words[at + 1 :]))
        is_word = guess is not None and not long_list("everyday_words").isdisjoint(tokens(guess.name))
        if guess is not None and (guess.score >= KNOWN or not is_word):
            return guess.name
    return ""


def tattoos_of(title: str) -> str:
    """Returns whose tattoos a title announces ("Tatuagens da Rita"), else an empty text.

    The name must have a known given name.
    """
    for piece in _SPLIT.split(title)[:2]:
        words = piece.split()
        if not _LEAST_OF <= len(words) <= _MOST_OF or fold(words[1]) not in _OF:
            continue
        guess = read_name(" ".join(words[2:])) if fold(words[0]).startswith(TATTOO_STEMS) else None
        if guess is not None and guess.score >= KNOWN:
            return guess.name
    return ""


def _is_one_artist(piece: str) -> bool:
    """Whether a piece of a title calls somebody a tattoo artist, perhaps of a place ("Tatuadora en Lima")."""
    words = tokens(piece)
    if len(piece) > _LONGEST_ROLE or not 0 < len(words) <= _MOST_WORDS or names_other_trade(piece):
        return False
    people = [word for word in words if word in _TEAM or word in _SINGULAR]
    if any(word not in _SINGULAR for word in people):
        return False
    return role_in(piece) == "artist" and any(is_role_text(" ".join(words[:count])) for count in range(1, 5))

"""Recognises personal names and roles in short texts, and decides whether two names can be one person's."""

import re
from dataclasses import dataclass
from functools import lru_cache

from inkscout.extraction.text.name_forms import (
    OF_TRADE,
    ends_in_capitals,
    is_abstract,
    is_city,
    is_full_name_before_dash,
    is_web_address,
    tidied,
    without_initials,
)
from inkscout.extraction.text.name_pieces import (
    has_contraction,
    pieces_of,
    split_alias,
    without_number,
    without_pronouns,
)
from inkscout.extraction.text.role_forms import is_master, role_without_spaces
from inkscout.extraction.text.scripts import mixes_scripts, script_of
from inkscout.extraction.text.sounds import differ_in_spelling
from inkscout.extraction.text.styles import styles_in
from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.loader import by_word, long_list, word_set, word_sets
from inkscout.vocabulary.styles import STYLE_OF, STYLE_WORDS

_GIVEN_NAMES = word_set("names.given")
_GREETINGS = word_set("names.greetings")
_HONORIFICS = word_set("names.honorifics")
_NOT_NAMES = word_set("not_names.words")
_ENGLISH_ALONE = word_sets("not_names.words")["english"].difference(
    *(words for language, words in word_sets("not_names.words").items() if language != "english")
)
_NOT_NAMES_SCRIPTS = word_set("not_names.parts")
_OTHER_TRADES = word_set("roles.other_trades")
_PARTICLES = word_set("names.particles")
_PLACEHOLDERS = word_set("names.placeholders")
_PLACES = word_set("places.places")
_QUALIFIERS = word_set("roles.qualifiers")
_ROLE_OF = by_word("roles.roles")
_SURNAMES = word_set("names.surnames")
MAX_NAME = 48
"""Maximum number of characters in a name."""

KNOWN = 0.7
"""Minimum score of a name with a known given name; texts with a lower one only look like a name."""

_LETTERSPACED = re.compile(r"^(?:\w ){3,}\w$")
_QUOTED = re.compile(r"[\"“”„«»'‘’`]\s{0,9}([^\"“”„«»]{2,30}?)\s{0,9}[\"“”„«»'‘’`](?=\s|$)")
_BRACKETED = re.compile(r"^([^()]{2,40}?)\s*\(\s*([^\W\d][^\W\d.]{1,20})\s*\)$")
_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u065f\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e4e\u3099\u309a"
_WORD = re.compile(rf"^(?:[^\W\d_][{_MARKS}]*)+(?:[.'’ʼ\-・](?:[^\W\d_][{_MARKS}]*)+)*[.'’]?$")
_CASED = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u052f]")
_POSSESSIVE = re.compile(r"['’]s?$")
_DESK = re.compile(
    r"front (?:of house|desk)|reception|(?:booking|shop|studio|office)s?[ -]?manager|\bat the desk\b"
    r"|studioleit|terminkoordin|büroleit|salonleit",
    re.IGNORECASE,
)
_OF_DESK = ("desk", "front", "leit", "manager", "recep")
"""Parts of folded texts, one of which every text has that ``_DESK`` matches."""
_ARTISTS_DESK = re.compile(
    r"artists?'?\s+(?:manager|coordinator|assistant|relations|liaison)|(?:assistant|manager) (?:to|of|for)\b",
    re.IGNORECASE,
)
_PIERCES = re.compile(r"pierc|perfora|perfura|пирсинг|пірсинг")
_TATTOO_STEMS = ("tattoo", "tatou", "tatu", "tato", "tatow", "taetow", "тату")
_COSMETIC = word_set("roles.cosmetic")
_DIGITS = re.compile(r"\d")
_LONGEST_ROLE = 70
"""Maximum number of characters of a text that states only a role."""
_LATIN = re.compile(r"^[a-z]")
_VOWEL = re.compile(r"[aeiouyаеёиоуыэюяіїє]", re.I)
_LISTED = 0.3
"""Score of a name with an everyday word in it if all its words are in the lists of names."""


@dataclass(frozen=True, slots=True)
class NameGuess:
    """A text read as a name: the name, the role stated beside it, a score from 0 to 1, and a nickname."""

    name: str
    role: str = ""
    score: float = 0.0
    nickname: str = ""


@lru_cache(maxsize=16_384)
def role_in(text: str) -> str:
    """Returns the most specific role stated in a short text, such as ``owner``; empty if none."""
    said = tokens(text)
    found = {_ROLE_OF.get(token, "") for token in said}
    if any(map(fold(text).__contains__, _OF_DESK)) and _DESK.search(text):
        found.add("manager")
    if found & {"artist", "owner"} and any(_PIERCES.match(token) for token in said):
        tattoos = any(token.startswith(_TATTOO_STEMS) for token in said)
        if not tattoos:
            found.add("piercer")
            found.discard("artist")
    if {"manager", "artist"} <= found and not _ARTISTS_DESK.search(text):
        found.discard("manager")
    for role in ("owner", "apprentice", "piercer", "manager", "guest", "artist"):
        if role in found:
            return role
    return "artist" if is_master(said) else role_without_spaces(text)


def is_role_text(text: str) -> bool:
    """Whether a text states only what somebody does ("Owner & Tattoo Artist")."""
    return len(text) <= _LONGEST_ROLE and _is_role(text)


@lru_cache(maxsize=8192)
def _is_role(text: str) -> bool:
    said = tokens(text)
    if is_master(said) or role_without_spaces(text):
        return True
    found = False
    for token in said:
        pieces = (token, *token.split("-"))
        if any(piece in _ROLE_OF for piece in pieces):
            found = True
        elif (
            not any(piece in _QUALIFIERS or piece in STYLE_WORDS for piece in pieces) and not token.isdigit()
        ):
            return False
    return found


@lru_cache(maxsize=8192)
def names_other_trade(text: str) -> bool:
    """Whether a text mentions a trade other than tattooing and piercing; permanent make-up is tattooing."""
    return _COSMETIC.isdisjoint(said := tokens(text)) and any(token in _OTHER_TRADES for token in said)


@lru_cache(maxsize=16_384)
def read_name(text: str, lenient: bool = False) -> NameGuess | None:
    """Reads a short text as a person's name with an optional role; returns None if it is not one name.

    Args:
        text: Text of a heading, link, caption or table cell.
        lenient: Also accept names in lower case, for places where only names are expected.
    """
    if not text or len(text) > 90 or _is_no_name(text):
        return None
    if _LETTERSPACED.match(text):
        text = text.replace(" ", "")
    cleaned = without_pronouns(without_number(text))
    nickname = ""
    quoted = _QUOTED.search(cleaned)
    if quoted and _is_words(quoted.group(1)):
        nickname = quoted.group(1).strip()
        cleaned = (cleaned[: quoted.start()] + " " + cleaned[quoted.end() :]).strip() or nickname
    else:
        cleaned, nickname = _without_short_name(cleaned)
    role = ""
    names: list[tuple[str, float]] = []
    others: list[str] = []
    for text_piece in pieces_of(cleaned):
        folded = fold(text_piece)
        if folded in STYLE_OF or folded.replace("-", " ") in STYLE_OF:
            continue
        if is_role_text(text_piece):
            role = role or role_in(text_piece)
            continue
        piece, in_other_script = _scripts_apart(text_piece)
        nickname = nickname or in_other_script
        score, name, inner = _score_piece(piece, lenient)
        role = role or inner
        if name:
            names.append((name, score))
        else:
            others.append(piece)
    unknown = sum(not is_aside(piece) for piece in others) if names else 0
    if not nickname:
        nickname = _other_name(names)
    if not role and len(names) + unknown == 2 and _names_before_dash(cleaned, names):
        nickname = nickname or (names.pop()[0] if len(names) > 1 else "")
        unknown = 0
    if not names or (len(names) > 1 and not role) or len(names) > 2 or unknown:
        return None
    name, score = names[0]
    return NameGuess(name=tidied(name), role=role, score=score, nickname=tidied(nickname) if nickname else "")


def _is_no_name(text: str) -> bool:
    """Whether a text is a sentence, a name of nobody ("Jane Doe"), or the address of a website."""
    return has_contraction(text) or fold(text) in _PLACEHOLDERS or is_web_address(text)


def _names_before_dash(text: str, names: list[tuple[str, float]]) -> bool:
    """Whether a text is a full name, a dash and one more word, which need not be a name."""
    return bool(names) and is_full_name_before_dash(text, *names[0], KNOWN)


def _without_short_name(text: str) -> tuple[str, str]:
    """Splits a name and the nickname in brackets after it ("Aleksandra (Ola)")."""
    match = _BRACKETED.match(text) if "(" in text else None
    if match is None or fold(match.group(2)) in _PLACES:
        return text, ""
    both = all(score_words(part.split()) > 0 for part in match.groups())
    return (match.group(1), match.group(2)) if both else (text, "")


def _other_name(names: list[tuple[str, float]]) -> str:
    """Removes and returns a second name of the same person (other script or after "aka"); empty if none."""
    if len(names) == 2 and script_of(names[0][0]) != script_of(names[1][0]):
        names.sort(key=lambda named: script_of(named[0]) != "LATIN")
        return names.pop()[0]
    nickname = ""
    if len(names) == 1:
        names[0], nickname = _split_alias(names[0])
    return nickname


def _split_alias(named: tuple[str, float]) -> tuple[tuple[str, float], str]:
    """Splits two names of one person: the name with its score, and the alias."""
    both = split_alias(named[0])
    return ((both[0], named[1]), both[1]) if both else (named, "")


def _is_words(text: str) -> bool:
    return all(_WORD.match(word) for word in text.split())


def is_aside(piece: str) -> bool:
    """Whether a text is a number, year, handle, style, place or role word, as is common beside a name."""
    if piece.startswith("@") or _DIGITS.search(piece):
        return len(piece) < 40
    words = tokens(piece)
    if len(words) <= 7 and styles_in(piece, listed=True):
        return True
    return all(
        token in STYLE_WORDS or token in _QUALIFIERS or token in _PARTICLES or token in _PLACES
        for token in words
    )


def _score_piece(piece: str, lenient: bool) -> tuple[float, str, str]:
    words = piece.split()
    role = ""
    both = split_alias(piece)
    if both and score_words(both[0].split(), lenient) > 0 and _is_words(both[1]):
        return score_words(both[0].split(), lenient), piece, role
    while words and (fold(words[0]) in _ROLE_OF or fold(words[0]) in _LEADING):
        role = role or _ROLE_OF.get(fold(words[0]), "")
        words = words[1:]
    while words and (fold(words[-1]) in _ROLE_OF or fold(words[-1]) in _TRAILING) and not _is_titled(words):
        role = role or _ROLE_OF.get(fold(words[-1]), "")
        words = words[:-1]
    title = 0
    while len(words) > title + 1 and fold(words[title].rstrip(".")) in _HONORIFICS:
        title += 1
    if not words or len(words) > 5 or sum(map(len, words)) > MAX_NAME:
        return 0.0, "", role
    score = score_words(words[title:], lenient)
    return (score, " ".join(words), role) if score > 0 else (0.0, "", role)


def _is_titled(words: list[str]) -> bool:
    """Whether two words are an honorific and a name ("Mr. Ink")."""
    return len(words) == 2 and fold(words[0].rstrip(".")) in _HONORIFICS


_LEADING = word_set("names.before_names")
_TRAILING = word_set("names.after_names")


def score_words(words: list[str], lenient: bool = False) -> float:
    """Scores how much words look like a name: 0 is not a name, 1 a full name with a known given name."""
    core = [word for word in words if fold(word) not in _PARTICLES or len(words) == 1]
    if not 1 <= len(core) <= 4 or any(map(mixes_scripts, core)) or _is_of_maker(words, core):
        return 0.0
    core = without_initials(core)
    if not any(_CASED.match(word) for word in core):
        return _score_uncased(core)
    if all(fold(word) in _PLACES for word in core) or is_city(words):
        return 0.0
    if len(core) > 1 and fold(core[-1]) in _SURNAMES and fold(core[0]).split("-")[0] in _GIVEN_NAMES:
        core = core[:-1]
    doubtful = [at for at, word in enumerate(core) if not _may_be_name(word)]
    if doubtful == [len(core) - 1] and ends_in_capitals([_plain(word) for word in core], core):
        doubtful = []
    if doubtful or _is_possessive(words[-1]):
        is_listed = len(doubtful) == 1 and _is_listed(core, doubtful[0])
        return _LISTED if is_listed and not _is_possessive(words[-1]) else 0.0
    known = any(part in _GIVEN_NAMES for word in core for part in _plain(word).split("-"))
    lowered = any(not word[0].isupper() for word in core)
    if len("".join(core)) < 2 or (lowered and not lenient) or (not known and is_abstract(core)):
        return 0.0
    score = 0.35 + (0.4 if known else 0.0) + (0.15 if 2 <= len(words) <= 3 or len(core) == 2 else 0.0)
    return max(0.05, score - (0.15 if lowered else 0.0) - (0.1 if len(core) > 3 else 0.0))


def _is_of_maker(words: list[str], core: list[str]) -> bool:
    """Whether words are a work, a particle and its maker ("Tatueringsarbete av Saga")."""
    return len(words) > len(core) and fold(words[0]).startswith(_TATTOO_STEMS)


def _is_listed(core: list[str], doubtful: int) -> bool:
    """Whether an everyday word in a name is in the lists of names, as are all the other words.

    "Mai Tran" is a name, "Mai Angebot" is not. ``doubtful`` is the word's index: the first word must be a
    given name, any other a family name.
    """
    if not 2 <= len(core) <= 3 or not all(_WORD.match(word) and word[0].isupper() for word in core):
        return False
    plain = [_plain(word) for word in core]
    if plain[doubtful] in _ROLE_OF or plain[doubtful] in STYLE_WORDS or plain[doubtful] in _OTHER_TRADES:
        return False
    given, family = long_list("given_names"), long_list("family_names")
    if plain[doubtful] not in (family if doubtful else given):
        return False
    return all(word in given or word in family for at, word in enumerate(plain) if at != doubtful)


def _scripts_apart(piece: str) -> tuple[str, str]:
    """Splits a name printed in two scripts; the name in Latin letters is returned first."""
    if piece.isascii():
        return piece, ""
    words = piece.split()
    scripts = [script_of(word) for word in words]
    first = next((at for at, script in enumerate(scripts) if script != scripts[0]), 0)
    if not first or "" in scripts or len(set(scripts[first:])) > 1:
        return piece, ""
    parts = words[:first], words[first:]
    if not all(score_words(part) > 0 for part in parts):
        return piece, ""
    one, other = (" ".join(part) for part in parts)
    return (other, one) if scripts[first] == "LATIN" else (one, other)


def _plain(word: str) -> str:
    bare = _POSSESSIVE.sub("", word) if "'" in word or "’" in word else word
    return fold(bare).rstrip(".")


@lru_cache(maxsize=8192)
def _may_be_name(word: str) -> bool:
    """Whether one word has the form of a name and is not an everyday word, role, style or trade."""
    if not _WORD.match(word) or len(word) > 20 or any(len(part) > 3 for part in word.split(".")[1:]):
        return False
    plain = _plain(word)
    is_foreign = plain in _ENGLISH_ALONE and not word.isascii()  # English words have no accents ("Côme")
    if (plain in _NOT_NAMES and not is_foreign) or plain in STYLE_WORDS:
        return False
    if plain in _ROLE_OF or plain in _OTHER_TRADES or plain.startswith(OF_TRADE):
        return False
    if plain in _GREETINGS and plain not in _GIVEN_NAMES:
        return False
    spelled = len(plain) > 3 and word[0].isupper() and _LATIN.match(plain) is not None
    return not spelled or _VOWEL.search(plain) is not None


def _is_possessive(word: str) -> bool:
    return _POSSESSIVE.search(word) is not None and not word.lower().endswith(("as", "is", "us"))


def _score_uncased(words: list[str]) -> float:
    text = "".join(words)
    if not 2 <= len(text) <= 14 or _DIGITS.search(text) or not all(_WORD.match(word) for word in words):
        return 0.0
    plain = [fold(word) for word in words]
    if any(word in _NOT_NAMES or word in _ROLE_OF or word in STYLE_WORDS for word in plain):
        return 0.0
    if any(part in fold(text) for part in _NOT_NAMES_SCRIPTS):
        return 0.0
    return 0.75 if any(word in _GIVEN_NAMES for word in plain) else 0.35


@lru_cache(maxsize=16_384)
def name_key(name: str) -> tuple[str, ...]:
    """Returns a name's words for comparison: lower case, without accents and honorifics."""
    return tuple(token for token in tokens(name) if token not in _HONORIFICS)


@lru_cache(maxsize=16_384)
def same_person(one: str, other: str) -> bool:
    """Whether two names can be one person's: equal, or one is an abbreviated form of the other."""
    a, b = name_key(one), name_key(other)
    if not a or not b:
        return False
    if a == b or "".join(a) == "".join(b):
        return True
    short, long = sorted((a, b), key=len)
    if len(short) == 1 and len(long) > 1:
        return short[0] == long[0] or (len(short[0]) > 3 and short[0] == long[-1])
    if len(short) > 1 and len(long) > len(short):
        return (short[0] == long[0] and short[-1] in long) or long[-len(short) :] == short
    return len(a) == len(b) > 1 and differ_in_spelling(a, b)

"""Finds the name that a website gives its studio, and whether it may replace the one known elsewhere."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import Any

from rapidfuzz import fuzz

from inkscout.extraction.model import PageView
from inkscout.extraction.page.document import Document
from inkscout.extraction.page.urls import host_word
from inkscout.extraction.people.finders.structured import text_of
from inkscout.extraction.people.scoring import SURE
from inkscout.extraction.studio.contacts import FoundFact
from inkscout.extraction.text.brand import shares_telling_word, tells_apart
from inkscout.extraction.text.names import read_name
from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.loader import word_set

_LEAST_SPELT, _SPELT = 4, 80
"""Letters and likeness (0 to 100) from which two words are spellings of one."""
_FITTING = 10.0
"""Votes for a name that fits the one known from another source: it goes before all others."""
_TITLE_SPLIT = re.compile(r"\s{1,9}[|\-–—·•:»]\s{1,9}|\s{0,9}[|·•»]\s{0,9}")
_TRADE_WORD = re.compile(
    r"tattoo|tatto\b|tatoo|tatouage|tatuaj|tatuag|tatuagg|tatuaz|tatua|tatow|\bink\b|studio|estudio|atelier|collective|piercing|parlou?r|тату|салон|студия|студія|טאטו|קעקוע|タトゥー|타투|刺青",
    re.I,
)
_OF_WEBSITES = word_set("trade.website_words")
_MARK = re.compile(r"\s{0,3}[,:;(/]\s|\s{1,3}[-–—~]\s")
_GENERIC_PART = re.compile(
    r"^(?:home|homepage|welcome|index|inicio|accueil|startseite|start|hem|strona główna|главная|contact\w*"
    r"|kontakt|about.*|gallery|artists?|our .*|document|my app|vite.*|react app|untitled|artistes?"
    r"|tatuadores|team|the team|faq.*|studio|tattoo|piercings?|tattoos)$",
    re.I,
)
_DEFAULTS = word_set("trade.default_titles")
_OF_MENUS = frozenset().union(
    *map(
        word_set,
        (
            "pages.about",
            "pages.booking",
            "pages.gallery",
            "team.people",
            "team.pointing",
            "pictures.pointing",
        ),
    )
) - word_set("trade.brand")
"""Words of links and headings, which name no studio by themselves."""
_LEGAL = word_set("trade.legal_forms")
_FIRMS = word_set("trade.firm_words")
_LONGEST_FORM = 4
"""Maximum number of words that a legal form is written in ("Sp. z o.o.")."""
_ALWAYS_FORM = 3
"""Number of letters from which a legal form need not be in capitals or have points."""
_OWNER = re.compile(r"\s{0,3}[,(–-]?\s{1,3}(?:inh\.|inhaber(?:in)?\b|owner:|prop\.|titolare\b).{0,80}$", re.I)
_AND = ("&", "and", "und")
_EDGES = " ,;:-–—|&+/·•≈~*★☆✦✧✶◆"
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)(?:\s|©|\(c\)|copyright|by|von|\d{4}|[-–,]){0,12}([^\d.|•·,©\n]{2,60})", re.I
)
_CLAIMS = ("©", "copyright", "(c)")
_RIGHTS = re.compile(
    r"\s[-–—]\s|\b(?:all rights|rights reserved|derechos|direitos|droits|rechte|alle rechte|tous droits"
    r"|todos (?:os|los)|tutti i diritti|wszelkie|вс[ея] права|усі права|minden jog|tum haklar|všechna"
    r"|alla rattigheter|designed|design by|powered|created|made (?:by|with)|website)",
    re.I,
)
"""Matches what stands after a name in a line of copyright."""
_LOGO = re.compile(r"\b(?:logo|brand|navbar-brand|site-title|site-name|sitename)\b")
_LOGO_ALT = re.compile(
    r"^(?:the )?logo(?:tipo|type)?(?: (?:of|de|di|von|du|da))? | logo(?:tipo|type)?$", re.IGNORECASE
)
_LONGEST_LOGO, _MAX_LOGOS, _MAX_WORDS = 40, 6, 6
_OF_LOGO, _OF_COPYRIGHT, _OF_HOST, _OF_ALT = 1.5, 1.5, 0.8, 1.0
_LEAST_HOST = 5
_ONE_TITLE, _NEARLY = 2.2, 3
"""Maximum votes for a name that no more than one title gives, and characters of marks about a name."""
_DESCRIBING = re.compile(
    r"\b(?:in|à|en|em|w|we|v|ve|i|в|во|у|på|op|na|near|for)\s+[A-ZÀ-ŽА-ЯІЇЄ]|[.!?]\s+\w", re.UNICODE
)
"""Matches a place after what a studio is ("Tattoo shop in Leeds"), and the end of a sentence."""
_CALLING = re.compile(
    r"^(?:best|top|лучш\w{1,4}|mejor\w{0,2}|meilleur\w{0,2}|beste\w?|your|ihre?|deine?|votre|add|buy|book|welcome|benvenut\w|willkommen)\s",
    re.I,
)
"""Matches the beginning of a slogan."""
_MAX_PIECES = 12
"""Number of pieces of a title that are read: names are compared with each other."""
_DESCRIPTION = 1.0
"""Votes that a piece of a title loses that describes the studio rather than names it."""
_LEAST_ADDED = 2


@dataclass(slots=True)
class _NameVotes:
    """Votes for a name in its spellings, and the page that gives it first."""

    total: float = 0.0
    spelt: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    url: str = ""


def find_name(
    views: Sequence[PageView], nodes: Sequence[tuple[str, Mapping[str, Any]]], studio_name: str
) -> FoundFact | None:
    """Returns the studio's name, with its source; None if there is none.

    From structured data, else the best of ``og:site_name``, the parts of page titles, and of the home page
    the text of the logo and the line of the copyright. Legal forms are left out, as are titles that templates
    give and that say "home" in any language.
    """
    for url, node in nodes:
        name = plain_name(text_of(node.get("name")))
        if name and len(name) < 80 and _may_be_called(name, studio_name):
            return FoundFact(name, url, f"JSON-LD name {name}")
    found: dict[str, _NameVotes] = defaultdict(_NameVotes)
    is_known = bool(studio_name) and tells_apart(studio_name)
    for name, weight, url in (
        _said(views, studio_name)
        if is_known
        else (*_said(views, studio_name), *_said_beside_titles(views[:1]))
    ):
        votes = found[_letters(name)]
        votes.total += weight
        votes.spelt[name] += weight
        votes.url = votes.url or url
    if not found:
        return None
    if not is_known:
        _weigh(found, views[0].document.url)
    hint = fold(studio_name)
    names = {
        key: max(votes.spelt, key=lambda name: (votes.spelt[name], " " in name, name))
        for key, votes in found.items()
    }

    def rank(key: str) -> tuple[float, int, str]:
        folded = fold(names[key])
        known = 2.5 if hint and (folded in hint or hint in folded) else 0.0
        fits = _FITTING if _may_be_called(names[key], studio_name) else 0.0
        return found[key].total + known + fits, -len(names[key]), names[key]

    best = max(names, key=rank)
    if found[best].total <= _ONE_TITLE and _goes_round(names[best], studio_name):
        url = _written_out(views[0].document, studio_name)
        if url:
            return FoundFact(studio_name, url, studio_name)
    return FoundFact(names[best], found[best].url, names[best])


def _goes_round(name: str, known: str) -> bool:
    """Whether a name is the known one with words before it, or with words of the trade about it."""
    said, told = tokens(name), tokens(known)
    if not told or len(name.split()) <= len(known.split()):
        return False
    added = [word for word in said if word not in told]
    others = [word for word in added if not _TRADE_WORD.search(word)]
    return said[-len(told) :] == told or (len(others) < len(added) and not tells_apart(" ".join(others)))


def _written_out(document: Document, name: str) -> str:
    """Returns a page's URL if it writes just that name in a line, a logo or its copyright, else none."""
    wanted, nearly = _letters(name), range(len(name) - _NEARLY, len(name) + _NEARLY + 1)
    lines = (line.text for line in document.lines if len(line.text) in nearly)
    logos = (picture.alt for picture in document.pictures[:_MAX_LOGOS] if len(picture.alt) in nearly)
    of_rights = (claimed for claimed, _ in _copyrights(document))
    is_said = any(_letters(text) == wanted for text in chain(lines, logos, of_rights))
    return document.url if is_said else ""


def _said(views: Sequence[PageView], studio_name: str) -> Iterator[tuple[str, float, str]]:
    """Yields what a website may call its studio, with votes and the page's URL."""
    hint = fold(studio_name)
    for at, view in enumerate(views):
        document = view.document
        site = plain_name(document.meta.get("og:site_name", ""))
        if site and len(site) < 80 and not is_default(site):
            yield site, 2.0, document.url
        heads = {fold(line.text) for line in document.lines if line.heading == 1} if at == 0 else set()
        for piece in _TITLE_SPLIT.split(document.title, maxsplit=_MAX_PIECES)[:_MAX_PIECES]:
            part = piece.strip()
            if (
                not part
                or len(part) > 60
                or (is_default(part) and fold(part) != hint)
                or (at > 0 and _is_person(part))
            ):
                continue
            part = plain_name(part + ("»" if part.count("«") > part.count("»") else ""))
            votes = (0.5 if at == 0 else 0.0) + (1.0 if fold(part) in heads else 0.0)
            votes += (1.0 + (0.6 if _TRADE_WORD.search(part) else 0.0)) if tells_apart(part) else 0.2
            yield part, votes - (_DESCRIPTION if _describes(part) else 0.0), document.url


def _said_beside_titles(views: Sequence[PageView]) -> Iterator[tuple[str, float, str]]:
    """Yields the names in logos and copyright lines of pages, likewise."""
    for view in views:
        document = view.document
        for name, votes in (*_logos(document), *_copyrights(document)):
            if name and tells_apart(name) and not is_default(name) and not _describes(name):
                yield name, votes, document.url


def _logos(document: Document) -> Iterator[tuple[str, float]]:
    """Yields the texts of logos of a page, and of their descriptions, with votes."""
    found: dict[str, float] = {}
    for node in document.having(("class", "id")):
        if len(found) < _MAX_LOGOS and 0 < node.end - node.start <= 2 and _LOGO.search(node.label()):
            text = document.text_of(node)
            if len(text) <= _LONGEST_LOGO:
                found.setdefault(plain_name(text), _OF_LOGO)
    for picture in document.pictures[:_MAX_LOGOS]:
        name, count = _LOGO_ALT.subn("", picture.alt) if len(picture.alt) <= 2 * _LONGEST_LOGO else ("", 0)
        if count and name:
            found.setdefault(plain_name(name), _OF_ALT)
    yield from found.items()


def _copyrights(document: Document) -> Iterator[tuple[str, float]]:
    """Yields the name in the last line of a page that claims copyright, with votes."""
    for line in reversed(document.lines):
        match = (
            _COPYRIGHT.search(line.text)
            if "©" in line.text or "opyright" in line.text or "(c)" in line.text
            else None
        )
        if match is not None:
            name = plain_name(_RIGHTS.split(match.group(1), maxsplit=1)[0])
            if 0 < len(tokens(name)) <= _MAX_WORDS:
                yield name, _OF_COPYRIGHT / (3 if _is_person(name) else 1)
            return


def _weigh(found: Mapping[str, _NameVotes], url: str) -> None:
    """Adds votes for names that the host has too, and settles which of two spellings of one name counts."""
    host = _letters(host_word(url)) if tells_apart(host_word(url)) else ""
    for key, votes in found.items():
        if len(key) >= _LEAST_HOST and (key in host or (len(host) >= _LEAST_HOST and host in key)):
            votes.total += _OF_HOST
    _settle_lengths(found)


def _settle_lengths(found: Mapping[str, _NameVotes]) -> None:
    """Gives the votes of two names of which one begins with the other to one of them.

    "Crow" is "Crow Tattoo" where that is said too; but "Crow Ink" is not "Crow Ink Studio Tatuażu Gdańsk".
    """
    words = {key: tokens(next(iter(votes.spelt))) for key, votes in found.items()}
    for key in sorted(found, key=lambda key: (len(words[key]), key)):
        for other in sorted(found, key=lambda key: (len(words[key]), key)):
            short, added = words[other], words[key][len(words[other]) :]
            if (
                not added
                or not short
                or words[key][: len(short)] != short
                or not tells_apart(" ".join(short))
            ):
                continue
            of_trade = sum(1 for word in added if _TRADE_WORD.search(word))
            is_longer = of_trade == len(added) <= _LEAST_ADDED
            if not is_longer and not (of_trade and len(added) >= _LEAST_ADDED):
                continue
            winner, loser = (key, other) if is_longer else (other, key)
            found[winner].total += max(0.0, found[loser].total)
            found[loser].total = 0.0


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, fold(name)))


def _describes(part: str) -> bool:
    """Whether a piece of a title says what a studio is, or where: "Tattoo shop in Leeds"."""
    if len(tokens(part)) > _MAX_WORDS or part.endswith(("!", "?")) or _CALLING.search(part):
        return True
    before = part.partition(", ")[0]
    is_label = before != part and _TRADE_WORD.search(before) is not None and not tells_apart(before)
    return is_label or (_DESCRIBING.search(part) is not None and _TRADE_WORD.search(part) is not None)


@lru_cache(maxsize=2048)
def is_default(title: str) -> bool:
    """Whether a title is a template's, or says no more than "home" or "about" in some language."""
    words = tokens(title)
    if _GENERIC_PART.match(title.strip()) is not None or " ".join(words) in _DEFAULTS:
        return True
    return all(word in _OF_MENUS for word in words) and (not words or max(map(len, words)) > _ALWAYS_FORM)


@lru_cache(maxsize=2048)
def plain_name(name: str) -> str:
    """Returns a studio's name without a legal form, words such as "firma", and its owner's name after it."""
    name = _OWNER.sub("", " ".join(name.split())).strip(_EDGES)
    words = name.split(" ")
    for size in range(min(_LONGEST_FORM, len(words) - 1), 0, -1):
        if _is_form(words[-size:]):
            words = words[:-size]
            if (
                len(words) > _LEAST_ADDED
                and fold(words[-1]).strip(".") == "co"
                and words[-2] in ("&", "und", "and")
            ):
                words = words[:-2]
            break
    while len(words) > 1 and (fold(words[0]).strip(".") in _FIRMS or _is_form(words[:1])):
        words = words[1:]
    rest = " ".join(words).strip(_EDGES)
    return rest if len(rest) > 1 else name


def _is_form(words: Sequence[str]) -> bool:
    letters = "".join(_letters(word) for word in words)
    if letters not in _LEGAL:
        return False
    written = "".join(words)
    return len(letters) >= _ALWAYS_FORM or written.isupper() or "." in written


def known_name(name: str, studio_name: str, place: str = "") -> str:
    """Returns the name that a site gives its studio if it fits the one known elsewhere, else none.

    Neither a page's title ("Services"), a person's name nor a part of the studio's name must replace it, nor
    a slip of the pen ("Electirc"), nor the name with a description behind it. The same name in other letters
    is returned as the other source writes it.

    Args:
        name: The name on the site.
        studio_name: The name known from another source; empty if none is.
        place: The studio's address, of whose words a name may have some behind it ("Crow Ink Split").
    """
    if studio_name and (fold(name) == fold(studio_name) or _letters(name) == _letters(studio_name) != ""):
        return studio_name
    name = _without_owner(name, studio_name)
    said, known = _told_words(name), tokens(studio_name)
    if not _may_be_called(name, studio_name) or set(said) < set(known) or _is_slip(said, known):
        return ""
    is_owner = _TRADE_WORD.search(studio_name) is not None and _is_person(name)
    places = set(tokens(place))
    is_placed = said[: len(known)] == known and bool(known) and set(said[len(known) :]) <= places
    return "" if is_owner or is_placed or _goes_on(name, studio_name) or _is_described(said, known) else name


def _is_described(said: Sequence[str], known: Sequence[str]) -> bool:
    """Whether a name is the known one and what the studio is, and where: "Crow Ink Studio Tatuażu Gdańsk"."""
    added = said[len(known) :]
    if not known or list(said[: len(known)]) != list(known) or len(added) <= _LEAST_ADDED:
        return False
    of_trade = sum(1 for word in added if _TRADE_WORD.search(word))
    return of_trade >= _LEAST_ADDED and tells_apart(" ".join(known))


def _without_owner(name: str, studio_name: str) -> str:
    """Returns a name without a person's after "by" ("Black Heron Tattoo by Anna Cole")."""
    studio, by, person = name.partition(" by ")
    return studio if by and " by " not in studio_name and tells_apart(studio) and _is_person(person) else name


def _told_words(name: str) -> list[str]:
    """Returns the words of a name without those that say it is a website's ("Amelia's Website")."""
    return [word.removesuffix("'s") for word in tokens(name) if word not in _OF_WEBSITES]


def _goes_on(name: str, studio_name: str) -> bool:
    """Whether a name is the known one and, after a mark, a place or a slogan ("Thorn Tattoo, Bristol")."""
    said, known = fold(name), fold(studio_name)
    return bool(known) and said.startswith(known) and _MARK.match(said[len(known) :]) is not None


def _is_slip(said: Sequence[str], known: Sequence[str]) -> bool:
    """Whether a name differs from the known one in the spelling of words, and says nothing beyond it."""
    return len(said) <= len(known) and all(
        word in known
        or any(len(word) > _LEAST_SPELT and fuzz.ratio(word, other) >= _SPELT for other in known)
        for word in said
    )


def _may_be_called(name: str, studio_name: str) -> bool:
    """Whether a name on a site may be the studio's: it shares a telling word with the name that is known."""
    if fold(name) == fold(studio_name):
        return True
    if studio_name and tells_apart(studio_name):
        return shares_telling_word(name, studio_name)
    return not studio_name or tells_apart(name)


def _is_person(title: str) -> bool:
    """Whether a page title is a person's name rather than the studio's."""
    guess = read_name(title)
    return guess is not None and guess.score >= SURE and _TRADE_WORD.search(title) is None

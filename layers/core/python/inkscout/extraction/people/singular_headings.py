"""Finds the artist whom the text below a heading introduces ("The artist", "A little bit about Dana")."""

import re

from inkscout.domain.excerpt import shortened
from inkscout.extraction.model import SNIPPET, Candidate, PageView
from inkscout.extraction.page.document import Line
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.text.listed_names import is_listed
from inkscout.extraction.text.names import KNOWN, NameGuess, names_other_trade, read_name
from inkscout.extraction.text.role_forms import TATTOO_STEMS
from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.loader import alternatives, word_set

_HEADING = word_set("team.of_one")
_AROUND = word_set("team.around_one")
_NAME = r"([^\W\d_][^,.:;!?(–—]{1,40}?)"
_AFTER = r"\s{0,2}(?:[,(–—.!]|\s(?:is|ist|es|est|è|é|jest|är|er|on|este)\s)"
_ELIDED = re.compile(r"(?<!\w)(?:l|d|dell|sull)['’]", re.IGNORECASE)
_MEET = re.compile(rf"(?i:{alternatives('phrases.meet')})[\s:,–—]{{1,3}}{_NAME}{_AFTER}")
_IS = re.compile(rf"{_NAME}\s{{0,2}}(?:,\s|\s[–—-]\s|\s(?:is|ist|es|est|è|é|jest|är|er|on|este)\s)")
_ABOUT = word_set("names.subject_after")
_MOST_WORDS, _LONGEST = 4, 40
_MOST_BEFORE = 5
"""Maximum number of words before that for "about" in a heading."""
_LONGEST_NAME = 2
_REACH = 3
_SHORTEST = 30
_MAX_HEADINGS = 8
_MAX_SUBJECTS = 60
"""Maximum number of headings that are read as naming whom they are about."""
_BLOCKED = Zone.REVIEW | Zone.CREDIT | Zone.BLOG | Zone.FORM | Zone.SHOP | Zone.NAV
_CONFIDENCE = 0.72


def artist_below_heading(view: PageView) -> list[Candidate]:
    """Returns whom the first text below headings such as "The artist" names in its first words."""
    lines = view.document.lines
    short = [line for line in lines if line.heading and len(line.text) <= _LONGEST]
    headings = [line for line in short if _is_of_one(line)]
    found: list[Candidate] = []
    for heading in [line for line in short if " " in line.text][:_MAX_SUBJECTS]:
        guess = _subject(heading.text)
        line = _telling(view, heading, guess) if guess is not None else None
        if guess is not None and line is not None:
            found.append(_candidate(view, guess, line))
    for heading in headings[:_MAX_HEADINGS]:
        below = (
            line
            for line in lines[heading.index + 1 : heading.index + 1 + _REACH]
            if len(line.text) >= _SHORTEST
        )
        line = next(below, None)
        if line is None or view.zones[line.index] & _BLOCKED:
            continue
        guess = _introduced(line.text)
        if guess is not None:
            found.append(_candidate(view, guess, line))
    return found


def _candidate(view: PageView, guess: NameGuess, line: Line) -> Candidate:
    return Candidate(
        name=guess.name,
        nickname=guess.nickname,
        url=view.document.url,
        confidence=_CONFIDENCE,
        name_score=guess.score,
        role="artist",
        snippet=shortened(line.text, SNIPPET),
    )


def _subject(text: str) -> NameGuess | None:
    """Returns the person with a listed given name whom a heading ends with ("A little bit about Dana...")."""
    words = text.rstrip(" .…!:").split()
    for length in range(1, _LONGEST_NAME + 1):
        before = words[:-length]
        if 1 < len(before) <= _MOST_BEFORE + 1 and fold(before[-1]) in _ABOUT:
            guess = read_name(" ".join(words[-length:]))
            return guess if guess is not None and guess.score >= KNOWN else None
    return None


def _telling(view: PageView, heading: Line, guess: NameGuess) -> Line | None:
    """Returns the text line shortly below a heading that says of its person something about tattoos."""
    first = fold(guess.name.split()[0])
    for line in view.document.lines[heading.index + 1 : heading.index + 1 + _REACH]:
        if line.heading:
            return None
        is_read = len(line.text) >= _SHORTEST and not view.zones[line.index] & _BLOCKED
        words = tokens(line.text) if is_read else []
        if first in words and any(word.startswith(TATTOO_STEMS) for word in words):
            return line
    return None


def _is_of_one(line: Line) -> bool:
    """Whether a heading means one artist and says little else ("About the artist")."""
    words = tokens(_ELIDED.sub("", line.text))
    others = [word for word in words if word not in _HEADING]
    return len(words) <= _MOST_WORDS and len(others) < len(words) and _AROUND.issuperset(others)


def _introduced(text: str) -> NameGuess | None:
    match = _MEET.match(text) or _IS.match(text)
    guess = read_name(match[1].strip()) if match is not None else None
    if guess is None or names_other_trade(text[:120]):
        return None
    return guess if is_listed(guess) else None

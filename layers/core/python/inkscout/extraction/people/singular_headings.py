"""Finds the artist whom the text below a heading in the singular introduces ("The artist")."""

import re

from inkscout.domain.excerpt import shortened
from inkscout.extraction.model import SNIPPET, Candidate, PageView
from inkscout.extraction.page.document import Line
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.text.names import KNOWN, NameGuess, names_other_trade, read_name
from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.loader import alternatives, long_list, word_set

_HEADING = word_set("team.of_one")
_AROUND = word_set("team.around_one")
_NAME = r"([^\W\d_][^,.:;!?(–—]{1,40}?)"
_AFTER = r"\s{0,2}(?:[,(–—.!]|\s(?:is|ist|es|est|è|é|jest|är|er|on|este)\s)"
_ELIDED = re.compile(r"(?<!\w)(?:l|d|dell|sull)['’]", re.IGNORECASE)
_MEET = re.compile(rf"(?i:{alternatives('phrases.meet')})[\s:,–—]{{1,3}}{_NAME}{_AFTER}")
_IS = re.compile(rf"{_NAME}\s{{0,2}}(?:,\s|\s[–—-]\s|\s(?:is|ist|es|est|è|é|jest|är|er|on|este)\s)")
_MOST_WORDS, _LONGEST = 4, 40
_REACH = 3
_SHORTEST = 30
_MAX_HEADINGS = 8
_BLOCKED = Zone.REVIEW | Zone.CREDIT | Zone.BLOG | Zone.FORM | Zone.SHOP | Zone.NAV
_CONFIDENCE = 0.72


def artist_below_heading(view: PageView) -> list[Candidate]:
    """Returns whom the first text below headings such as "The artist" names in its first words."""
    lines = view.document.lines
    headings = [line for line in lines if line.heading and len(line.text) <= _LONGEST and _is_of_one(line)]
    found: list[Candidate] = []
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
            found.append(
                Candidate(
                    name=guess.name,
                    nickname=guess.nickname,
                    url=view.document.url,
                    confidence=_CONFIDENCE,
                    name_score=guess.score,
                    role="artist",
                    snippet=shortened(line.text, SNIPPET),
                )
            )
    return found


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
    is_listed = guess.score >= KNOWN or fold(guess.name.split()[0]) in long_list("given_names")
    return guess if is_listed else None

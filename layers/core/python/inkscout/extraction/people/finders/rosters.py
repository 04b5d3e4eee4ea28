"""Finds people listed in one text line: "Our artists: Anna, Ben and Clara"."""

import re

from inkscout.domain.excerpt import shortened
from inkscout.extraction.model import SNIPPET, Candidate, PageView
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.people.section_headings import (
    has_team_word,
    is_team_word,
    may_have_team_word,
    sections_of,
)
from inkscout.extraction.people.tellings import people_told
from inkscout.extraction.text.names import KNOWN, NameGuess, read_name
from inkscout.vocabulary.folding import fold
from inkscout.vocabulary.loader import long_list

_MARK = (
    r"(?:[:：]|\b(?:are|sind|sont|son|sono|são|to|zijn|är|is|feat\.?"
    r"|featuring|with|include|includes|including|bestehend aus)\s)"
)
_LEADING = re.compile(_MARK)
"""Matches what every text has that ``_LEAD`` matches, and is faster."""
_LEAD = re.compile(
    rf"(?<![\w'’&])((?:[\w'’&]{{1,40}}\s{{1,9}}){{0,5}}[\w'’]{{1,40}})\s{{0,9}}{_MARK}\s{{0,9}}([^.;!?\n]{{4,240}})"
)
_SPLIT = re.compile(
    r"\s{0,9}(?:,|、|·|\||/|&|\+|\b(?:and|und|et|y|e|i|en|och|og|ja|и|та|й|ve|a|dan|si|és|și|và|και|і)\b)\s{0,9}"
)
_BLOCKED = Zone.REVIEW | Zone.CREDIT | Zone.FORM | Zone.BLOG | Zone.SHOP
_NAME = r"[^\W\d_a-zà-öø-ÿа-яё][\w'’-]{1,20}(?:\s[^\W\d_a-zà-öø-ÿа-яё][\w'’-]{1,20})?"
_AND = r"(?:&|and|und|et|y|e|i|en|och|og|ja|и|та|й|ve|dan|si|és|și|và|και|і)"
_NAMES = rf"(?:{_NAME},\s){{0,8}}{_NAME},?\s{_AND}\s{_NAME}"
_SUBJECTS = re.compile(rf"({_NAMES})\s")
"""Matches names at the beginning of a sentence ("Sam, Noor and Pip are here most days")."""
_BESIDE = re.compile(rf"(?<![\w'’])([^\W\d_]{{4,30}})\s\(?({_NAMES})(?![\w'’])")
"""Matches names after a word, which may be one for people ("the tattooers Marta Gil and Luis Ponce")."""
_JOINED = (
    "&",
    " und ",
    " and ",
    " et ",
    " y ",
    " e ",
    " i ",
    " en ",
    " och ",
    " og ",
    " ja ",
    " и ",
    " та ",
    " dan ",
    " și ",
    " si ",
    " és ",
    " và ",
    " και ",
    " і ",
)
_STAGE_NAME = re.compile(r"[^\W\d_a-z][\w.'’-]{1,20}(?: [^\W\d_a-z][\w.'’-]{1,20}){0,2}")
_TITLE = re.compile(r"\b(Mrs?|Ms|Dr|St)\.(?=\s)")
"""Matches a title before a name, whose period ends no sentence."""
_UNLISTED = 0.35
"""Score of an everyday word among the names after a label."""
_LONGEST = 400
_NEAR = 4
_TWO = 2
_MAX_LINES = 300


def people_in_rosters(view: PageView) -> list[Candidate]:
    """Returns the people in lists within a sentence ("Our artists: Anna, Ben and Clara"); empty if none."""
    found: list[Candidate] = []
    texts = [line.text for line in view.document.lines[:_MAX_LINES] if not view.zones[line.index] & _BLOCKED]
    for text in texts:
        is_list = 12 <= len(text) <= _LONGEST and ("," in text or any(map(text.__contains__, _JOINED)))
        if is_list and may_have_team_word(text):
            found.extend(_of_text(view, text[:600]))
    for section in sections_of(view):
        lines = view.document.lines[section.start : min(section.end, section.start + _NEAR)]
        for line in lines:
            if not view.zones[line.index] & _BLOCKED and (match := _SUBJECTS.match(line.text)) is not None:
                found.extend(_listed(view, match.group(1), line.text, introduced=True))
    named = {candidate.name for candidate in found}
    return [*found, *(told for told in people_told(view) if told.name not in named)]


def _of_text(view: PageView, text: str) -> list[Candidate]:
    for match in _LEAD.finditer(_TITLE.sub(r"\1", text)) if _LEADING.search(text) else ():
        if not has_team_word(match.group(1)):
            continue
        is_labelled = match.string[match.end(1) : match.start(2)].strip() in (":", "：")
        if found := _listed(view, match.group(2), text, is_labelled=is_labelled):
            return found
    for match in _BESIDE.finditer(text):
        if is_team_word(fold(match.group(1))) and (found := _listed(view, match.group(2), text)):
            return found
    return []


def _listed(
    view: PageView, names: str, text: str, *, introduced: bool = False, is_labelled: bool = False
) -> list[Candidate]:
    """Returns the people in a list of names; empty if it is not mostly names.

    Half of them must have known given names, or one if a heading introduces people (``introduced``). After a
    label ("Artists: …", ``is_labelled``) one such name is enough, and the others may be stage names.
    """
    parts = [part for part in _SPLIT.split(names.strip()) if part.strip()]
    named = [guess for part in parts if (guess := read_name(part.strip())) is not None]
    listed = long_list("given_names") if is_labelled else ()
    known = sum(1 for guess in named if guess.score >= KNOWN or fold(guess.name.split()[0]) in listed)
    if is_labelled and known and len(parts) > 1 and all(map(_STAGE_NAME.fullmatch, parts)):
        read = {guess.name for guess in named}
        named += [
            NameGuess(part, score=_UNLISTED) for part in parts if part not in read and not read_name(part)
        ]
    elif (
        len(named) < 2 or 3 * len(named) < 2 * len(parts) or 2 * known < (_TWO if introduced else len(named))
    ):
        return []
    return [
        Candidate(
            name=guess.name,
            url=view.document.url,
            confidence=0.5 + 0.25 * guess.score,
            name_score=guess.score,
            role=guess.role,
            group=len(named),
            snippet=shortened(text, SNIPPET),
        )
        for guess in named
    ]

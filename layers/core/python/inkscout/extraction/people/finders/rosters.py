"""Finds people listed in one text line: "Our artists: Anna, Ben and Clara"."""

import re

from inkscout.domain.excerpt import shortened
from inkscout.extraction.model import SNIPPET, Candidate, PageView
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.people.section_headings import has_team_word, may_have_team_word
from inkscout.extraction.text.names import KNOWN, read_name

_LEAD = re.compile(
    r"(?<![\w'’&])((?:[\w'’&]{1,40}\s{1,9}){0,5}[\w'’]{1,40})\s{0,9}(?:[:：]|\b(?:are|sind|sont|son|sono|são|to|zijn|är|is|feat\.?"
    r"|featuring|with|include|includes|including|bestehend aus)\s)\s{0,9}([^.;!?\n]{4,240})"
)
_SPLIT = re.compile(r"\s{0,9}(?:,|、|·|\||/|&|\+|\b(?:and|und|et|y|e|i|en|och|og|ja|и|та|й|ve|a)\b)\s{0,9}")
_BLOCKED = Zone.REVIEW | Zone.CREDIT | Zone.FORM | Zone.BLOG | Zone.SHOP
_MAX_LINES = 300


def people_in_rosters(view: PageView) -> list[Candidate]:
    """Returns the people in lists within a sentence ("Our artists: Anna, Ben and Clara"); empty if none."""
    found: list[Candidate] = []
    texts = [line.text for line in view.document.lines[:_MAX_LINES] if not view.zones[line.index] & _BLOCKED]
    for text in texts:
        is_list = (
            (12 <= len(text) <= 400 and "," in text) or "&" in text or " und " in text or " and " in text
        )
        if is_list and may_have_team_word(text):
            found.extend(_of_text(view, text[:600]))
    return found


def _of_text(view: PageView, text: str) -> list[Candidate]:
    for match in _LEAD.finditer(text):
        if not has_team_word(match.group(1)):
            continue
        parts = [part for part in _SPLIT.split(match.group(2).strip()) if part.strip()]
        guesses = [read_name(part.strip()) for part in parts]
        named = [guess for guess in guesses if guess is not None]
        known = sum(1 for guess in named if guess.score >= KNOWN)
        if len(named) >= 2 and len(named) >= 0.75 * len(parts) and 2 * known >= len(named):
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
    return []

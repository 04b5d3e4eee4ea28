"""Finds people beside Instagram handles and e-mail addresses.

A name must resemble the handle or address, or be a title above it.
"""

import re
from dataclasses import dataclass

from inkscout.domain.excerpt import shortened
from inkscout.extraction.model import Candidate, PageView
from inkscout.extraction.page.document import Element, Line
from inkscout.extraction.page.zones import Zone, heading_like
from inkscout.extraction.people.records import Record, flat_record
from inkscout.extraction.people.scoring import SURE, candidate_of
from inkscout.extraction.text.handles import handle_of, handles_printed, resembles
from inkscout.extraction.text.mails import mails_in
from inkscout.extraction.text.names import NameGuess, read_name, role_in
from inkscout.extraction.text.styles_meant import styles_meant
from inkscout.extraction.text.titles import name_of_line
from inkscout.vocabulary.loader import alternatives, word_set

_GENERIC_MAILS = word_set("trade.mailboxes")
_REACH = 7
_BLOCKED = Zone.REVIEW | Zone.CREDIT | Zone.FOOTER | Zone.NAV | Zone.FORM | Zone.BLOG | Zone.SHOP
_RUN = re.compile(
    r"[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁІЇЄҐ][\w'’\-]+(?:\s+(?:(?:de|da|van|von|der|del|la|di|van der"
    r"|van den)\s+)?[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁІЇЄҐ][\w'’\-]+){0,2}\b(?!\.\w|@)"
)
_OWNER = re.compile(
    r"^(.{2,40}?)(?:'s|’s)?\s{1,9}(?:on\s{1,9})?instagram"
    r"|^instagram\s{1,9}(?:of|von|de|di|profile of)?\s{0,9}(.{2,40})$",
    re.I,
)
_AT = re.compile(rf"(?<![\w'’])(?i:{alternatives('phrases.workplaces_before')})\s{{1,3}}(?:[Tt]he\s)?$")
_OF_HOUSE = re.compile(
    r"\s{1,3}(?:tat(?:too|tto|uaj|uag|ouag|to)\w{0,4}|ink|studio|estudio|atelier|parlou?r|тату)\b", re.I
)
"""Matches what makes a name that of a shop, after it."""
_KNOWN = 0.75
_LONG = 160
_MAX_SIGNS = 80


@dataclass(slots=True)
class _Sign:
    """An Instagram handle or the local part of an e-mail address, with its position on the page.

    ``handle`` is empty for an e-mail address; ``silent`` marks a link without text.
    """

    text: str
    handle: str
    line: int
    order: int
    element: Element | None
    label: str = ""
    silent: bool = False

    @property
    def at(self) -> float:
        """Position among text lines; a link without text is half a line before the text line after it."""
        return self.line - 0.5 if self.silent else self.line


def people_by_handles(view: PageView) -> list[Candidate]:
    """Returns the people named beside Instagram handles and e-mail addresses; empty if none."""
    signs = _signs(view)
    found: list[Candidate] = []
    texts = {sign.text for sign in signs}
    lines = {sign.at: sign.handle for sign in signs if sign.handle}
    for sign in signs[:_MAX_SIGNS]:
        candidate = _labelled(view, sign) or _beside(view, sign, texts, lines)
        if candidate is not None:
            found.append(candidate)
    return found


def _signs(view: PageView) -> list[_Sign]:
    document = view.document
    out: dict[tuple[str, int], _Sign] = {}
    last = len(document.lines) - 1
    for link in document.links:
        handle = handle_of(link.href)
        if not handle or (
            last >= 0 and view.zones[min(link.line, last)] & _BLOCKED and _in_frame(link.element)
        ):
            continue
        label = link.element.get("aria-label") or link.element.get("title")
        sign = _Sign(
            handle,
            handle,
            min(link.line, max(last, 0)),
            link.element.order,
            link.element,
            label,
            not link.text,
        )
        out.setdefault((handle, sign.line), sign)
    for line in document.lines:
        if "@" not in line.text and "nsta" not in line.text:
            continue
        if view.zones[line.index] & _BLOCKED:
            continue
        for handle in handles_printed(document, line):
            out.setdefault((handle, line.index), _Sign(handle, handle, line.index, line.element.order, None))
        for address in mails_in(line.text):
            local = address.split("@")[0].lower()
            if local not in _GENERIC_MAILS:
                out.setdefault((local, line.index), _Sign(local, "", line.index, line.element.order, None))
    return list(out.values())


def _in_frame(element: Element) -> bool:
    return any(node.tag in ("nav", "footer", "header") for node in element.ancestors())


def _labelled(view: PageView, sign: _Sign) -> Candidate | None:
    """Returns the person named in a link's label (``aria-label="Jane Doe on Instagram"``); None if none."""
    match = _OWNER.match(sign.label.strip()) if sign.label else None
    guess = read_name(match.group(1) or match.group(2)) if match else None
    if guess is None or not view.document.lines:
        return None
    line = view.document.lines[min(sign.line, len(view.document.lines) - 1)]
    return Candidate(
        name=guess.name,
        url=view.document.url,
        confidence=0.4 + 0.3 * guess.score,
        name_score=guess.score,
        instagram=sign.handle,
        snippet=f"{sign.label} ({shortened(line.text, 80)})",
    )


def _beside(view: PageView, sign: _Sign, texts: set[str], lines: dict[float, str]) -> Candidate | None:
    """Returns the person named beside a handle or an e-mail address; None if none is, or it has its own."""
    document = view.document
    if not document.lines:
        return None
    best: tuple[float, float, Line, NameGuess] | None = None
    others = (line for line, handle in lines.items() if line < sign.at and handle != sign.handle)
    nearest = max(others, default=-1)
    for index in range(min(sign.line, len(document.lines) - 1), max(-1, sign.line - _REACH), -1):
        line = document.lines[index]
        if view.zones[index] & _BLOCKED:
            continue
        for guess, title in _guesses(line, sign):
            if _is_workplace(line.text, guess.name):
                continue
            share = resembles(guess.name, sign.text)
            linked = bool(sign.handle) and handle_of(line.href) == sign.handle and guess.score >= SURE
            above = title and nearest < index < sign.line and len(texts) > 2 and guess.score >= _KNOWN
            if share == 0 and not ((above and sign.handle) or linked):
                continue
            if linked:
                share = max(share, 0.6)
            weight = (
                0.42 + 0.3 * share + 0.1 * guess.score + (0.1 if title else 0.0) - 0.01 * (sign.line - index)
            )
            # "anna.studio" is spelled like both: of two the nearer one is meant.
            rank = weight - 0.04 * (sign.line - index)
            if best is None or rank > best[0]:
                best = (rank, weight, line, guess)
    if best is None:
        return None
    _, weight, line, guess = best
    record = _record(view, line, sign)
    candidate = candidate_of(view, line, guess, record, group=1)
    if candidate is None:
        return None
    candidate.confidence = min(0.9, weight + (0.1 if candidate.styles or candidate.hints else 0.0))
    candidate.instagram = sign.handle
    candidate.own_handle = resembles(guess.name, sign.handle) > 0.4 if sign.handle else False
    if len(line.text) > _LONG:
        _keep_to_clause(candidate, line, sign)
    return candidate


def _is_workplace(text: str, name: str) -> bool:
    """Whether a text names a shop or studio in which somebody works ("You find me at SOL TATTOO")."""
    start = text.find(name)
    if start < 0:
        start = text.lower().find(name.lower())
    after = text[start + len(name) :]
    return start > 0 and bool(_OF_HOUSE.match(after)) and bool(_AT.search(text[max(0, start - 30) : start]))


def _keep_to_clause(candidate: Candidate, line: Line, sign: _Sign) -> None:
    """Limits role and styles to those stated between the name and the handle, and clears the biography.

    For paragraphs about several people.
    """
    start = max(0, line.text.find(candidate.name))
    end = line.text.lower().find(sign.text, start)
    clause = line.text[start : end if end > start else len(line.text)]
    candidate.role = role_in(clause)
    candidate.styles, candidate.hints = (), styles_meant(clause)
    candidate.bio = ""


def _guesses(line: Line, sign: _Sign) -> list[tuple[NameGuess, bool]]:
    """Returns the names in a text line (all of it, or capitalised words), and whether each is a title."""
    out: list[tuple[NameGuess, bool]] = []
    whole = name_of_line(line)
    if whole is not None:
        out.append(
            (whole, heading_like(line) or line.lead or line.element.tag in ("summary", "th", "td", "dt"))
        )
    if len(line.text) > 30 and not line.text.isupper():
        until = line.text.lower().find(sign.text) if line.index == sign.line else len(line.text)
        before = line.text[: until if until > 0 else len(line.text)]
        shouting = sum(map(str.isupper, line.text)) > 0.5 * sum(map(str.isalpha, line.text))
        for match in list(_RUN.finditer(before))[-8:]:
            if shouting and match.group(0).isupper():
                continue
            guess = read_name(match.group(0))
            if guess is not None:
                out.append((guess, False))
    return out


def _record(view: PageView, line: Line, sign: _Sign) -> Record:
    until = min(len(view.document.lines), max(sign.line, line.index) + 1)
    return flat_record(view, line, until, None)

"""Builds a candidate from a name and its record, and computes its confidence."""

import re
from dataclasses import replace

from inkscout.domain.excerpt import shortened
from inkscout.extraction.model import SNIPPET, Candidate, PageView
from inkscout.extraction.page.document import Line
from inkscout.extraction.page.others import is_review_heading
from inkscout.extraction.page.zones import Zone, heading_like
from inkscout.extraction.people.records import (
    Record,
    addresses_of,
    bio_of,
    email_of,
    handles_of,
    mentions,
    portfolio_of,
    role_of_record,
    socials_of,
    styles_of_record,
)
from inkscout.extraction.text.names import NameGuess, names_other_trade, role_in
from inkscout.extraction.text.styles_meant import styles_meant
from inkscout.vocabulary.folding import fold

SURE = 0.5
"""Minimum score of a text that is a name by its form alone: two words, or a known given name."""
_LEAST_STYLES = 2
"""Minimum number of styles of a list beside which captions of works state none."""
_FILLER = re.compile(
    r"lorem|ipsum|dolor|placeholder|your name|artist name|name here|nombre del|nom de l|\[|\]", re.IGNORECASE
)
PRICE = re.compile(
    r"(?:[€$£¥₽₴]|\bруб)\s?\d|\d\s?(?:[€$£¥₽₴]|(?:eur|usd|zł|kr|руб|грн|р\.)(?:\b|$))", re.IGNORECASE
)


def candidate_of(
    view: PageView,
    line: Line,
    guess: NameGuess,
    record: Record,
    *,
    group: int,
    base: float = 0.2,
) -> Candidate | None:
    """Returns a candidate for a name and its record; None for another trade or a template's placeholder.

    Args:
        view: The page.
        line: The text line with the name.
        guess: The name.
        record: The part of the page about the person.
        group: Number of people listed together.
        base: Confidence before any evidence.
    """
    if _FILLER.search(line.text) or any(
        names_other_trade(other.text) and not role_in(other.text)
        for other in record.lines
        if len(other.text) < 60 and (other is not line or len(line.parts) > 1)
    ):
        return None
    handles = handles_of(record)
    role = guess.role or role_of_record(record, line)
    said = record if group > 1 else _without_reviews(view, record)
    said = _without_footer(view, said, line)
    stated, mentioned = _styles(view, said, line)
    styles = tuple(dict.fromkeys((*styles_meant(line.text, listed=True), *stated)))
    bio = bio_of(said, line)
    page, booking, website = addresses_of(view, record, guess.name)
    confidence = (
        base + 0.35 * guess.score + (0.15 if group > 1 else 0.0) + (0.1 if heading_like(line) else 0.0)
    )
    is_linked = _leads_to(view, line, record, guess.name, page)
    for evidence, weight in (
        (bool(role), 0.15),
        (bool(handles), 0.15),
        (bool(styles or mentioned), 0.1),
        (bool(record.pictures), 0.08),
        (is_linked, 0.15),
        (bool(bio) and mentions(guess.name, bio), 0.12),
    ):
        confidence += weight if evidence else 0.0
    plain = not (role or handles or styles or mentioned or is_linked)
    if plain and guess.score < SURE:
        confidence -= 0.08 if record.pictures else 0.22
    if not (role or handles) and any(PRICE.search(other.text) for other in record.lines[:6]):
        confidence -= 0.4
    return Candidate(
        name=guess.name,
        nickname=guess.nickname,
        url=view.document.url,
        confidence=min(0.95, confidence),
        name_score=guess.score,
        group=group,
        instagram=handles[0] if handles else "",
        socials=socials_of(record),
        role=role or ("piercer" if view.is_piercing else ""),
        styles=styles,
        hints=mentioned,
        bio=bio,
        email=email_of(record),
        booking_url=booking,
        page_url=page,
        website=website,
        portfolio=portfolio_of(view, record),
        snippet=shortened(" · ".join(other.text for other in record.lines), SNIPPET) or line.text,
    )


def _styles(view: PageView, record: Record, line: Line) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Returns the styles that a record states and mentions; captions of works state none beside a list."""
    lines = [other for other in record.lines if not view.zones[other.index] & Zone.GALLERY]
    if 1 < len(lines) < len(record.lines):
        stated, mentioned = styles_of_record(replace(record, lines=lines), line)
        if len(stated) >= _LEAST_STYLES:
            return stated, mentioned
    return styles_of_record(record, line)


def _without_footer(view: PageView, record: Record, line: Line) -> Record:
    """Returns a record without the page's footer, into which that of the last person may run."""
    if view.zones[line.index] & Zone.FOOTER or not record.lines:
        return record
    if not view.zones[record.lines[-1].index] & Zone.FOOTER:
        return record
    lines = [other for other in record.lines if not view.zones[other.index] & Zone.FOOTER]
    return replace(record, lines=lines)


def _without_reviews(view: PageView, record: Record) -> Record:
    """Returns a record without what customers say below a heading of reviews."""
    if not any(view.zones[line.index] & Zone.REVIEW for line in record.lines):
        return record
    kept: list[Line] = []
    is_below = False
    for line in record.lines:
        is_below = is_review_heading(line.text) if line.heading else is_below
        if not (is_below and view.zones[line.index] & Zone.REVIEW):
            kept.append(line)
    return replace(record, lines=kept)


def _leads_to(view: PageView, line: Line, record: Record, name: str, page: str) -> bool:
    """Whether a link in the record, possibly to an anchor, contains the first word of the name."""
    first = fold(name.split(maxsplit=1)[0])
    if len(first) < 2:
        return False
    if page and first in fold(page):
        return True
    return any(first in fold(link.href) for link in record.links) or first in fold(line.href)

"""Finds people beside text lines that state only a role ("Tattoo Artist"), anywhere on a page."""

from inkscout.extraction.model import Candidate, PageView
from inkscout.extraction.page.document import Line
from inkscout.extraction.page.zones import Zone, heading_like
from inkscout.extraction.people.records import record_of
from inkscout.extraction.people.scoring import candidate_of
from inkscout.extraction.people.section_headings import heading_strength
from inkscout.extraction.text.names import KNOWN, NameGuess, is_role_text, role_in
from inkscout.extraction.text.titles import name_of_line
from inkscout.vocabulary.folding import tokens

_BLOCKED = Zone.REVIEW | Zone.CREDIT | Zone.FORM | Zone.SHOP
_MAX_PEOPLE = 60


def people_by_role(view: PageView) -> list[Candidate]:
    """Returns the people named beside text lines that state only a role ("Tattoo Artist"); empty if none."""
    lines = view.document.lines
    found: list[tuple[Line, NameGuess]] = []
    for line in lines:
        if view.zones[line.index] & (_BLOCKED | Zone.NAV | Zone.BLOG) or not is_role_text(line.text):
            continue
        if (
            (len(tokens(line.text)) < 2 and not line.text[:1].isupper())
            or line.href
            or heading_strength(line)
        ):
            continue
        beside = _name_beside(view, line)
        if beside is not None:
            found.append(beside)
    found = found[:_MAX_PEOPLE]
    named = sorted({line.index: line for line, _ in found}.values(), key=lambda line: line.index)
    out: list[Candidate] = []
    for line, guess in found:
        record = record_of(view, line, named, max(0, line.index - 3), min(len(lines), line.index + 14))
        candidate = candidate_of(view, line, guess, record, group=len(named), base=0.25)
        if candidate is not None:
            roles = (other.text for other in record.lines if is_role_text(other.text))
            candidate.guest = any(role_in(text) == "guest" for text in roles)
            out.append(candidate)
    return out


def _name_beside(view: PageView, role: Line) -> tuple[Line, NameGuess] | None:
    """Returns the name in the text line before a role, else in that after it; None if neither is a name."""
    lines = view.document.lines
    for near in (role.index - 1, role.index + 1):
        if not 0 <= near < len(lines) or view.zones[near] & _BLOCKED:
            continue
        guess = name_of_line(lines[near])
        if guess is None or not _close_by(lines[near], role):
            continue
        if heading_like(lines[near]) or guess.score >= KNOWN:
            return lines[near], guess
    return None


def _close_by(one: Line, other: Line) -> bool:
    """Whether two text lines have a near common ancestor with few text lines."""
    for steps, node in enumerate(one.element.ancestors()):
        if node.contains(other.element):
            return node.end - node.start <= 12 or steps <= 1
        if steps > 3:
            return False
    return False

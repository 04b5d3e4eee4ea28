"""Finds people on team pages and in sections such as "Our artists": names formatted alike, with details."""

import re
from collections import defaultdict

from inkscout.extraction.model import Candidate, PageView
from inkscout.extraction.page.document import Line
from inkscout.extraction.page.urls import is_page_named
from inkscout.extraction.page.zones import Zone, heading_like
from inkscout.extraction.people.portraits import people_of_files, people_of_pictures, people_of_walls
from inkscout.extraction.people.price_tables import lines_of_price_tables
from inkscout.extraction.people.records import Record, handles_of, record_of
from inkscout.extraction.people.rows import people_of_rows
from inkscout.extraction.people.scoring import SURE, candidate_of
from inkscout.extraction.people.section_headings import Section, has_team_word, sections_of
from inkscout.extraction.text.dates import span_of_elements, span_of_text
from inkscout.extraction.text.handles import resembles
from inkscout.extraction.text.name_pieces import without_number
from inkscout.extraction.text.names import KNOWN, NameGuess, is_aside, is_role_text
from inkscout.extraction.text.styles import styles_in
from inkscout.extraction.text.titles import name_of_line
from inkscout.vocabulary.folding import tokens
from inkscout.vocabulary.handles import clean_handle
from inkscout.vocabulary.loader import word_set

_ABOUT = word_set("pages.about")
_BOOKING = word_set("pages.booking")
_CLOSERS = word_set("team.section_ends")
_GUEST = word_set("team.guest")
_BLOCKED = Zone.REVIEW | Zone.CREDIT | Zone.FORM | Zone.SHOP
_DIGIT = re.compile(r"\d+")
_GUEST_ROLE = re.compile(r"\b(?:guest|gast|invit|ospite|convidad|gość|гост)", re.IGNORECASE)
_ADDRESS = re.compile(r"\.\w{2,8}$|@|/")
_OTHER_PAGES = _BOOKING | _CLOSERS | _GUEST | _ABOUT
_PLAIN_TAGS = ("li", "td", "p", "span", "div", "option", "button")
_MAX_TITLE = 80
_ALIKE = 0.7
"""Minimum likeness of a handle to a title that does not look like a name."""
_MAX_PEOPLE = 60


def people_in_sections(view: PageView) -> list[Candidate]:
    """Returns the people in all sections of a page that list people; empty if none."""
    found: list[Candidate] = []
    for section in sections_of(view):
        found.extend(_people(view, section))
    found.extend(people_of_walls(view))
    found.extend(people_of_rows(view))
    return found or [called for section in sections_of(view) for called in people_of_files(view, section)]


def _signature(line: Line) -> tuple[str, int, str]:
    label = line.element.get("class") or (line.element.parent.get("class") if line.element.parent else "")
    return (line.element.tag, line.heading, _DIGIT.sub("", " ".join(sorted(label.split())[:3])))


def _people(view: PageView, section: Section) -> list[Candidate]:
    groups: dict[tuple[str, int, str], list[tuple[Line, NameGuess | None]]] = defaultdict(list)
    in_nav = bool(section.heading and view.zones[section.heading.index] & (Zone.NAV | Zone.FOOTER))
    priced = lines_of_price_tables(view)
    for line in view.document.lines[section.start : section.end]:
        zone = view.zones[line.index]
        if line.index in priced or zone & _BLOCKED or (zone & Zone.NAV and not in_nav):
            continue
        if zone & Zone.GALLERY and not line.heading and line.element.tag != "figcaption":
            continue
        guess = name_of_line(line) or handle_as_name(line)
        if guess is None and (
            len(line.text) > _MAX_TITLE or is_role_text(line.text) or has_team_word(line.text)
        ):
            continue
        groups[_signature(line)].append((line, guess))
    best = _best_groups(groups)
    chosen = [(line, guess) for group in best for line, guess in group]
    chosen = _without_printed_handles(chosen) or _with_pages(view, groups)
    chosen.extend(_stage_names(view, section, groups, chosen))
    named = sorted((line for line, _ in chosen), key=lambda line: line.index)
    found: list[Candidate] = []
    for line, guess in chosen[:_MAX_PEOPLE]:
        record = record_of(view, line, named, section.start, section.end)
        candidate = candidate_of(view, line, guess, record, group=len(named))
        if candidate is not None:
            candidate.guest = section.guest or _GUEST_ROLE.search(line.text) is not None
            if candidate.guest:
                _date(view, candidate, record)
            candidate.confidence = min(0.97, candidate.confidence + 0.15 * section.strength)
            found.append(candidate)
    found.extend(people_of_pictures(view, section, found))
    given = [candidate.instagram for candidate in found if candidate.instagram]
    if len(given) > 1 and len(set(given)) == len(given):
        for candidate in found:
            candidate.own_handle = bool(candidate.instagram)
    return found


def _date(view: PageView, candidate: Candidate, record: Record) -> None:
    """Sets a guest's first and last day to those that the record states, else to empty."""
    year = view.document.page.fetched_at.year
    span = span_of_elements(record.elements)
    if not span[0]:
        spans = (span_of_text(line.text, year) for line in record.lines if len(line.text) < 300)
        span = next((found for found in spans if found[0]), ("", ""))
    candidate.guest_from, candidate.guest_to = span


def _without_printed_handles(chosen: list[tuple[Line, NameGuess]]) -> list[tuple[Line, NameGuess]]:
    """Returns the names without printed handles, unless there are only handles."""
    names = [item for item in chosen if not item[0].text.startswith("@")]
    return names or chosen


def _with_pages(
    view: PageView, groups: dict[tuple[str, int, str], list[tuple[Line, NameGuess | None]]]
) -> list[tuple[Line, NameGuess]]:
    """Returns links formatted alike, at least two, that lead to pages of people called like them ("rook")."""
    out: list[tuple[Line, NameGuess]] = []
    for members in groups.values():
        own = [line for line, _ in members if _may_be_stage_name(line) and _has_page_of_own(view, line)]
        if len(own) > 1 and 2 * len(own) >= len(members):
            out.extend((line, NameGuess(name=without_number(line.text), score=0.35)) for line in own)
    return out


def _stage_names(
    view: PageView,
    section: Section,
    groups: dict[tuple[str, int, str], list[tuple[Line, NameGuess | None]]],
    chosen: list[tuple[Line, NameGuess]],
) -> list[tuple[Line, NameGuess]]:
    """Returns titles formatted like the names beside them that do not look like a name, as stage names.

    Each must have one Instagram handle or a page of its own.
    """
    headed = [setting for setting, members in groups.items() if members[0][0].heading]
    settings = dict.fromkeys(_signature(line) for line, _ in chosen) or dict.fromkeys(headed)
    titles = sorted(
        (line for setting in settings for line, _ in groups[setting]), key=lambda line: line.index
    )
    taken = {line.index for line, _ in chosen}
    out: list[tuple[Line, NameGuess]] = []
    for line in titles:
        if line.index in taken or len(line.text.split()) > 3 or len(line.text) > _MAX_TITLE:
            continue
        record = record_of(view, line, titles, section.start, section.end)
        handles = list(handles_of(record)) if heading_like(line) else []
        is_vouched = len(handles) == 1
        if _may_be_stage_name(line) and (is_vouched or has_own_page(view, line, record)):
            out.append((line, NameGuess(name=without_number(line.text), score=0.35)))
        elif is_vouched and resembles(line.text, handles[0]) >= _ALIKE:
            out.append((line, NameGuess(name=line.text, score=0.35)))
    is_alone = len(chosen) < 2 and not any(_has_page_of_own(view, line) for line, _ in chosen)
    return [] if is_alone and 3 * (len(out) + len(chosen)) < 2 * max(3, len(titles)) else out


def _may_be_stage_name(line: Line) -> bool:
    """Whether a title is short, and not a heading, role, sentence, style or URL."""
    text = line.text
    if len(text) > 28 or not text[:1].isalnum() or text.endswith(("?", ".", ":")):
        return False
    if has_team_word(text) or is_role_text(text) or _ADDRESS.search(text) or styles_in(text, listed=True):
        return False
    return not _OTHER_PAGES.intersection(tokens(text))


def _has_page_of_own(view: PageView, line: Line) -> bool:
    """Whether a title links to a page that is named like it, in a folder for people (``/artists/rusty``)."""
    link = next((node for node in line.element.ancestors() if node.tag == "a" and node.get("href")), None)
    return link is not None and is_page_named(view.document.absolute(link.get("href")), line.text)


def has_own_page(view: PageView, line: Line, record: Record) -> bool:
    """Whether a title or its record links to a page that is named like it, in a folder for people.

    An example is ``/artists/rusty`` for "Rusty". The record must link to exactly one such page.
    """
    if _has_page_of_own(view, line):
        return True
    pages = {view.document.absolute(link.href) for link in record.links}
    return sum(1 for url in pages if is_page_named(url, line.text)) == 1


def handle_as_name(line: Line) -> NameGuess | None:
    """Returns a title that is a handle, alone or before a date or place, as a name; None for other titles."""
    text = line.text.strip()
    if not text.startswith("@"):
        return None
    first, _, rest = text.partition(" ")
    if len(first) > 32 or len(rest) > 40 or (rest and not is_aside(rest)):
        return None
    handle = clean_handle(first)
    return NameGuess(name=handle, score=SURE) if handle else None


def _best_groups(
    groups: dict[tuple[str, int, str], list[tuple[Line, NameGuess | None]]],
) -> list[list[tuple[Line, NameGuess]]]:
    """Returns the groups of similarly formatted text lines that are mostly names.

    Among names, words in lower case are accepted as names too.
    """
    kept: list[tuple[float, list[tuple[Line, NameGuess]]]] = []
    for signature, members in groups.items():
        names = [(line, guess) for line, guess in members if guess is not None]
        if not names:
            names = _all_in_lower_case([line for line, _ in members])
        if not names:
            continue
        share = len(names) / len(members)
        caption = signature[0] == "figcaption" or "caption" in signature[2]
        title = not caption and any(
            heading_like(line) or line.href or line.text.startswith("@") for line, _ in names
        )
        if not _is_convincing(signature, names, share, title=title, caption=caption):
            continue
        if share >= 0.6 and len(members) > len(names):
            names = _with_lenient(members)
        kept.append((_weight(names, title), names))
    kept.sort(key=lambda item: -item[0])
    if not kept:
        return []
    top = kept[0][0]
    return [names for weight, names in kept if weight >= 0.45 * top]


def _is_convincing(
    signature: tuple[str, int, str],
    names: list[tuple[Line, NameGuess]],
    share: float,
    *,
    title: bool,
    caption: bool,
) -> bool:
    """Whether similarly formatted text lines are a list of names: most are; a single one is a title."""
    if share < 0.5 or (len(names) == 1 and share < 1 and not title):
        return False
    if caption and sum(guess.score for _, guess in names) < SURE * len(names):
        return False
    plain = signature[0] in _PLAIN_TAGS and not title and len(names) < 2
    return not plain or max(guess.score for _, guess in names) >= KNOWN


def _all_in_lower_case(lines: list[Line]) -> list[tuple[Line, NameGuess]]:
    """Returns the names in titles that are all in lower case; empty if there is another text among them.

    At least one must have a known given name.
    """
    if len(lines) < 2 or not all(heading_like(line) and line.text.islower() for line in lines):
        return []
    read = [(line, guess) for line in lines if (guess := name_of_line(line, lenient=True)) is not None]
    known = [guess for _, guess in read if guess.score >= SURE]
    return read if len(read) == len(lines) and known else []


def _with_lenient(members: list[tuple[Line, NameGuess | None]]) -> list[tuple[Line, NameGuess]]:
    out: list[tuple[Line, NameGuess]] = []
    for line, guess in members:
        chosen = guess or name_of_line(line, lenient=True)
        if chosen is not None:
            out.append((line, chosen))
    return out


def _weight(names: list[tuple[Line, NameGuess]], title: bool) -> float:
    return (
        sum(guess.score for _, guess in names) / len(names)
        + (0.5 if title else 0.0)
        + min(len(names), 6) * 0.05
    )

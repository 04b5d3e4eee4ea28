"""People in sections headed "our artists" and on team pages: names set alike, each with its record."""

import re
from collections import defaultdict

from inkscout.extraction.candidates import Candidate, View
from inkscout.extraction.dates import span_of_elements, span_of_text
from inkscout.extraction.document import Line
from inkscout.extraction.handles import clean_handle, handle_of, resembles
from inkscout.extraction.names import NameGuess, is_role_text, name_key, names_other_trade, read_name
from inkscout.extraction.openers import Section, has_team_word, opener_strength, sections_of
from inkscout.extraction.records import (
    Record,
    addresses_of,
    bio_of,
    email_of,
    handles_of,
    mentions,
    portfolio_of,
    record_of,
    role_of_record,
    socials_of,
    styles_of_record,
)
from inkscout.extraction.styles import styles_in
from inkscout.extraction.titles import name_of_line
from inkscout.extraction.zones import Zone, heading_like
from inkscout.vocabulary.folding import fold, tokens

LAYER = "section"
_BLOCKED = Zone.REVIEW | Zone.CREDIT | Zone.FORM | Zone.SHOP
_DIGIT = re.compile(r"\d+")
_FILLER = re.compile(
    r"lorem|ipsum|dolor|placeholder|your name|artist name|name here|nombre del|nom de l|\[|\]", re.I
)
_PRICE = re.compile(r"(?:[€$£¥₽₴]|\bруб)\s?\d|\d\s?(?:[€$£¥₽₴]|(?:eur|usd|zł|kr|руб|грн|р\.)(?:\b|$))", re.I)
_SURE = 0.5
_ALIKE = 0.3
_GUEST_ROLE = re.compile(r"\b(?:guest|gast|invit|ospite|convidad|gość|гост)", re.IGNORECASE)
_ADDRESS = re.compile(r"\.\w{2,8}$|@|/")
_MAX_TITLE = 80
_MAX_PEOPLE = 60


def people_in_sections(view: View) -> list[Candidate]:
    """Candidates of all sections of people of a page."""
    found: list[Candidate] = []
    for section in sections_of(view):
        found.extend(_people(section))
    return found


def _signature(line: Line) -> tuple[str, int, str]:
    label = line.element.get("class") or (line.element.parent.get("class") if line.element.parent else "")
    return (line.element.tag, line.heading, _DIGIT.sub("", " ".join(sorted(label.split())[:3])))


def _people(section: Section) -> list[Candidate]:
    view = section.view
    groups: dict[tuple[str, int, str], list[tuple[Line, NameGuess | None]]] = defaultdict(list)
    in_nav = bool(section.opener and view.zones[section.opener.index] & (Zone.NAV | Zone.FOOTER))
    for line in view.document.lines[section.start : section.end]:
        zone = view.zones[line.index]
        if zone & _BLOCKED or (zone & Zone.NAV and not in_nav):
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
    chosen = _without_printed_handles(chosen)
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
    found.extend(_people_of_pictures(section, named, found))
    given = [candidate.instagram for candidate in found if candidate.instagram]
    if len(given) > 1 and len(set(given)) == len(given):
        for candidate in found:
            candidate.own_handle = bool(candidate.instagram)
    return found


def _date(view: View, candidate: Candidate, record: Record) -> None:
    """From when to when a guest is there, where the record says so."""
    year = view.document.page.fetched_at.year
    span = span_of_elements(record.elements)
    if not span[0]:
        spans = (span_of_text(line.text, year) for line in record.lines if len(line.text) < 300)
        span = next((found for found in spans if found[0]), ("", ""))
    candidate.guest_from, candidate.guest_to = span


def _people_of_pictures(section: Section, named: list[Line], found: list[Candidate]) -> list[Candidate]:
    """People of a section whose name stands only in an image's text, beside others in print or as all of them do."""
    view = section.view
    if len(found) < 2 and not _is_portrait_wall(section):
        return []
    taken = {name_key(candidate.name)[0] for candidate in found if name_key(candidate.name)}
    out: list[Candidate] = []
    for picture in view.document.pictures:
        if not section.start <= picture.line <= section.end or not picture.alt:
            continue
        guess = read_name(picture.alt)
        if guess is None or guess.score < _SURE or name_key(guess.name)[0] in taken:
            continue
        around = next((link for link in view.document.links if link.element.contains(picture.element)), None)
        handles = [text for link in view.document.links if (text := handle_of(link.href))]
        handle = max(handles, key=lambda text: resembles(guess.name, text), default="")
        handle = handle if resembles(guess.name, handle) > _ALIKE else ""
        handle = (handle_of(around.href) if around is not None else "") or handle
        page = view.document.absolute(around.href) if around is not None and not handle_of(around.href) else ""
        out.append(
            Candidate(
                name=guess.name,
                url=view.document.url,
                layer=LAYER,
                confidence=0.45 + 0.2 * guess.score + (0.2 if handle or page else 0.0),
                name_score=guess.score,
                instagram=handle,
                role=guess.role,
                group=max(2, len(found)),
                page_url=page,
                styles=styles_in(picture.alt, listed=True),
                snippet=picture.alt,
            )
        )
    return out


def _without_printed_handles(chosen: list[tuple[Line, NameGuess]]) -> list[tuple[Line, NameGuess]]:
    """Handles are names only where nothing else is."""
    names = [item for item in chosen if not item[0].text.startswith("@")]
    return names or chosen


def _stage_names(
    view: View,
    section: Section,
    groups: dict[tuple[str, int, str], list[tuple[Line, NameGuess | None]]],
    chosen: list[tuple[Line, NameGuess]],
) -> list[tuple[Line, NameGuess]]:
    """Titles set like the names beside them that are no words of a name, where a handle of their own vouches for them."""
    if len(chosen) < 2:
        return []
    settings = dict.fromkeys(_signature(line) for line, _ in chosen)
    titles = sorted((line for setting in settings for line, _ in groups[setting]), key=lambda line: line.index)
    taken = {line.index for line, _ in chosen}
    out: list[tuple[Line, NameGuess]] = []
    for line in titles:
        words = line.text.split()
        if line.index in taken or not 1 <= len(words) <= 3 or len(line.text) > 28 or not words[0][:1].isalnum():
            continue
        if has_team_word(line.text) or is_role_text(line.text) or line.text.endswith(("?", ".", ":")):
            continue
        if _ADDRESS.search(line.text) or not heading_like(line):
            continue
        record = record_of(view, line, titles, section.start, section.end)
        if len(handles_of(record)) == 1:
            out.append((line, NameGuess(name=line.text, score=0.35)))
    return out


def _is_portrait_wall(section: Section) -> bool:
    """Whether a section's pictures are links, most of them with a name for a text."""
    pictures = [picture for picture in section.view.document.pictures if section.start <= picture.line <= section.end]
    linked = [
        picture
        for picture in pictures
        if picture.alt and any(node.tag == "a" and node.get("href") for node in picture.element.ancestors())
    ]
    named = [guess for picture in linked if (guess := read_name(picture.alt)) is not None and guess.score >= _SURE]
    return len(named) >= 2 and 2 * len(named) >= len(linked)


def handle_as_name(line: Line) -> NameGuess | None:
    """A title that is nothing but a handle: the handle is what the person goes by."""
    text = line.text.strip()
    if not text.startswith("@") or " " in text or len(text) > 32:
        return None
    handle = clean_handle(text)
    return NameGuess(name=handle, score=_SURE) if handle else None


def _best_groups(
    groups: dict[tuple[str, int, str], list[tuple[Line, NameGuess | None]]],
) -> list[list[tuple[Line, NameGuess]]]:
    """Groups of lines set alike, most of which are names; in one mostly of names, words in lower case are names too."""
    kept: list[tuple[float, list[tuple[Line, NameGuess]]]] = []
    for signature, members in groups.items():
        names = [(line, guess) for line, guess in members if guess is not None]
        if not names:
            names = _all_in_lower_case([line for line, _ in members])
        if not names:
            continue
        share = len(names) / len(members)
        caption = signature[0] == "figcaption" or "caption" in signature[2]
        title = not caption and any(heading_like(line) or line.href for line, _ in names)
        if caption and sum(guess.score for _, guess in names) < 0.5 * len(names):
            continue
        if share < 0.5 or (len(names) == 1 and share < 1 and not title):
            continue
        if share >= 0.6 and len(members) > len(names):
            names = _with_lenient(members)
        if (
            signature[0] in ("li", "td", "p", "span", "div", "option", "button")
            and not title
            and len(names) < 2
        ):
            if max(guess.score for _, guess in names) < 0.7:
                continue
        kept.append((_weight(names, title), names))
    kept.sort(key=lambda item: -item[0])
    if not kept:
        return []
    top = kept[0][0]
    return [names for weight, names in kept if weight >= 0.45 * top]


def _all_in_lower_case(lines: list[Line]) -> list[tuple[Line, NameGuess]]:
    """Titles of which none has a capital, some of them known given names: a matter of setting."""
    if len(lines) < 2 or not all(heading_like(line) and line.text.islower() for line in lines):
        return []
    read = [(line, guess) for line in lines if (guess := name_of_line(line, lenient=True)) is not None]
    known = [guess for _, guess in read if guess.score >= _SURE]
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


def candidate_of(
    view: View, line: Line, guess: NameGuess, record: Record, group: int, base: float = 0.2
) -> Candidate | None:
    """A candidate from a name's line and its record; None when the record is of another trade or a template's filler."""
    if _FILLER.search(line.text) or any(
        names_other_trade(other.text)
        for other in record.lines
        if len(other.text) < 60 and (other is not line or len(line.parts) > 1)
    ):
        return None
    handles = handles_of(record)
    role = guess.role or role_of_record(record, line)
    styles = tuple(dict.fromkeys((*styles_in(line.text, listed=True), *styles_of_record(record, line))))
    bio = bio_of(record, line)
    page, booking, website = addresses_of(view, record, guess.name)
    confidence = (
        base + 0.35 * guess.score + (0.15 if group > 1 else 0.0) + (0.1 if heading_like(line) else 0.0)
    )
    for evidence, weight in (
        (bool(role), 0.15),
        (bool(handles), 0.15),
        (bool(styles), 0.1),
        (bool(record.pictures), 0.08),
        (_leads_to(view, line, record, guess.name, page), 0.15),
        (bool(bio) and mentions(guess.name, bio), 0.12),
    ):
        confidence += weight if evidence else 0.0
    plain = not (role or handles or styles or _leads_to(view, line, record, guess.name, page))
    if plain and guess.score < _SURE:
        confidence -= 0.08 if record.pictures else 0.22
    if not (role or handles) and any(_PRICE.search(other.text) for other in record.lines[:6]):
        confidence -= 0.4
    return Candidate(
        name=guess.name,
        nickname=guess.nickname,
        url=view.document.url,
        layer=LAYER,
        confidence=min(0.95, confidence),
        name_score=guess.score,
        group=group,
        instagram=handles[0] if handles else "",
        socials=socials_of(record),
        role=role,
        styles=styles,
        bio=bio,
        email=email_of(record),
        booking_url=booking,
        page_url=page,
        website=website,
        portfolio=portfolio_of(view, record),
        snippet=" · ".join(other.text for other in record.lines)[:160] or line.text,
    )


def _leads_to(view: View, line: Line, record: Record, name: str, page: str) -> bool:
    """Whether a link of the record, an anchor included, is spelled like the name."""
    first = fold(name.split()[0])
    if len(first) < 2:
        return False
    if page and first in fold(page):
        return True
    return any(first in fold(link.href) for link in record.links) or first in fold(line.href)


def people_by_role(view: View) -> list[Candidate]:
    """Names beside a line that says nothing but a role ("Tattoo Artist"), wherever on the page they stand."""
    lines = view.document.lines
    found: list[tuple[Line, NameGuess]] = []
    for line in lines:
        if view.zones[line.index] & (_BLOCKED | Zone.NAV | Zone.BLOG) or not is_role_text(line.text):
            continue
        if (len(tokens(line.text)) < 2 and not line.text[:1].isupper()) or line.href:
            continue
        for near in (line.index - 1, line.index + 1):
            if not 0 <= near < len(lines) or view.zones[near] & _BLOCKED:
                continue
            guess = name_of_line(lines[near])
            if (
                guess is not None
                and _close_by(lines[near], line)
                and (heading_like(lines[near]) or guess.score >= 0.7)
            ):
                found.append((lines[near], guess))
                break
    found = found[:_MAX_PEOPLE]
    named = sorted({line.index: line for line, _ in found}.values(), key=lambda line: line.index)
    out: list[Candidate] = []
    for line, guess in found:
        record = record_of(view, line, named, max(0, line.index - 3), min(len(lines), line.index + 14))
        candidate = candidate_of(view, line, guess, record, group=len(named), base=0.25)
        if candidate is not None:
            candidate.layer = "role"
            out.append(candidate)
    return out


def _close_by(one: Line, other: Line) -> bool:
    """Whether two lines share a near ancestor that holds few lines."""
    for steps, node in enumerate(one.element.ancestors()):
        if node.contains(other.element):
            return node.end - node.start <= 12 or steps <= 1
        if steps > 3:
            return False
    return False

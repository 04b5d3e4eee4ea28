"""Finds people in booking forms.

They are the options of a select, radio buttons or check boxes under a text such as "choose your artist", and
the people of buttons such as "Book with Anna".
"""

import re

from inkscout.extraction.model import Candidate, PageView
from inkscout.extraction.page.document import Element, Line
from inkscout.extraction.people.section_headings import has_team_word
from inkscout.extraction.text.names import read_name
from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.loader import alternatives, word_set

_TEAM = word_set("team.people")
_ANY = re.compile(
    r"^(?:any|no preference|either|other|none|select|choose|please|first available|egal|keine"
    r"|sans préférence|peu importe|cualquiera|sin preferencia"
    r"|qualsiasi|qualquer|obojętn|любой|будь-як|wybierz|elige|selecciona|escolha|sélection|choisi|auswähl|bitte|-+|—|\.\.\.)",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"\bwho (?:would|should|do|did|shall|will) you\b|\b(?:with|by) whom\b"
    r"|\bwho(?:m)? .{0,30}(?:tattoo|pierc|appointment)"
    r"|\b(?:bei|von|mit|zu) wem\b|\bwen\b.{0,30}(?:buch|wunsch)|\bwer soll\b|\b(?:avec|par|chez) qui\b"
    r"|\bcon quien\b|\bquien (?:te|quieres|prefieres)|\b(?:con|da) chi\b|\bcom quem\b|\b(?:u|do) kogo\b"
    r"|\b(?:bij|door|met) wie\b|\bhos vem\b|\bk komu\b|к кому|у кого|до кого|с кем"
)
"""Matches questions that can only be answered with a person's name."""
_BOOK_WITH = re.compile(rf"(?:{alternatives('phrases.book_with')}) (?=\w)")
_LONGEST_LABEL = 60
_LABEL_LINES = 2


def people_in_forms(view: PageView) -> list[Candidate]:
    """Returns the people offered by selects, radio buttons, check boxes and buttons of a page."""
    return [*_selects(view), *_choices(view), *_bookable(view)]


def _asks_for_person(text: str) -> bool:
    return len(text) < 120 and (has_team_word(text) or _WHO.search(fold(text)) is not None)


def _selects(view: PageView) -> list[Candidate]:
    document = view.document
    found: list[Candidate] = []
    for element in document.elements:
        if element.tag != "select":
            continue
        options = [line.text for line in document.lines_of(element)]
        names = f"{element.get('name')} {element.get('id')} {element.get('aria-label')}"
        before = " ".join(
            line.text for line in document.lines[max(0, element.start - _LABEL_LINES) : element.start]
        )
        words = re.findall(r"[a-zA-ZÀ-ÿ]+", names)
        asked = any(word in _TEAM for part in words for word in tokens(part)) or _asks_for_person(before)
        asked = asked or bool(options and _asks_for_person(options[0]) and _ANY.match(options[0]))
        if asked:
            found.extend(_named(view, options))
    return found


def _choices(view: PageView) -> list[Candidate]:
    """Returns the people offered by radio buttons or check boxes that follow a question for a person."""
    document = view.document
    groups: dict[str, list[Element]] = {}
    for element in document.elements:
        if element.tag == "input" and element.get("type").lower() in ("radio", "checkbox"):
            groups.setdefault(element.get("name") or "?", []).append(element)
    found: list[Candidate] = []
    for name, inputs in groups.items():
        if len(inputs) < 2:
            continue
        first = inputs[0].start
        before = document.lines[max(0, first - 3) : first]
        asked = any(_asks_for_person(line.text) for line in before)
        asked = asked or any(word in _TEAM for word in tokens(name.replace("_", " ").replace("[", " ")))
        if asked:
            labels = _labels(document.lines, inputs)
            found.extend(_named(view, labels))
    return found


def _bookable(view: PageView) -> list[Candidate]:
    """Returns the people of links and buttons such as "Book with Anna", at least two."""
    labels: dict[str, str] = {}
    for line in view.document.lines:
        may_book = " " in line.text and len(line.text) < _LONGEST_LABEL
        is_button = may_book and (line.href or line.element.tag == "button")
        match = _BOOK_WITH.match(fold(line.text)) if is_button else None
        if match is not None:
            labels.setdefault(line.text[match.end() :].strip(), line.text)
    found = _named(view, list(labels)) if len(labels) > 1 else []
    for candidate in found:
        candidate.role = candidate.role or "artist"
    return found


def _labels(lines: list[Line], inputs: list[Element]) -> list[str]:
    out: list[str] = []
    for element in inputs:
        index = element.start
        if index < len(lines) and lines[index].heading == 0:
            out.append(lines[index].text)
    return out


def _named(view: PageView, options: list[str]) -> list[Candidate]:
    choices = [
        text
        for text in options
        if text and not _ANY.match(text) and (read_name(text) or not has_team_word(text))
    ]
    names = [(text, guess) for text in choices if (guess := read_name(text)) is not None]
    if not names or len(names) < 0.6 * len(choices):
        return []
    return [
        Candidate(
            name=guess.name,
            nickname=guess.nickname,
            url=view.document.url,
            confidence=0.6 + 0.25 * guess.score,
            role=guess.role,
            snippet=text,
        )
        for text, guess in names
    ]

"""Finds people in rows that each begin with a name, after labels, and in elements called artist."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from inkscout.domain.excerpt import shortened
from inkscout.extraction.model import SNIPPET, Candidate, PageView
from inkscout.extraction.page.document import Element, Line
from inkscout.extraction.page.parts import file_words
from inkscout.extraction.page.urls import path_words
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.people.section_headings import has_team_word
from inkscout.extraction.text.handles import handle_of, handles_in
from inkscout.extraction.text.listed_names import is_listed
from inkscout.extraction.text.name_forms import is_city
from inkscout.extraction.text.names import (
    KNOWN,
    NameGuess,
    is_role_text,
    names_other_trade,
    read_name,
    role_in,
)
from inkscout.extraction.text.styles import styles_in
from inkscout.extraction.text.titles import name_of_line
from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.handles import clean_handle
from inkscout.vocabulary.loader import alternatives, long_list, word_set

_BLOCKED = Zone.REVIEW | Zone.CREDIT | Zone.FORM | Zone.BLOG | Zone.SHOP | Zone.NAV
_LONGEST, _LONGEST_NAME = 120, 30
_LEAST, _SHARE = 2, 0.6
_LEAD = re.compile(
    r"([^\s,:;–—(（@-][^,:;–—(（@]{0,29}?)\s{0,2}(?:\s[–—-]\s|[–—:：(（]|,\s|\s(?=@))(.{2,100})$"
)
"""Matches a row that begins with a name: "Anna – fine line", "Anna (fine line)", "Anna: fine line"."""
_LABEL = re.compile(
    rf"(?:{alternatives('phrases.maker_labels')})\s{{0,2}}[:：]\s{{0,2}}(\S.{{1,40}})$", re.IGNORECASE
)
"""Matches a line that names who made a tattoo after a label ("Tattooed by: Anna")."""
_MIXED = re.compile(r"[A-Za-z]{0,8}[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]{1,4}[A-Za-z]{0,8}")
"""Matches a nickname in a script without capitals, perhaps with Latin letters ("老K")."""
_CALLED = re.compile(
    r"(?:^|[\s_-])(?:artist|tattooer|tattooist|tattoo-artist|tatuador|tatuatore|tatoueur|tatuazysta|taetowierer|kuenstler|master|resident"
    r"|(?:artist|member|team|tattooer|staff)[_-]?name)(?:$|\s)"
)
_NAMING = ("em", "strong", "b", "i", "span", "a", "mark", "u")
_UNCASED = 0.35
_HANDLE = re.compile(r"@[\w.]{2,30}")
_LISTED = re.compile(r"\s{0,3}(?:[,/|·&+]|\band\b)\s{0,3}(?=@)")
_MAIL = re.compile(r"(?<![\w.])([A-Za-z]{3,15})@([\w.-]{4,60})")
_FEW = 3
"""Maximum number of elements in one person's card."""
_NEAR = 12
"""Number of elements after a title among which the person's handle stands."""
_PLACES = word_set("places.places")


def people_of_rows(view: PageView) -> list[Candidate]:
    """Returns the people of rows set alike, of labels of works, and of elements whose class says artist."""
    zones = view.zones
    lines = [
        line
        for line in view.document.lines
        if len(line.text) <= _LONGEST and not zones[line.index] & _BLOCKED
    ]
    labelled = [line for line in lines if ":" in line.text or "：" in line.text]
    mailed = [line for line in lines if "@" in line.text]
    return [
        *_of_rows(view, lines),
        *_of_labels(view, labelled),
        *_of_classes(view),
        *_with_handles(view, [line for line in lines if line.heading]),
        *_with_files(view),
        *_of_mails(view, mailed),
        *_of_handles(view, mailed),
    ]


def _of_rows(view: PageView, lines: list[Line]) -> Iterator[Candidate]:
    rows: dict[tuple[object, ...], list[tuple[Line, NameGuess | None, str]]] = defaultdict(list)
    told: dict[tuple[object, ...], int] = defaultdict(int)
    for line in lines:
        lead, rest = _divided(line)
        if lead:
            where: tuple[object, ...] = (id(line.element.parent), line.setting)
            guess = _read(lead)
            if guess is not None and (styles_in(lead, listed=True) or names_other_trade(rest)):
                guess = None
            is_told = guess is not None and _is_told(rest)
            rows[where].append((line, guess if is_told or _may_be_untold(guess) else None, rest))
            told[where] += is_told
    for where, members in rows.items():
        named = [(line, guess, rest) for line, guess, rest in members if guess is not None]
        is_list = len(named) >= _LEAST and len(named) >= _SHARE * len(members)
        if is_list and told[where] >= max(1, len(named) / 3):
            for line, guess, rest in named:
                yield _candidate(view, line, guess, len(named), rest)


def _divided(line: Line) -> tuple[str, str]:
    """Returns the beginning of a row, perhaps a name, and the rest; two empty texts if it is no row."""
    return _divided_text(line.text, line.parts)


@lru_cache(maxsize=4096)
def _divided_text(text: str, parts: tuple[str, ...]) -> tuple[str, str]:
    if len(parts) > 1 and text.startswith(parts[0]) and len(parts[0]) <= _LONGEST_NAME:
        return parts[0].rstrip(" –—-:,"), text[len(parts[0]) :]
    match = _LEAD.match(text)
    return (match[1], match[2]) if match is not None else ("", "")


def _is_told(rest: str) -> bool:
    """Whether the rest of a row states a style, a role or a handle."""
    return bool(styles_in(rest, listed=True) or role_in(rest) or handles_in(rest))


def _may_be_untold(guess: NameGuess | None) -> bool:
    """Whether a name is believed among others before any text: a known one, or one without capitals."""
    if guess is None:
        return False
    return is_listed(guess) or not guess.name[0].isupper()


@lru_cache(maxsize=4096)
def _read(text: str) -> NameGuess | None:
    guess = read_name(text)
    if guess is None and not text.isascii() and _MIXED.fullmatch(text) is not None:
        guess = NameGuess(name=text, score=_UNCASED)
    if guess is None:
        return None
    words = [fold(word) for word in guess.name.split()]
    return guess if is_listed(guess) or not long_list("everyday_words").issuperset(words) else None


def _of_labels(view: PageView, lines: list[Line]) -> Iterator[Candidate]:
    for line in lines:
        match = _LABEL.match(line.text) if ":" in line.text or "：" in line.text else None
        guess = _read(match[1]) if match is not None else None
        if guess is not None:
            yield _candidate(view, line, guess, 1, "")


def _of_classes(view: PageView) -> Iterator[Candidate]:
    """Yields the names in inline elements whose class says that they name an artist."""
    counts: dict[int, int] = defaultdict(int)
    for element in view.document.having(("class",)):
        if element.tag in _NAMING and _is_called_artist(element.get("class")):
            counts[element.start] += 1
    for index, count in counts.items():
        if index >= len(view.document.lines) or view.zones[index] & _BLOCKED:
            continue
        line = view.document.lines[index]
        texts = line.parts or (line.text,)
        named = [guess for text in texts if len(text) <= _LONGEST_NAME and (guess := _read(text)) is not None]
        if len(named) <= count:
            yield from (_candidate(view, line, guess, len(named), "") for guess in named)


def _with_handles(view: PageView, lines: list[Line]) -> Iterator[Candidate]:
    """Yields the titles set alike each of which one Instagram handle of its own follows ("n0ctua")."""
    titles: dict[tuple[object, ...], list[Line]] = defaultdict(list)
    for line in lines:
        if len(line.text) <= _LONGEST_NAME:
            block = line.element.parent if line.element.parent is not None else line.element
            titles[id(block if _has_many(view, block) else block.parent), line.setting].append(line)
    for alike in titles.values():
        if len(alike) < _LEAST:
            continue
        ends = [line.element.order for line in alike[1:]] + [alike[-1].element.order + _NEAR]
        found = []
        for line, end in zip(alike, ends, strict=True):
            links = view.document.links_between(line.element.order, min(end, line.element.order + _NEAR))
            handles = dict.fromkeys(handle for link in links if (handle := handle_of(link.href)))
            found.append(next(iter(handles)) if len(handles) == 1 else "")
        own = [
            (line, handle)
            for line, handle in zip(alike, found, strict=True)
            if handle and found.count(handle) == 1 and _may_be_called(line.text)
        ]
        if len(own) >= _LEAST and len(own) >= _SHARE * len(alike):
            for line, handle in own:
                guess = name_of_line(line) or NameGuess(name=line.text, score=_UNCASED)
                yield _candidate(view, line, guess, len(own), f"@{handle}")


def _has_many(view: PageView, block: Element) -> bool:
    return len(list(islice(view.document.children(block), _FEW + 1))) > _FEW


def _with_files(view: PageView) -> Iterator[Candidate]:
    """Yields the lines set alike each of which follows a picture with a file of that name ("bron.jpg")."""
    called: dict[object, dict[int, tuple[Line, NameGuess]]] = defaultdict(dict)
    for picture in view.document.pictures:
        following = view.document.lines[picture.line : picture.line + 1]
        line = following[0] if following and len(following[0].text) <= _LONGEST_NAME else None
        if line is None or view.zones[line.index] & (_BLOCKED | Zone.GALLERY):
            continue
        if line.text[:2].lower() not in picture.src.lower():
            continue
        words = path_words("/" + file_words(picture.src).rpartition("/")[2])
        guess = _read(line.text) if [*words] == tokens(line.text) else None
        if guess is not None:
            called[line.setting][line.index] = (line, guess)
    for found in called.values():
        known = [
            guess for _, guess in found.values() if fold(guess.name.split()[0]) in long_list("given_names")
        ]
        for line, guess in found.values() if len(found) >= _LEAST and 2 * len(known) >= len(found) else ():
            yield _candidate(view, line, guess, len(found), "")


def _of_mails(view: PageView, lines: list[Line]) -> Iterator[Candidate]:
    """Yields the names in mail addresses of one domain, if there are two and one is a listed given name."""
    found: dict[str, dict[str, Line]] = defaultdict(dict)
    for line in lines:
        for local, domain in _MAIL.findall(line.text):
            if _read(local.capitalize()) is not None:
                found[domain.lower()].setdefault(local.capitalize(), line)
    for named in found.values():
        is_known = any(name.lower() in long_list("given_names") for name in named)
        for name, line in named.items() if len(named) >= _LEAST and is_known else ():
            yield _candidate(view, line, NameGuess(name=name, score=KNOWN), len(named), "")


def _of_handles(view: PageView, lines: list[Line]) -> Iterator[Candidate]:
    """Yields the handles that a line lists after a word for people ("Residents: @kobra, @lila.lines")."""
    for line in lines:
        label, colon, rest = line.text.partition(":")
        parts = [part.strip() for part in _LISTED.split(rest)] if colon and "@" in rest else []
        if len(parts) < _LEAST or not has_team_word(label) or not all(map(_HANDLE.fullmatch, parts)):
            continue
        for handle in filter(None, map(clean_handle, parts)):
            guess = NameGuess(name=handle, score=_UNCASED)
            yield _candidate(view, line, guess, len(parts), f"@{handle}")


def _may_be_called(text: str) -> bool:
    """Whether a title may be a stage name: short, no role, style, place or word for people."""
    words = tokens(text)
    is_place = all(word in _PLACES for word in words) or is_city(text.split())
    is_title = is_role_text(text) or has_team_word(text) or bool(styles_in(text, listed=True))
    return 0 < len(words) <= _LEAST + 1 and not (is_place or is_title or names_other_trade(text))


@lru_cache(maxsize=2048)
def _is_called_artist(label: str) -> bool:
    return _CALLED.search(label) is not None


def _candidate(view: PageView, line: Line, guess: NameGuess, group: int, rest: str) -> Candidate:
    handles = handles_in(rest) if rest else []
    return Candidate(
        name=guess.name,
        nickname=guess.nickname,
        url=view.document.url,
        confidence=0.74,
        name_score=guess.score,
        role=guess.role or role_in(rest) if len(rest) < _LONGEST_NAME else guess.role,
        styles=styles_in(rest, listed=True),
        instagram=handles[0] if len(handles) == 1 else "",
        group=group,
        snippet=shortened(line.text, SNIPPET),
    )

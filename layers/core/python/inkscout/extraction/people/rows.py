"""Finds people in rows that each begin with a name, after labels, and in elements called artist."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from inkscout.domain.excerpt import shortened
from inkscout.extraction.model import SNIPPET, Candidate, PageView
from inkscout.extraction.page.document import Line
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.text.handles import handles_in
from inkscout.extraction.text.names import KNOWN, NameGuess, names_other_trade, read_name, role_in
from inkscout.extraction.text.styles import styles_in
from inkscout.vocabulary.folding import fold
from inkscout.vocabulary.loader import alternatives, long_list

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


def people_of_rows(view: PageView) -> list[Candidate]:
    """Returns the people of rows set alike, of labels of works, and of elements whose class says artist."""
    return [*_of_rows(view), *_of_labels(view), *_of_classes(view)]


def _lines(view: PageView) -> Iterator[Line]:
    return (
        line
        for line in view.document.lines
        if len(line.text) <= _LONGEST and not view.zones[line.index] & _BLOCKED
    )


def _of_rows(view: PageView) -> Iterator[Candidate]:
    rows: dict[tuple[object, ...], list[tuple[Line, NameGuess | None, str]]] = defaultdict(list)
    told: dict[tuple[object, ...], int] = defaultdict(int)
    for line in _lines(view):
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
    if len(line.parts) > 1 and line.text.startswith(line.parts[0]) and len(line.parts[0]) <= _LONGEST_NAME:
        return line.parts[0].rstrip(" –—-:,"), line.text[len(line.parts[0]) :]
    match = _LEAD.match(line.text)
    return (match[1], match[2]) if match is not None else ("", "")


def _is_told(rest: str) -> bool:
    """Whether the rest of a row states a style, a role or a handle."""
    return bool(styles_in(rest, listed=True) or role_in(rest) or handles_in(rest))


def _may_be_untold(guess: NameGuess | None) -> bool:
    """Whether a name is believed among others before any text: a known one, or one without capitals."""
    if guess is None:
        return False
    first = fold(guess.name.split()[0])
    return guess.score >= KNOWN or first in long_list("given_names") or not guess.name[0].isupper()


def _read(text: str) -> NameGuess | None:
    guess = read_name(text)
    if guess is None and not text.isascii() and _MIXED.fullmatch(text) is not None:
        guess = NameGuess(name=text, score=_UNCASED)
    if guess is None:
        return None
    words = [fold(word) for word in guess.name.split()]
    is_known = guess.score >= KNOWN or words[0] in long_list("given_names")
    return guess if is_known or not long_list("everyday_words").issuperset(words) else None


def _of_labels(view: PageView) -> Iterator[Candidate]:
    for line in _lines(view):
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

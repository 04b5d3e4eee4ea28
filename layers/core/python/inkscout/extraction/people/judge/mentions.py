"""Index of a website's text by word: mentions of people, and the case in which words are written."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from inkscout.extraction.model import PageView
from inkscout.extraction.page.document import Line
from inkscout.extraction.text.names import NameGuess, is_role_text, name_key
from inkscout.extraction.text.scripts import script_of
from inkscout.extraction.text.styles import styles_in
from inkscout.extraction.text.titles import name_of_line
from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.loader import long_list, word_set
from inkscout.vocabulary.name_letters import name_likeness

_WORD = re.compile(r"[^\W_]+(?:['’ʼ\-][^\W_]+)*")
_STARS = re.compile(r"[★☆⭐🌟]|\b[45](?:[.,]\d)?\s?/\s?5\b")
_QUOTES = ('"', "“", "„", "«", "‘", "”")
_RUNNING_WORDS = 6
"""Minimum number of words in a text line of running text, in which upper case is significant."""
_LONGEST_TITLE = 90
_MAX_MENTIONS = 40
_ANYWHERE = -2
_SECTION_LEVEL = 2
_NAME_WORDS = 4
"""Number of words of a text line whose letters are compared with those of names."""
_MONTHS = word_set("months.months")

Signature = tuple[str, int, str]


class Mention(NamedTuple):
    """A text line that contains a name.

    ``words`` are the words of the text line, in lower case without accents; the name has ``size`` words, from
    index ``at``; ``rest`` are the others. ``is_alone`` says whether the text line is only the name, apart
    from dates, a role or the name in another script, or an inline element at its beginning.
    """

    view: PageView
    line: Line
    words: tuple[str, ...]
    at: int
    size: int
    rest: tuple[str, ...]
    is_alone: bool


@dataclass(frozen=True, slots=True)
class Siblings:
    """Group of text lines of a page with the same formatting.

    Attributes:
        count: Number of text lines.
        named: Share of them that look like a name.
        known: Share of them with a known given name.
        spoken: Share of the names whose words all occur in lower case on the site.
        titled: Share of the text lines followed by a role or a style.
        full: Share of them that look like a name of several words.
        everyday: Share of them with an everyday word of any language.
        likeness: Mean likeness of their words to names, by letters.
        below: Formatting of most of the text lines that follow them; None if they differ.
    """

    count: int = 0
    named: float = 0.0
    known: float = 0.0
    spoken: float = 0.0
    titled: float = 0.0
    full: float = 0.0
    everyday: float = 0.0
    likeness: float = 0.0
    below: Signature | None = None


@dataclass(slots=True)
class SiteText:
    """Index of a website's words: how often each is in lower and in upper case, and mentions of names.

    ``first`` is how often only the first word of a name of several words occurs in running text.
    """

    lower: Counter[str] = field(default_factory=Counter)
    upper: Counter[str] = field(default_factory=Counter)
    first: Counter[tuple[str, ...]] = field(default_factory=Counter)
    _mentions: dict[tuple[str, ...], list[Mention]] = field(default_factory=dict)
    _groups: dict[int, dict[Signature, list[Line]]] = field(default_factory=dict)
    _siblings: dict[tuple[int, Signature, int], Siblings] = field(default_factory=dict)
    _blocks: dict[int, tuple[int, ...]] = field(default_factory=dict)
    _titles: dict[int, tuple[bool, bool]] = field(default_factory=dict)
    _ratings: dict[int, tuple[bool, bool]] = field(default_factory=dict)

    def title_of(self, line: Line) -> tuple[bool, bool]:
        """Returns whether a text line is only a role, and whether it names a style; read once per line."""
        found = self._titles.get(id(line))
        if found is None:
            found = (is_role_text(line.text), bool(styles_in(line.text, listed=True)))
            self._titles[id(line)] = found
        return found

    def rating_of(self, line: Line) -> tuple[bool, bool]:
        """Returns whether a text line has stars, and whether a quotation mark begins it; read once."""
        found = self._ratings.get(id(line))
        if found is None:
            may_have_stars = "/" in line.text or not line.text.isascii()
            has_stars = may_have_stars and _STARS.search(line.text) is not None
            found = self._ratings[id(line)] = (has_stars, line.text[:1] in _QUOTES)
        return found

    def mentions(self, key: tuple[str, ...]) -> Sequence[Mention]:
        """Returns the mentions of a name, in the order of pages, at most 40."""
        return self._mentions.get(key, ())

    def block(self, mention: Mention) -> int:
        """Returns the index of the heading under which a mention's text line stands, -1 for none.

        A heading stands under the last one of a higher level, other text under the last one of level 1 or 2.
        """
        where = id(mention.view)
        if where not in self._blocks:
            self._blocks[where] = tuple(_blocks(mention.view.document.lines))
        return self._blocks[where][mention.line.index]

    def siblings(self, mention: Mention, *, in_block: bool = False) -> Siblings:
        """Returns the group of text lines formatted like the mention's; only those of its block if told."""
        signature = mention.line.setting
        where = (id(mention.view), signature, self.block(mention) if in_block else _ANYWHERE)
        if where not in self._siblings:
            self._siblings[where] = self._measure(mention.view, signature, where[2])
        return self._siblings[where]

    def _measure(self, view: PageView, signature: Signature, block: int) -> Siblings:
        if id(view) not in self._groups:
            groups: dict[Signature, list[Line]] = defaultdict(list)
            for line in view.document.lines:
                if len(line.text) < _LONGEST_TITLE:
                    groups[line.setting].append(line)
            self._groups[id(view)] = groups
        lines = self._groups[id(view)].get(signature, [])
        if block != _ANYWHERE:
            blocks = self._blocks[id(view)]
            lines = [line for line in lines if blocks[line.index] == block]
        if len(lines) < 2:
            return Siblings(len(lines))
        guesses = [guess for line in lines if (guess := name_of_line(line)) is not None]
        count = len(lines)
        words = [tokens(line.text) for line in lines]
        everyday = long_list("everyday_words")
        likeness = [name_likeness(word) for listed in words for word in listed[:_NAME_WORDS] if len(word) > 1]
        return Siblings(
            count,
            named=len(guesses) / count,
            known=sum(guess.score >= _KNOWN for guess in guesses) / count,
            spoken=sum(self.is_spoken(guess) for guess in guesses) / max(1, len(guesses)),
            titled=sum(self._is_titled(view, line) for line in lines) / count,
            full=sum(len(name_key(guess.name)) > 1 for guess in guesses) / count,
            everyday=sum(any(word in everyday for word in listed) for listed in words) / count,
            likeness=sum(likeness) / max(1, len(likeness)),
            below=_below(view, lines),
        )

    def _is_titled(self, view: PageView, line: Line) -> bool:
        return any(
            True in self.title_of(other) for other in view.document.lines[line.index + 1 : line.index + 3]
        )

    def is_spoken(self, guess: NameGuess) -> bool:
        """Whether every word of a name occurs in lower case on the site."""
        return all(self.lower[word] for word in name_key(guess.name))


_KNOWN = 0.7


def setting_below(view: PageView, line: Line) -> Signature | None:
    """Returns the formatting of the text line that follows; None if a similar line or none does."""
    following = view.document.lines[line.index + 1 : line.index + 2]
    return following[0].setting if following and following[0].setting != line.setting else None


def _below(view: PageView, lines: Sequence[Line]) -> Signature | None:
    counts = Counter(setting_below(view, line) for line in lines)
    setting, count = counts.most_common(1)[0]
    return setting if 2 * count > len(lines) else None


def _blocks(lines: Sequence[Line]) -> Iterator[int]:
    """Yields for each text line the index of the heading under which it stands, -1 for none."""
    last = [-1] * 8
    for line in lines:
        level = min(line.heading, 6)
        yield max(last[:level]) if level else max(last[: _SECTION_LEVEL + 1])
        if level:
            last[level:] = [line.index] + [-1] * (7 - level)


def read_text(views: Iterable[PageView], keys: Iterable[tuple[str, ...]]) -> SiteText:
    """Indexes the text lines of all pages, for the given names.

    Args:
        views: The pages of a website.
        keys: Words of each name to look for, as ``text.names.name_key`` returns them.
    """
    found = SiteText()
    by_first: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for key in dict.fromkeys(keys):
        if key:
            by_first[key[0]].append(key)
    lower: list[str] = []
    upper: list[str] = []
    for view in views:
        for line in view.document.lines:
            printed = _WORD.findall(line.text)
            # Most words of most texts are ASCII, for which folding is no more than lower case.
            words = tuple([word.lower() if word.isascii() else fold(word) for word in printed])
            lower += [word for raw, word in zip(printed, words, strict=True) if raw[0].islower()]
            if len(printed) >= _RUNNING_WORDS:
                pairs = zip(printed[1:], words[1:], strict=True)
                upper += [word for raw, word in pairs if not (raw[0].islower() or raw.isupper())]
            if not by_first.keys().isdisjoint(words):
                _index(found, view, line, (printed, words), by_first)
    found.lower.update(lower)
    found.upper.update(upper)
    return found


def _index(
    found: SiteText,
    view: PageView,
    line: Line,
    said: tuple[list[str], tuple[str, ...]],
    by_first: dict[str, list[tuple[str, ...]]],
) -> None:
    """Notes the names in a text line; ``said`` are its words as printed, and folded."""
    printed, words = said
    running = len(printed) >= _RUNNING_WORDS
    seen: set[tuple[str, ...]] = set()
    for at, (raw, word) in enumerate(zip(printed, words, strict=True)):
        for key in by_first.get(word, ()):
            if words[at : at + len(key)] != key:
                found.first[key] += running and raw[0].isupper()
            elif key not in seen:
                seen.add(key)
                listed = found._mentions.setdefault(key, [])
                if len(listed) < _MAX_MENTIONS:
                    rest = words[:at] + words[at + len(key) :]
                    alone = _is_alone(word, rest) or _is_set_apart(line, key)
                    listed.append(Mention(view, line, words, at, len(key), rest, alone))


def _is_set_apart(line: Line, key: tuple[str, ...]) -> bool:
    """Whether a name is an inline element of its own at the beginning of a text line ("**Anna** Dotwork")."""
    return len(line.parts) > 1 and name_key(line.parts[0]) == key


def _is_alone(first: str, others: Sequence[str]) -> bool:
    """Whether the other words of a text line with a name are dates, a role or the name in another script.

    ``first`` is the name's first word.
    """
    rest = [word for word in others if not word.isdigit() and word not in _MONTHS]
    if not rest or is_role_text(" ".join(rest)):
        return True
    own = script_of(first)
    return all(script_of(word) not in {own, ""} for word in rest)

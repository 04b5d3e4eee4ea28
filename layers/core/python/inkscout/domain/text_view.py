"""Views of a text as a person reads it, with a mapping back to positions in the original.

Entities, JSON and percent escapes, format characters and markup hide names from a plain search. A ``View``
has them resolved, and maps each position to the position in the text from which it was made.
"""

import codecs
import html
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator

from inkscout.domain.romanise import LATIN

WORD = re.compile(r"[a-z0-9]+")
"""A word of a text in Latin letters."""

_ROUNDS = 3
"""Maximum depth of nested escapes that are resolved, such as JSON in an attribute."""

_ESCAPE = re.compile(
    r"(?P<entity>&(?:amp;){0,3}+(?:\#[0-9]{1,7}+|\#[xX][0-9a-fA-F]{1,6}+|[A-Za-z][A-Za-z0-9]{1,31}+);?)"
    r"|(?P<pair>\\{1,4}+u[dD][89abAB][0-9a-fA-F]{2}\\{1,4}+u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|(?P<unicode>\\{1,4}+(?:u[0-9a-fA-F]{4}|u\{[0-9a-fA-F]{1,6}\}|x[0-9a-fA-F]{2}))"
    r"|(?P<blank>\\{1,4}+[nrtfv])"
    r"|(?P<percent>(?:%(?:25){0,2}+[0-9a-fA-F]{2}){1,60}+)"
    r"|(?P<puny>\b[xX][nN]--[A-Za-z0-9-]{1,59}+)"
)
_HEX = re.compile(r"[0-9a-fA-F]+")
_BYTE = re.compile(r"%(?:25)*([0-9a-fA-F]{2})")
_TAG = re.compile(r"<!--[^<>]{0,400}+-->|<[/!?]?(?P<name>[A-Za-z]{0,20}+)[^<>]{0,4000}+>")
_GLUED = re.compile(r"[^\W_](?:<[/!]?[a-zA-Z!-][^<>]{0,4000}+>){1,20}+[^\W_]")
_INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "dfn", "em", "font", "i", "ins", "kbd", "mark",
    "nobr", "q", "s", "small", "span", "strong", "sub", "sup", "tt", "u", "var", "wbr",
})  # fmt: skip


class View:
    """A text, and a mapping of its spans to the spans of the original text."""

    def __init__(self, text: str, parent: "View | None" = None, changes: "_Changes | None" = None) -> None:
        """Takes the text, the view from which it was made, and the changes between the two."""
        self.text, self._parent, self._changes = text, parent, changes

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Returns the span of the original text for a span of this one, which must not be empty."""
        if self._parent is None:
            return start, end
        if self._changes is None:
            self._changes = _folding(self._parent.text)
        return self._parent.span(*self._changes.span(start, end))


class _Changes:
    """Replaced pieces of a text in order; everything between them is unchanged."""

    def __init__(self) -> None:
        self._begins: list[int] = []
        self._ends: list[int] = []
        self._from: list[int] = []
        self._to: list[int] = []
        self._shift = 0

    def add(self, start: int, end: int, length: int) -> None:
        """Records that ``start`` to ``end`` of the earlier text was replaced by ``length`` characters."""
        self._begins.append(start + self._shift)
        self._ends.append(start + self._shift + length)
        self._from.append(start)
        self._to.append(end)
        self._shift += length - (end - start)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Returns the span of the earlier text."""
        return self._place(start)[0], self._place(end - 1)[1]

    def _place(self, place: int) -> tuple[int, int]:
        """Returns the span of the earlier text for one character."""
        at = bisect_right(self._begins, place) - 1
        if at < 0:
            return place, place + 1
        if place < self._ends[at]:
            return self._from[at], self._to[at]
        origin = self._to[at] + place - self._ends[at]
        return origin, origin + 1


class LetterViews:
    """Views of a text: unchanged, without markup inside words, and with every tag as a gap.

    The first view keeps the tags, since their attributes name people too.
    """

    def __init__(self, text: str) -> None:
        self._plain = _unescaped(View(text))
        self._read = [_folded(self._plain)]
        if _GLUED.search(self._plain.text):
            glued = _edited(self._plain, _TAG, lambda tag: "" if _is_inline(tag) else " ")
            self._read.append(_folded(glued))

    def words(self) -> set[str]:
        """Returns all words of the text in any of the views, in Latin letters."""
        return {word for view in self._read for word in WORD.findall(view.text)}

    def views(self) -> list[View]:
        """Returns the views of the text."""
        if "<" not in self._plain.text:
            return self._read
        return [*self._read, _folded(_edited(self._plain, _TAG, lambda _: " "))]


def outside_tags(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yields the parts of a span that are not markup."""
    place = start
    for tag in _TAG.finditer(text, start, end):
        if place < tag.start():
            yield place, tag.start()
        place = tag.end()
    if place < end:
        yield place, end


def _is_inline(tag: re.Match[str]) -> bool:
    return tag["name"] is None or tag["name"].lower() in _INLINE


def _unescaped(view: View) -> View:
    for _ in range(_ROUNDS):
        if not any(sign in view.text for sign in "&\\%") and "--" not in view.text:
            break
        plain = _edited(view, _ESCAPE, _meaning)
        if plain is view:
            break
        view = plain
    return view


def _edited(view: View, pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str]) -> View:
    """Returns the view with each match replaced; the same view if nothing changes."""
    changes, pieces, place = _Changes(), list[str](), 0
    for match in pattern.finditer(view.text):
        new = replacement(match)
        if new == match.group():
            continue
        pieces += [view.text[place : match.start()], new]
        changes.add(match.start(), match.end(), len(new))
        place = match.end()
    if not pieces:
        return view
    return View("".join([*pieces, view.text[place:]]), view, changes)


def _folded(view: View) -> View:
    """Returns the view in Latin letters; the mapping back is computed on first use."""
    return View(view.text.translate(LATIN), view)


def _folding(text: str) -> _Changes:
    changes = _Changes()
    if text.isascii():
        return changes
    for place, char in enumerate(text):
        if char > "\x7f" and (length := len(LATIN[ord(char)])) != 1:
            changes.add(place, place + 1, length)
    return changes


def _meaning(match: re.Match[str]) -> str:
    text = match.group()
    if match["entity"]:
        return _entity(text)
    if match["blank"]:
        return " "
    if match["puny"]:
        return _from_punycode(text)
    if match["percent"]:
        return _from_bytes(bytes(int(digits, 16) for digits in _BYTE.findall(text)))
    units = [int(digits, 16) for digits in _HEX.findall(text.replace("x", "u").replace("u", " "))]
    if match["pair"]:
        return chr(0x10000 + ((units[0] - 0xD800) << 10) + (units[1] - 0xDC00))
    return chr(units[0]) if units[0] <= 0x10FFFF else " "


def _entity(text: str) -> str:
    """Returns the character of an HTML entity; the text itself if it is none, as in the query of a URL."""
    bare = "&" + text[1:].replace("amp;", "") if text.count("amp;") and len(text) > len("&amp;") else text
    meant = html.unescape(bare)
    if meant == bare or (not bare.endswith(";") and meant[:1].isascii()):
        return text
    return meant


def _from_bytes(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _from_punycode(label: str) -> str:
    try:
        return codecs.decode(label[4:].encode("ascii"), "punycode")
    except (ValueError, OverflowError):
        return label

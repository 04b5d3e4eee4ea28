"""Views of a text as a person reads it, with a mapping back to positions in the original.

Entities, JSON and percent escapes, format characters and markup hide names from a plain search. A ``View``
has them resolved, and maps each position to the position in the text from which it was made.
"""

import codecs
import html
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator

from inkscout.domain.romanise import LATIN

WORD = re.compile(r"[a-z0-9]+")
"""A word of a text in Latin letters."""

_ROUNDS = 3
"""Maximum depth of nested escapes that are resolved, such as JSON in an attribute."""

_HIGH = "".join(
    char for octet in range(0x80, 0xC0) for char in {chr(octet), bytes([octet]).decode("cp1252", "replace")}
).replace("\ufffd", "")
"""Characters that the later octets of a UTF-8 letter become in Latin-1 or Windows-1252."""

_ESCAPE = re.compile(
    r"(?P<entity>&(?:amp;){0,3}+(?:\#[0-9]{1,7}+|\#[xX][0-9a-fA-F]{1,6}+|[A-Za-z][A-Za-z0-9]{1,31}+);?)"
    r"|(?P<pair>\\{1,4}+u[dD][89abAB][0-9a-fA-F]{2}\\{1,4}+u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|(?P<octets>(?:\\{1,4}+(?:x[0-9a-fA-F]{2}|[0-3][0-7]{2})){2,60}+)"
    r"|(?P<octal>\\{1,4}+[0-3][0-7]{2})"
    r"|(?P<unicode>\\{1,4}+(?:u[0-9a-fA-F]{4}|u\{[0-9a-fA-F]{1,6}\}|x[0-9a-fA-F]{2}))"
    r"|(?P<blank>\\{1,4}+[nrtfv])"
    r"|(?P<percentu>%(?:25){0,2}+u[0-9a-fA-F]{4})"
    r"|(?P<percent>(?:%(?:25){0,2}+[0-9a-fA-F]{2}){1,60}+)"
    r"|(?P<puny>\b[xX][nN]--[A-Za-z0-9-]{1,59}+)"
    r"|(?P<quoted>(?:=[0-9A-F]{2}){2,60}+)"
    r"|(?P<hyphen>(?:[-\u2010]|=)\r?\n[ \t]{0,20}(?=[^\W\d_]))"
    rf"|(?P<garbled>(?:[\u00c2-\u00f4][{_HIGH}]{{1,3}}+){{1,20}}+)"
    r"|(?P<nothing>[\x00-\x08\x0e-\x1f\x7f\ufffd]+)"
)
_MAY_BE_ESCAPED = re.compile(
    rf"[&\\%\x00-\x08\x0e-\x1f\x7f\ufffd]|[nN]--|=[0-9A-F]|[-=\u2010]\r?\n|[{_HIGH}]"
)
_HEX = re.compile(r"[0-9a-fA-F]+")
_BYTE = re.compile(r"%(?:25)*([0-9a-fA-F]{2})")
_OCTET = re.compile(r"\\(?:x([0-9a-fA-F]{2})|([0-3][0-7]{2}))")
_TAG = re.compile(r"<!--[^<>]{0,400}+-->|<[/!?]?[A-Za-z]{0,20}+[^<>]{0,4000}+>")
_INLINE = (
    "!--[^<>]{0,400}+--|/?(?:a|abbr|b|bdi|bdo|big|cite|code|dfn|em|font|i|ins|kbd|mark|nobr|q|s|small|span|"
    "strong|sub|sup|tt|u|var|wbr)(?![a-z0-9])[^<>]{0,4000}+"
)
# Tags between two letters that a browser shows side by side.
_GLUED = re.compile(rf"<(?<=[^\W_]<)(?:{_INLINE})>(?:<(?:{_INLINE})>){{0,20}}+(?=[^\W_])", re.IGNORECASE)


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

    def add_blanks(self, spans: Iterable[tuple[int, int]]) -> None:
        """Notes that each of the spans, in order, was replaced by a blank; nothing was noted before."""
        shift = 0
        for start, end in spans:
            self._begins.append(start + shift)
            self._from.append(start)
            self._to.append(end)
            shift += 1 - (end - start)
        self._ends = [begin + 1 for begin in self._begins]
        self._shift = shift

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Returns the span of the earlier text."""
        if not self._begins:
            return start, end
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
        self._glued = _edited(self._plain, _GLUED, lambda _: "")
        if self._glued is not self._plain:
            self._read.append(_folded(self._glued))

    def words(self) -> set[str]:
        """Returns all words of the text in any of the views, in Latin letters."""
        return {word for view in self._read for word in WORD.findall(view.text)}

    def views(self) -> list[View]:
        """Returns the views of the text: as it stands, and without markup inside words if there is any."""
        return self._read

    def without_tags(self) -> View | None:
        """Returns the view with every tag as a gap; None if the text has no tags."""
        if "<" not in self._plain.text:
            return None
        return _folded(_with_gaps(self._glued, _TAG))


def outside_tags(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yields the parts of a span that are not markup."""
    place = start
    if "<" not in text[start:end]:
        yield start, end
        return
    for tag in _TAG.finditer(text, start, end):
        if place < tag.start():
            yield place, tag.start()
        place = tag.end()
    if place < end:
        yield place, end


def _unescaped(view: View) -> View:
    for _ in range(_ROUNDS):
        if not _MAY_BE_ESCAPED.search(view.text):
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


def _with_gaps(view: View, pattern: re.Pattern[str]) -> View:
    """Returns the view with each match, of which a page may have many, replaced by a blank."""
    spans = [match.span() for match in pattern.finditer(view.text)]
    if not spans:
        return view
    ends = [0, *(end for _, end in spans)]
    begins = [*(start for start, _ in spans), len(view.text)]
    kept = [view.text[end:start] for end, start in zip(ends, begins, strict=True)]
    changes = _Changes()
    changes.add_blanks(spans)
    return View(" ".join(kept), view, changes)


def _folded(view: View) -> View:
    """Returns the view in Latin letters; the mapping back is computed on first use."""
    return View(view.text.translate(LATIN), view)


def _folding(text: str) -> _Changes:
    changes = _Changes()
    if text.isascii():
        return changes
    lengths = {char: len(LATIN[ord(char)]) for char in set(text) if char > "\x7f"}
    changed = {char for char, length in lengths.items() if length != 1}
    for place, char in enumerate(text) if changed else ():
        if char in changed:
            changes.add(place, place + 1, lengths[char])
    return changes


def _meaning(match: re.Match[str]) -> str:
    return _MEANINGS[match.lastgroup or ""](match)


def _code_point(match: re.Match[str]) -> str:
    units = [int(digits, 16) for digits in _HEX.findall(match.group().replace("x", "u").replace("u", " "))]
    if match["pair"]:
        return chr(0x10000 + ((units[0] - 0xD800) << 10) + (units[1] - 0xDC00))
    return chr(units[-1]) if units[-1] <= 0x10FFFF else " "


def _octets(match: re.Match[str]) -> str:
    found = _OCTET.findall(match.group())
    return _from_bytes(bytes(int(digits, 16) if digits else int(octal, 8) for digits, octal in found))


def _entity(match: re.Match[str]) -> str:
    """Returns the character of an HTML entity; the text itself if it is none, as in the query of a URL."""
    text = match.group()
    bare = "&" + text[1:].replace("amp;", "") if text.count("amp;") and len(text) > len("&amp;") else text
    meant = html.unescape(bare)
    if meant == bare or (not bare.endswith(";") and meant[:1].isascii()):
        return text
    return meant


def _from_bytes(raw: bytes, otherwise: str | None = None) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1") if otherwise is None else otherwise


def _broken(match: re.Match[str]) -> str:
    """Joins a word that is parted at the end of a line; a hyphen before a capital joins two words."""
    goes_on = match.start() > 0 and match.string[match.start() - 1].isalpha()
    return "" if goes_on and match.string[match.end()].islower() else match.group()


def _ungarbled(match: re.Match[str]) -> str:
    """Returns the meaning of UTF-8 that was read as Windows-1252 or Latin-1; the text itself for others."""
    text = match.group()
    try:
        return b"".join(_octet(char) for char in text).decode()
    except UnicodeError:
        return text


def _octet(char: str) -> bytes:
    return bytes([ord(char)]) if char <= "\xff" else char.encode("cp1252")


def _from_punycode(match: re.Match[str]) -> str:
    label = match.group()
    try:
        return codecs.decode(label[4:].encode("ascii"), "punycode")
    except (ValueError, OverflowError):
        return label


_MEANINGS: dict[str, Callable[[re.Match[str]], str]] = {
    "entity": _entity,
    "pair": _code_point,
    "octets": _octets,
    "octal": _octets,
    "unicode": _code_point,
    "percentu": _code_point,
    "blank": lambda _: " ",
    "percent": lambda match: _from_bytes(bytes(int(digits, 16) for digits in _BYTE.findall(match.group()))),
    "puny": _from_punycode,
    "quoted": lambda match: _from_bytes(bytes.fromhex(match.group().replace("=", "")), match.group()),
    "hyphen": _broken,
    "garbled": _ungarbled,
    "nothing": lambda _: "",
}
"""Functions that resolve the groups of ``_ESCAPE``."""

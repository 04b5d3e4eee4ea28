"""Reads the lists and objects of a program, JavaScript or JSON, as a tree of brackets, without running it.

Whatever stands between brackets becomes a part of the tree, code too, so that data is found in minified
bundles as well. Each character is read once.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from inkscout.extraction.page.document import Document

_TOKEN = re.compile(
    r"\"(?P<double>(?:[^\"\\\n]|\\[\s\S]){0,4000})\"?"
    r"|'(?P<single>(?:[^'\\\n]|\\[\s\S]){0,4000})'?"
    r"|`(?P<back>(?:[^`\\]|\\[\s\S]){0,4000})`?"
    r"|//[^\n]{0,2000}"
    r"|/\*(?:[^*]|\*(?!/)){0,4000}(?:\*/)?"
    r"|(?P<word>[A-Za-z_$][\w$]{0,80})"
    r"|(?P<sign>[\[\]{}(),:;=])"
)
"""Matches a string, a comment, a word or a sign; what is not closed ends there, and is not read again."""
_PHOTO_END = re.compile(r"\.(?:jpe?g|png|webp|avif)(?=[\"'`?])", re.IGNORECASE)
_PHOTOS = (".jpg", ".jpeg", ".png", ".webp", ".avif")
_NO_PATH = re.compile(r"[\"'`<>{}$|\n]")
_CONSTANT = re.compile(
    r"(?<![\w$])([A-Za-z_$][\w$]{0,20})\s?=\s?[\"']([^\"'`<>{}\n]{1,160}\.(?:jpe?g|png|webp|avif))[\"']",
    re.IGNORECASE,
)
"""Matches a constant that holds a picture's path, as bundlers put imported files."""
_USE = re.compile(r"[:,\[(]\s?([A-Za-z_$][\w$]{0,20})(?=\s?[,}\])])")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|\\(.)", re.DOTALL)
_LONGEST_PATH = 600
_WHOLE = 60_000
"""Maximum number of characters of a program that is read as a whole."""
_BEFORE, _AFTER = 6_000, 1_500
"""Number of characters read before and after a picture's path in a longer one."""
_MAX_READ = 160_000
"""Maximum number of characters read per program."""
_MAX_CONSTANTS = 400
_CLOSES = {"]": "[", "}": "{", ")": "("}


_JOINED = re.compile(
    r"[\"'`]([\w./%-]{1,80}/)(?:[\"'`]\s{0,3}\+\s{0,3}[\w$]{1,40}(?![\w$.(\[])|\$\{\s{0,3}[\w$]{1,40}\s{0,3}\})"
)
"""Matches a folder joined to a variable."""
_BASE = re.compile(r"\b([A-Za-z_$][\w$]{0,39})\s{0,3}=\s{0,3}[\"'`]([\w./%-]{1,80}/)[\"'`]")
"""Matches a constant that is a folder."""
_USED_BASE = re.compile(r"\$\{\s{0,3}([\w$]{1,40})\s{0,3}\}\$\{|\b([A-Za-z_$][\w$]{0,39})\s{0,3}\+")
"""Matches a constant to which something is joined."""


@dataclass(slots=True)
class Literal:
    """The part of a program between two brackets.

    Attributes:
        bracket: The opening bracket.
        name: The key or the constant's name before it, or the function that is called; empty if none.
        entries: Strings and further brackets inside, each with its key; the key is empty in a list. Any other
            value, such as a number, is an empty string.
    """

    bracket: str
    name: str
    entries: list[tuple[str, "str | Literal"]] = field(default_factory=list)


def folder_before(document: Document, key: str) -> str:
    """Returns the folder that a page's scripts put before the files of a key; empty if they put none.

    Records often hold bare names of files, to which a script adds a path: ``"img/team/" + person.photo``.
    """
    if not key.isidentifier():
        return ""
    pattern = folder_pattern(key)
    found = (pattern.search(script.text[:_MAX_READ]) for script in document.scripts if key in script.text)
    return next((match.group(1) for match in found if match is not None), "")


def folder_of_files(program: str) -> str:
    """Returns the folder that a program puts before each of a list's files; empty if none, or several.

    Such are ``"works/" + file``, ``works/${file}`` and ``base + file`` after ``base = "works/"``.
    """
    return _folder_of_files(program[:_MAX_READ])


@lru_cache(maxsize=16)
def _folder_of_files(program: str) -> str:
    found = {match.group(1) for match in _JOINED.finditer(program)}
    used = set(_USED_BASE.findall(program))
    found |= {path for name, path in _BASE.findall(program) if any(name in pair for pair in used)}
    return next(iter(found)) if len(found) == 1 else ""


@lru_cache(maxsize=64)
def folder_pattern(key: str) -> re.Pattern[str]:
    """Returns the pattern of a path to which a program joins the value of a key ("img/" + who.photo)."""
    joined = r"(?:[\"'`]\s{0,3}\+\s{0,3}|\$\{)"
    return re.compile(rf"([\w./%-]{{1,80}}/){joined}[\w$.\[\]]{{1,40}}\.{key}\b")


def is_photo(text: str) -> bool:
    """Whether a string of a program is the path of a picture."""
    path = text.partition("?")[0].lower()
    return len(text) < _LONGEST_PATH and path.endswith(_PHOTOS) and _NO_PATH.search(text) is None


@lru_cache(maxsize=16)
def literals_with_photos(program: str) -> Literal | None:
    """Returns the tree of the parts of a program around paths of pictures; None if it names no picture."""
    places = [match.start() for match in _PHOTO_END.finditer(program)]
    constants = dict(_CONSTANT.findall(program)[:_MAX_CONSTANTS]) if places else {}
    if constants:
        places.extend(match.start() for match in _USE.finditer(program) if match.group(1) in constants)
        places.sort()
    if not places:
        return None
    tree = Literal("", "")
    for start, end in _windows(program, places):
        _read(program[start:end], constants, tree)
    return tree


def _windows(program: str, places: list[int]) -> Iterator[tuple[int, int]]:
    """Yields the bounds of the parts to read, in order and apart from each other."""
    if len(program) <= _WHOLE:
        yield 0, len(program)
        return
    left = _MAX_READ
    low, high = max(0, places[0] - _BEFORE), places[0] + _AFTER
    for place in places[1:]:
        if place - _BEFORE > high:
            yield low, min(high, low + left)
            left -= high - low
            if left <= 0:
                return
            low = place - _BEFORE
        high = place + _AFTER
    yield low, min(high, low + left)


def _read(text: str, constants: dict[str, str], tree: Literal) -> None:
    stack = [tree]
    key = word = ""
    held: str | None = None
    after_value = False

    def keep() -> None:
        nonlocal held, key
        if held is not None or key:
            stack[-1].entries.append((key, held or ""))
        held, key = None, ""

    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        if kind is None:
            continue
        value = token.group(kind)
        if kind == "word":
            word = value
            if value in constants and held is None:
                held, after_value = constants[value], True
            continue
        if kind != "sign":
            held, after_value = _plain(value), True
            continue
        if value == ":":
            key, held, word = (held if held is not None and after_value else word), None, ""
        elif value == "=":
            key, held = word, None
        elif value in ",;":
            keep()
            word = ""
        elif value in "[{(":
            name = key or (word if value == "(" else "")
            part = Literal(value, name)
            stack[-1].entries.append((key, part))
            stack.append(part)
            key, word, held = "", "", None
        else:
            keep()
            word = ""
            if any(part.bracket == _CLOSES[value] for part in stack[-3:]):
                while stack.pop().bracket != _CLOSES[value]:
                    pass
        after_value = False
    keep()


def _plain(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPED.sub(
        lambda found: chr(int(found[1], 16)) if found[1] else {"n": "\n", "t": "\t"}.get(found[2], found[2]),
        text,
    )

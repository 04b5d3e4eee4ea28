"""Markup made safe to parse: nested no deeper than browsers nest it.

An HTML parser looks through its stack of open elements at almost every tag, so that markup which opens
hundreds of thousands of elements before it closes them takes hours. Browsers stop nesting at 512 elements;
what opens deeper is cut.
"""

import re
from itertools import accumulate

MAX_DEPTH = 400
"""Open elements below which nothing is parsed."""
MAX_CHARACTERS = 1_200_000
"""Characters of markup parsed on one page."""
_MAX_ATTRIBUTES = 1000
_MAX_OPTIONS = 1500
_OPTION = re.compile(r"<option", re.IGNORECASE)
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{4000,}")
_SUSPICIOUS = 1500
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9\-]*)")
_NEVER_OPEN = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "td",
        "th",
        "tr",
        "dt",
        "dd",
        "option",
        "optgroup",
        "thead",
        "tbody",
        "tfoot",
        "colgroup",
        "html",
        "head",
        "body",
        "rp",
        "rt",
    ]
)
"""Elements without content, and those whose end tag is optional, so that a missing one nests nothing."""


def _without_giant_tags(text: str) -> str:
    """Cuts before a tag of thousands of attributes; a long address inside one attribute is no harm."""
    for match in _LONG_TAG.finditer(text):
        if len(match.group(0).split(None, _MAX_ATTRIBUTES)) > _MAX_ATTRIBUTES:
            return text[: match.start()]
    return text


def _without_endless_lists(text: str) -> str:
    """Cuts after thousands of options: the parser's time grows with the square of a select's length."""
    if text.lower().count("<option") <= _MAX_OPTIONS:
        return text
    for count, match in enumerate(_OPTION.finditer(text)):
        if count == _MAX_OPTIONS:
            return text[: match.start()]
    return text


def _most_open(text: str) -> int:
    """Most elements that can be open at once: tags opened less tags closed, up to any place of the text."""
    return max(accumulate(piece.count("<") - 1 for piece in text.split("</")), default=0)


def bounded(html: str) -> str:
    """The part of a page's markup that can be parsed in linear time.

    Ordinary pages are returned as they are.
    """
    text = _without_giant_tags(_without_endless_lists(html[:MAX_CHARACTERS]))
    if text.count("<") - text.count("</") < _SUSPICIOUS or _most_open(text) < _SUSPICIOUS:
        return text
    depth = 0
    for match in _TAG.finditer(text):
        name = match.group(2).lower()
        if name in _NEVER_OPEN:
            continue
        depth = max(0, depth - 1) if match.group(1) else depth + 1
        if depth > MAX_DEPTH:
            return text[: match.start()]
    return text

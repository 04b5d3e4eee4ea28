"""Limits a page's markup so that it can be parsed in linear time.

An HTML parser searches its stack of open elements at almost every tag, so markup that opens hundreds of
thousands of elements before closing them takes hours to parse. Browsers limit nesting to 512 elements; here,
markup is cut at a lower limit.
"""

import re
from itertools import accumulate

MAX_DEPTH = 400
"""Maximum number of nested open elements; markup is cut where it nests deeper."""
MAX_CHARACTERS = 1_200_000
"""Maximum number of characters of markup parsed per page."""
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
"""Void elements, and elements whose end tag is optional; neither increases the nesting depth."""


def _without_giant_tags(text: str) -> str:
    """Cuts the markup before a tag with more than 1,000 attributes; a long URL in one attribute is kept."""
    for match in _LONG_TAG.finditer(text):
        if len(match.group(0).split(None, _MAX_ATTRIBUTES)) > _MAX_ATTRIBUTES:
            return text[: match.start()]
    return text


def _without_endless_lists(text: str) -> str:
    """Cuts the markup after 1,500 options.

    The parser's time grows with the square of the number of options in a ``select``.
    """
    if text.count("<") <= _MAX_OPTIONS or text.lower().count("<option") <= _MAX_OPTIONS:
        return text
    for count, match in enumerate(_OPTION.finditer(text)):
        if count == _MAX_OPTIONS:
            return text[: match.start()]
    return text


def _most_open(text: str) -> int:
    """Returns an upper bound of the nesting depth: most start tags minus end tags up to any position."""
    return max(accumulate(piece.count("<") - 1 for piece in text.split("</")), default=0)


def bounded(html: str) -> str:
    """Returns the beginning of a page's markup that can be parsed in linear time.

    The markup of ordinary pages is returned unchanged.
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

"""Finds start tags, attributes and text in markup without parsing it, in linear time.

Every search is bounded by the maximum length of a tag, or its failure is remembered, so that markup with many
unclosed constructs costs no more than other markup.
"""

import re
from collections.abc import Collection, Iterator
from html import unescape

MAX_TAG = 2_048
"""Maximum length of a start tag in characters; longer ones are skipped."""
_ATTRIBUTE = re.compile(
    r"""(?<![^\s"'/<])([^\s"'<>/=]{1,60})(?:\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?"""
)
_COMMENT, _COMMENT_END = "<!--", "-->"


def start_tags(html: str, name: str) -> Iterator[str]:
    """Yields the inside of each start tag of an element, from after its name to before ``>``.

    Args:
        html: Markup.
        name: The element's name in lower case.
    """
    lowered = _lowered(html)
    opening = f"<{name}"
    at = lowered.find(opening)
    while at >= 0:
        start = at + len(opening)
        end = _end_of_tag(html, start)
        if end >= 0 and html[start : start + 1] in " \t\r\n\f/":
            yield html[start:end]
        at = lowered.find(opening, max(start, end))


def _lowered(html: str) -> str:
    """Returns markup with ASCII letters in lower case; positions stay the same, unlike with ``str.lower``."""
    return html.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass")


def _end_of_tag(html: str, start: int) -> int:
    """Returns the position of a tag's end, skipping quoted values like a parser; -1 if it has no end."""
    at, limit = start, min(len(html), start + MAX_TAG)
    while at < limit:
        sign = html[at]
        if sign == ">":
            return at
        if sign == "<":
            return -1
        if sign in "\"'" and html[at - 1] in "= \t\r\n\f":
            closing = html.find(sign, at + 1, limit)
            at = closing if closing > 0 else at
        at += 1
    return -1


def attributes(tag: str) -> dict[str, str]:
    """Returns a start tag's attributes by name in lower case, with character references resolved.

    The first of two attributes with the same name counts (HTML standard, 13.2.5.33).
    """
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(tag[:MAX_TAG]):
        found.setdefault(name.lower(), unescape(double or single or bare).strip())
    return found


def without_elements(html: str, names: Collection[str]) -> str:
    """Returns markup without comments and without some elements and their content.

    An element or comment that is never closed is kept.
    """
    return "".join(html[start:end] for start, end in _kept(html, names))


def visible_text(html: str, names: Collection[str]) -> str:
    """Returns the text between tags, without that of some elements; tags become spaces."""
    plain = without_elements(html, names)
    pieces: list[str] = []
    at = 0
    while (opened := plain.find("<", at)) >= 0:
        closed = plain.find(">", opened)
        if closed < 0:
            break
        pieces.append(plain[at:opened])
        at = closed + 1
    pieces.append(plain[at:])
    return " ".join(" ".join(pieces).split())


def _kept(html: str, names: Collection[str]) -> Iterator[tuple[int, int]]:
    """Yields the ranges that remain when comments and elements are removed."""
    lowered = _lowered(html)
    unclosed: set[str] = set()
    kept_from = at = 0
    while (at := lowered.find("<", at)) >= 0:
        name = _named_at(lowered, at, names)
        if not name or name in unclosed:
            at += 1
            continue
        end = _end_of_element(lowered, at, name)
        if end < 0:
            unclosed.add(name)
            at += 1
            continue
        yield kept_from, at
        kept_from = at = end
    yield kept_from, len(html)


def _named_at(lowered: str, at: int, names: Collection[str]) -> str:
    """Returns the name of the element or comment that opens at a position.

    Empty if it is none of ``names``.
    """
    if lowered.startswith(_COMMENT, at):
        return _COMMENT
    for name in names:
        after = at + 1 + len(name)
        if lowered.startswith(name, at + 1) and lowered[after : after + 1] in " \t\r\n\f/>":
            return name
    return ""


def _end_of_element(lowered: str, at: int, name: str) -> int:
    """Returns the position after the element that opens at ``at``; -1 if it is never closed."""
    if name == _COMMENT:
        closed = lowered.find(_COMMENT_END, at + len(_COMMENT))
        return closed + len(_COMMENT_END) if closed >= 0 else -1
    closed = lowered.find(f"</{name}", at)
    end = lowered.find(">", closed) if closed >= 0 else -1
    return end + 1 if end >= 0 else -1

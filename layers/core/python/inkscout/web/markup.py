"""Looks into markup without parsing it: start tags and their attributes, elements left out; in linear time.

Every search is bounded by the tag's longest length, or its failure is remembered, so that markup which opens
what it never closes costs no more than any other.
"""

import re
from collections.abc import Collection, Iterator
from html import unescape

MAX_TAG = 2_048
"""Characters of a start tag that is looked at; a longer one is passed over."""
_ATTRIBUTE = re.compile(
    r"""(?<![^\s"'/<])([^\s"'<>/=]{1,60})(?:\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?"""
)
_COMMENT, _COMMENT_END = "<!--", "-->"


def start_tags(html: str, name: str) -> Iterator[str]:
    """Yields the inside of each start tag of an element, from behind its name to its end.

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
    """Returns markup with ASCII letters in lower case: every place stays where it was ("İ" has two)."""
    return html.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass")


def _end_of_tag(html: str, start: int) -> int:
    """Returns where a tag ends, quoted values passed over as a parser does; -1 when it does not end."""
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
    """Returns a start tag's attributes by name in lower case, their character references resolved.

    Of two attributes of one name the first counts (HTML standard, 13.2.5.33).
    """
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(tag[:MAX_TAG]):
        found.setdefault(name.lower(), unescape(double or single or bare).strip())
    return found


def without_elements(html: str, names: Collection[str]) -> str:
    """Returns markup without comments and without some elements and what they hold.

    An element or comment that is never closed stays as it stands.
    """
    return "".join(html[start:end] for start, end in _kept(html, names))


def visible_text(html: str, names: Collection[str]) -> str:
    """Returns the text between tags, that of some elements left out; tags become spaces."""
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
    """Yields the stretches that are left when comments and elements are taken out."""
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
    """Returns which element, or comment, opens at a place; empty when it is another."""
    if lowered.startswith(_COMMENT, at):
        return _COMMENT
    for name in names:
        after = at + 1 + len(name)
        if lowered.startswith(name, at + 1) and lowered[after : after + 1] in " \t\r\n\f/>":
            return name
    return ""


def _end_of_element(lowered: str, at: int, name: str) -> int:
    """Returns where an element ends that opens at a place; -1 when it never does."""
    if name == _COMMENT:
        closed = lowered.find(_COMMENT_END, at + len(_COMMENT))
        return closed + len(_COMMENT_END) if closed >= 0 else -1
    closed = lowered.find(f"</{name}", at)
    end = lowered.find(">", closed) if closed >= 0 else -1
    return end + 1 if end >= 0 else -1

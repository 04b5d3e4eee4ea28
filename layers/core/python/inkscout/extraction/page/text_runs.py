"""Runs of text between block boundaries, and the rules that split and join them into text lines."""

import re
from dataclasses import dataclass

from inkscout.extraction.page.document import Element, squeeze

INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "ins", "kbd", "label", "mark", "nobr", "output", "q", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "time", "tt", "u", "var", "wbr",
))  # fmt: skip
"""Inline elements, which do not start a new text line."""
SEPARATOR_ONLY = re.compile(r"^[\s|/·•,;:–—>\-]*$")
"""Matches text that consists only of white space and separators."""


@dataclass(slots=True)
class Run:
    """Text inside one inline element; ``link`` is the link around it, ``strong`` whether it is emphasised."""

    text: str
    element: Element
    strong: bool
    link: Element | None


def parts(runs: list[Run]) -> tuple[str, ...]:
    """Returns the text of each inline element of a text line; empty if there is only one run."""
    if len(runs) == 1:
        return ()
    merged: list[tuple[int, str]] = []
    for run in runs:
        if merged and merged[-1][0] == id(run.element):
            merged[-1] = (id(run.element), merged[-1][1] + run.text)
        else:
            merged.append((id(run.element), run.text))
    return tuple(part for _, text in merged if (part := squeeze(text)))


def joined(runs: list[Run]) -> str:
    """Joins runs into one text, with a space between a run's lower-case end and the next one's upper case."""
    if len(runs) == 1:
        return runs[0].text
    out: list[str] = []
    before = ""
    for run in runs:
        if before[-1:].islower() and run.text[:1].isupper():
            out.append(" ")
        out.append(run.text)
        before = run.text
    return "".join(out)


_SPLITTABLE = frozenset((
    "a", "article", "aside", "button", "div", "figcaption", "figure", "footer", "header", "label", "main",
    "nav", "section", "td", "th",
))  # fmt: skip
_SET_APART = frozenset(["span", "strong", "b", "em", "small", "label", "i", "a"])
_NAME_LABEL = re.compile(r"name|title|logo|brand|heading")


def split_siblings(runs: list[Run]) -> list[list[Run]]:
    """Splits runs into text lines if a block has only inline elements, which CSS probably shows as blocks.

    Headings and paragraphs are not split, nor are blocks whose class or id contains "name" or "title" if each
    element holds one or two words.
    """
    shown = [run for run in runs if not run.text.isspace()]
    if len(shown) < 2:
        return [runs]
    block = _block_of(shown[0].element)
    tops = [_child_of(block, run.element) for run in shown]
    distinct = {id(top): top for top in tops}
    apart = (
        block.tag in _SPLITTABLE
        and len(distinct) > 1
        and all(top is not None and top.tag in _SET_APART for top in tops)
        and any(top is not None and top.get("class") for top in tops)
    )
    if not apart or (_NAME_LABEL.search(block.label()) and all(len(run.text.split()) <= 2 for run in shown)):
        return [runs]
    groups: list[list[Run]] = []
    for at, run in enumerate(shown):
        if at == 0 or tops[at] is not tops[at - 1]:
            groups.append([])
        groups[-1].append(run)
    return groups


def _block_of(element: Element) -> Element:
    while element.tag in INLINE and element.tag != "a" and element.parent is not None:
        element = element.parent
    return element


def _child_of(block: Element, element: Element) -> Element | None:
    """Returns the child of a block that contains an element; None if the element is the block itself."""
    node = element
    while node.parent is not None and node.parent is not block:
        node = node.parent
    return node if node.parent is block else None


def split_links(runs: list[Run]) -> list[list[Run]]:
    """Splits runs into one text line per link if there is nothing but separators between the links."""
    if any(run.link is None and not SEPARATOR_ONLY.match(run.text) for run in runs):
        return [runs]
    groups: list[list[Run]] = []
    seen: int | None = None
    for run in runs:
        if run.link is None:
            continue
        if id(run.link) != seen:
            groups.append([])
            seen = id(run.link)
        groups[-1].append(run)
    return groups

"""HTML that programs of Svelte and Angular build step by step: an element, then its text."""

import re
from collections.abc import Iterator
from html import escape
from itertools import islice

from inkscout.extraction.page.program_tokens import unescaped

_TAGS = "a|b|dd|div|dt|em|figcaption|h[1-6]|header|footer|label|li|main|nav|p|section|span|strong|td|th|ul"
_STRING = r"(?:\"((?:[^\"\\\n]|\\.){1,2000})\"|'((?:[^'\\\n]|\\.){1,2000})')"
_MADE = re.compile(rf"(?<![\w$])([\w$]{{1,40}})\s?=\s?[\w$.]{{1,40}}\(\s?[\"']({_TAGS})[\"']\s?\)")
_SET = re.compile(rf"(?<![\w$])([\w$]{{1,40}})\.textContent\s?=\s?{_STRING}")
_NUMBERED = re.compile(rf"[\w$)]\(\s?\d{{1,4}},\s?{_STRING}")
_IS_TAG = re.compile(rf"(?:{_TAGS})$")
_MAX_STEPS = 2_000
_LEAST = 3


def drawn_by_steps(text: str) -> str:
    """Returns the elements that a program builds one after another, as HTML; empty if it builds none so."""
    if ".textContent" in text:
        return "".join(_of_assignments(text))
    return "".join(_of_numbered_steps(text))


def _of_assignments(text: str) -> Iterator[str]:
    """Yields the elements whose texts a program sets: ``h3 = element("h3"); h3.textContent = "Anna"``."""
    tags = dict(_MADE.findall(text)[:_MAX_STEPS])
    for name, double, single in islice(_SET.findall(text), _MAX_STEPS):
        tag = tags.get(name)
        if tag is not None:
            yield f"<{tag}>{escape(unescaped(double or single))}</{tag}>"


def _of_numbered_steps(text: str) -> Iterator[str]:
    """Yields the elements of steps that have numbers: ``elementStart(3, "h3"); text(4, "Anna")``."""
    steps = [double or single for double, single in islice(_NUMBERED.findall(text), _MAX_STEPS)]
    if sum(_IS_TAG.match(step) is not None for step in steps) < _LEAST:
        return
    tag = ""
    for step in steps:
        if _IS_TAG.match(step) is not None:
            tag = step
        elif tag:
            yield f"<{tag}>{escape(unescaped(step))}</{tag}>"
            tag = ""

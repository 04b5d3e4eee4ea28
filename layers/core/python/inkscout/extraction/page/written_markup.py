"""HTML that a page's scripts write into it as constant texts: menus, footers, custom elements.

Each regular expression runs in linear time. Templates that scripts fill with data are left out: they say
nothing before they are filled.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

_MAX_TEXT = 300_000
_MAX_LITERALS = 40
_MAX_EXAMINED = 400
_LITERAL = re.compile(r"`([^`]{40,40000})`|'(<[^'\n]{40,8000})'|\"(<[^\"\n]{40,8000})\"")
_JOINED = re.compile(r"(?:'\s{0,40}\+\s{0,40}'|\"\s{0,40}\+\s{0,40}\"|\\\n)")
_TELLING = re.compile(r"<(?:a|p|h[1-6]|li|nav|footer|address)[\s>]", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{1,2000}>")
_VARIABLE = re.compile(r"\$\{[^{}]{0,200}\}")
_WRITES = re.compile(
    r"([\w$]{1,60}|\))\.(?:innerHTML|outerHTML)\s{0,9}\+?=\s{0,9}$"
    r"|(?:insertAdjacentHTML\([^,]{0,40},|\.(?:html|append|prepend|replaceWith)\(|document\.writeln?\()\s{0,40}$"
)
_NAMED = re.compile(r"([\w$]{1,60})\s{0,9}=\s{0,9}$")
_RETURNS = re.compile(r"(?:return|=>)\s{0,9}\(?\s{0,40}$")
_LOOPS = re.compile(r"\.(?:map|forEach|reduce|each)\(|\bfor\s?\(")
_SELECTED = re.compile(
    r"(?:getElementById|querySelector(?:All)?|getElementsByTagName|getElementsByClassName|\$|jQuery)"
    r"\(\s{0,9}[\"'`]([.#]?[A-Za-z][\w\-]{0,60})[\"'`]\s{0,9}\)"
)
_ELEMENT = re.compile(
    r"customElements\s{0,9}\.define\(\s{0,9}[\"'`]([a-z][\w\-]{1,60})[\"'`]\s{0,9},\s{0,9}([\w$]{1,60})"
)
_CLASS = re.compile(r"class\s{1,9}([\w$]{1,60})\s{1,9}extends")
_NEAR = 200
_OF_VARIABLES = 40
"""Number of characters of constant text for each variable from which a text is no mere template."""


@dataclass(frozen=True, slots=True)
class WrittenMarkup:
    """HTML in a script, and the elements that may take it in, the likeliest first.

    ``places`` are ids, tags and classes, as ``#id``, ``tag`` and ``.class``.
    """

    html: str
    places: tuple[str, ...]


def written_by(text: str) -> Iterator[WrittenMarkup]:
    """Yields the HTML that a program writes into the page; at most 40 pieces."""
    if (
        "innerHTML" not in text
        and "ustomElements" not in text
        and ".html(" not in text
        and "insertAdj" not in text
    ):
        return
    text = _JOINED.sub("", text[:_MAX_TEXT])
    selected = tuple(dict.fromkeys(_selectors(text)))
    defined = {name: tag for tag, name in _ELEMENT.findall(text)}
    count = 0
    for match in islice(_LITERAL.finditer(text), _MAX_EXAMINED):
        html = match.group(1) or match.group(2) or match.group(3)
        if not _says_something(html):
            continue
        before = text[max(0, match.start() - _NEAR) : match.start()]
        writes = _WRITES.search(before)
        if _LOOPS.search(before) or not (writes or _NAMED.search(before) or _RETURNS.search(before)):
            continue
        near = [*reversed(list(_selectors(before)))] if writes else []
        own = _element_of(text, match.start(), defined) if defined else ""
        places = tuple(dict.fromkeys(([own] if own else []) + near + list(selected)))
        if places:
            count += 1
            yield WrittenMarkup(_VARIABLE.sub("", html), places)
        if count >= _MAX_LITERALS:
            return


def _selectors(text: str) -> Iterator[str]:
    for match in _SELECTED.finditer(text):
        name = match.group(1)
        is_id = match.group().startswith("getElementById")
        is_class = match.group().startswith("getElementsByClassName")
        yield f"#{name}" if is_id else f".{name}" if is_class else name


def _element_of(text: str, at: int, defined: dict[str, str]) -> str:
    """Returns the tag of the custom element in whose class a position is; empty for none."""
    names = [match.group(1) for match in _CLASS.finditer(text, max(0, at - 3000), at)]
    return defined.get(names[-1], "") if names else ""


def _says_something(html: str) -> bool:
    """Whether a text is HTML with words of its own, and no template that is filled with data."""
    if "<" not in html or not _TELLING.search(html):
        return False
    variables = html.count("${")
    if not variables:
        return True
    plain = _TAG.sub(" ", _VARIABLE.sub("", html))
    return len(" ".join(plain.split())) >= _OF_VARIABLES * variables

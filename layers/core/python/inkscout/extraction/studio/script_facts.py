"""Phone numbers and Instagram handles that stand in a page's scripts and attributes, and in no link or text.

Scripts write them into the page, from objects with a site's own data, and open them when a button is clicked.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

from inkscout.extraction.page.document import Document
from inkscout.extraction.text.handles import handle_of
from inkscout.vocabulary.handles import clean_handle

_MAX_TEXT = 200_000
_MOST = 12
_KEY = (
    r"(?:phone|telephone|tel|mobile|cell|whats_?app|telefono|telefone|telefon|telefoon|telefonas|telephone_?number"
    r"|phone_?number|celular|handy|movil|contact_?number|numero)"
)
_VALUE = re.compile(
    rf"(?<![A-Za-z]){_KEY}(?:_?(?:number|display|link|href|raw|e164))?[\"']?\s{{0,9}}[:=]\s{{0,9}}"
    r"[\"'`](?:tel:)?(\+?\(?\d[\d\s().\-/]{5,22}\d)[\"'`]",
    re.IGNORECASE,
)
"""Matches a phone number under a key that says so, as in ``phone: "+44 …"``."""
_QUOTED_NUMBER = re.compile(r"[\"'`](?:tel:)?\+?\(?\d[\d\s().\-/]{5,22}\d[\"'`]", re.IGNORECASE)
"""Matches what every text has that ``_VALUE`` matches, and is faster."""
_CALLED = re.compile(r"[\"'`=(]tel:(?://)?(\+?[\d\s().\-/%]{6,30}\d)", re.IGNORECASE)
_CHATTED = re.compile(
    r"(?:wa\.me/|whatsapp\.com/send/?\?phone=|whatsapp://send\?phone=)\+?(\d{7,15})(?!\d)", re.IGNORECASE
)
_ATTRIBUTES = frozenset(
    (
        "onclick",
        "@click",
        "data-href",
        "data-url",
        "data-link",
        "data-phone",
        "data-tel",
        "data-whatsapp",
        "data-number",
    )
)
_BARE = ("data-phone", "data-tel", "data-whatsapp", "data-number")
_PROFILE = re.compile(r"[\"'`](https?://(?:www\.)?instagram\.com/[\w.]{2,30}/?(?:\?[^\"'`\s]{0,120})?)[\"'`]")
_HANDLE = re.compile(
    r"(?<![A-Za-z])(?:instagram|insta)(?:_?(?:handle|user|username|name|url|link))?[\"']?\s{0,9}[:=]\s{0,9}"
    r"[\"'`]@?([\w.]{3,30})[\"'`]",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"[\"'`]instagram[\"'`]\s{0,9},\s{0,40}[\"']?(?:label|handle|name|text|username|value)[\"']?\s{0,9}:\s{0,9}"
    r"[\"'`]@([\w.]{3,30})[\"'`]",
    re.IGNORECASE,
)


def phones_in_scripts(document: Document) -> list[str]:
    """Returns phone numbers as written, without repetitions; those of WhatsApp with a plus sign."""
    found: dict[str, None] = {}
    for script in document.scripts:
        if script.text and "ld+json" not in script.kind:
            found.update(dict.fromkeys(_phones(script.text[:_MAX_TEXT])))
    for element in document.having(_ATTRIBUTES):
        for name in _ATTRIBUTES.intersection(element.attrs):
            value = (element.attrs[name] or "")[:300]
            found.update(dict.fromkeys(_phones(f'"{value}"')))
            if name in _BARE and re.fullmatch(r"\+?[\d\s().\-/]{7,24}", value):
                found[value.strip()] = None
    return list(found)[:_MOST]


@lru_cache(maxsize=64)  # scripts are the same on every page of a site
def _phones(text: str) -> tuple[str, ...]:
    said = (match.group(1) for match in (_VALUE.finditer(text) if _QUOTED_NUMBER.search(text) else ()))
    called = (unquote(match.group(1)) for match in _CALLED.finditer(text))
    lowered = text.encode(errors="replace").lower()  # of texts, other letters would be slow
    has_chat = b"wa.me/" in lowered or b"whatsapp" in lowered
    chatted = (f"+{match.group(1)}" for match in (_CHATTED.finditer(text) if has_chat else ()))
    return tuple(number for several in (said, called, chatted) for number in several)


def handles_in_scripts(document: Document) -> list[str]:
    """Returns the Instagram handles in a page's scripts, without repetitions."""
    found: dict[str, None] = {}
    for script in document.scripts:
        text = script.text[:_MAX_TEXT]
        if "nsta" in text and "ld+json" not in script.kind:
            found.update(dict.fromkeys(_handles(text)))
    return list(found)[:_MOST]


def _handles(text: str) -> Iterator[str]:
    for pattern in (_PROFILE, _HANDLE, _LABELLED):
        for match in pattern.finditer(text):
            value = match.group(1)
            if handle := (handle_of(value) if "/" in value else clean_handle(value)):
                yield handle

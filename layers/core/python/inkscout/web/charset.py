"""Decodes bodies to text: byte order mark, then header, then markup, each checked against the bytes."""

import codecs
import re
from functools import lru_cache

import webencodings
from charset_normalizer import from_bytes
from selectolax.lexbor import LexborHTMLParser

from inkscout.domain.garbled import is_garbled

_PRESCAN = 4096
_HEAD = 65_536
"""Bytes in which a label is looked for when the first bytes have none, as browsers do while they parse."""
_GUESS = 65_536
_FEW = 8
_ASCII = bytes(range(128))
_XML = re.compile(
    rb"\s{0,100}<\?xml\s[^>]{0,100}?encoding\s{0,9}=\s{0,9}[\"']([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE
)
_PARAMETER = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECODERS = {"gbk": "gb18030", "replacement": "", "x-user-defined": ""}
"""Codecs of labels for which webencodings names another than the Encoding standard; empty where none is."""


def decode(body: bytes, content_type: str) -> str:
    """Returns the text of a body.

    The order is the WHATWG one (byte order mark, transport, markup) with two corrections that real sites
    need: bytes that are UTF-8 and not ASCII, but for a few broken ones, are UTF-8 whatever a label says,
    since text of another encoding is never so by accident; and a label that the bytes contradict is not
    believed. A few broken bytes contradict none: they become U+FFFD.
    """
    if (marked := by_mark(body)) is not None:
        return marked
    header = _from_header(content_type)
    if header.startswith("utf-16") and b"\x00" in body[:200]:
        return body.decode(header, errors="replace")
    text = _utf8(body)
    labels = [label for label in (header, _from_markup(body)) if label]
    if text is not None and (not text.isascii() or not any(_is_stateful(label) for label in labels)):
        return text
    if _nearly_utf8(body, labelled="utf-8" in labels):
        return body.decode("utf-8", errors="replace")
    others = (_labelled(body, label) for label in labels if label != "utf-8")
    candidates = [text for text in others if text is not None]
    for text in candidates:
        if not is_garbled(text):
            return text
    guessed = body.decode(_guessed(body), errors="replace")
    return candidates[0] if candidates and is_garbled(guessed) else guessed


def by_mark(body: bytes) -> str | None:
    """Returns the text of a body that begins with a byte order mark; None without one."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, errors="replace")
    return None


def _utf8(body: bytes) -> str | None:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _labelled(body: bytes, label: str) -> str | None:
    """The text by a label; None where it breaks more than a few of the characters beyond ASCII."""
    text = body.decode(label, errors="replace")
    broken = text.count("\ufffd")
    if broken and sum(1 for char in text if ord(char) > 127) - broken <= 2 * broken:
        return None
    return text


def _is_stateful(label: str) -> bool:
    """Whether an encoding writes text as ASCII bytes only: ISO-2022-JP, HZ."""
    return label.startswith(("iso2022", "iso-2022", "hz"))


@lru_cache(maxsize=256)
def _from_header(content_type: str) -> str:
    match = _PARAMETER.search(content_type)
    return _python_name(match.group(1)) if match else ""


def _from_markup(body: bytes) -> str:
    """The encoding that markup declares in its XML declaration or in the first ``meta`` that declares one."""
    if found := _XML.match(body[:_PRESCAN]):
        name = _python_name(found.group(1).decode("ascii"))
    else:
        name = _from_meta(body[:_PRESCAN]) or (_from_meta(body[:_HEAD]) if len(body) > _PRESCAN else "")
    return "utf-8" if name.startswith("utf-16") else name


def _from_meta(head: bytes) -> str:
    """The encoding of the first ``meta`` element with a known one.

    The HTML parser reads the bytes as Latin-1, so that text in comments, scripts and descriptions is none.
    """
    if b"charset" not in head.lower():
        return ""
    for node in LexborHTMLParser(head.decode("latin-1")).css("meta"):
        attributes = node.attributes
        label = attributes.get("charset") or ""
        if not label and (attributes.get("http-equiv") or "").strip().lower() == "content-type":
            found = _PARAMETER.search(attributes.get("content") or "")
            label = found.group(1) if found else ""
        if name := _python_name(label):
            return name
    return ""


@lru_cache(maxsize=256)
def _python_name(label: str) -> str:
    encoding = webencodings.lookup(label)
    if encoding is None:
        return ""
    name = encoding.codec_info.name
    return _DECODERS.get(name, name)


def _nearly_utf8(body: bytes, *, labelled: bool) -> bool:
    """Whether a body is UTF-8 with a few broken bytes, such as a text cut in the middle of a character."""
    text = body[:_GUESS].decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    whole = sum(1 for char in text if ord(char) > 127) - broken
    return whole >= broken > 0 if labelled else whole > 2 * broken


def _guessed(body: bytes) -> str:
    """Returns the likeliest encoding; ``cp1252`` if there are too few non-ASCII bytes to tell."""
    sample = body[:_GUESS]
    if len(sample.translate(None, _ASCII)) < _FEW:
        return "cp1252"
    best = from_bytes(sample).best()
    return best.encoding if best is not None else "cp1252"

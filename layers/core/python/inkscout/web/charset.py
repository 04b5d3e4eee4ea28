"""Bytes to text: byte order mark, then header, then markup, each believed only if the bytes agree."""

import codecs
import re
from functools import lru_cache

import webencodings
from charset_normalizer import from_bytes

_PRESCAN = 4096
_GUESS = 65_536
_FEW = 8
_ASCII = bytes(range(128))
_META = re.compile(
    rb"<meta[^>]{0,400}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_.:-]{2,40})"
    rb"|<\?xml[^>]{0,100}?encoding\s{0,9}=\s{0,9}[\"']([A-Za-z0-9_.:-]{2,40})",
    re.IGNORECASE,
)
_PARAMETER = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def decode(body: bytes, content_type: str) -> str:
    """The text of a body.

    The order is the WHATWG one (byte order mark, transport, first bytes of the markup) with two corrections
    that real sites need: bytes that are valid UTF-8 and not ASCII are UTF-8 whatever a label says, since
    single-byte text is never so by accident; and a label that the bytes contradict is not believed.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, errors="replace")
    labels = [label for label in (_from_header(content_type), _from_markup(body)) if label]
    if any(label.startswith("utf-16") for label in labels[:1]) and b"\x00" in body[:200]:
        return body.decode(labels[0], errors="replace")
    text = _utf8(body)
    if text is not None and (not text.isascii() or not any(_is_stateful(label) for label in labels)):
        return text
    for label in labels:
        if label != "utf-8":
            text = _strict(body, label)
            if text is not None:
                return text
    if labels[:1] == ["utf-8"] and _nearly_utf8(body):
        return body.decode("utf-8", errors="replace")
    return body.decode(_guessed(body), errors="replace")


def _utf8(body: bytes) -> str | None:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _strict(body: bytes, label: str) -> str | None:
    try:
        text = body.decode(label)
    except (UnicodeDecodeError, LookupError):
        return None
    return text


def _is_stateful(label: str) -> bool:
    """Encodings whose text is all ASCII bytes: ISO-2022-JP, HZ."""
    return label.startswith(("iso2022", "iso-2022", "hz"))


@lru_cache(maxsize=256)
def _from_header(content_type: str) -> str:
    match = _PARAMETER.search(content_type)
    return _python_name(match.group(1)) if match else ""


def _from_markup(body: bytes) -> str:
    match = _META.search(body[:_PRESCAN])
    if not match:
        return ""
    name = _python_name((match.group(1) or match.group(2)).decode("ascii"))
    return "utf-8" if name.startswith("utf-16") else name


@lru_cache(maxsize=256)
def _python_name(label: str) -> str:
    encoding = webencodings.lookup(label)
    return encoding.codec_info.name if encoding is not None else ""


def _nearly_utf8(body: bytes) -> bool:
    """A UTF-8 page with a few broken bytes, such as a text cut in the middle of a character."""
    text = body[:_GUESS].decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    return sum(1 for char in text if ord(char) > 127) - broken > 2 * broken


def _guessed(body: bytes) -> str:
    """The likeliest encoding; too few bytes beyond ASCII to tell are most often a Western name or a quote."""
    sample = body[:_GUESS]
    if len(sample.translate(None, _ASCII)) < _FEW:
        return "cp1252"
    best = from_bytes(sample).best()
    return best.encoding if best is not None else "cp1252"

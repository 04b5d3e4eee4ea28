"""E-mail addresses that pages hide from harvesters: built by scripts, shifted, reversed or encoded.

Each regular expression runs in linear time, and no script is run: constant texts are put together.
"""

import re
from base64 import b64decode
from codecs import decode
from collections.abc import Iterator
from html import unescape

from inkscout.extraction.text.mails import is_mail, mails_in

_MAX_TEXT = 100_000
_MAX_FOUND = 60
_TERM = r"(?:\"[^\"\n]{0,300}\"|'[^'\n]{0,300}'|`[^`]{0,300}`|[A-Za-z_$][\w$.]{0,60})"
_SUM = re.compile(
    rf"(?:([A-Za-z_$][\w$.]{{0,60}})\s{{0,9}}(\+?=)\s{{0,9}})?({_TERM}(?:\s{{0,40}}\+\s{{0,40}}{_TERM}){{0,20}})"
)
"""Matches a sum of texts and names, and the name to which it is assigned."""
_PARTS = re.compile(_TERM)
_INSERTED = re.compile(r"\$\{\s{0,9}([A-Za-z_$][\w$.]{0,60})\s{0,9}\}")
_CODE = re.compile(r"\\x([0-9a-fA-F]{2})|\\u00([0-9a-fA-F]{2})")
_CHARACTER = re.compile(r"String\.fromCharCode\(\s{0,9}(\d{2,3}(?:\s{0,9},\s{0,9}\d{2,3}){0,60})\s{0,9}\)")
_SIGNS = (
    '"@',
    "'@",
    "`@",
    '@"',
    "@'",
    "@`",
    "}@",
    "&#64;",
    "&#x40;",
    "\\x40",
    "\\u0040",
    "fromCharCode",
    "[at]",
    "(at)",
)
_AROUND = re.compile(r"[<>\"'=]|mailto:")
_SHIFTED = re.compile(
    r"(?:UnCryptMailto|decryptUnicorn|linkTo_\w{1,30})\(\s{0,9}(?:%27|[\"'])([^\"'()<>\s]{8,200})",
    re.IGNORECASE,
)
_RANGES = ((0x2B, 0x3A), (0x40, 0x5A), (0x61, 0x7A))
"""Ranges of characters that TYPO3 shifts, each within itself."""
_SHIFTS = 26
_ENCODED = re.compile(r"^[A-Za-z0-9+/_\-]{12,200}={0,2}$")
_ATOB = re.compile(r"atob\(\s{0,9}[\"'`]([A-Za-z0-9+/=]{12,300})[\"'`]")


def mails_of_script(text: str) -> Iterator[str]:
    """Yields the addresses that a program puts together of constant texts, as in ``user + "@" + host``."""
    text = text[:_MAX_TEXT]
    for encoded in _ATOB.findall(text):
        yield from mails_of_base64(encoded)
    if not any(sign in text for sign in _SIGNS):
        return
    plain = _CODE.sub(lambda match: chr(int(match.group(1) or match.group(2), 16)), unescape(text))
    plain = _CHARACTER.sub(_of_codes, plain)
    known: dict[str, str] = {}
    count = 0
    for match in _SUM.finditer(plain):
        name, sign, terms = match.groups()
        if not name and "+" not in terms and "${" not in terms:
            continue
        value = "".join(_value(term, known) for term in _PARTS.findall(terms))[:600]
        if name:
            value = (known.get(name, "") + value)[:600] if sign == "+=" else value
            known[name] = value
        if "@" in value or "[at]" in value or "(at)" in value:
            for mail in mails_in(_AROUND.sub(" ", value)):
                count += 1
                yield mail
        if count >= _MAX_FOUND:
            return


def _of_codes(match: re.Match[str]) -> str:
    codes = [int(code) for code in match.group(1).split(",")]
    return '"' + "".join(chr(code) for code in codes if chr(code) not in "\"'`") + '"'


def _value(term: str, known: dict[str, str]) -> str:
    """Returns the text of a constant, or of a name that was given one before; empty for any other name."""
    if term[0] not in "\"'`":
        return known.get(term, "")
    return _INSERTED.sub(lambda match: known.get(match.group(1), ""), term[1:-1])


def mails_of_shifted_link(href: str) -> list[str]:
    """Returns the address of a link whose letters TYPO3 shifted (``linkTo_UnCryptMailto('nbjm…')``)."""
    found = _SHIFTED.search(href[:600])
    if found is None:
        return []
    text = found.group(1).replace("%27", "")
    for shift in range(1, _SHIFTS):
        for by in (shift, -shift):
            plain = "".join(_shifted(letter, by) for letter in text)
            if plain.lower().startswith("mailto:"):
                return mails_in(plain[len("mailto:") :])
    return []


def _shifted(letter: str, by: int) -> str:
    code = ord(letter)
    for low, high in _RANGES:
        if low <= code <= high:
            return chr(low + (code - low + by) % (high - low + 1))
    return letter


def mails_of_base64(text: str) -> list[str]:
    """Returns the addresses in a Base64 text; empty if it is none."""
    if not _ENCODED.match(text):
        return []
    try:
        plain = b64decode(text + "=" * (-len(text) % 4), validate=True).decode()
    except ValueError:
        return []
    return mails_in(plain.removeprefix("mailto:"))


def mails_of_rot13(text: str) -> list[str]:
    """Returns the addresses in a text shifted by 13 letters, as a plug-in for WordPress writes them."""
    return [mail for mail in mails_in(decode(text[:200], "rot13")) if is_mail(mail)]

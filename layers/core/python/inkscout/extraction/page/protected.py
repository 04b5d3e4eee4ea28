"""Decodes e-mail addresses that Cloudflare's protection hides in the markup, without running scripts."""

import re

_LINK = "/cdn-cgi/l/email-protection#"
_MAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")


def may_hide_mail(href: str) -> bool:
    """Whether a link may be one in which Cloudflare hides an e-mail address, or such an address alone."""
    return "/" not in href or _LINK in href


def protected_mail(value: str) -> str:
    """Returns the e-mail address that Cloudflare hides in ``data-cfemail`` or in its link; empty if none.

    The first byte is the key with which all others are XORed. The address may be followed by the fields of a
    ``mailto:`` link, such as a subject.
    """
    _, found, code = value.partition(_LINK)
    if not found and ("/" in value or not value):
        return ""
    try:
        raw = bytes.fromhex(code if found else value)
        mail = bytes(byte ^ raw[0] for byte in raw[1:]).decode() if raw else ""
    except ValueError:
        return ""
    return mail if _MAIL.match(mail) else ""

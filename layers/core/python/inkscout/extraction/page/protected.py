"""Mail addresses that a host's protection hides in the markup, and that need no script to be read."""

import re

_LINK = "/cdn-cgi/l/email-protection#"
_MAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")


def protected_mail(value: str) -> str:
    """The address that Cloudflare hides in ``data-cfemail`` or behind its link; empty when there is none.

    The first byte is the key that the others are combined with by exclusive or. An address may be followed by
    the fields of its link, such as a subject.
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

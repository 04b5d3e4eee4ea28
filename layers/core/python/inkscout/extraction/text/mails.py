"""Finds e-mail addresses in texts and links, and recognises sample addresses and file names like them."""

import re
from urllib.parse import parse_qs, unquote

from inkscout.vocabulary.loader import word_set

_ADDRESS = re.compile(
    r"(?<![\w.+\-@/])[\w](?:[\w.+\-]{0,62}[\w+\-])?@(?:[^\W_](?:[\w\-]{0,61}[^\W_])?\.)+[^\W\d_]{2,24}(?![\w@\-])",
)
_WIDE = str.maketrans({"＠": "@", "．": ".", "﹫": "@"})
_OPEN, _CLOSE = r"(?<=\w)\s*[(\[{<]\s*", r"\s*[)\]}>]\s*(?=\w)"
_SPELLED_AT = re.compile(rf"{_OPEN}(?:at|@|arroba|ät|собака){_CLOSE}", re.IGNORECASE)
_SPELLED_DOT = re.compile(rf"{_OPEN}(?:dot|punkt|point|punto|\.|точка){_CLOSE}", re.IGNORECASE)
_FILE_ENDINGS = word_set("contacts.file_endings")
_SAMPLES = word_set("contacts.sample_mailboxes")
_DOUBTFUL = word_set("contacts.doubtful_mailboxes")
_SAMPLE_HOSTS = word_set("contacts.sample_hosts")
_OWN_SAMPLE_HOSTS = frozenset(host for host in _SAMPLE_HOSTS if host.startswith(("your", "my")))
_ALWAYS_SAMPLES = frozenset(("example", "domain", "domainname", *_OWN_SAMPLE_HOSTS))
_UNREAD = word_set("contacts.unread_mailboxes")
_SCALED = re.compile(r"\d+x(?:\.|$)")
_ERRORS = ("sentry", "wixpress")
_MOST_RECIPIENTS = 10


def mails_in(text: str) -> list[str]:
    """Returns the e-mail addresses in a text, in order and in lower case.

    Also reads addresses written as "name (at) host (dot) com".
    """
    plain = text if text.isascii() else text.translate(_WIDE)
    if "(" in plain or "[" in plain or "{" in plain:
        plain = _SPELLED_DOT.sub(".", _SPELLED_AT.sub("@", plain))
    if "@" not in plain:
        return []
    found = (match.group().lower() for match in _ADDRESS.finditer(plain))
    return [mail for mail in found if is_mail(mail)]


def recipients(href: str) -> list[str]:
    """Returns the addresses in a ``mailto:`` link, in order, at most ten; empty for other links."""
    if not href.strip().lower().startswith("mailto:"):
        return []
    to, _, query = href.strip()[len("mailto:") :].lstrip("/").partition("?")
    fields = parse_qs(query) if query else {}
    listed = [unquote(to), *(part for name in fields if name.lower() == "to" for part in fields[name])]
    found = (mail for part in listed for mail in mails_in(part.replace(",", " ").replace(";", " ")))
    return list(found)[:_MOST_RECIPIENTS]


def is_mail(mail: str) -> bool:
    """Whether a text that looks like an e-mail address is one, not a file name or a service's key."""
    local, _, host = mail.partition("@")
    if host.rsplit(".", 1)[-1] in _FILE_ENDINGS or _SCALED.match(host) or ".." in local:
        return False
    return not any(part in host for part in _ERRORS)


def is_sample(mail: str) -> bool:
    """Whether an e-mail address is an example ("you@example.com") or a mailbox that nobody reads."""
    local, _, host = mail.partition("@")
    name = host.split(".")[0]
    if local in _UNREAD or local in _SAMPLES or name in _ALWAYS_SAMPLES:
        return not (local in ("email", "e-mail") and name not in _SAMPLE_HOSTS and name not in _FREE)
    return local in _DOUBTFUL and (name in _SAMPLE_HOSTS or (local == "test" and name in _FREE))


_FREE = frozenset(("gmail", "hotmail", "icloud", "mail", "outlook", "yahoo", "yandex"))
"""Free e-mail providers; a common word before them, as in ``test@gmail.com``, is not a business's mailbox."""

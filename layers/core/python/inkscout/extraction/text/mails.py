"""Finds e-mail addresses in texts and links, and recognises sample addresses and file names like them."""

import re
from functools import lru_cache
from urllib.parse import parse_qs, unquote

from inkscout.vocabulary.loader import word_set

_ADDRESS = re.compile(
    r"(?<![\w.+\-@/])[\w](?:[\w.+\-]{0,62}[\w+\-])?@(?:[^\W_](?:[\w\-]{0,61}[^\W_])?\.)+[^\W\d_]{2,24}(?![\w@\-])",
)
_WIDE_SIGNS = ("＠", "．", "﹫")
_WIDE = str.maketrans(dict(zip(_WIDE_SIGNS, "@.@", strict=True)))
_OPEN, _CLOSE = r"(?<=\w)\s*[(\[{<]\s*", r"\s*[)\]}>]\s*(?=\w)"
_SPELLED_AT = re.compile(
    rf"{_OPEN}(?:at|@|a|ad|æt|apestaart(?:je)?|arroba|arobase|ät|bei|chiocciola|et|kukac|małpa|snabel-?a"
    rf"|alfakrøll|zavin[aá][cč]|собака|αt|παπάκι){_CLOSE}",
    re.IGNORECASE,
)
_SPELLED_DOT = re.compile(
    rf"{_OPEN}(?:dot|kropka|pont|ponto|point|prikk|punkt|punto|punkti|te[cč]ka|\.|точка|τελεία){_CLOSE}",
    re.IGNORECASE,
)
_SIGNED_AT = re.compile(r"(?<=\w)\s{0,3}([-_*/|])(?:at|@|arroba|ät)\1\s{0,3}(?=\w)", re.IGNORECASE)
_SIGNED_DOT = re.compile(r"(?<=\w)\s{0,3}([-_*/|])(?:dot|punkt|point|punto)\1\s{0,3}(?=\w)", re.IGNORECASE)
_CAPITAL_AT = re.compile(r"(?<=[a-z\d])\s{1,3}AT\s{1,3}(?=[a-z][\w\-]{1,60}\.[a-z]{2,12}(?!\w))")
_BACKWARD = re.compile(
    r"(?<![\w.+\-@])[a-z]{2,6}\.[\w\-]{2,61}(?:\.[\w\-]{2,61})?@[\w+\-]{2,40}(?:\.[\w+\-]{2,40})?(?![\w@\-.])"
)
"""Matches an address written backwards, as pages do that turn it round by a style sheet."""
_ENDINGS = frozenset(
    (
        "com",
        "net",
        "org",
        "info",
        "io",
        "eu",
        "de",
        "at",
        "ch",
        "fr",
        "it",
        "es",
        "nl",
        "be",
        "dk",
        "no",
        "se",
        "fi",
        "pl",
        "cz",
        "hu",
        "ro",
        "gr",
        "pt",
        "ru",
        "uk",
        "br",
        "ar",
        "mx",
        "au",
        "ie",
        "us",
        "ca",
        "ink",
        "tattoo",
        "studio",
    )
)
_SPOKEN = re.compile(
    r"(?<![\w.+\-@])([\w][\w.+\-]{0,62})\s{1,3}(?:at|arroba|ät|chiocciola|собака|małpa|zavináč|kukac)\s{1,3}"
    r"([^\W_][\w\-]{1,61})\s{1,3}(?:dot|punkt|point|punto|ponto|точка|kropka|tečka|pont)\s{1,3}([^\W\d_]{2,12})(?!\w)",
    re.IGNORECASE,
)
"""Matches an address in words ("info arroba blackrose punto es"); both signs must be spelled out."""
_DOTS = (" dot ", " kropka ", " point ", " pont ", " ponto ", " punkt ", " punto ", " tečka ", " точка ")
_SIGNED = tuple(f"{sign}{word}{sign}" for sign in "-_*/|" for word in ("at", "@", "arroba", "ät"))
_SPACED = re.compile(
    r"(?<![\w.+\-@])([\w][\w.+\-]{0,62})\s{1,3}@\s{0,3}([^\W_][\w\-]{1,61})(?:\s{1,3}\.\s{0,3}|\s{0,3}\.\s{1,3})([a-z]{2,12})(?!\w)"
)
_SPACED_FREE = re.compile(
    r"(?<![\w.+\-@])([\w][\w.+\-]{0,62})\s{0,3}@\s{0,3}((?:gmail|hotmail|icloud|outlook|yahoo|yandex)\.[a-z.]{2,6}[a-z])(?!\w)",
    re.IGNORECASE,
)
_SENTENCE_AFTER = re.compile(r"(?<=\.[a-z]{2}|[a-z][a-z]{2})\.(?=[A-ZÀ-ÞА-Я][^\W\d_]{2})")
"""Matches the period that ends a sentence, where no space follows an address."""
_FILE_ENDINGS = word_set("contacts.file_endings")
_SAMPLES = word_set("contacts.sample_mailboxes")
_DOUBTFUL = word_set("contacts.doubtful_mailboxes")
_SAMPLE_HOSTS = word_set("contacts.sample_hosts")
_OWN_WORDS = ("dein", "ihre", "jouw", "my", "seu", "tuo", "tusitio", "twoja", "vasa", "votre", "your")
_OWN_SAMPLE_HOSTS = frozenset(host for host in _SAMPLE_HOSTS if host.startswith(_OWN_WORDS))
_ALWAYS_SAMPLES = frozenset((
    "beispiel", "domain", "domainname", "ejemplo", "esempio", "example", "exemple", "exemplo", "musterfirma",
    "voorbeeld", "website", "websitename", *_OWN_SAMPLE_HOSTS,
))  # fmt: skip
_UNREAD = word_set("contacts.unread_mailboxes")
_SCALED = re.compile(r"\d+x(?:\.|$)")
_ERRORS = ("sentry", "wixpress")
_MOST_RECIPIENTS = 10
_LONGEST_KEPT = 300
"""Maximum number of characters of a text whose addresses are cached."""


def mails_in(text: str) -> list[str]:
    """Returns the e-mail addresses in a text, in order and in lower case.

    Also reads addresses written as "name (at) host (dot) com", in words or with spaces around the signs.
    """
    return list(_mails_in(text) if len(text) <= _LONGEST_KEPT else _mails_in.__wrapped__(text))


@lru_cache(maxsize=4096)
def _mails_in(text: str) -> tuple[str, ...]:
    plain = text.translate(_WIDE) if any(map(text.__contains__, _WIDE_SIGNS)) else text
    if "(" in plain or "[" in plain or "{" in plain:
        plain = _SPELLED_DOT.sub(".", _SPELLED_AT.sub("@", plain))
    lowered = plain.lower()
    if any(map(lowered.__contains__, _SIGNED)):
        plain = _SIGNED_DOT.sub(".", _SIGNED_AT.sub("@", plain))
    if " AT " in plain:
        plain = _CAPITAL_AT.sub("@", plain)
    if any(map(lowered.__contains__, _DOTS)):
        plain = _SPOKEN.sub(r"\1@\2.\3", plain)
    if "@" not in plain:
        return ()
    plain = _SENTENCE_AFTER.sub(". ", _SPACED_FREE.sub(r"\1@\2", _SPACED.sub(r"\1@\2.\3", plain)))
    plain = _BACKWARD.sub(_forward, plain)
    found = (match.group().lower() for match in _ADDRESS.finditer(plain))
    return tuple(mail for mail in found if is_mail(mail))


def _forward(match: re.Match[str]) -> str:
    """Returns an address written backwards ("moc.oiduts@ofni") the right way round; any other as it is."""
    mail, turned = match.group(), match.group()[::-1]
    is_mail_already = mail.rsplit(".", 1)[-1].lower() in _ENDINGS and "." in mail.partition("@")[2]
    return mail if is_mail_already or turned.rsplit(".", 1)[-1] not in _ENDINGS else turned


def recipients(href: str) -> list[str]:
    """Returns the addresses in a ``mailto:`` link, in order, at most ten; empty for other links.

    A link that is nothing but an address, whose ``mailto:`` was forgotten, gives that address.
    """
    if not href.strip().lower().startswith("mailto:"):
        bare = href.strip()
        return mails_in(bare) if "@" in bare and _ADDRESS.fullmatch(bare) is not None else []
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


def is_at_sample_host(mail: str) -> bool:
    """Whether an address is a sample by its host too: "email@domain.com", but not "jane@doe.com"."""
    host = mail.partition("@")[2].split(".")[0]
    return is_sample(mail) and host in _SAMPLE_HOSTS


def is_sample(mail: str) -> bool:
    """Whether an e-mail address is an example ("you@example.com") or a mailbox that nobody reads."""
    local, _, host = mail.partition("@")
    name = host.split(".")[0]
    if name in _ALWAYS_SAMPLES:
        return True
    if local in _UNREAD or local in _SAMPLES:
        return not (local in ("email", "e-mail") and name not in _SAMPLE_HOSTS and name not in FREE)
    return local in _DOUBTFUL and (name in _SAMPLE_HOSTS or (local == "test" and name in FREE))


FREE = frozenset(("gmail", "hotmail", "icloud", "mail", "outlook", "yahoo", "yandex"))
"""Free e-mail providers; a common word before them, as in ``test@gmail.com``, is not a business's mailbox."""

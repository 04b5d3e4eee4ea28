"""Instagram handles and other social addresses in links and in printed text."""

import re
from urllib.parse import unquote, urlsplit

from inkscout.vocabulary.folding import tokens
from inkscout.vocabulary.loader import by_word, word_set

_HANDLE = re.compile(r"^[a-z0-9_](?:[a-z0-9_.]{0,28}[a-z0-9_])?$|^[a-z0-9_]$")
_NOT_HANDLES = word_set("networks.no_handles")
_PRINTED = re.compile(
    r"(?<![\w.@/])@\s?((?:[a-z0-9_](?:[A-Za-z0-9_.]{0,28}[A-Za-z0-9_])|[A-Za-z0-9_][A-Za-z0-9_.]{0,28}[A-Za-z0-9_](?!\s+[A-Z][a-z])))(?![\w@])"
)
_LABELLED = re.compile(
    r"\b(?:instagram|insta|ig|инстаграм|инста|אינסטגרם)\b\s{0,5}(?:[:=]\s{0,5}@?|[\-–—]\s{0,5}@|@)\s{0,5}"
    r"([A-Za-z0-9_][A-Za-z0-9_.]{1,28}[A-Za-z0-9_])(?=$|\s{0,5}$|\s{0,5}[,;|·)\n]|\s{1,5}[A-Z][a-z]+\s{0,5}:|[.!]\s)",
    re.IGNORECASE,
)
_LABELLED_BARE = re.compile(
    r"\b(?:instagram|insta|ig)\b\s{0,5}[:\-–]?\s{0,5}([A-Za-z0-9_]{1,30}[._][A-Za-z0-9_.]{0,30}[A-Za-z0-9_])(?![\w@])",
    re.IGNORECASE,
)
_PLAIN_ADDRESS = re.compile(r"(?:^|[\s|(/])(?:www\.)?instagram\.com/([A-Za-z0-9_.]{2,30})", re.IGNORECASE)
_SOCIAL_HOSTS = by_word("networks.profile_hosts")
_BARE = word_set("networks.no_profiles")


def host_of(url: str) -> str:
    """Host of an address without ``www.`` and ``m.``, lower case; empty when it has none."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
    for prefix in ("www.", "m.", "mobile.", "web.", "l."):
        host = host.removeprefix(prefix)
    return host


def network_of(url: str) -> str:
    """Social network of an address ("instagram", "facebook" …); empty when it is none."""
    host = host_of(url if "//" in url else f"//{url}")
    if not host:
        return ""
    while host:
        if host in _SOCIAL_HOSTS:
            return _SOCIAL_HOSTS[host]
        if host.startswith(("pinterest.", "facebook.")):
            return host.split(".")[0]
        _, _, host = host.partition(".")
    return ""


def clean_handle(text: str) -> str:
    """A bare lower-case handle, empty when the text cannot be one."""
    handle = unquote(text).strip().strip("@").strip().lower().rstrip(".,;")
    if not _HANDLE.match(handle) or handle in _NOT_HANDLES or ".." in handle:
        return ""
    return handle


def handle_of(url: str) -> str:
    """Instagram handle of a profile address; empty for posts, tags and other addresses."""
    lowered = url.lower()
    if "instagram.com" not in lowered and "instagr.am" not in lowered:
        return ""
    address = url if "//" in url else f"//{url}"
    if network_of(address) != "instagram":
        return ""
    try:
        path = urlsplit(address).path
    except ValueError:
        return ""
    parts = [part for part in unquote(path).split("/") if part.strip()]
    if parts and parts[0] == "_u":
        parts = parts[1:]
    if parts and parts[0].lower() == "stories":
        parts = parts[1:]
    return clean_handle(parts[0]) if parts else ""


def handles_in(text: str) -> tuple[str, ...]:
    """Handles printed in a text ("@name", "Instagram: name"), in order, each once."""
    if (
        "@" not in text
        and "nsta" not in text.lower()
        and "ig" not in text.lower()
        and "инст" not in text.lower()
    ):
        return ()
    found = [*_PRINTED.findall(text), *_LABELLED.findall(text), *_LABELLED_BARE.findall(text)]
    found += _PLAIN_ADDRESS.findall(text)
    found = [item for item in found if not item.lower().startswith(("instagram.", "www."))]
    kept = (clean_handle(item) for item in found)
    return tuple(dict.fromkeys(item for item in kept if item and "." not in item[-3:-2] + item[:1]))


def social_profile(url: str) -> str:
    """A social address in one spelling, empty when it is no profile (a share link, a bare host)."""
    if not network_of(url):
        return ""
    try:
        parts = urlsplit(url if "//" in url else f"https://{url}")
    except ValueError:
        return ""
    path = parts.path.rstrip("/")
    first = path.strip("/").split("/")[0].lower()
    if (not first or first in _BARE) and not (first == "profile.php" and "id=" in parts.query):
        return ""
    query = f"?{parts.query}" if first == "profile.php" else ""
    host = (parts.hostname or "").lower()
    return f"https://{host}{path}{query}"


def resembles(name: str, handle: str) -> float:
    """Scores the overlap between a name and a handle, from 0 to 1."""
    letters = re.sub(r"[^a-z0-9]", "", handle.lower())
    words = [re.sub(r"[^a-z0-9]", "", part) for word in tokens(name) for part in (word, *word.split("-"))]
    words = list(dict.fromkeys(word for word in words if len(word) > 2))
    if not words or not letters:
        return 0.0
    hits = [word for word in words if word in letters]
    if not hits:
        return 0.0
    covered = bytearray(len(letters))
    for word in hits:
        at = letters.index(word)
        covered[at : at + len(word)] = b"\x01" * len(word)
    return (len(hits) / len(words) + sum(covered) / len(letters)) / 2

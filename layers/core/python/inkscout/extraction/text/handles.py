"""Finds Instagram handles and other social media profiles in links and printed text."""

import re
from bisect import bisect_left
from collections.abc import Collection
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from inkscout.extraction.page.document import Document, Line
from inkscout.vocabulary.addresses import meant_address
from inkscout.vocabulary.folding import tokens
from inkscout.vocabulary.handles import clean_handle, profile_handle
from inkscout.vocabulary.loader import alternatives, word_set
from inkscout.vocabulary.networks import host_of, network_of

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
_HINTS = ("nsta", "инст")
_IG = re.compile(r"\big\b")
_NEAR = 60
"""Number of characters before a handle that are searched for the name of its network."""
_ADDRESSES = ("instagram.com", "instagr.am", "ig.me/")
_OTHERS = alternatives("networks.network_words")
_ANY_NETWORK = rf"(?:{_OTHERS}|x(?=\s*:)|instagram|insta|ig|инстаграм|инста)"
_NETWORKS_BEFORE = re.compile(
    rf"(?<!\w){_ANY_NETWORK}(?:\s{{0,3}}(?:[/&+,|]|and|und|et|e|y|i|и|или|or)\s{{0,3}}{_ANY_NETWORK}){{0,6}}"
    r"(?:\s{1,3}[^\W\d_]{1,8}){0,2}\s{0,3}[:=(\-–—>→|]{0,2}\s{0,3}$",
    re.IGNORECASE,
)
_NETWORK_BEHIND = re.compile(
    rf"\s{{0,3}}(?:\(\s{{0,3}}|(?:on|auf|en|sur|su|no|w|в|на)\s{{1,3}}){_ANY_NETWORK}(?!\w)(?!\s{{0,3}}:?\s{{0,3}}@)",
    re.IGNORECASE,
)
_OURS = re.compile(r"(?<!\w)(?:instagram|insta|ig|инстаграм|инста)(?!\w)", re.IGNORECASE)
_IN_A_SENTENCE = re.compile(r"(?<!instagram)(?<!insta)(?<!\big)(?<!инстаграм)(?<=[\w+\-])\s$", re.IGNORECASE)
_BARE = word_set("networks.no_profiles")
_OTHER = re.compile(r"[^a-z0-9]")


def handle_of(url: str) -> str:
    """Returns the Instagram handle in a profile URL; empty for posts, hashtags and all other URLs."""
    lowered = url.lower()
    if not any(map(lowered.__contains__, _ADDRESSES)):
        return ""
    return profile_handle(url)


def handles_in(text: str, elsewhere: Collection[str] = ()) -> tuple[str, ...]:
    """Returns the distinct Instagram handles printed in a text ("@name", "Instagram: name"), in order.

    Excluded are names that the text assigns to another network ("Telegram: @name"), the ends of e-mail
    addresses, and the names in ``elsewhere``.
    """
    if "@" not in text:
        lowered = text.lower()
        if not any(map(lowered.__contains__, _HINTS)) and not ("ig" in lowered and _IG.search(lowered)):
            return ()
    found = [match.group(1) for match in _PRINTED.finditer(text) if not _is_of_another_network(text, match)]
    found += [item for pattern in (_LABELLED, _LABELLED_BARE) for item in pattern.findall(text)]
    found += _PLAIN_ADDRESS.findall(text)
    found = [item for item in found if not item.lower().startswith(("instagram.", "www."))]
    kept = (clean_handle(item) for item in found)
    return tuple(
        dict.fromkeys(
            item for item in kept if item and item not in elsewhere and "." not in item[-3:-2] + item[:1]
        )
    )


def _is_of_another_network(text: str, match: re.Match[str]) -> bool:
    """Whether an ``@name`` is no Instagram handle, judging by the words before and after it.

    They may name another network. "@ name" after a word states a place or is a spaced-out e-mail address, a
    name of digits is no handle, and one that ends in "_bot" is a robot's on Telegram.
    """
    before = text[max(0, match.start() - _NEAR) : match.start()]
    name = match.group(1).lower()
    if (
        name.isdigit()
        or name.endswith("_bot")
        or (match.group().startswith("@ ") and _IN_A_SENTENCE.search(before))
    ):
        return True
    if (told := _NETWORKS_BEFORE.search(before)) is not None:
        return _OURS.search(told.group()) is None
    behind = _NETWORK_BEHIND.match(text, match.end())
    return behind is not None and _OURS.search(behind.group()) is None


def handles_printed(document: Document, line: Line) -> tuple[str, ...]:
    """Returns the Instagram handles printed in a text line, without names that its links use elsewhere."""
    if "@" not in line.text:
        return handles_in(line.text)
    at = bisect_left(document.links, line.index, key=lambda link: link.line)
    elsewhere = {host_of(document.url)}
    for link in document.links[at:]:
        if link.line > line.index:
            break
        if name := name_elsewhere(link.href):
            elsewhere.update((name, link.text.lstrip("@").lower()))
    return handles_in(line.text, elsewhere)


def name_elsewhere(url: str) -> str:
    """Returns the profile name in a URL of a social network other than Instagram, in lower case.

    It is the last part of the path; empty for all other URLs.
    """
    if network_of(url) in ("", "instagram"):
        return ""
    try:
        path = urlsplit(url if "//" in url else f"//{url}").path
    except ValueError:
        return ""
    return unquote(path).strip("/").rsplit("/", 1)[-1].lstrip("@").lower()


@lru_cache(maxsize=4096)
def social_profile(url: str) -> str:
    """Returns a social media profile's URL in normalised form, with redirectors resolved.

    Empty if it is not a profile but, for example, a share link or a network's home page.
    """
    url = meant_address(url)
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
    """Returns the similarity of a name and a handle, from 0 (no common word) to 1 (same letters)."""
    letters = _OTHER.sub("", handle.lower())
    words = [_OTHER.sub("", part) for word in tokens(name) for part in (word, *word.split("-"))]
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

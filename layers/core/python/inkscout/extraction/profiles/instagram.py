"""Reads the data that Instagram's public pages embed for signed-out visitors, and detects the login wall."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from inkscout.domain.excerpt import shortened
from inkscout.domain.page import FetchStatus, Page
from inkscout.domain.reading import Image
from inkscout.extraction.page.document import Document
from inkscout.extraction.page.images import ALT, image_hash
from inkscout.extraction.text.handles import handle_of
from inkscout.vocabulary.handles import clean_handle
from inkscout.vocabulary.networks import host_of

_TITLE = re.compile(r"^(.{0,100}?)\s*\(@([\w.]{1,30})\)")
_COUNT = re.compile(
    r"([\d.,\u00a0\u202f ]{0,16}\d)\s{0,4}([KkMm]|mil|mio|тыс|万|만)?\.?\s{0,4}"
    r"(?:Followers|Follower|abonnés|seguidores|follower|obserwujących|volgers|följare|подписчик|フォロワー|팔로워)",
    re.I,
)
_SCALE = {
    "k": 1_000,
    "m": 1_000_000,
    "mil": 1_000,
    "mio": 1_000_000,
    "тыс": 1_000,
    "万": 10_000,
    "만": 10_000,
}
_LOGIN_PATH = re.compile(r"instagram\.com/(?:accounts/login|challenge|accounts/suspended|consent)", re.I)
_LOGIN_TEXT = re.compile(
    r"log in to (?:continue|see|instagram)|sign up to see|log into instagram|melde dich an|connectez-vous"
    r"|inicia sesi[óo]n para|accedi per|zaloguj się|войдите, чтобы|ログインして",
    re.I,
)
_JSON_TEXT = re.compile(
    r'"(biography|full_name|username|external_url|business_email|public_email)"\s*:\s*"((?:[^"\\]|\\.)*)"'
)
_FOLLOWERS = re.compile(r'"(?:edge_followed_by"\s*:\s*\{\s*"count|follower_count)"\s*:\s*(\d+)')
_CAPTION = re.compile(
    r'"(?:caption"\s*:\s*\{[^{}]*?"text|edge_media_to_caption"\s*:\s*\{\s*"edges"\s*:\s*\[\s*\{\s*"node"\s*:\s*\{\s*"text)"\s*:\s*"((?:[^"\\]|\\.)*)"'
)
_OPENING = re.compile(r":\s{0,9}[\"“]")
_PICTURE = re.compile(r'"(?:display_url|thumbnail_src)"\s*:\s*"((?:[^"\\]|\\.)*)"')
_ALT = re.compile(r'"accessibility_caption"\s*:\s*"((?:[^"\\]|\\.)*)"')
MAX_POSTS = 60
"""Maximum number of posts read per profile."""


def is_instagram(url: str) -> bool:
    """Whether a URL is on Instagram."""
    return host_of(url).endswith("instagram.com")


def is_login_wall(page: Page) -> bool:
    """Whether a page requires signing in instead of showing the requested profile."""
    if _LOGIN_PATH.search(page.final_url) and not _LOGIN_PATH.search(page.url):
        return True
    if page.status is not FetchStatus.OK:
        return False
    if not is_instagram(page.final_url or page.url):
        return bool(re.search(r"<form[^<>]+(?:login|signin|sign-in)", page.html, re.I)) and bool(
            _LOGIN_TEXT.search(page.html[:50_000])
        )
    if _JSON_TEXT.search(page.html) or 'property="og:description"' in page.html or "og:title" in page.html:
        return False
    return (
        "loginForm" in page.html
        or 'name="username"' in page.html
        or _LOGIN_TEXT.search(page.html) is not None
        or ("<title>Instagram</title>" in page.html)
    )


def unescape(text: str) -> str:
    """Decodes the content of a JSON string; drops lone surrogates and invalid escapes."""
    try:
        loaded = json.loads(f'"{text}"', strict=False)
    except ValueError:
        return text.replace("\\n", "\n").replace('\\"', '"').replace("\\/", "/")
    return str(loaded).encode("utf-16", "surrogatepass").decode("utf-16", "ignore")


def read_embedded(document: Document) -> Mapping[str, Any]:
    """Returns the data that an Instagram page embeds: name, handle, biography, followers, captions, images.

    The keys are Instagram's (``full_name``, ``username``, ``biography``, ``external_url`` …), and
    ``followers``, ``captions`` and ``portfolio``. Keys are absent if the page lacks the value.
    """
    html = document.page.html
    found: dict[str, Any] = {}
    for key, raw in _JSON_TEXT.findall(html):
        if raw:
            found.setdefault(key, unescape(raw))
    followers = _FOLLOWERS.search(html)
    if followers:
        found["followers"] = int(followers.group(1))
    captions = [unescape(raw) for raw in _CAPTION.findall(html)[:MAX_POSTS]]
    if captions:
        found["captions"] = captions
    alts = [unescape(raw) for raw in _ALT.findall(html)[:MAX_POSTS]]
    pictures = [unescape(raw) for raw in _PICTURE.findall(html)[:MAX_POSTS]]
    found["portfolio"] = tuple(_images(pictures, alts))
    return found | _from_meta(document, found)


def _images(pictures: list[str], alts: list[str]) -> Iterator[Image]:
    for at, url in enumerate(dict.fromkeys(pictures)):
        if url.startswith("http"):
            yield Image(url=url, alt=shortened(alts[at] if at < len(alts) else "", ALT), hash=image_hash(url))


def _from_meta(document: Document, found: Mapping[str, Any]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    title = _TITLE.match(document.meta.get("og:title", "") or document.title)
    if title:
        if "full_name" not in found and title.group(1).strip():
            out["full_name"] = title.group(1).strip()
        if "username" not in found:
            out["username"] = clean_handle(title.group(2))
    description = document.meta.get("og:description") or document.meta.get("description") or ""
    if "followers" not in found and (count := read_count(description)) is not None:
        out["followers"] = count
    quoted = _quoted_at_the_end(description)
    if "biography" not in found and quoted:
        out["biography"] = quoted
    if "username" not in found and "username" not in out:
        out["username"] = handle_of(document.url)
    return out


def _quoted_at_the_end(text: str) -> str:
    """Returns the quotation after a colon at the end of a text, without quotation marks; empty if none."""
    text = text.rstrip()
    opened = _OPENING.search(text)
    return text[opened.end() : -1] if opened and text.endswith(('"', "”")) else ""


def read_count(text: str) -> int | None:
    """Returns the number of followers stated in a text ("12.3K Followers"); None if none is."""
    match = _COUNT.search(text)
    if match is None:
        return None
    digits, suffix = match.group(1).strip(), (match.group(2) or "").lower()
    if suffix:
        return int(float(digits.replace(",", ".").replace(" ", "")) * _SCALE[suffix])
    plain = re.sub(r"\D", "", digits)
    return int(plain) if plain else None

"""Reads an artist's public profile: own page or website, page on a portfolio platform, or Instagram."""

import re
from collections import Counter
from collections.abc import Sequence

from inkscout.domain.excerpt import around, shortened
from inkscout.domain.page import FetchStatus, Page
from inkscout.domain.reading import Evidence, Image, ProfileReading
from inkscout.extraction.model import SNIPPET, PageView
from inkscout.extraction.page.images import image_hash, image_of
from inkscout.extraction.page.parse import parse
from inkscout.extraction.page.urls import same_host
from inkscout.extraction.page.zones import Zone, zones_of
from inkscout.extraction.people.finders.structured import structured_data
from inkscout.extraction.people.own_bios import is_prose
from inkscout.extraction.profiles.business_profile import BIO
from inkscout.extraction.profiles.instagram import is_instagram, is_login_wall, read_count, read_embedded
from inkscout.extraction.text.handles import handle_of, handles_printed
from inkscout.extraction.text.mails import is_at_sample_host, mails_in, recipients
from inkscout.extraction.text.names import read_name
from inkscout.extraction.text.styles import hashtags_in, style_of_hashtag, styles_in
from inkscout.extraction.text.styles_meant import styles_meant
from inkscout.vocabulary.folding import tokens
from inkscout.vocabulary.loader import word_set
from inkscout.vocabulary.networks import network_of

_BOOKING = word_set("pages.booking")

__all__ = ["is_login_wall", "read_profile"]

LAYER = "profile"
MAX_IMAGES = 60
"""Maximum number of images per profile."""
_MAX_STYLES = 12
_OUTER = 3
"""Depth down to which a ``header`` element is the page's and not that of a part of it."""
_TITLE_SPLIT = re.compile(r"\s{1,9}[|\-–—·•:»]\s{1,9}|\s{0,9}[|·•»]\s{0,9}")
_PRICE = re.compile(
    r"(?:(?:[€$£¥₽₴]|\b(?:eur|usd|gbp|chf|pln|sek|czk|zł)\b)\s?\d{2,5}|\d{2,5}\s?(?:[€$£¥₽₴]|\b(?:eur|euro|usd|gbp|chf|pln|zł|kr|sek|czk|руб|грн)\b))",
    re.I,
)
_AVAILABLE = re.compile(
    r"(?:books? (?:are |is )?(?:currently )?(?:open|closed)|booking (?:is )?(?:open|closed"
    r"|for)|now booking|wait(?:ing)? ?list|next (?:available|opening)|fully booked"
    r"|available (?:from|in|on)\s(?:the\s)?(?:\d|early|late|mid|next|spring|summer|autumn|fall|winter"
    r"|weekends|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)"
    r"|termine (?:frei|ab|verfügbar)|ausgebucht|agenda (?:abierta|cerrada|ouvert|fermé|aberta|fechada)"
    r"|cupos|запись (?:открыта|закрыта)|dates? open|taking (?:new )?(?:clients|bookings)"
    r"|guest ?spots?)",
    re.I,
)
_CONTEXT = 80
_MAX_SENTENCE = 200
_SENTENCE_END = re.compile(r"[.!\n]")
_TRADE_TEXT = re.compile(r"tattoo|tatu|tatou|tatow|тату|ink\b|pierc|artist|タトゥー|타투|刺青", re.I)


def read_profile(pages: Sequence[Page]) -> ProfileReading:
    """Returns what public pages say about one artist; empty if no page is readable.

    Pages without a body and login walls are skipped.

    Args:
        pages: Pages of one profile, that of the profile's own URL first.
    """
    read = [page for page in pages if page.status is FetchStatus.OK and page.html and not is_login_wall(page)]
    readings = [
        _read_instagram(page) if is_instagram(page.final_url or page.url) else _read_page(page)
        for page in read
    ]
    if not readings:
        return ProfileReading()
    return _join(readings)


def _read_instagram(page: Page) -> ProfileReading:
    document = parse(page)
    found = read_embedded(document)
    captions = [str(text) for text in found.get("captions", [])]
    bio = str(found.get("biography", "")).strip()
    name = str(found.get("full_name", "")).strip()
    hashtags = tuple(dict.fromkeys(tag for text in [bio, *captions] for tag in hashtags_in(text)))
    email = str(found.get("business_email") or found.get("public_email") or "") or _email(bio)
    guess = read_name(name)
    return ProfileReading(
        name=guess.name if guess is not None else name,
        bio=shortened(bio, BIO),
        email=email.lower(),
        booking_url=str(found.get("external_url", "") or ""),
        instagram=str(found.get("username", "")).lower(),
        followers=found.get("followers"),
        styles=_rank_styles(
            [(styles_in(name, listed=True), 3), (styles_meant(bio, listed=True), 3)], captions
        ),
        hashtags=hashtags[:60],
        portfolio=tuple(found.get("portfolio", ()))[:MAX_IMAGES],
        prices=_first(_PRICE, bio),
        availability=_first(_AVAILABLE, bio),
        evidence=(
            Evidence(url=document.url, finder=f"{LAYER}.instagram", snippet=shortened(bio or name, SNIPPET)),
        ),
    )


def _rank_styles(stated: list[tuple[tuple[str, ...], int]], captions: list[str]) -> tuple[str, ...]:
    """Returns the styles with the most votes: those in ``stated`` by weight, those in captions one each.

    With more than four captions, a single vote is not enough.
    """
    votes: Counter[str] = Counter()
    for styles, weight in stated:
        votes.update(dict.fromkeys(styles, weight))
    for text in captions:
        tagged = {style for tag in hashtags_in(text) if (style := style_of_hashtag(tag))}
        votes.update(sorted(tagged | set(styles_in(text))))
    least = 2 if len(captions) > 4 else 1
    return tuple(style for style, count in votes.most_common(_MAX_STYLES) if count >= least)


def _read_page(page: Page) -> ProfileReading:
    document = parse(page)
    view = PageView(document=document, zones=zones_of(document))
    skip = Zone.NAV | Zone.FOOTER | Zone.REVIEW | Zone.CREDIT | Zone.FORM
    lines = [line for line in document.lines if not view.zones[line.index] & skip]
    text = "\n".join(line.text for line in lines)
    people = structured_data(view).people
    person = people[0] if len({candidate.name for candidate in people}) == 1 else None
    prose = [line.text for line in lines if len(line.text) >= 60 and not line.heading and is_prose(line.text)]
    bio = (
        (person.bio if person else "")
        or shortened(" ".join(prose), BIO)
        or _description(document.meta.get("description", ""))
    )
    listed = [
        style for line in lines if len(line.text) < 90 for style in styles_meant(line.text, listed=True)
    ]
    alts = [picture.alt for picture in document.pictures if picture.alt]
    handles = [handle for link in document.links if (handle := handle_of(link.href))]
    handles += [handle for line in document.lines for handle in handles_printed(document, line)]
    followers = next((count for line in lines if (count := read_count(line.text)) is not None), None)
    return ProfileReading(
        name=person.name if person else _name(view),
        bio=bio,
        email=(person.email if person else "") or _email_of_links(view) or _email(text),
        booking_url=_booking(view),
        instagram=(person.instagram if person else "") or (handles[0] if handles else ""),
        followers=followers,
        styles=_rank_styles(
            [
                (tuple(dict.fromkeys([*(person.styles if person else ()), *listed])), 2),
                (styles_meant(bio), 3),
            ],
            alts,
        ),
        hashtags=tuple(dict.fromkeys(tag for line in lines for tag in hashtags_in(line.text)))[:60],
        portfolio=_images(view),
        prices=_first(_PRICE, text),
        availability=_first(_AVAILABLE, text),
        evidence=(
            Evidence(url=document.url, finder=f"{LAYER}.page", snippet=shortened(document.title, SNIPPET)),
        ),
    )


def _description(text: str) -> str:
    """Returns a page's description if it is a text about somebody, else an empty text."""
    return text if is_prose(text) else ""


def _name(view: PageView) -> str:
    """Returns the name that best heads a page, from its headings and its title; empty if none."""
    document = view.document
    guesses = []
    for line in [line for line in document.lines if line.heading][:4]:
        guesses.append(read_name(line.text))
    for part in _TITLE_SPLIT.split(document.meta.get("og:title", "") or document.title)[:3]:
        guesses.append(read_name(part))
    known = [guess for guess in guesses if guess is not None]
    best = max(known, key=lambda guess: guess.score, default=None)
    return best.name if best is not None else ""


def _booking(view: PageView) -> str:
    for link in view.document.links:
        words = tokens(link.text)
        if len(words) <= 5 and any(word in _BOOKING for word in words):
            url = view.document.absolute(link.href)
            if url.startswith("http") and not network_of(url) and not link.href.startswith("#"):
                return url
    return ""


def _images(view: PageView) -> tuple[Image, ...]:
    found: dict[str, Image] = {}
    edges = [
        node
        for node in view.document.elements
        if node.tag in ("nav", "footer") or (node.tag == "header" and node.depth <= _OUTER)
    ]
    for picture in view.document.pictures:
        if any(node.contains(picture.element) for node in edges):
            continue
        image = image_of(view.document, picture)
        if image is not None:
            found.setdefault(image.hash, image)
    for link in view.document.links:
        url = view.document.absolute(link.href)
        if re.search(r"\.(?:jpe?g|png|webp|avif)(?:$|\?)", url, re.I) and same_host(url, view.document.url):
            found.setdefault(image_hash(url), Image(url=url, hash=image_hash(url)))
    return tuple(found.values())[:MAX_IMAGES]


def _email_of_links(view: PageView) -> str:
    for link in view.document.links:
        if found := [mail for mail in recipients(link.href) if not is_at_sample_host(mail)]:
            return found[0]
    return ""


def _email(text: str) -> str:
    return next((mail for mail in mails_in(text) if not is_at_sample_host(mail)), "")


def _first(pattern: re.Pattern[str], text: str) -> str:
    """Returns the first match with up to 80 characters of its sentence on each side; empty if none."""
    found = pattern.search(text)
    if found is None:
        return ""
    before = _SENTENCE_END.split(text[max(0, found.start() - 2 * _CONTEXT) : found.start()])[-1]
    behind = _SENTENCE_END.split(text[found.end() : found.end() + 2 * _CONTEXT])[0]
    sentence, end = f"{before}{found.group(0)}{behind}", len(before) + len(found.group(0))
    said = around(sentence, len(before), end, before=_CONTEXT, behind=_CONTEXT)
    return shortened(" ".join(said.split()), _MAX_SENTENCE)


def _join(readings: list[ProfileReading]) -> ProfileReading:
    """Merges the readings of several pages of one profile: the first value wins, lists are concatenated."""

    def first(name: str) -> str:
        return next((value for reading in readings if (value := getattr(reading, name))), "")

    pictures: dict[str, Image] = {}
    for reading in readings:
        for image in reading.portfolio:
            pictures.setdefault(image.hash, image)
    return ProfileReading(
        name=first("name"),
        bio=first("bio"),
        email=first("email"),
        booking_url=first("booking_url"),
        instagram=first("instagram"),
        followers=next((reading.followers for reading in readings if reading.followers is not None), None),
        styles=tuple(dict.fromkeys(style for reading in readings for style in reading.styles))[:_MAX_STYLES],
        hashtags=tuple(dict.fromkeys(tag for reading in readings for tag in reading.hashtags))[:60],
        portfolio=tuple(pictures.values())[:MAX_IMAGES],
        prices=first("prices"),
        availability=first("availability"),
        evidence=tuple(item for reading in readings for item in reading.evidence),
    )

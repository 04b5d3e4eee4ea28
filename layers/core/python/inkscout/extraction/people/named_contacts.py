"""Gives artists mailboxes and booking pages of the site that are called after them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from inkscout.domain.reading import FoundArtist, StudioFacts
from inkscout.domain.romanise import in_latin
from inkscout.extraction.model import PageView
from inkscout.extraction.page.urls import page_key
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.people.own_contacts import is_no_page
from inkscout.extraction.text.mails import FREE, is_sample, mails_in, recipients
from inkscout.extraction.text.names import name_key
from inkscout.vocabulary.folding import tokens
from inkscout.vocabulary.loader import word_set

_BOOKING = word_set("pages.booking")
_SAMPLE_HOSTS = word_set("contacts.sample_hosts") - FREE
_OTHERS = Zone.REVIEW | Zone.CREDIT | Zone.BLOG | Zone.SHOP
_SHORTEST_WORD = 3
"""Minimum number of letters of a word of a name by which a mailbox is told."""
_SHORT = 40
"""Maximum number of characters of a link that names whom it books."""


def with_contacts_named_after_them(
    views: Sequence[PageView], artists: Sequence[FoundArtist], facts: StudioFacts
) -> list[FoundArtist]:
    """Returns the artists; who has no mail address or booking page gets the one that is called after them.

    A mailbox is called after an artist if a word of it is the given or family name, or if it begins with the
    whole name ("ada@…", "adaquillart@…"), and no colleague's is. A link is for booking an artist if it says
    so and names the artist and nobody else ("Book with Ada"), and leads away from the page; where colleagues'
    links lead to the same page, that is the studio's.

    Args:
        views: The pages of the website.
        artists: The artists of the website.
        facts: The studio's own facts.
    """
    mails = list(dict.fromkeys(_mails(views, facts))) if any(not one.email for one in artists) else []
    held = {artist.email for artist in artists}
    out = []
    for artist in artists:
        others = [other for other in artists if other is not artist]
        email, booking = artist.email, artist.booking_url
        if not email:
            own = [mail for mail in mails if mail not in held and _is_called(mail, artist)]
            own = [mail for mail in own if not any(_is_called(mail, other) for other in others)]
            email = own[0] if len(own) == 1 else ""
        if not booking and others:
            booking = next(_bookings(views, artist, others), "")
        out.append(replace(artist, email=email, booking_url=booking))
    shared = Counter(page_key(artist.booking_url) for artist in out if artist.booking_url)
    return [
        new
        if new.booking_url == old.booking_url or shared[page_key(new.booking_url)] == 1
        else replace(new, booking_url="")
        for new, old in zip(out, artists, strict=True)
    ]


def _mails(views: Sequence[PageView], facts: StudioFacts) -> Iterator[str]:
    if facts.email:
        yield facts.email
    for view in views:
        for link in view.document.links:
            if "@" in link.href and not _is_others(view, link.line):
                yield from recipients(link.href)
        for line in view.document.lines:
            if "@" in line.text and not _is_others(view, line.index):
                yield from mails_in(line.text)


def _is_others(view: PageView, line: int) -> bool:
    return bool(view.zones and view.zones[min(line, len(view.zones) - 1)] & _OTHERS)


def _is_called(mail: str, artist: FoundArtist) -> bool:
    """Whether a mailbox is called after an artist."""
    local, _, host = mail.partition("@")
    if is_sample(mail) or host.split(".")[0] in _SAMPLE_HOSTS:
        return False
    words = set(tokens(local.replace(".", " ").replace("_", " ").replace("-", " ")))
    for name in (artist.name, *artist.aliases):
        key = name_key(in_latin(name))
        if any(len(word) >= _SHORTEST_WORD and word in words for word in key):
            return True
        whole = "".join(key)
        if len(key) > 1 and "".join(one for one in local if one.isalpha()).startswith(whole):
            return True
    return False


def _bookings(views: Sequence[PageView], artist: FoundArtist, others: Sequence[FoundArtist]) -> Iterator[str]:
    own = set(name_key(artist.name)[:1])
    strangers = {word for other in others for word in name_key(other.name)} - set(name_key(artist.name))
    for view in views:
        for link in view.document.links:
            words = set(tokens(link.text)) if own and len(link.text) < _SHORT else set()
            if not own <= words or _BOOKING.isdisjoint(words) or not strangers.isdisjoint(words):
                continue
            url = view.document.absolute(link.href.strip())
            is_away = url.startswith("http") and page_key(url) != page_key(view.document.url)
            if is_away and not is_no_page(url) and not recipients(link.href):
                yield url

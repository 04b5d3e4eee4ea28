"""Gives artists those contacts of the studio that are theirs."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from inkscout.domain.reading import FoundArtist, StudioFacts
from inkscout.extraction.model import PageView, SiteContext
from inkscout.extraction.page.document import Link
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.people.first_person import speaks_alone, speaks_as_house
from inkscout.extraction.people.own_contacts import is_no_page, is_strangers
from inkscout.extraction.text.brand import is_named_after
from inkscout.extraction.text.handles import resembles
from inkscout.extraction.text.mails import FREE
from inkscout.vocabulary.folding import tokens
from inkscout.vocabulary.loader import word_set
from inkscout.vocabulary.networks import network_of, service_of

_BOOKING = word_set("pages.booking")
_SAMPLE_HOSTS = word_set("contacts.sample_hosts") - FREE
_OTHERS_WORDS = Zone.REVIEW | Zone.CREDIT | Zone.BLOG | Zone.SHOP
_LIKE_NAME = 0.6
_SHORT = 80
"""Maximum number of characters of a link's text that names where to book, and no sentence about it."""


def with_profiles_named_after_them(artists: Sequence[FoundArtist], facts: StudioFacts) -> list[FoundArtist]:
    """Returns the artists, with the studio's profiles that are named like one of them alone."""
    out = []
    for artist in artists:
        others = [other.name for other in artists if other is not artist]
        own = [
            url
            for url in _profiles(facts.socials)
            if resembles(artist.name, _profile_name(url)) >= _LIKE_NAME
            and not any(resembles(name, _profile_name(url)) for name in others)
        ]
        out.append(replace(artist, socials=tuple(own)) if own and not artist.socials else artist)
    return out


def with_contacts_of_own_studio(site: SiteContext, artist: FoundArtist, facts: StudioFacts) -> FoundArtist:
    """Returns a website's only artist with the e-mail address, booking and profiles of the studio they are.

    Such a studio, or its handle, is named after the artist, or its website speaks as one tattooist. A mail
    address of somebody else's given name, or of a template, is left out. The only artist of another site
    that does not speak as a house gets its booking alone.
    """
    studios, names = (facts.name, site.studio_name), (artist.name, *artist.aliases)
    named_after = any(
        is_named_after(studio, name, facts.instagram) for studio in studios if studio for name in names
    )
    booking = artist.booking_url
    if not (named_after or speaks_alone(site.views)):
        is_house = speaks_as_house(site.views)
        return artist if is_house else replace(artist, booking_url=booking or _booking(site.views))
    host = facts.email.partition("@")[2].split(".")[0]
    is_own = host not in _SAMPLE_HOSTS and not is_strangers(artist, facts.email)
    return replace(
        artist,
        email=artist.email or (facts.email if is_own else ""),
        socials=artist.socials or _profiles(facts.socials),
        booking_url=booking or _booking(site.views),
    )


def _profiles(urls: Sequence[str]) -> tuple[str, ...]:
    """Returns profiles without pages below another one, and without LinkedIn, where web designers are."""
    return tuple(
        url
        for url in urls
        if network_of(url) != "linkedin" and not any(url.startswith(f"{other}/") for other in urls)
    )


def _profile_name(url: str) -> str:
    return unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]


def _booking(views: Sequence[PageView]) -> str:
    """Returns the address where a website says to book, or to write by WhatsApp; empty if it has none.

    Links that say so come first, those to another part of the same page last.
    """
    found = min(_ways_to_book(views), default=(0, 0, ""), key=lambda way: way[:2])
    return found[2]


def _ways_to_book(views: Sequence[PageView]) -> Iterator[tuple[int, int, str]]:
    order = 0
    for view in views:
        for link in view.document.links:
            order += 1
            href = link.href.strip()
            url = view.document.absolute(href)
            if href in ("", "#") or not url.startswith("http") or is_no_page(url) or _is_others(view, link):
                continue
            if not _BOOKING.isdisjoint(tokens(link.text)) and len(link.text) < _SHORT:
                yield (2 if href.startswith("#") else 0), order, url
            elif service_of(url) == "booking":
                yield 1, order, url


def _is_others(view: PageView, link: Link) -> bool:
    is_last = link.line >= len(view.zones)  # a button that floats over the page stands after all text
    zone = Zone.MAIN if is_last else view.zones[link.line]
    return bool(zone & _OTHERS_WORDS)

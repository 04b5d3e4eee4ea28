"""Keeps of each artist's links what leads to them: no booking page, website or team page of the studio."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from inkscout.domain.reading import FoundArtist
from inkscout.extraction.model import SiteContext
from inkscout.extraction.page.urls import host_word, is_file, page_key, path_words, same_host
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.people.colleagues import works_beside_others
from inkscout.extraction.text.handles import resembles
from inkscout.extraction.text.names import name_key
from inkscout.vocabulary.folding import fold
from inkscout.vocabulary.loader import long_list, word_set
from inkscout.vocabulary.networks import host_of, network_of, service_of

_LETTERS = re.compile(r"[^a-z]+")
_SHORT = 3
_FRAME_TAGS = ("nav", "header", "footer")
_NOT_ABOUT = word_set("contacts.legal_pages") | word_set("contacts.question_pages")
_LOCAL = ("127.", "192.168.", "10.0.")
"""Beginnings of addresses that are reached from nowhere else."""
_FRAMES = Zone.NAV | Zone.FOOTER | Zone.CREDIT


def with_own_contacts(site: SiteContext, artists: Sequence[FoundArtist]) -> list[FoundArtist]:
    """Returns the artists of a website without addresses that are not theirs alone.

    A website or a booking page is the studio's, or its web designer's, if a menu, header or footer links to
    it, if several artists share it, or if its host is named like the studio. Of the only artist of a site the
    studio's booking page is kept. A page that lists people is nobody's own, and neither is a picture, a
    profile at a social network, or a page of questions or legal notices.
    """
    has_links = any(artist.website or artist.booking_url for artist in artists)
    framed, teams = (
        _framed(site) if has_links else frozenset(),
        {view.key for view in site.views if view.is_team},
    )
    alone = len(artists) == 1 and not works_beside_others(site.views, artists[0])
    websites, bookings = (
        _shared(artists, lambda artist: artist.website),
        _shared(artists, lambda artist: artist.booking_url),
    )
    emails = Counter(artist.email for artist in artists if artist.email)

    def is_studios(url: str, artist: FoundArtist, shared: frozenset[str]) -> bool:
        key = page_key(url)
        if _names(artist, url):
            return False
        return key in framed or key in shared or (site.brand.covers(host_word(url)) and not alone)

    out = []
    for artist in artists:
        website, booking, page, email = artist.website, artist.booking_url, artist.page_url, artist.email
        if website and (service := service_of(website)):
            booking = booking or (website if service == "booking" else "")
            website = ""
        if website and (is_studios(website, artist, websites) or is_local(website)):
            website = ""
        if is_local(booking):
            booking = ""
        if booking and not alone and is_studios(booking, artist, bookings):
            booking = ""
        if website and booking and page_key(website) == page_key(booking):
            website = ""
        if page and (is_no_page(page) or (page_key(page) in teams and not _names(artist, page))):
            page = ""
        others = [other.name for other in artists if other is not artist]
        if emails[email] > 1 or is_strangers(artist, email):
            email = ""
        handle = artist.instagram
        if handle and not resembles(artist.name, handle) and any(resembles(name, handle) for name in others):
            handle = ""
        out.append(
            replace(
                artist,
                website=website,
                booking_url=booking,
                page_url=page,
                email=email,
                instagram=handle,
            )
        )
    return out


def is_local(url: str) -> bool:
    """Whether a URL leads to the machine on which a site was made: "localhost", or a host without a dot."""
    host = host_of(url)
    return bool(url) and ("." not in host or host.startswith(_LOCAL) or host.endswith(".local"))


def is_no_page(url: str) -> bool:
    """Whether a URL leads to no page about a person: a file, a social network, questions, legal notices."""
    return bool(is_file(url) or network_of(url) or _NOT_ABOUT.intersection(path_words(url)))


def is_strangers(artist: FoundArtist, email: str) -> bool:
    """Whether a mail address begins with a given name that is not the artist's."""
    first = _LETTERS.split(fold(email.partition("@")[0]))[0]
    own = {word for name in (artist.name, *artist.aliases) for word in name_key(name)}
    return (
        len(first) > _SHORT
        and first in long_list("given_names")
        and first not in own
        and not _names(artist, email)
    )


def _shared(artists: Sequence[FoundArtist], address: Callable[[FoundArtist], str]) -> frozenset[str]:
    counts = Counter(page_key(url) for artist in artists if (url := address(artist)))
    return frozenset(key for key, count in counts.items() if count > 1)


def _names(artist: FoundArtist, url: str) -> bool:
    """Whether an address contains a word of the artist's name, or their handle."""
    plain = fold(url)
    words = [word for word in name_key(artist.name) if len(word) > 2]
    return any(word in plain for word in (*words, artist.instagram) if word)


def _framed(site: SiteContext) -> frozenset[str]:
    """Returns the keys of pages that a menu, header, footer or credit links to; the site's own without names.

    Links to artists' own pages in a menu of artists are left out by the caller, since these name them.
    """
    found: set[str] = set()
    for view in site.views:
        last = len(view.zones) - 1
        for link in view.document.links:
            zone = view.zones[min(link.line, last)] if last >= 0 else Zone.MAIN
            if zone & _FRAMES or any(node.tag in _FRAME_TAGS for node in link.element.ancestors()):
                url = view.document.absolute(link.href)
                if url.startswith("http") and not (same_host(url, view.document.url) and "#" in link.href):
                    found.add(page_key(url))
    return frozenset(found)

"""Leaves out of a profile's reading what is the studio's or somebody else's, before it is stored."""

from dataclasses import replace
from urllib.parse import urlsplit

from inkscout.domain.artist import Artist
from inkscout.domain.reading import ProfileReading
from inkscout.domain.same_person import resembles
from inkscout.domain.studio import Studio
from inkscout.extraction import name_key
from inkscout.ports import Directory
from inkscout.vocabulary.folding import tokens

_SEVERAL = 2
"""Number of artists from which on a studio's contacts are nobody's own."""
_PAGE = "profile.page"


def own_profile(reading: ProfileReading, artist: Artist, directory: Directory) -> ProfileReading:
    """Returns a profile's reading with what is the artist's own.

    Left out are the home studio's handle, e-mail address and booking page, which a page about an artist on
    the studio's website shows in its menu and footer; of the only artist of a studio they are kept. The rest
    of such a page was read with the whole website, which tells what is the artist's from what all pages
    repeat: it only fills what that reading left empty, and adds no handle and no booking page without the
    artist's name. A headline without a word of the artist's name is no alias.
    """
    reading = _with_own_name(reading, artist)
    home = directory.studio(artist.studio_id) if artist.studio_id else None
    if home is None:
        return reading
    if reading.evidence and _is_on(reading.evidence[0].url, home.website):
        reading = _beside_the_site(reading, artist)
    active = [stay for stay in directory.residencies(home.studio_id) if stay.active]
    return _without_studios(reading, artist, home) if len(active) >= _SEVERAL else reading


def _with_own_name(reading: ProfileReading, artist: Artist) -> ProfileReading:
    if not reading.name or not reading.evidence or reading.evidence[0].finder != _PAGE:
        return reading
    known = {word for name in (artist.name, *artist.aliases) for word in name_key(name)}
    return reading if known.intersection(name_key(reading.name)) else replace(reading, name="")


def _beside_the_site(reading: ProfileReading, artist: Artist) -> ProfileReading:
    words = set(name_key(artist.name))
    names_artist = words.intersection(tokens(reading.bio))
    return replace(
        reading,
        bio=reading.bio if names_artist else "",
        portfolio=() if artist.portfolio else reading.portfolio,
        styles=() if artist.styles else reading.styles,
    )


def _without_studios(reading: ProfileReading, artist: Artist, home: Studio) -> ProfileReading:
    on_site = bool(reading.evidence) and _is_on(reading.evidence[0].url, home.website)
    is_theirs = reading.instagram == artist.instagram or resembles(
        (artist.name, *artist.aliases), reading.instagram
    )
    is_studios_handle = not is_theirs and (
        on_site or (bool(home.instagram) and reading.instagram == home.instagram)
    )
    is_studios_email = (
        bool(home.email) and reading.email.lower() == home.email.lower() != artist.email.lower()
    )
    names_artist = set(name_key(artist.name)).intersection(tokens(reading.booking_url))
    books_at_studio = not _is_on(artist.website, home.website) and (
        _is_on(reading.booking_url, home.website) or (on_site and not names_artist)
    )
    return replace(
        reading,
        instagram="" if is_studios_handle else reading.instagram,
        email="" if is_studios_email else reading.email,
        booking_url="" if books_at_studio else reading.booking_url,
    )


def _is_on(url: str, website: str) -> bool:
    """Whether a URL is on the host of a website."""
    return bool(url and website) and _host(url) == _host(website)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""

"""Sitemaps of the website: lists of the pages that search engines may show, written with the exports."""

from collections.abc import Iterable, Iterator

from inkscout.domain import public_paths
from inkscout.domain.artist import Artist
from inkscout.domain.studio import Studio
from inkscout.vocabulary.styles import STYLE_NAMES

PAGES_EACH = 50_000
"""Maximum number of pages in one sitemap (sitemaps.org protocol 0.9)."""

ENOUGH_ARTISTS = 3
"""Number of artists from which a page of a city, or of a style in a city, is worth a search engine's time."""

_FIXED = ("/", "/styles", "/removal", "/about", "/faq", "/privacy", "/terms", "/accessibility", "/colophon")


def sitemaps(artists: Iterable[Artist], studios: Iterable[Studio]) -> dict[str, str]:
    """Returns the sitemaps by file name; each line is a path, a tab, and the time of the last change.

    There is always a first sitemap, and an empty one after the last, which ends a longer list of before.
    """
    lines = [f"{path}\t{changed}" for path, changed in _pages(list(artists), studios)]
    parts = [lines[start : start + PAGES_EACH] for start in range(0, len(lines), PAGES_EACH)]
    return {
        f"sitemap-{n}.tsv": "".join(f"{line}\n" for line in part) for n, part in enumerate([*parts, []], 1)
    }


def is_worth_finding(artist: Artist) -> bool:
    """Whether search engines may list a profile: it has a studio, and styles, a biography or pictures."""
    return bool(artist.is_shown and artist.studio_id and (artist.styles or artist.bio or artist.portfolio))


def _pages(artists: list[Artist], studios: Iterable[Studio]) -> Iterator[tuple[str, str]]:
    yield from ((path, "") for path in _FIXED)
    yield from ((f"/styles/{style}", "") for style in STYLE_NAMES)
    yield from _landing_pages(artists)
    for studio in studios:
        if not studio.is_closed:
            yield public_paths.studio_path(studio.studio_id, studio.name), studio.updated_at
    for artist in artists:
        if is_worth_finding(artist):
            yield public_paths.artist_path(artist.artist_id, artist.name), artist.updated_at


def _landing_pages(artists: list[Artist]) -> Iterator[tuple[str, str]]:
    """Yields the pages of cities, and of styles in cities, with enough artists and their newest change."""
    counted: dict[str, int] = {}
    newest: dict[str, str] = {}
    for artist in artists:
        city = public_paths.slug(artist.city)
        if not (artist.is_shown and city and artist.country):
            continue
        place = f"/{artist.country.lower()}/{city}"
        for path in (place, *(f"{place}/{style}" for style in artist.styles)):
            counted[path] = counted.get(path, 0) + 1
            newest[path] = max(newest.get(path, ""), artist.updated_at)
    yield from ((path, newest[path]) for path in sorted(counted) if counted[path] >= ENOUGH_ARTISTS)

"""Tells whose a picture is where names, texts and pictures stand in one row, not in an element for each."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from inkscout.domain.reading import FoundArtist, Image
from inkscout.extraction.page.document import Document, Line
from inkscout.extraction.page.images import image_of

_LEAST_OWNERS = 2
_MENU = "menu"
"""Finder of names in menus, which a page about one person has too."""
_FAIR = 2
"""Number of times as many pictures as the colleague with the most that one person may have on such a page."""


def pictures_before_names(
    document: Document, named: Sequence[tuple[Line, int]]
) -> Iterator[tuple[int, int, Image]]:
    """Yields the picture directly before each name, where a text parts it from the name before.

    Each is the artist's index, the position of the picture's element, and the picture.

    Nothing is yielded unless every name of the page has such a picture, since it may as well belong to the
    person before.

    Args:
        document: The page.
        named: Lines that are an artist's name, in document order, with the artist's index.
    """
    if len({at for _, at in named}) < _LEAST_OWNERS:
        return
    last_before = {picture.line: picture for picture in document.pictures}
    found: list[tuple[int, int, Image]] = []
    before = -1
    for line, at in named:
        picture = last_before.get(line.index)
        image = image_of(document, picture) if picture is not None else None
        if picture is None or image is None or line.index <= before + 1:
            return
        found.append((at, picture.element.order, image))
        before = line.index
    yield from found


def without_surplus(artists: Sequence[FoundArtist], owned: Mapping[str, int]) -> list[FoundArtist]:
    """Returns the artists without the pictures that one of a page's artists gets by standing first or last.

    A record that no element bounds reaches to the next name, or over the rest of the page: the studio's
    gallery and what follows it.

    Args:
        artists: The artists with their pictures.
        owned: By hash, the index of the artist whose card, name or label tells that the picture is theirs.
    """
    naming: dict[str, set[int]] = {}
    for at, artist in enumerate(artists):
        for one in artist.evidence:
            if one.finder != _MENU:
                naming.setdefault(one.url, set()).add(at)
    loose: list[list[Image]] = []
    counts: dict[str, Counter[int]] = {}
    for at, artist in enumerate(artists):
        mine = [
            image
            for image in artist.portfolio
            if len(naming.get(image.page_url, ())) >= _LEAST_OWNERS
            and image.page_url != artist.page_url
            and owned.get(image.hash) != at
        ]
        loose.append(mine)
        for image in mine:
            counts.setdefault(image.page_url, Counter())[at] += 1
    out = []
    for at, artist in enumerate(artists):
        left_out: set[str] = set()
        for url in {image.page_url for image in loose[at]}:
            most = max((number for other, number in counts[url].items() if other != at), default=0)
            if counts[url][at] > _FAIR * most + 1:
                left_out |= {image.hash for image in [one for one in loose[at] if one.page_url == url][most:]}
        kept = tuple(image for image in artist.portfolio if image.hash not in left_out)
        out.append(replace(artist, portfolio=kept) if left_out else artist)
    return out

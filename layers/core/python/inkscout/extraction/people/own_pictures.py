"""Gives each artist the pictures that are theirs: work and portraits, no furniture, nobody else's work."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from urllib.parse import unquote, urlsplit

from inkscout.domain.reading import FoundArtist, Image
from inkscout.domain.romanise import in_latin
from inkscout.extraction.model import PageView, SiteContext
from inkscout.extraction.page.document import Picture
from inkscout.extraction.page.images import image_of
from inkscout.extraction.page.urls import path_words
from inkscout.extraction.page.zones import Zone, zone_between
from inkscout.extraction.people.first_person import speaks_as_house
from inkscout.extraction.text.names import name_key
from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.loader import word_set

_GALLERY_WORDS = word_set("pages.gallery") | word_set("pages.minor")
_MAX_PICTURES = 200
"""Maximum number of pictures looked at per page."""
_MAX_PORTFOLIO = 40
_LEAST_PAGES = 4
"""Minimum number of pages that repeat a picture of the layout."""
_SHARE_OF_PAGES = 0.6
_NOT_THEIRS = Zone.REVIEW | Zone.SHOP | Zone.BLOG | Zone.NAV | Zone.FOOTER | Zone.FORM
_SPLIT = re.compile(r"[^a-z\u00df-\uffff]+")
_LEAST_LETTERS = 3
_SEGMENTS = 3
_LONGEST_ALT = 80


@dataclass(slots=True)
class _Shown:
    """A picture of the website, the number of pages that show it, and where they show it.

    Attributes:
        image: The picture.
        pages: Number of pages that show it.
        framed: Whether one shows it in its menu, header or footer.
        gallery: Whether one shows it in a gallery, or is a page of works.
        elsewhere: Whether one shows it among reviews, goods or articles.
        texts: Its descriptions.
    """

    image: Image
    pages: int = 0
    framed: bool = False
    gallery: bool = False
    elsewhere: bool = False
    texts: set[str] = field(default_factory=set)


def with_own_pictures(site: SiteContext, artists: Sequence[FoundArtist]) -> list[FoundArtist]:
    """Returns the artists of a website with the pictures that are theirs.

    Left out are pictures that most pages repeat or that a menu, header or footer shows, those whose address
    or description names a colleague, and those that several artists share. Added are all pictures that name
    an artist; to the only artist of a site that does not speak as a house, also its galleries.
    """
    if not artists:
        return []
    shown = _shown(site.views)
    owners = _owners(site, artists, shown)
    holders = Counter(image.hash for artist in artists for image in artist.portfolio)
    alone = len(artists) == 1 and not speaks_as_house(site.views)
    out = []
    for at, artist in enumerate(artists):
        kept: dict[str, Image] = {}
        for image in artist.portfolio:
            owner = owners.get(image.hash)
            mine = owner == at or (owner is None and holders[image.hash] == 1)
            if mine and not _is_furniture(shown.get(image.hash), len(site.views)):
                kept[image.hash] = image
        for key, picture in shown.items():
            named = owners.get(key) == at and not picture.elsewhere
            if (named or (alone and picture.gallery and not picture.elsewhere)) and not _is_furniture(
                picture, len(site.views)
            ):
                kept.setdefault(key, picture.image)
        out.append(replace(artist, portfolio=tuple(kept.values())[:_MAX_PORTFOLIO]))
    return out


def _shown(views: Sequence[PageView]) -> dict[str, _Shown]:
    """Returns the pictures of a website by their hash, in the order of pages."""
    found: dict[str, _Shown] = {}
    for view in views:
        on_gallery_page = bool(_GALLERY_WORDS.intersection(path_words(view.document.url)))
        here: set[str] = set()
        for picture in view.document.pictures[:_MAX_PICTURES]:
            image = image_of(view.document, picture)
            if image is None:
                continue
            one = found.setdefault(image.hash, _Shown(image))
            if image.hash not in here:
                here.add(image.hash)
                one.pages += 1
            zone = zone_between(view.zones, picture.line)
            one.framed = one.framed or _is_framed(picture)
            one.gallery = one.gallery or on_gallery_page or bool(zone & Zone.GALLERY)
            one.elsewhere = one.elsewhere or bool(zone & _NOT_THEIRS) or view.is_article
            if len(picture.alt) <= _LONGEST_ALT:
                one.texts.add(picture.alt)
    return found


def _is_framed(picture: Picture) -> bool:
    """Whether a picture is in a menu, a footer or the page's header."""
    return any(
        node.tag in ("nav", "footer") or (node.tag == "header" and node.depth <= 3)
        for node in picture.element.ancestors()
    )


def _is_furniture(picture: _Shown | None, pages: int) -> bool:
    if picture is None:
        return False
    repeated = picture.pages >= _LEAST_PAGES and picture.pages >= _SHARE_OF_PAGES * pages
    return picture.framed or repeated


def _owners(site: SiteContext, artists: Sequence[FoundArtist], shown: Mapping[str, _Shown]) -> dict[str, int]:
    """Returns the index of the artist by hash, for pictures whose address or description names just one.

    Words that several artists share, that belong to the studio's name, or that most pictures have, tell
    nothing.
    """
    marks = _marks(site, artists)
    words = {key: _words(picture) for key, picture in shown.items()}
    for artist in artists:
        for image in artist.portfolio:
            if image.hash not in words:
                words[image.hash] = _words(_Shown(image, texts={image.alt}))
    often = Counter(word for said in words.values() for word in said)
    telling = {
        mark: at for mark, at in marks.items() if len(artists) > 1 or 2 * often[mark] <= max(4, len(words))
    }
    found: dict[str, int] = {}
    for key, said in words.items():
        named = {telling[word] for word in said if word in telling}
        if len(named) == 1:
            found[key] = named.pop()
    return found


def _marks(site: SiteContext, artists: Sequence[FoundArtist]) -> dict[str, int]:
    """Returns the index of the artist by a word that is only theirs: of their names, or their handle."""
    holders: dict[str, set[int]] = defaultdict(set)
    for at, artist in enumerate(artists):
        for name in (artist.name, *artist.aliases):
            for key in (name_key(name), name_key(in_latin(name))):
                if not key:
                    continue
                holders["".join(key)].add(at)
                holders[key[0]].add(at)
                holders[key[-1]].add(at)
        if artist.instagram:
            holders[_joined(artist.instagram)].add(at)
    return {
        mark: next(iter(people))
        for mark, people in holders.items()
        if len(people) == 1 and len(mark) >= _LEAST_LETTERS and mark not in site.brand.words
    }


def _words(picture: _Shown) -> frozenset[str]:
    """Returns the words of a picture's address and descriptions, single and joined in pairs."""
    try:
        path = unquote(urlsplit(picture.image.url).path)
    except ValueError:
        path = ""
    found: set[str] = set()
    for segment in path.split("/")[-_SEGMENTS:]:
        pieces = [piece for piece in _SPLIT.split(fold(segment.rpartition(".")[0] or segment)) if piece]
        found.update(pieces)
        found.update(_pairs(pieces))
        found.add(_joined(segment.rpartition(".")[0]))
    for text in picture.texts:
        said = tokens(text)
        found.update(said)
        found.update(_pairs(said))
    return frozenset(found)


def _pairs(words: Sequence[str]) -> Iterable[str]:
    return (one + other for one, other in pairwise(words))


def _joined(text: str) -> str:
    return "".join(letter for letter in fold(text) if letter.isalpha())

"""Gathers the pictures that a website shows: where, how often, and in which company."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from inkscout.domain.reading import Image
from inkscout.extraction.model import PageView
from inkscout.extraction.page.document import Document, Picture
from inkscout.extraction.page.images import image_of
from inkscout.extraction.page.urls import path_words
from inkscout.extraction.page.zones import Zone, zone_between
from inkscout.extraction.people.listed_pictures import ListedPicture
from inkscout.extraction.people.picture_words import PictureWords, words_of
from inkscout.extraction.people.team_portraits import folder_of
from inkscout.vocabulary.folding import tokens
from inkscout.vocabulary.loader import word_set

_GALLERY_WORDS = word_set("pages.gallery") | word_set("pages.minor")
_MAX_PICTURES = 200
"""Maximum number of pictures looked at per page."""
_NOT_THEIRS = Zone.REVIEW | Zone.SHOP | Zone.BLOG
_FRAME = Zone.NAV | Zone.FOOTER | Zone.FORM
_LONGEST_ALT = 80
_OFTEN = 4
"""Number of times from which a page repeats a picture as decoration."""
_LEVELS = 4
_CAPTION_LINES = 2
_LEAST_CAPTION = 3
"""Level of the highest heading that may be a caption."""
_PHOTO = re.compile(r"\.(?:jpe?g|png|webp|avif)$", re.IGNORECASE)
_OF_OTHERS = re.compile(r"(?<![a-z])(?:product|merch|testimonial|review|sponsor|partner)s?(?![a-z])")
"""Matches classes of goods, and of customers' and partners' parts of a page."""
_SLIDE = re.compile(r"slide|slick|swiper|carousel|owl|splide|glide|flickity|marquee|gallery|galer|item|clone")
"""Matches classes of galleries, whose slides are hidden from readers' devices in turn."""
_WORK = word_set("pictures.work") | word_set("pages.gallery") | word_set("pictures.gallery_headings")
_HOUSE = (word_set("pictures.house") | word_set("pictures.house_headings") | word_set("trade.houses")) - _WORK
_POINTING = word_set("team.pointing") | word_set("pictures.of") | word_set("pictures.pointing")
_LEAST_IN_ROW = 3
"""Minimum number of pictures that follow each other in a row of works."""
_LINES_BETWEEN = 4
"""Maximum number of text lines between neighbours in a row: captions, not chapters."""


@dataclass(slots=True)
class ShownPicture:
    """A picture of the website, the number of pages that show it, and where they show it.

    Attributes:
        image: The picture.
        pages: Number of pages that show it.
        framed: Number of pages that show it in their menu, header or footer.
        gallery: Whether one shows it in a gallery, or is a page of works.
        row: Whether one shows it in a row of pictures of one folder.
        elsewhere: Whether one shows it among reviews, goods or articles.
        of_house: Whether one shows it under a heading such as "Our studio" or "Certificates".
        leads_to_whole: Whether one shows it as a link to a picture.
        repeated: Whether one shows it over and over, as decoration.
        texts: Its descriptions.
    """

    image: Image
    pages: int = 0
    framed: int = 0
    gallery: bool = False
    row: bool = False
    elsewhere: bool = False
    of_house: bool = False
    leads_to_whole: bool = False
    repeated: bool = False
    texts: set[str] = field(default_factory=set)

    @property
    def words(self) -> PictureWords:
        """Words of its address and descriptions."""
        return words_of(self.image.url, self.texts)

    @property
    def shows_goods(self) -> bool:
        """Whether heading and file both name rooms or services ("Piercing" above "piercing-anna.jpg")."""
        return self.of_house and self.words.names_thing


def shown_pictures(views: Sequence[PageView]) -> dict[str, ShownPicture]:
    """Returns the pictures of a website by their hash, in the order of pages."""
    found: dict[str, ShownPicture] = {}
    for view in views:
        on_gallery_page = bool(_GALLERY_WORDS.intersection(path_words(view.document.url)))
        here: set[str] = set()
        pictures = [
            (picture, image)
            for picture in view.document.pictures[:_MAX_PICTURES]
            if (image := image_of(view.document, picture)) is not None
        ]
        in_rows = _rows(pictures)
        times = Counter(image.hash for _, image in pictures)
        headings = [line.index for line in view.document.lines if line.heading]
        for picture, image in pictures:
            one = found.setdefault(image.hash, ShownPicture(image))
            if image.hash not in here:
                here.add(image.hash)
                one.pages += 1
                one.framed += _is_framed(picture) or (
                    _is_decoration(picture) and not words_of(image.url, ()).says_work
                )
            zone = zone_between(view.zones, picture.line)
            in_gallery = on_gallery_page or bool(zone & Zone.GALLERY)
            one.gallery = one.gallery or in_gallery
            one.row = one.row or image.hash in in_rows
            # A gallery without texts lies between the lines of the menu and those of the footer.
            outside = _NOT_THEIRS if in_gallery else _NOT_THEIRS | _FRAME
            one.elsewhere = one.elsewhere or bool(zone & outside) or view.is_article or _is_sold(picture)
            one.leads_to_whole = one.leads_to_whole or _leads_to_whole(picture)
            one.repeated = one.repeated or (times[image.hash] >= _OFTEN and not in_gallery)
            at = bisect_left(headings, picture.line)
            one.of_house = one.of_house or (
                at > 0 and is_of_house(view.document.lines[headings[at - 1]].text)
            )
            texts = (picture.alt, _caption(view.document, picture))
            one.texts.update(text for text in texts if len(text) <= _LONGEST_ALT)
    return found


@lru_cache(maxsize=2048)
def is_of_house(heading: str) -> bool:
    """Whether a heading stands above pictures of rooms, certificates or goods: "Our studio"."""
    words = set(tokens(heading))
    said = words - _POINTING
    return bool(said) and said <= _HOUSE and not words & _WORK


def _caption(document: Document, picture: Picture) -> str:
    """Returns the text of the smallest element around a picture that has one, if short and no other's."""
    for node in islice(picture.element.ancestors(), 1, _LEVELS):
        if node.end > node.start:
            lines = document.lines_of(node)[: _CAPTION_LINES + 1]
            is_title = any(0 < line.heading < _LEAST_CAPTION for line in lines)
            if is_title or len(lines) > _CAPTION_LINES:
                return ""
            is_alone = len(document.pictures_between(node.order, node.last + 1)) == 1
            return document.text_of(node) if is_alone else ""
    return ""


def _is_sold(picture: Picture) -> bool:
    """Whether a picture stands in the part of goods or of somebody's praise, by an element's class."""
    return any(
        _OF_OTHERS.search(node.label()) is not None for node in islice(picture.element.ancestors(), _LEVELS)
    )


def _leads_to_whole(picture: Picture) -> bool:
    link = next((node for node in islice(picture.element.ancestors(), _LEVELS) if node.tag == "a"), None)
    return link is not None and _PHOTO.search(link.get("href").strip()) is not None


def _is_decoration(picture: Picture) -> bool:
    """Whether readers' devices pass over a picture, which is no slide of a gallery."""
    if picture.alt:
        return False
    for node in islice(picture.element.ancestors(), _LEVELS):
        if node.get("aria-hidden") == "true" or node.get("role") == "presentation":
            return _SLIDE.search(" ".join(one.label() for one in islice(node.ancestors(), _LEVELS))) is None
    return False


def add_listed(shown: dict[str, ShownPicture], listed: Sequence[ListedPicture]) -> None:
    """Adds the pictures that scripts list to those that pages show."""
    for one in listed:
        is_new = one.image.hash not in shown
        picture = shown.setdefault(one.image.hash, ShownPicture(one.image))
        picture.row = picture.row or one.row
        picture.elsewhere = picture.elsewhere or (is_new and one.other and one.owner is None)
        if one.image.alt and len(one.image.alt) <= _LONGEST_ALT:
            picture.texts.add(one.image.alt)


def _rows(pictures: Sequence[tuple[Picture, Image]]) -> frozenset[str]:
    """Returns the hashes of pictures of one folder that follow each other, at least three different ones."""
    found: set[str] = set()
    row: list[tuple[Picture, Image]] = []
    for picture, image in pictures:
        if row and (
            folder_of(row[-1][1].url) != folder_of(image.url)
            or picture.line - row[-1][0].line > _LINES_BETWEEN
        ):
            found |= _if_row(row)
            row = []
        row.append((picture, image))
    return frozenset(found | _if_row(row))


def _if_row(row: Sequence[tuple[Picture, Image]]) -> set[str]:
    hashes = {image.hash for _, image in row}
    return hashes if len(hashes) >= _LEAST_IN_ROW else set()


def _is_framed(picture: Picture) -> bool:
    """Whether a picture is in a menu, a footer or the page's header."""
    return any(
        node.tag in ("nav", "footer") or (node.tag == "header" and node.depth <= 3)
        for node in picture.element.ancestors()
    )

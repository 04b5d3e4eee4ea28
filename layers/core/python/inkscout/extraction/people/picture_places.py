"""Tells whose a picture is by its place: in a card, a panel behind a click, a gallery under a name."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from inkscout.domain.reading import FoundArtist, Image
from inkscout.extraction.model import PageView
from inkscout.extraction.page.document import Document, Element, Line
from inkscout.extraction.page.images import image_of
from inkscout.extraction.page.urls import path_words
from inkscout.extraction.people.flat_pages import pictures_before_names
from inkscout.extraction.people.linked_galleries import linked_galleries
from inkscout.extraction.people.listed_pictures import ListedPicture, listed_pictures
from inkscout.extraction.text.names import name_key
from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.loader import word_set

_GALLERY = word_set("pictures.gallery_headings") | word_set("pages.gallery") | word_set("pictures.works_of")
_GUESTS = word_set("pictures.guests")
_ONESELF = frozenset(("all", "me", "owner"))
"""Labels of everybody's pictures, or of the owner's."""
_OF = word_set("pictures.of") | frozenset(("het", "las", "los", "the"))
_VOWELS = frozenset("aeiouyаеёийоуыэюяіїє")
_POSSESSIVE = (
    "in", "ina", "ine", "ini", "ino", "iny", "ov", "ova", "ove", "ovi", "ovo", "ovy", "ева", "евы", "ин",
    "ина", "ины", "ов", "ова", "ове", "ови", "овы",
)  # fmt: skip
"""Endings of Slavic adjectives that say whose something is ("Antini radovi", "Olegovy práce")."""
_LONGEST_ENDING = 2
"""Maximum number of letters that a genitive adds to a name."""
_LEAST_WORDS = 2
_LONGEST_NAME, _LONGEST_HEADING = 60, 80
_LONGEST_CARD = 40
"""Maximum number of text lines of a card."""
_LINKING = 3
"""Maximum number of letters of a word that links gallery and name in a heading ("of", "by", "von")."""
_LEAST_OWNERS = 2
"""Minimum number of artists with parts of a page of the same kind, for the parts to tell whose they are."""
_LEAST_LETTERS = 3
_MAX_PICTURES = 200
_MAX_PARTS = 100
"""Maximum number of parts of a page that are looked at."""
_PAGE_TAGS = ("body", "html", "main")
_SECTIONS = ("section", "article", "main", "body", "html")
_QUOTED = re.compile(r"[\"']#?([\w:.-]{1,80})[\"']")
_WORD = re.compile(r"[^\W\d_]+")
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PANEL = re.compile(r"modal|popup|lightbox|collapse|drawer|dialog|hidden")
_LABELS = ("id", "data-artist", "data-author", "data-tattooist", "data-tattooer", "data-by", "data-owner")
_GROUPS = (
    "data-album", "data-cat", "data-category", "data-fancybox", "data-filter", "data-gallery", "data-group",
    "data-groups", "data-lightbox", "data-tag", "data-tags", "data-type", "rel",
)  # fmt: skip
"""Attributes that group pictures, by artists or by anything else."""
_MAX_LABEL = 200


@dataclass(frozen=True, slots=True)
class PicturePlaces:
    """Artists of pictures, by their index, as the places of the pictures tell.

    Attributes:
        works: By hash, a picture of a panel, gallery or list that is one artist's, and that artist.
        cards: By hash, the artist in whose cards alone a picture stands.
        listed: Pictures that scripts list.
        others: Hashes of pictures on pages of guests, or that an attribute labels with somebody else.
    """

    works: Mapping[str, tuple[int, Image]]
    cards: Mapping[str, int]
    listed: Sequence[ListedPicture]
    others: frozenset[str]


def places_of(
    views: Sequence[PageView], artists: Sequence[FoundArtist], house: Iterable[str] = ()
) -> PicturePlaces:
    """Returns whose pictures the pages of a website show.

    A picture that is in places of several artists is in neither mapping.

    Args:
        views: The pages.
        artists: Artists of the website.
        house: Words of the studio's name, which name nobody.
    """
    names = _full_names(artists)
    firsts = _first_words(artists, frozenset(house))
    works: dict[str, dict[int, Image]] = defaultdict(dict)
    cards: dict[str, set[int | None]] = defaultdict(set)
    others: set[str] = set()
    for view in views:
        if view.is_article:
            continue
        page = _CardPage(view.document, names, firsts)
        others.update(_of_others(view.document, firsts))
        for at, image in _works_on(page):
            works[image.hash].setdefault(at, image)
        if page.cards:
            for picture in view.document.pictures[:_MAX_PICTURES]:
                if (photo := image_of(view.document, picture)) is not None:
                    cards[photo.hash].add(page.holder(picture.element.order))
    for document, at in linked_galleries(views, names):
        for image in _images(document, 0, document.root.last):
            works[image.hash].setdefault(at, image)
    listed = listed_pictures(views, names, firsts)
    for one in listed:
        if one.owner is not None:
            works[one.image.hash].setdefault(one.owner, one.image)
    return PicturePlaces(
        {key: next(iter(found.items())) for key, found in works.items() if len(found) == 1},
        {
            key: holder
            for key, held in cards.items()
            if len(held) == 1 and (holder := next(iter(held))) is not None
        },
        listed,
        frozenset(others),
    )


def _works_on(page: "_CardPage") -> Iterator[tuple[int, Image]]:
    """Yields the pictures in the parts of a page that are one artist's, with the artist's index."""
    parts = chain(page.headed(), page.panels(), _labelled(page, page.firsts))
    for low, high, at in islice(parts, _MAX_PARTS):
        for image in _images(page.document, low, high):
            yield at, image
    for at, order, image in pictures_before_names(page.document, page.named):
        if page.holder(order) is None:
            yield at, image


class _CardPage:
    """A page with the cards of the artists whom it names in lines of their own."""

    def __init__(
        self, document: Document, names: Mapping[tuple[str, ...], int], firsts: Mapping[str, int]
    ) -> None:
        self.document, self.firsts = document, firsts
        self.names = names
        self.named = [
            (line, at)
            for line in document.lines
            if len(line.text) <= _LONGEST_NAME and (at := names.get(name_key(line.text))) is not None
        ]
        self._lines = [line.index for line, _ in self.named]
        self._runs = _ends_of_runs([at for _, at in self.named])
        self.cards: list[tuple[Element, int]] = []
        if len({at for _, at in self.named}) >= _LEAST_OWNERS:
            cards = ((self._card(line, at), at) for line, at in self.named)
            self.cards = _outermost([(card, at) for card, at in cards if card is not None])
        self._orders = [card.order for card, _ in self.cards]

    def _card(self, line: Line, at: int) -> Element | None:
        """Returns the largest element around a name that names no other artist."""
        best: Element | None = None
        for node in line.element.ancestors():
            if node.tag in _PAGE_TAGS or node.end - node.start > _LONGEST_CARD or not self.is_alone(node, at):
                break
            best = node
        return best

    def is_alone(self, node: Element, at: int) -> bool:
        """Whether an element names no other artist."""
        first = bisect_left(self._lines, node.start)
        if first == len(self._lines) or self._lines[first] >= node.end:
            return True
        until = self._runs[first]
        ends_here = until == len(self._lines) or self._lines[until] >= node.end
        return self.named[first][1] == at and ends_here

    def holder(self, order: int) -> int | None:
        """Returns the artist in whose card an element stands, by its position; None if in none."""
        before = bisect_right(self._orders, order) - 1
        return self.cards[before][1] if before >= 0 and order <= self.cards[before][0].last else None

    def headed(self) -> Iterator[tuple[int, int, int]]:
        """Yields the galleries under headings such as "Works by Anna Cole": first, last position, artist."""
        headings = [
            line
            for line in self.document.lines
            if line.heading and not (len(line.href) > 1 and line.href.startswith("#"))
        ]
        for at_line, line in enumerate(headings):
            at = self._gallery_of(line)
            if at is None:
                continue
            section = next((node for node in line.element.ancestors() if node.tag in _SECTIONS), None)
            last = section.last if section is not None else self.document.root.last
            following = next((one for one in headings[at_line + 1 :] if one.heading <= line.heading), None)
            if following is not None:
                last = min(last, following.element.order - 1)
            yield line.element.order, last, at

    def _gallery_of(self, line: Line) -> int | None:
        """Returns the artist whose gallery a heading announces; None if it announces none."""
        if len(line.text) > _LONGEST_HEADING:
            return None
        words = [word.removesuffix("'s").removesuffix("\u2019s") for word in tokens(line.text)]
        for size in (3, 2, 1):
            for start in range(len(words) - size + 1):
                at = self.names.get(tuple(words[start : start + size]))
                rest = words[:start] + words[start + size :]
                if at is None or not _GALLERY.intersection(rest):
                    continue
                return at if all(word in _GALLERY or len(word) <= _LINKING for word in rest) else None
        return self._in_genitive(tokens(line.text))

    def _in_genitive(self, words: Sequence[str]) -> int | None:
        """Returns the artist whose first name stands beside words for a gallery, in whatever case it stands.

        Such are "Sannes werk", "Работы Анны" and "Anna'nın işleri".
        """
        rest = [word for word in words if word not in _GALLERY and word not in _OF]
        if len(rest) != 1 or len(words) < _LEAST_WORDS or _GALLERY.isdisjoint(words):
            return None
        owners = {at for name, at in self.firsts.items() if _is_form_of(rest[0], name)}
        return next(iter(owners)) if len(owners) == 1 else None

    def panels(self) -> Iterator[tuple[int, int, int]]:
        """Yields what a click in one artist's card opens, or what follows it hidden.

        Each is its first and last position and the artist.
        """
        if not self.cards:
            return
        known = {ident: node for node in self.document.having(("id",)) if (ident := node.get("id"))}
        openers: dict[str, set[int | None]] = defaultdict(set)
        for node in self.document.elements:
            for ident in _references(node):
                target = known.get(ident)
                if target is not None and not target.contains(node):
                    openers[ident].add(self.holder(node.order))
        for ident, holders in openers.items():
            at = next(iter(holders))
            if len(holders) == 1 and at is not None and self.is_alone(known[ident], at):
                yield known[ident].order, known[ident].last, at
        yield from self._hidden_after()

    def _hidden_after(self) -> Iterator[tuple[int, int, int]]:
        found: list[tuple[int, int, int]] = []
        for card, at in self.cards:
            is_last = card.parent is None or card.until >= card.parent.until
            after = None if is_last else self.document.elements[card.until]
            if after is not None and _is_panel(after) and self.is_alone(after, at):
                found.append((after.order, after.last, at))
        if len({at for _, _, at in found}) >= _LEAST_OWNERS:
            yield from found


def _is_form_of(word: str, name: str) -> bool:
    """Whether a word is a name, or its genitive: the name with an ending, or with another last letter."""
    stem = word.partition("'")[0].partition("\u2019")[0]
    if stem == name or len(name) < _LEAST_LETTERS:
        return stem == name
    if any(stem == base + ending for base in (name, name[:-1]) for ending in _POSSESSIVE):
        return True
    if stem.startswith(name):
        return len(stem) <= len(name) + _LONGEST_ENDING
    inflected = name[-1] in _VOWELS and stem.startswith(name[:-1])
    return inflected and len(stem) < len(name) + _LONGEST_ENDING


def _ends_of_runs(owners: Sequence[int]) -> list[int]:
    """Returns for each position the first later one with another owner, or the length."""
    ends = [len(owners)] * len(owners)
    for at in range(len(owners) - 2, -1, -1):
        ends[at] = ends[at + 1] if owners[at] == owners[at + 1] else at + 1
    return ends


def _outermost(cards: list[tuple[Element, int]]) -> list[tuple[Element, int]]:
    """Returns the cards in document order, without those inside others."""
    found: list[tuple[Element, int]] = []
    for card, at in sorted(cards, key=lambda item: (item[0].order, -item[0].last)):
        if not found or card.order > found[-1][0].last:
            found.append((card, at))
    return found


def _is_panel(node: Element) -> bool:
    return node.hidden or node.tag == "dialog" or _PANEL.search(node.label()) is not None


def _references(node: Element) -> Iterator[str]:
    """Yields the ids to which an element's attributes refer: of what a click on it opens."""
    for name, value in node.attrs.items():
        if not value:
            continue
        if name in ("href", "aria-controls", "popovertarget", "commandfor") or name.startswith("data-"):
            yield value.strip().removeprefix("#")
        elif name == "onclick":
            yield from _QUOTED.findall(value)


def _labelled(page: _CardPage, firsts: Mapping[str, int]) -> Iterator[tuple[int, int, int]]:
    """Yields the elements that an attribute labels with one artist, where it labels some with another.

    Each is its first and last position and the artist.
    """
    found: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    classes = _classes_of_filters(page.document, firsts)
    for node in page.document.having(("class",)) if classes else ():
        grouped = {classes[word] for word in node.get("class")[:_MAX_LABEL].split() if word in classes}
        if len(grouped) == 1 and page.is_alone(node, at := next(iter(grouped))):
            found["class"].append((node.order, node.last, at))
    for node in page.document.having((*_LABELS, *_GROUPS)):
        for name in (*_LABELS, *_GROUPS):
            if not (value := node.get(name)) or len(value) > _LONGEST_NAME:
                continue
            owners = {firsts[word] for word in _words(value) if word in firsts}
            if len(owners) == 1 and page.is_alone(node, at := next(iter(owners))):
                found[name].append((node.order, node.last, at))
    for labelled in found.values():
        if len({at for _, _, at in labelled}) >= _LEAST_OWNERS:
            yield from labelled


def _classes_of_filters(document: Document, firsts: Mapping[str, int]) -> dict[str, int]:
    """Returns the artist by the class that a filter selects (".anna"), if filters select two artists'."""
    found: dict[str, int] = {}
    for node in document.having(("data-filter",)):
        value = node.get("data-filter")
        if 0 < len(value) <= _LONGEST_NAME:
            owners = {firsts[word] for word in _words(value) if word in firsts}
            if len(owners) == 1:
                found[value.strip().removeprefix(".")] = next(iter(owners))
    return found if len(set(found.values())) >= _LEAST_OWNERS else {}


def _of_others(document: Document, firsts: Mapping[str, int]) -> Iterator[str]:
    """Yields the hashes of pictures on a page of guests, or labelled with somebody who is no known artist."""
    if not _GUESTS.isdisjoint(path_words(document.url)):
        yield from (image.hash for image in _images(document, 0, document.root.last))
        return
    for node in document.having(_LABELS[1:]):
        for name in _LABELS[1:]:
            words = _words(node.get(name)) if name in node.attrs else []
            if words and _ONESELF.isdisjoint(words) and not any(word in firsts for word in words):
                yield from (image.hash for image in _images(document, node.order, node.last))


def _images(document: Document, low: int, high: int) -> Iterator[Image]:
    for picture in document.pictures_between(low, high + 1)[:_MAX_PICTURES]:
        if (image := image_of(document, picture)) is not None:
            yield image


def _words(text: str) -> list[str]:
    """Returns the words of an identifier ("works-anna", "worksAnna")."""
    return [fold(word) for word in _WORD.findall(_CAPITAL.sub(" ", text))]


def _full_names(artists: Sequence[FoundArtist]) -> dict[tuple[str, ...], int]:
    """Returns the artist by name or alias, of those that only one artist has."""
    found: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for at, artist in enumerate(artists):
        for name in (artist.name, *artist.aliases):
            if key := name_key(name):
                found[key].add(at)
    return {key: next(iter(people)) for key, people in found.items() if len(people) == 1}


def _first_words(artists: Sequence[FoundArtist], house: frozenset[str]) -> dict[str, int]:
    """Returns the artist by the first word of a name or the whole name joined, if only one artist's."""
    found: dict[str, set[int]] = defaultdict(set)
    for at, artist in enumerate(artists):
        for name in (artist.name, *artist.aliases):
            if key := name_key(name):
                found[key[0]].add(at)
                found["".join(key)].add(at)
    return {
        word: next(iter(people))
        for word, people in found.items()
        if len(people) == 1 and len(word) >= _LEAST_LETTERS and word not in house
    }

"""Finds likenesses by place: the picture beside somebody's biography, apart from a row of works."""

from collections import Counter
from collections.abc import Sequence

from inkscout.domain.reading import Image
from inkscout.extraction.model import PageView
from inkscout.extraction.page.document import Document, Element, Line, Picture
from inkscout.extraction.page.images import image_of
from inkscout.extraction.people.picture_words import words_of
from inkscout.extraction.text.names import name_key
from inkscout.vocabulary.folding import tokens
from inkscout.vocabulary.loader import word_set

_KNOWN = 40
"""Number of characters at the beginning of a line by which it is found in a biography."""
_LEVELS = 7
"""Maximum number of elements between a biography and the one that holds it and the picture."""
_LONGEST_PART = 30
"""Maximum number of text lines of a part of a page that is about one person."""
_LEAST_WORKS = 2
_WHOLE = ("body", "html", "main")
_SECTIONS = ("article", "section")
_WORK = word_set("pictures.work")
_PORTRAIT = word_set("pictures.portrait")
_OF_TATTOOS = _WORK - _PORTRAIT


def likeness_beside(views: Sequence[PageView], name: str, bio: str) -> Image | None:
    """Returns the picture beside a biography that shows whom it is about; None if the place tells none.

    It is the only one in the smallest part of the page around the biography that has pictures, or the only
    one there that stands apart while several others share an element; its description then says nothing, or
    has the name or a word such as "artist".
    """
    for view in views if bio else ():
        if view.is_article:
            continue
        line = next((line for line in view.document.lines if _is_of(bio, line)), None)
        if line is not None:
            return _beside(view.document, line.element, _PORTRAIT.union(name_key(name)))
    return None


def _is_of(bio: str, line: Line) -> bool:
    return len(line.text) >= _KNOWN and not line.heading and line.text[:_KNOWN] in bio


def _beside(document: Document, element: Element, telling: frozenset[str]) -> Image | None:
    node: Element | None = element
    for _ in range(_LEVELS):
        if node is None or node.tag in _WHOLE or node.end - node.start > _LONGEST_PART:
            return None
        found = _pictures(document, node)
        if found:
            if len(found) > 1:
                found = [
                    (picture, image)
                    for picture, image in _apart(found, node)
                    if not image.alt or not telling.isdisjoint(tokens(image.alt))
                ]
            return next((image for one, image in found if not _is_of_work(image, one, document)), None)
        if node.tag in _SECTIONS:
            return None
        node = node.parent
    return None


def _pictures(document: Document, node: Element) -> list[tuple[Picture, Image]]:
    """Returns the pictures in an element, each once."""
    found: dict[str, tuple[Picture, Image]] = {}
    for picture in document.pictures_between(node.order, node.last + 1):
        if (image := image_of(document, picture)) is not None:
            found.setdefault(image.hash, (picture, image))
    return list(found.values())


def _apart(found: Sequence[tuple[Picture, Image]], node: Element) -> list[tuple[Picture, Image]]:
    """Returns the picture that is alone in its branch of an element where one branch has several others."""
    branches = [_branch(picture.element, node) for picture, _ in found]
    sizes = Counter(branches)
    alone = [item for item, branch in zip(found, branches, strict=True) if sizes[branch] == 1]
    return alone if len(alone) == 1 and len(sizes) == _LEAST_WORKS and len(found) > _LEAST_WORKS else []


def _branch(element: Element, node: Element) -> int:
    """Returns the position of the child of an element in which another element stands."""
    inner = element
    while inner.parent is not None and inner.parent is not node:
        inner = inner.parent
    return inner.order


def _is_of_work(image: Image, picture: Picture, document: Document) -> bool:
    """Whether a picture is shown twice, named after a room or tattoos, or described as a tattoo."""
    if sum(other.src == picture.src for other in document.pictures) > 1:
        return True
    words = words_of(image.url, ())
    said = set(tokens(image.alt))
    return words.shows_house or bool(words.file & _OF_TATTOOS) or (bool(said & _OF_TATTOOS) and len(said) > 1)


def described_heroes(views: Sequence[PageView], name: str) -> list[Image]:
    """Returns the pictures at the head of pages whose description has somebody's whole name.

    Their files are called "hero" or "banner", as are backdrops, so that only a description tells them.
    """
    key = set(name_key(name))
    found: dict[str, Image] = {}
    for view in views if key else ():
        for picture in view.document.pictures if not view.is_article else ():
            words = tokens(picture.alt)
            if len(words) > len(key) and key <= set(words) and image_of(view.document, picture) is None:
                image = image_of(view.document, picture, is_described=True)
                if image is not None:
                    found.setdefault(image.hash, image)
    return list(found.values())

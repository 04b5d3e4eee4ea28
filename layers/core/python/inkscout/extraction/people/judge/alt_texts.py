"""Descriptions of a website's images (alt texts), and the lists of people in which they stand."""

from collections import defaultdict
from dataclasses import dataclass, field

from inkscout.extraction.model import SiteContext
from inkscout.extraction.people.section_headings import sections_of
from inkscout.extraction.text.names import name_key
from inkscout.extraction.text.names_in_labels import name_in_alt_text

_MAX_PICTURES = 120
_LONGEST_ALT = 60


@dataclass(slots=True)
class AltText:
    """A description that images of a website have.

    Attributes:
        images: Number of images with it.
        lists: Sections that list people and contain such an image, each by page and first text line.
        names: Number of different descriptions that look like names in the best of these sections.
        share: Share of the descriptions that do, in the best of these sections.
    """

    images: int = 0
    lists: list[tuple[int, int]] = field(default_factory=list)
    names: int = 0
    share: float = 0.0


def alt_texts_of(site: SiteContext) -> dict[tuple[str, ...], AltText]:
    """Returns the descriptions of a website's images by their words (``text.names.name_key``)."""
    found: dict[tuple[str, ...], AltText] = defaultdict(AltText)
    for view in site.views:
        listing = sections_of(view)
        beside: dict[int, dict[tuple[str, ...], bool]] = defaultdict(dict)
        for picture in view.document.pictures[:_MAX_PICTURES]:
            if not 2 <= len(picture.alt) <= _LONGEST_ALT:
                continue
            guess = name_in_alt_text(picture.alt)
            key = name_key(guess.name if guess is not None else picture.alt)
            found[key].images += 1
            for section in listing:
                if section.start <= picture.line <= section.end:
                    beside[section.start].setdefault(key, guess is not None)
        for start, texts in beside.items():
            named = sum(texts.values())
            for key in texts:
                found[key].lists.append((id(view), start))
                found[key].names = max(found[key].names, named)
                found[key].share = max(found[key].share, named / len(texts))
    return found

"""Reads the role of somebody of whom only a picture says that they pierce."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from inkscout.domain.reading import FoundArtist
from inkscout.extraction.model import PageView
from inkscout.extraction.people.records import PIERCING
from inkscout.extraction.text.names import name_key
from inkscout.vocabulary.folding import fold, tokens

_JOINTS = re.compile(r"[-_.+]")
_TATTOO = ("tat", "тат")
_LONGEST = 120


def with_own_roles(artists: Sequence[FoundArtist], views: Sequence[PageView] = ()) -> list[FoundArtist]:
    """Returns the artists; those whose own picture is named after them and piercing with the role of piercer.

    The file or the description of a picture tells it. Not those of whom a style, another role, or a picture
    named after them and tattooing is known.
    """
    described = [fold(text) for text in _descriptions(views)]
    return [replace(artist, role="piercer") if _pierces(artist, described) else artist for artist in artists]


def _descriptions(views: Sequence[PageView]) -> Iterator[str]:
    """Yields the descriptions of pictures that speak of piercing and not of tattooing."""
    for view in views:
        for picture in view.document.pictures:
            text = picture.alt.lower()
            if any(stem in text for stem in PIERCING) and not any(stem in text for stem in _TATTOO):
                yield picture.alt[:_LONGEST]


def _pierces(artist: FoundArtist, described: Sequence[str]) -> bool:
    if artist.role not in ("", "artist") or artist.styles:
        return False
    if described and any(" ".join(name_key(artist.name)) in " ".join(tokens(text)) for text in described):
        return True
    files = [fold(unquote(urlsplit(image.url).path.rpartition("/")[2])) for image in artist.portfolio]
    words = name_key(artist.name)
    own = [file for file in files if words and words[0] in tokens(_JOINTS.sub(" ", file))]
    return any(stem in file for file in own for stem in PIERCING) and not any(
        stem in file for file in own for stem in _TATTOO
    )

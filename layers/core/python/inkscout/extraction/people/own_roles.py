"""Reads the role of somebody of whom only a picture says that they pierce."""

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from inkscout.domain.reading import FoundArtist
from inkscout.extraction.people.records import PIERCING
from inkscout.extraction.text.names import name_key
from inkscout.vocabulary.folding import fold, tokens

_JOINTS = re.compile(r"[-_.+]")
_TATTOO = ("tat", "тат")


def with_own_roles(artists: Sequence[FoundArtist]) -> list[FoundArtist]:
    """Returns the artists; those whose own picture is named after them and piercing with the role of piercer.

    Not those of whom a style, another role, or a picture named after them and tattooing is known.
    """
    return [replace(artist, role="piercer") if _pierces(artist) else artist for artist in artists]


def _pierces(artist: FoundArtist) -> bool:
    if artist.role not in ("", "artist") or artist.styles:
        return False
    files = [fold(unquote(urlsplit(image.url).path.rpartition("/")[2])) for image in artist.portfolio]
    words = name_key(artist.name)
    own = [file for file in files if words and words[0] in tokens(_JOINTS.sub(" ", file))]
    return any(stem in file for file in own for stem in PIERCING) and not any(
        stem in file for file in own for stem in _TATTOO
    )

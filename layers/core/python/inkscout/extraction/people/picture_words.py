"""Tells by a picture's words what it shows: the words of its address, its folders and its descriptions."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from urllib.parse import unquote, urlsplit

from inkscout.domain.reading import PORTRAIT, WORK
from inkscout.extraction.page.image_services import pictured_path
from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.loader import word_set

_PORTRAIT, _WORK, _HOUSE = (
    word_set("pictures.portrait"),
    word_set("pictures.work"),
    word_set("pictures.house"),
)
_LIKENESS = word_set("pictures.likeness")
_PAINTED = frozenset(("portrait", "portraits", "portret", "porträt", "retrato", "ritratto", "портрет"))
"""Words for likenesses that also name what tattoos show."""
_SEVERAL = 3
_LEAST_TRADE = 7
_LONGEST_SAID = 20
_TATTOOS = _WORK & frozenset((
    "flash", "tatouage", "tattoo", "tatuagem", "tatuaggio", "tatuaje", "tatuaz", "тату", "татуировки",
))  # fmt: skip
"""Words for a tattoo in a picture's description."""
_MAKERS = word_set("pictures.makers")
"""Words of people who tattoo, of which one is a word of work ("tattooartist")."""
_PEOPLE = word_set("pictures.tattooers")
_LONG_PEOPLE = tuple(sorted(word for word in _PEOPLE if len(word) >= _LEAST_TRADE))
_AT_WORK, _PHOTO_OF = word_set("pictures.at_work"), word_set("pictures.photo_of")
_BRANDED = frozenset(("tattooing",))
"""Words of people at work that brands have too, and so their files ("anna-tattooing-03.jpg")."""
_MADE_BY, _OF = word_set("pictures.made_by"), word_set("pictures.of")
_WITH_TRADE = _PORTRAIT | frozenset(("tattoo", "tattoos"))
_SPLIT = re.compile(r"[\W\d_]+|(?<=[a-zà-ÿ])(?=[A-Z])")
_SEGMENTS = 3
"""Number of the last parts of an address that are looked at: the file and its nearest folders."""
_COPIES = re.compile(r"[-_](?:thumb|scaled|small|large|min|copy|\d{2,4}x\d{2,4})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PictureWords:
    """Words of a picture: of the file's name, of its folders, and of its descriptions.

    ``file`` and ``folders`` also hold neighbouring words joined, as handles join names. ``numbered`` says
    that the file's name has a number, as those of a series have.
    """

    file: frozenset[str]
    folders: frozenset[str]
    said: frozenset[str]
    numbered: bool

    @property
    def everywhere(self) -> frozenset[str]:
        """All words."""
        return self.file | self.folders | self.said

    @property
    def shows_house(self) -> bool:
        """Whether a picture shows rooms, goods or other people, by its name, unless that also says work."""
        words = self.file | self.folders
        return bool(words & _HOUSE) and not words & _WORK

    @property
    def names_thing(self) -> bool:
        """Whether the file is named after a room, goods or decoration, and maybe after work too."""
        return bool(self.file & _HOUSE)

    @property
    def shows_thing(self) -> bool:
        """Whether the file itself is named after a room, goods or decoration, and not after work."""
        return bool(self.file & _HOUSE) and not self.file & _WORK

    @property
    def shows_portrait(self) -> bool:
        """Whether the file is named after portraits and several other things: "grey-leg-portraits.jpg"."""
        telling = self.file & _PORTRAIT
        return bool(telling) and telling <= _PAINTED and len(self.file - telling) >= _SEVERAL

    @property
    def says_person(self) -> bool:
        """Whether the file itself is named after a likeness ("profile.png"), and not after work."""
        return bool(self.file & _PORTRAIT) and not self.file & _WORK

    @property
    def says_work(self) -> bool:
        """Whether the file or a folder is named after tattoos or a gallery."""
        return bool((self.file | self.folders) & _WORK)


def words_of(url: str, descriptions: Iterable[str]) -> PictureWords:
    """Returns the words of a picture by its URL and its descriptions."""
    file, folders, numbered = _address_words(url)
    said: set[str] = set()
    for text in descriptions:
        words = tokens(text)
        said.update(words)
        said.update(_pairs(words))
    return PictureWords(file, folders, frozenset(said), numbered)


@lru_cache(maxsize=4096)
def _address_words(url: str) -> tuple[frozenset[str], frozenset[str], bool]:
    try:
        path = unquote(urlsplit(pictured_path(url)).path)
    except ValueError:
        path = ""
    *above, name = path.split("/")
    stem = _COPIES.sub("", name.rpartition(".")[0] or name)
    folders: set[str] = set()
    for folder in above[-(_SEGMENTS - 1) :]:
        folders |= _words(folder)
    return frozenset(_words(stem)), frozenset(folders), any(letter.isdigit() for letter in stem)


def _words(text: str) -> set[str]:
    pieces = [fold(piece) for piece in _SPLIT.split(text) if piece]
    together = "".join(letter for letter in fold(text) if letter.isalpha())
    return {*pieces, *_pairs(pieces), together} - {""}


def _pairs(words: Sequence[str]) -> Iterable[str]:
    return (one + other for one, other in pairwise(words))


def kind_of(words: PictureWords, names: frozenset[str], *, alone_in_record: bool) -> str:
    """Returns what a picture of an artist shows: ``portrait`` or ``work``.

    Args:
        words: The picture's words.
        names: Words by which the artist is known: names and handle.
        alone_in_record: Whether it is the only picture in the artist's part of a page.
    """
    others = {word for word in words.file if len(word) > 1 and word not in names} - _joined_of(words.file)
    named = bool(words.file & names)
    if words.file & _AT_WORK - _BRANDED or _is_of_trade(words.file):
        return PORTRAIT
    of_maker = bool(words.file & _MAKERS) and not words.file & (_WORK - _WITH_TRADE)
    says_portrait = bool(words.file & _PORTRAIT) and not words.file & _WORK
    is_likeness = named and bool(others) and others <= _LIKENESS
    if says_portrait or of_maker or is_likeness or (named and not others and not words.numbered):
        return PORTRAIT
    is_described = bool(words.said & _TATTOOS) and not words.said & (_PORTRAIT | _MAKERS | names)
    if not alone_in_record or is_described:
        return WORK
    if words.folders & _PORTRAIT and not (named and others):
        return PORTRAIT
    return WORK if (named and others) or (words.file | words.folders) & _WORK else PORTRAIT


def _is_of_trade(file: frozenset[str]) -> bool:
    """Whether a file is named after somebody who tattoos, joined to other words, and after no work."""
    return not file & _WORK and any(word.startswith(_LONG_PEOPLE) for word in file)


def shows_likeness(text: str, names: frozenset[str]) -> bool:
    """Whether a description says that somebody is seen, not what they made.

    Such are "Anna at work", "Portrait of Anna" and "A tattooist in the studio".
    """
    words = tokens(text)
    said = {*words, *_pairs(words)}
    if not words or len(words) > _LONGEST_SAID:
        return False
    named = bool(said & names)
    if said & _AT_WORK and (named or said & _PEOPLE):
        return True
    if said & _WORK or not _MADE_BY.isdisjoint(words):
        return False
    return (words[0] in _PHOTO_OF and named) or bool(said & _PEOPLE)


def shows_work_of(text: str, names: frozenset[str]) -> bool:
    """Whether a description says that somebody made what is seen: "Tatuajes de Anna", "Works by Anna"."""
    words = tokens(text)
    return any(
        first in _WORK and second in _MADE_BY | _OF and third in names
        for first, second, third in zip(words, words[1:], words[2:], strict=False)
    )


def is_described_as(words: PictureWords, names: frozenset[str]) -> bool:
    """Whether a picture's description is an artist's name and a word for artists, and nothing more."""
    others = {word for word in words.said if word not in names} - _joined_of(words.said)
    return bool(words.said & names) and bool(others & _PORTRAIT) and others <= _WITH_TRADE


def _joined_of(words: frozenset[str]) -> frozenset[str]:
    """Returns those words that are only two others joined."""
    return frozenset(one + other for one in words for other in words if one != other)

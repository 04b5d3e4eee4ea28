"""Gives each artist the pictures that are theirs: work and portraits, no furniture, nobody else's work."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from inkscout.domain.reading import PORTRAIT, FoundArtist, Image
from inkscout.domain.romanise import in_latin
from inkscout.extraction.model import PageView, SiteContext
from inkscout.extraction.page.document import Picture
from inkscout.extraction.page.images import image_of
from inkscout.extraction.page.urls import path_words
from inkscout.extraction.page.zones import Zone, zone_between
from inkscout.extraction.people.first_person import speaks_as_house
from inkscout.extraction.people.picture_words import PictureWords, kind_of, words_of
from inkscout.extraction.text.brand import is_named_after
from inkscout.extraction.text.names import name_key
from inkscout.vocabulary.folding import fold
from inkscout.vocabulary.loader import long_list, word_set

_GALLERY_WORDS = word_set("pages.gallery") | word_set("pages.minor")
_MAX_PICTURES = 200
"""Maximum number of pictures looked at per page."""
_MAX_PORTFOLIO = 40
_SMALLEST_WORK = 110
"""Minimum width and height, in CSS pixels, of a work in a row of pictures."""
LIKELY = 0.7
"""Confidence below which somebody on a site does not part its works from those of the only artist."""
_LEAST_PAGES = 4
"""Minimum number of pages that repeat a picture of the layout."""
_SHARE_OF_PAGES = 0.6
_NOT_THEIRS = Zone.REVIEW | Zone.SHOP | Zone.BLOG
_FRAME = Zone.NAV | Zone.FOOTER | Zone.FORM
_LEAST_LETTERS = 3
_LEAST_SPELT, _SPELT = 5, 90
"""Letters and likeness (0 to 100) from which a word of a file's name is a spelling of a person's."""
_LIKENESS = word_set("pictures.likeness")
_LONGEST_ALT = 80
_LEAST_ON_TEAM = 2
"""Minimum number of colleagues whose portraits make a folder one of portraits."""
_LEAST_IN_ROW = 3
"""Minimum number of pictures that follow each other in a row of works."""
_LINES_BETWEEN = 4
"""Maximum number of text lines between neighbours in a row: captions, not chapters."""


@dataclass(slots=True)
class _Shown:
    """A picture of the website, the number of pages that show it, and where they show it.

    Attributes:
        image: The picture.
        pages: Number of pages that show it.
        framed: Whether one shows it in its menu, header or footer.
        gallery: Whether one shows it in a gallery, or is a page of works.
        row: Whether one shows it in a row of pictures of one folder.
        elsewhere: Whether one shows it among reviews, goods or articles.
        texts: Its descriptions.
    """

    image: Image
    pages: int = 0
    framed: bool = False
    gallery: bool = False
    row: bool = False
    elsewhere: bool = False
    texts: set[str] = field(default_factory=set)

    @property
    def words(self) -> PictureWords:
        """Words of its address and descriptions."""
        return words_of(self.image.url, self.texts)


def with_own_pictures(site: SiteContext, artists: Sequence[FoundArtist]) -> list[FoundArtist]:
    """Returns the artists of a website with the pictures that are theirs, each with its kind.

    Left out are pictures that most pages repeat or that a menu, header or footer shows, those whose address
    or description names a colleague, and those that several artists share. Added are all pictures that name
    an artist; to the only artist of a site that does not speak as a house, or that is named after the artist,
    also its galleries and rows of pictures.
    """
    if not artists:
        return []
    artists = _without_narrower(artists)
    shown = _shown(site.views)
    owners = _owners(site, artists, shown)
    holders = Counter(image.hash for artist in artists for image in artist.portfolio)
    sure = [artist for artist in artists if artist.confidence >= LIKELY]
    alone = len(sure) == 1 and (
        not speaks_as_house(site.views)
        or is_named_after(site.facts.name or site.studio_name, sure[0].name, site.facts.instagram)
    )
    pages = len(site.views)
    cards = _cards(artists)
    out = []
    for at, artist in enumerate(artists):
        kept: dict[str, Image] = {}
        for image in artist.portfolio:
            owner = owners.get(image.hash)
            mine = owner == at or (owner is None and holders[image.hash] == 1)
            if mine and owner is None and artist.role != "piercer" and _shows_thing(image):
                continue
            if mine and owner is None and _names_a_stranger(artist, image):
                continue
            is_card = image.hash in cards and mine
            if is_card or (mine and not _is_furniture(shown.get(image.hash), pages, alone=alone)):
                kept[image.hash] = image
        for key, picture in shown.items():
            named = (owners.get(key) == at or _is_likeness(artist, picture)) and not picture.elsewhere
            if (named or (alone and artist is sure[0] and _is_work(picture))) and not _is_furniture(
                picture, pages, alone=alone
            ):
                kept.setdefault(key, picture.image)
        chosen = list(kept.values())[:_MAX_PORTFOLIO]
        out.append(replace(artist, portfolio=_with_kinds(artist, chosen, shown)))
    return _alike_on_team(out)


def _alike_on_team(artists: Sequence[FoundArtist]) -> list[FoundArtist]:
    """Returns the artists; the only picture in a folder of two colleagues' portraits is a portrait too.

    Its file may be named after a short form or a misspelling of the name.
    """
    folders = Counter(
        folder
        for artist in artists
        for folder in {_folder(image.url) for image in artist.portfolio if image.kind == PORTRAIT}
    )
    out = []
    for artist in artists:
        kinds = {image.kind for image in artist.portfolio}
        here = Counter(_folder(image.url) for image in artist.portfolio)
        alike = [
            image
            for image in artist.portfolio
            if here[_folder(image.url)] == 1 and folders[_folder(image.url)] >= _LEAST_ON_TEAM
        ]
        if PORTRAIT in kinds or len(alike) != 1:
            out.append(artist)
            continue
        portrait = replace(alike[0], kind=PORTRAIT)
        images = tuple(portrait if image is alike[0] else image for image in artist.portfolio)
        out.append(replace(artist, portfolio=images))
    return out


def _without_narrower(artists: Sequence[FoundArtist]) -> list[FoundArtist]:
    """Returns the artists; a record that spans those of colleagues loses the only picture of each of them.

    So the last of a team is left with their own portrait, and the others with theirs.
    """
    single = Counter(artist.portfolio[0].hash for artist in artists if len(artist.portfolio) == 1)
    out = []
    for artist in artists:
        theirs = [image for image in artist.portfolio if single[image.hash] == 1]
        spans = len(artist.portfolio) > len(theirs) >= _LEAST_ON_TEAM
        kept = tuple(image for image in artist.portfolio if image not in theirs)
        out.append(replace(artist, portfolio=kept) if spans else artist)
    return out


def _shows_thing(image: Image) -> bool:
    """Whether a file is named after a room, goods or decoration."""
    return words_of(image.url, ()).shows_thing


def _names_a_stranger(artist: FoundArtist, image: Image) -> bool:
    """Whether a file is named after somebody else, beside one in its folder that is named after the artist.

    Such are portraits whose caption was copied: "bruno_soares.webp" under the name of Marcelo Duarte.
    """
    names = _names_of(artist)
    said = words_of(image.url, ())
    if said.numbered or said.file & names or not said.file & long_list("given_names"):
        return False
    return any(
        _folder(other.url) == _folder(image.url) and words_of(other.url, ()).file & names
        for other in artist.portfolio
        if other.hash != image.hash
    )


def _is_likeness(artist: FoundArtist, picture: _Shown) -> bool:
    """Whether a file is named after the artist and a word for a likeness, in one word: "annaprofile.jpg"."""
    names = [name for name in _names_of(artist) if len(name) > _LEAST_LETTERS]
    return any(
        word.startswith(name) and word[len(name) :] in _LIKENESS
        for word in picture.words.file
        for name in names
    )


def _cards(artists: Sequence[FoundArtist]) -> frozenset[str]:
    """Returns the hashes of pictures on cards: each the only one of its artist, of one folder.

    A site may show its team on every page; such pictures are no part of the layout.
    """
    folders: dict[str, list[str]] = defaultdict(list)
    for artist in artists:
        if len(artist.portfolio) == 1:
            folders[_folder(artist.portfolio[0].url)].append(artist.portfolio[0].hash)
    return frozenset(one for hashes in folders.values() if len(set(hashes)) > 1 for one in hashes)


def _is_work(picture: _Shown) -> bool:
    """Whether a picture on the site of a single artist shows that artist's work."""
    is_small = 0 < picture.image.width < _SMALLEST_WORK or 0 < picture.image.height < _SMALLEST_WORK
    if picture.elsewhere or picture.words.shows_house or is_small:
        return False
    return picture.gallery or picture.row or picture.words.says_work


def _with_kinds(
    artist: FoundArtist, images: Sequence[Image], shown: Mapping[str, _Shown]
) -> tuple[Image, ...]:
    names = frozenset(_names_of(artist))
    records = {image.hash for image in artist.portfolio}
    own = Counter(image.page_url for image in images if image.hash in records)
    found = []
    for image in images:
        picture = shown.get(image.hash)
        words = picture.words if picture else words_of(image.url, [image.alt])
        kind = kind_of(
            words,
            names,
            alone_in_record=image.hash in records and own[image.page_url] == 1,
        )
        is_likeness = picture is not None and _is_likeness(artist, picture)
        found.append(replace(image, kind=PORTRAIT if is_likeness else kind))
    return tuple(found)


def _shown(views: Sequence[PageView]) -> dict[str, _Shown]:
    """Returns the pictures of a website by their hash, in the order of pages."""
    found: dict[str, _Shown] = {}
    for view in views:
        on_gallery_page = bool(_GALLERY_WORDS.intersection(path_words(view.document.url)))
        here: set[str] = set()
        pictures = [
            (picture, image)
            for picture in view.document.pictures[:_MAX_PICTURES]
            if (image := image_of(view.document, picture)) is not None
        ]
        in_rows = _rows(pictures)
        for picture, image in pictures:
            one = found.setdefault(image.hash, _Shown(image))
            if image.hash not in here:
                here.add(image.hash)
                one.pages += 1
            zone = zone_between(view.zones, picture.line)
            one.framed = one.framed or _is_framed(picture)
            in_gallery = on_gallery_page or bool(zone & Zone.GALLERY)
            one.gallery = one.gallery or in_gallery
            one.row = one.row or image.hash in in_rows
            # A gallery without texts lies between the lines of the menu and those of the footer.
            outside = _NOT_THEIRS if in_gallery else _NOT_THEIRS | _FRAME
            one.elsewhere = one.elsewhere or bool(zone & outside) or view.is_article
            if len(picture.alt) <= _LONGEST_ALT:
                one.texts.add(picture.alt)
    return found


def _rows(pictures: Sequence[tuple[Picture, Image]]) -> frozenset[str]:
    """Returns the hashes of pictures of one folder that follow each other, at least three different ones."""
    found: set[str] = set()
    row: list[tuple[Picture, Image]] = []
    for picture, image in pictures:
        if row and (
            _folder(row[-1][1].url) != _folder(image.url) or picture.line - row[-1][0].line > _LINES_BETWEEN
        ):
            found |= _if_row(row)
            row = []
        row.append((picture, image))
    return frozenset(found | _if_row(row))


def _if_row(row: Sequence[tuple[Picture, Image]]) -> set[str]:
    hashes = {image.hash for _, image in row}
    return hashes if len(hashes) >= _LEAST_IN_ROW else set()


def _folder(url: str) -> str:
    return url.rpartition("/")[0]


def _is_framed(picture: Picture) -> bool:
    """Whether a picture is in a menu, a footer or the page's header."""
    return any(
        node.tag in ("nav", "footer") or (node.tag == "header" and node.depth <= 3)
        for node in picture.element.ancestors()
    )


def _is_furniture(picture: _Shown | None, pages: int, *, alone: bool) -> bool:
    if picture is None:
        return False
    repeated = picture.pages >= _LEAST_PAGES and picture.pages >= _SHARE_OF_PAGES * pages
    if repeated and alone and picture.row and picture.words.says_work:
        return False  # a strip of works at the end of each page
    return picture.framed or repeated


def _owners(site: SiteContext, artists: Sequence[FoundArtist], shown: Mapping[str, _Shown]) -> dict[str, int]:
    """Returns the index of the artist by hash, for pictures whose address or description names just one.

    The file's name goes before its folders and these before descriptions, which are copied from one picture
    to the next. Words that several artists share, that belong to the studio's name, or that most pictures
    have, tell nothing.
    """
    marks = _marks(site, artists)
    words = {key: picture.words for key, picture in shown.items()}
    for artist in artists:
        for image in artist.portfolio:
            if image.hash not in words:
                words[image.hash] = words_of(image.url, [image.alt])
    often = Counter(word for said in words.values() for word in said.everywhere)
    telling = {
        mark: at for mark, at in marks.items() if len(artists) > 1 or 2 * often[mark] <= max(4, len(words))
    }
    copied = _copied_descriptions(words, telling)
    spelt = [mark for mark in telling if len(mark) >= _LEAST_SPELT]
    found: dict[str, int] = {}
    for key, said in words.items():
        similar = frozenset() if said.numbered else _spellings(said.file, spelt)
        for part in (said.file, similar, said.folders, said.said - copied):
            named = {telling[word] for word in part if word in telling}
            if len(named) == 1:
                found[key] = named.pop()
            if named:
                break
    return found


def _spellings(words: Iterable[str], marks: Sequence[str]) -> frozenset[str]:
    """Returns the marks that a word of a file's name spells another way ("anthony" for "antony")."""
    return frozenset(
        mark
        for word in words
        if len(word) >= _LEAST_SPELT
        for mark in marks
        if word != mark and word[0] == mark[0] and fuzz.ratio(word, mark) >= _SPELT
    )


def _copied_descriptions(words: Mapping[str, PictureWords], telling: Mapping[str, int]) -> frozenset[str]:
    """Returns names in descriptions of pictures whose files several other artists' names name."""
    others: dict[str, set[int]] = defaultdict(set)
    for said in words.values():
        by_file = {telling[word] for word in said.file if word in telling}
        for word in said.said:
            if word in telling:
                others[word] |= by_file - {telling[word]}
    return frozenset(word for word, people in others.items() if people)


def _marks(site: SiteContext, artists: Sequence[FoundArtist]) -> dict[str, int]:
    """Returns the index of the artist by a word that is only theirs: of their names, or their handle."""
    holders: dict[str, set[int]] = defaultdict(set)
    likely = any(artist.confidence >= LIKELY for artist in artists)
    for at, artist in enumerate(artists):
        if artist.confidence >= LIKELY or not likely:
            for mark in _names_of(artist):
                holders[mark].add(at)
    return {
        mark: next(iter(people))
        for mark, people in holders.items()
        if len(people) == 1 and len(mark) >= _LEAST_LETTERS and mark not in site.brand.words
    }


def _names_of(artist: FoundArtist) -> set[str]:
    """Returns the words by which an artist's pictures may be named: of names, whole names, the handle."""
    found: set[str] = set()
    for name in (artist.name, *artist.aliases):
        for key in (name_key(name), name_key(in_latin(name))):
            if key:
                found |= {"".join(key), key[0], key[-1]}
    if artist.instagram:
        found.add("".join(letter for letter in fold(artist.instagram) if letter.isalpha()))
    return found - {""}

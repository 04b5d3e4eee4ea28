"""Gives each artist the pictures that are theirs: work and portraits, no furniture, nobody else's work."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from rapidfuzz import fuzz

from inkscout.domain.reading import PORTRAIT, WORK, FoundArtist, Image
from inkscout.domain.romanise import in_latin
from inkscout.extraction.model import SiteContext
from inkscout.extraction.people.beside_bios import described_heroes, likeness_beside
from inkscout.extraction.people.colleagues import works_beside_others
from inkscout.extraction.people.first_person import speaks_as_house
from inkscout.extraction.people.flat_pages import without_surplus
from inkscout.extraction.people.picture_places import places_of
from inkscout.extraction.people.picture_words import (
    PictureWords,
    is_described_as,
    kind_of,
    shows_likeness,
    shows_work_of,
    words_of,
)
from inkscout.extraction.people.shown_pictures import ShownPicture, add_listed, shown_pictures
from inkscout.extraction.people.team_portraits import alike_on_team, cards_of, folder_of, without_narrower
from inkscout.extraction.text.brand import is_named_after
from inkscout.extraction.text.names import name_key
from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.loader import long_list, word_set

_LEAST_OWNERS = 2
"""Minimum number of colleagues in whose cards a name describes pictures, for the name to be copied."""
_MAX_PORTFOLIO = 40
_SMALLEST_WORK = 110
"""Minimum width and height, in CSS pixels, of a work in a row of pictures."""
_SMALLEST_PREVIEW = 60
"""The same of one that leads to the whole picture."""
LIKELY = 0.7
"""Confidence below which somebody on a site does not part its works from those of the only artist."""
_LEAST_PAGES = 4
"""Minimum number of pages that repeat a picture of the layout."""
_SHARE_OF_PAGES = 0.6
_LEAST_LETTERS = 3
_LEAST_WORDS = 3
"""Number of words that a description exceeds that tells what somebody does in a picture."""
_MOST_LIKENESSES = 3
"""Maximum number of pictures whose descriptions say that they show one person; else one was copied."""
_LEAST_SPELT, _SPELT = 5, 90
"""Letters and likeness (0 to 100) from which a word of a file's name is a spelling of a person's."""
_LIKENESS = word_set("pictures.likeness")
_SAYS_WORK = word_set("pictures.work") | word_set("pictures.works_of") | word_set("pictures.made_by")
_ONESELF, _WORK = word_set("pictures.oneself"), word_set("pictures.work")


def with_own_pictures(site: SiteContext, artists: Sequence[FoundArtist]) -> list[FoundArtist]:
    """Returns the artists of a website with the pictures that are theirs, each with its kind.

    Left out are pictures that most pages repeat or that a menu, header or footer shows, those whose address
    or description names a colleague, and those that several artists share. Added are all pictures that name
    an artist; to the only artist of a site that does not speak as a house, or that is named after the artist,
    also its galleries and rows of pictures.
    """
    if not artists:
        return []
    artists = without_narrower(artists)
    shown = shown_pictures(site.views)
    places = places_of(site.views, artists, site.brand.words)
    add_listed(shown, places.listed)
    for key, (_, image) in places.works.items():
        shown.setdefault(key, ShownPicture(image))
    placed = {key: at for key, (at, _) in places.works.items()}
    owners = placed | _owners(site, artists, shown, places.cards)
    holders = Counter(image.hash for artist in artists for image in artist.portfolio)
    sure = [artist for artist in artists if artist.confidence >= LIKELY]
    alone = len(sure) == 1 and _works_alone(site, sure[0], artists)
    pages = len(site.views)
    cards = cards_of(artists)
    pierced = {image.hash for one in artists if one.role == "piercer" for image in one.portfolio} - {
        image.hash for one in artists if one.role != "piercer" for image in one.portfolio
    }
    out = []
    for at, artist in enumerate(artists):
        kept: dict[str, Image] = {}
        for image in artist.portfolio:
            owner = owners.get(image.hash)
            is_carded = owner in (None, at) and places.cards.get(image.hash) == at
            mine = owner == at or is_carded or (owner is None and holders[image.hash] == 1)
            if mine and owner is None and artist.role != "piercer" and _shows_thing(image):
                continue
            if mine and owner is None and _names_a_stranger(artist, image):
                continue
            is_card = mine and (image.hash in cards or (is_carded and not _is_in_frame(shown, image)))
            if is_card or (mine and not _is_furniture(shown.get(image.hash), pages, alone=alone)):
                kept[image.hash] = image
        for key, picture in shown.items():
            is_other = picture.elsewhere or (artist.role != "piercer" and picture.shows_goods)
            named = (owners.get(key) == at or _is_likeness(artist, picture)) and not is_other
            galleries = alone and artist is sure[0] and key not in pierced and key not in places.others
            if (named or (galleries and _is_work(picture))) and not _is_furniture(
                picture, pages, alone=alone
            ):
                kept.setdefault(key, picture.image)
        beside = likeness_beside(site.views, artist.name, artist.bio)
        described: list[Image] = []
        if alone and artist is sure[0]:
            described = _described_likenesses(artist, shown, pages)
            kept = _likeness_of_oneself(artist, kept, shown, pages) | kept
            likenesses = [
                *described_heroes(site.views, artist.name),
                *([beside] if beside else []),
                *described,
            ]
            kept = {one.hash: one for one in likenesses if one.hash not in kept} | kept
        chosen = list(kept.values())[:_MAX_PORTFOLIO]
        out.append(replace(artist, portfolio=_with_kinds(artist, chosen, shown, [beside, *described])))
    return alike_on_team(without_surplus(out, dict(places.cards) | owners))


def _likeness_of_oneself(
    artist: FoundArtist, kept: Mapping[str, Image], shown: Mapping[str, ShownPicture], pages: int
) -> dict[str, Image]:
    """Returns the one picture of a single artist's site whose file is named after its owner or a likeness.

    Such are "profile.jpg" and "anna-at-work.jpg"; empty if there are several, or if one of them is kept
    already.
    """
    names = {word for word in name_key(artist.name) if len(word) > _LEAST_LETTERS}
    found = {
        key: picture.image
        for key, picture in shown.items()
        if picture.words.file & (_ONESELF | names)
        and not (picture.elsewhere or picture.words.shows_house or picture.words.file & _WORK)
        and not _is_furniture(picture, pages, alone=True)
    }
    return found if len(found) == 1 and not found.keys() & kept.keys() else {}


def _described_likenesses(artist: FoundArtist, shown: Mapping[str, ShownPicture], pages: int) -> list[Image]:
    """Returns the pictures outside galleries that show a single artist, as their descriptions say by name."""
    names = _names_of(artist)
    return [
        picture.image
        for picture in shown.values()
        if not (picture.elsewhere or picture.row or _is_furniture(picture, pages, alone=True))
        and any(
            shows_likeness(text, names) or _begins_with(text, artist)
            for text in picture.texts
            if not names.isdisjoint(tokens(text))
        )
    ]


def _begins_with(text: str, artist: FoundArtist) -> bool:
    """Whether a description begins with an artist's name, goes on and says nothing of work."""
    words, first = tokens(text), name_key(artist.name)[:1]
    return len(words) > _LEAST_WORDS and tuple(words[:1]) == first and not _SAYS_WORK.intersection(words)


def _works_alone(site: SiteContext, sure: FoundArtist, artists: Sequence[FoundArtist]) -> bool:
    """Whether a studio's galleries are those of the one artist who is certain.

    They are not where the studio is named after another of its artists, however uncertain that one is, or
    where the team has cards of others.
    """
    if works_beside_others(site.views, sure):
        return False
    name = site.facts.name or site.studio_name
    if is_named_after(name, sure.name, site.facts.instagram):
        return True
    others = (artist for artist in artists if artist is not sure and artist.role != "guest")
    founders = any(
        artist.role == "owner" or is_named_after(name, artist.name, site.facts.instagram) for artist in others
    )
    return not founders and not speaks_as_house(site.views)


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
        folder_of(other.url) == folder_of(image.url) and words_of(other.url, ()).file & names
        for other in artist.portfolio
        if other.hash != image.hash
    )


def _is_likeness(artist: FoundArtist, picture: ShownPicture) -> bool:
    """Whether a file is named after the artist and a word for a likeness, in one word: "annaprofile.jpg"."""
    names = [name for name in _names_of(artist) if len(name) > _LEAST_LETTERS]
    return any(
        word.startswith(name) and word[len(name) :] in _LIKENESS
        for word in picture.words.file
        for name in names
    )


def _is_work(picture: ShownPicture) -> bool:
    """Whether a picture on the site of a single artist shows that artist's work."""
    least = _SMALLEST_PREVIEW if picture.leads_to_whole else _SMALLEST_WORK
    is_small = 0 < picture.image.width < least or 0 < picture.image.height < least
    if picture.elsewhere or picture.of_house or picture.words.shows_house or is_small:
        return False
    return picture.gallery or picture.row or picture.words.says_work


def _with_kinds(
    artist: FoundArtist,
    images: Sequence[Image],
    shown: Mapping[str, ShownPicture],
    likenesses: Sequence[Image | None],
) -> tuple[Image, ...]:
    names = _names_of(artist)
    key = name_key(artist.name)
    known = {image.hash for image in likenesses if image is not None}
    records = {image.hash for image in artist.portfolio}
    own = Counter(image.page_url for image in images if image.hash in records)
    told = [image.hash for image in images if is_described_as(_words_of(image, shown), names)]
    named = [image.hash for image in images if len(key) > 1 and name_key(image.alt) == key]
    named = named if len(named) == 1 else []
    seen = [
        image.hash for image in images if any(shows_likeness(text, names) for text in _texts_of(image, shown))
    ]
    seen = seen if len(seen) <= _MOST_LIKENESSES else []
    found = []
    for image in images:
        picture = shown.get(image.hash)
        words = _words_of(image, shown)
        kind = kind_of(
            words,
            names,
            alone_in_record=image.hash in records and own[image.page_url] == 1,
        )
        is_likeness = (
            image.hash in named
            or told == [image.hash]
            or (picture is not None and _is_likeness(artist, picture))
        )
        is_likeness = is_likeness or image.hash in known or image.hash in seen
        is_made = any(shows_work_of(text, names) for text in _texts_of(image, shown))
        is_tattooed = picture is not None and picture.row and words.shows_portrait and not words.file & names
        found.append(
            replace(image, kind=PORTRAIT if is_likeness else WORK if is_tattooed or is_made else kind)
        )
    return tuple(found)


def _texts_of(image: Image, shown: Mapping[str, ShownPicture]) -> Iterable[str]:
    """Returns the descriptions of a picture, in an order that does not change."""
    return sorted(shown[image.hash].texts) if image.hash in shown else (image.alt,)


def _words_of(image: Image, shown: Mapping[str, ShownPicture]) -> PictureWords:
    return shown[image.hash].words if image.hash in shown else words_of(image.url, [image.alt])


def _is_in_frame(shown: Mapping[str, ShownPicture], image: Image) -> bool:
    return image.hash in shown and shown[image.hash].framed > 0


def _is_furniture(picture: ShownPicture | None, pages: int, *, alone: bool) -> bool:
    if picture is None:
        return False
    if picture.repeated and not picture.words.says_work:
        return True
    repeated = picture.pages >= _LEAST_PAGES and picture.pages >= _SHARE_OF_PAGES * pages
    if repeated and alone and picture.row and picture.words.says_work:
        return False  # a strip of works at the end of each page
    is_framed = picture.framed > 1 or picture.framed == picture.pages > 0
    return repeated or (is_framed and not (picture.framed == 1 and picture.words.says_person))


def _owners(
    site: SiteContext,
    artists: Sequence[FoundArtist],
    shown: Mapping[str, ShownPicture],
    cards: Mapping[str, int],
) -> dict[str, int]:
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
    copied = _copied_descriptions(words, telling, cards)
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


def _copied_descriptions(
    words: Mapping[str, PictureWords], telling: Mapping[str, int], cards: Mapping[str, int]
) -> frozenset[str]:
    """Returns names in descriptions of pictures that are others', by files' names or by several cards."""
    others: dict[str, set[int]] = defaultdict(set)
    carded: dict[str, set[int]] = defaultdict(set)
    for key, said in words.items():
        by_file = {telling[word] for word in said.file if word in telling}
        by_card = {cards[key]} if key in cards else set()
        for word in said.said:
            if word in telling:
                others[word] |= by_file - {telling[word]}
                carded[word] |= by_card - {telling[word]}
    return frozenset(word for word in others if others[word] or len(carded[word]) >= _LEAST_OWNERS)


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


def _names_of(artist: FoundArtist) -> frozenset[str]:
    """Returns the words by which an artist's pictures may be named: of names, whole names, the handle."""
    return _words_for((artist.name, *artist.aliases), artist.instagram)


@lru_cache(maxsize=256)  # asked for each picture
def _words_for(names: tuple[str, ...], handle: str) -> frozenset[str]:
    found: set[str] = set()
    for name in names:
        for key in (name_key(name), name_key(in_latin(name))):
            if key:
                found |= {"".join(key), key[0], key[-1]}
    if handle:
        found.add("".join(letter for letter in fold(handle) if letter.isalpha()))
    return frozenset(found - {""})

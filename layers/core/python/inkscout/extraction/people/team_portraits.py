"""Tells the portraits of a team by what their pictures have in common."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from inkscout.domain.reading import PORTRAIT, FoundArtist
from inkscout.extraction.page.urls import path_words
from inkscout.vocabulary.loader import word_set

_LEAST_ON_TEAM = 2
"""Minimum number of colleagues whose portraits make a folder one of portraits."""
_MOST_PORTRAITS = 2
"""Maximum number of portraits that one of the team has in their common folder."""
_SAME_NAME = 80
"""Likeness (0 to 100) of the names of two files from which they are versions of one picture."""
_PORTRAIT = word_set("pictures.portrait")


def folder_of(url: str) -> str:
    """Returns a URL up to its last slash, without it."""
    return url.rpartition("/")[0]


def alike_on_team(artists: Sequence[FoundArtist]) -> list[FoundArtist]:
    """Returns the artists; the only picture in a folder of two colleagues' portraits is a portrait too.

    Its file may be named after a short form or a misspelling of the name. Likewise those in a folder of the
    team, beside works in other folders.
    """
    artists = _in_team_folders(artists)
    folders = Counter(
        folder
        for artist in artists
        for folder in {folder_of(image.url) for image in artist.portfolio if image.kind == PORTRAIT}
    )
    out = []
    for artist in artists:
        kinds = {image.kind for image in artist.portfolio}
        here = Counter(folder_of(image.url) for image in artist.portfolio)
        alike = [
            image
            for image in artist.portfolio
            if here[folder_of(image.url)] == 1 and folders[folder_of(image.url)] >= _LEAST_ON_TEAM
        ]
        if PORTRAIT in kinds or len(alike) != 1:
            out.append(artist)
            continue
        portrait = replace(alike[0], kind=PORTRAIT)
        images = tuple(portrait if image is alike[0] else image for image in artist.portfolio)
        out.append(replace(artist, portfolio=images))
    return out


def _in_team_folders(artists: Sequence[FoundArtist]) -> list[FoundArtist]:
    """Returns the artists; one or two pictures in a folder "team" that colleagues share are portraits.

    Each of them must have pictures in other folders too: else the folder may hold all that the site shows. Or
    they are one picture in two versions, of which one appears under the pointer.
    """
    held = [Counter(folder_of(image.url) for image in artist.portfolio) for artist in artists]
    shared = Counter(
        folder
        for artist, folders in zip(artists, held, strict=True)
        for folder, count in folders.items()
        if count <= _MOST_PORTRAITS
        and (count < folders.total() or _is_in_two_versions(artist))
        and _PORTRAIT.intersection(path_words(folder)[-1:])
    )
    return [
        replace(
            artist,
            portfolio=tuple(
                replace(image, kind=PORTRAIT)
                if shared[folder] >= _LEAST_ON_TEAM and folders[folder] <= _MOST_PORTRAITS
                else image
                for image in artist.portfolio
                for folder in (folder_of(image.url),)
            ),
        )
        for artist, folders in zip(artists, held, strict=True)
    ]


def _is_in_two_versions(artist: FoundArtist) -> bool:
    """Whether somebody's two pictures have names of which all but a few letters are the same."""
    files = [image.url.rpartition("/")[2] for image in artist.portfolio]
    return len(files) == _MOST_PORTRAITS and fuzz.ratio(*files) >= _SAME_NAME


def without_narrower(artists: Sequence[FoundArtist]) -> list[FoundArtist]:
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


def cards_of(artists: Sequence[FoundArtist]) -> frozenset[str]:
    """Returns the hashes of pictures on cards: each the only one of its artist, of one folder.

    A site may show its team on every page; such pictures are no part of the layout.
    """
    folders: dict[str, list[str]] = defaultdict(list)
    for artist in artists:
        if len(artist.portfolio) == 1:
            folders[folder_of(artist.portfolio[0].url)].append(artist.portfolio[0].hash)
    return frozenset(one for hashes in folders.values() if len(set(hashes)) > 1 for one in hashes)

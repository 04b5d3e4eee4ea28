"""Removes denylisted people from the directory again, for example after a table was restored."""

from collections.abc import Callable

from inkscout.domain import naming
from inkscout.domain.artist import Artist
from inkscout.domain.cleared import cleared_artist, cleared_studio, studios_of
from inkscout.domain.removal import identifiers
from inkscout.domain.snapshot import EntryKind
from inkscout.ports import Denylist, Directory
from inkscout.usecases.directory.clear_entry import clear_entry
from inkscout.usecases.directory.returning import redactor_of
from inkscout.usecases.directory.withdraw import withdraw


def enforce_removals(*, directory: Directory, denylist: Denylist) -> int:
    """Removes denylisted artists, and their names in other entries; returns the number of artists removed.

    The search index and the exports follow as they do after any change.

    Raises:
        WriteConflict, StoreThrottled: a retry may succeed; changes made so far are kept.
    """
    denied, redactor = denylist.hashes(), redactor_of(denylist)
    if not denied:
        return 0
    found: list[Artist] = []
    naming_artists: list[str] = []
    for artist in directory.artists():
        if is_listed(artist, denied, denylist.hashed):
            found.append(artist)
        elif cleared_artist(artist, redactor) is not artist:
            naming_artists.append(artist.artist_id)
    naming_studios = [
        studio.studio_id for studio in directory.studios() if cleared_studio(studio, redactor) is not studio
    ]
    for studio_id in naming_studios:
        clear_entry(directory, EntryKind.STUDIO, studio_id, redactor)
    for artist_id in naming_artists:
        clear_entry(directory, EntryKind.ARTIST, artist_id, redactor)
    return sum(withdraw(directory, artist) for artist in found)


def is_listed(artist: Artist, listed: frozenset[str], hashed: Callable[[str], str]) -> bool:
    """Returns whether one of an artist's identifiers, hashed, is among the hashes of a denylist."""
    return any(hashed(identifier) in listed for identifier in _known_by(artist))


def _known_by(artist: Artist) -> tuple[str, ...]:
    """Returns every identifier of an artist, for every studio they ever worked at."""
    names = (artist.name, *artist.aliases)
    known = [*identifiers(handle=artist.instagram, artist_id=artist.artist_id)]
    for studio_id in studios_of(artist):
        known += identifiers(names=names, studio_id=studio_id)
    return naming.unique(known)

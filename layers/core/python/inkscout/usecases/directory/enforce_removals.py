"""Takes out whoever asked to be removed and is there all the same, as after a table was restored."""

from inkscout.domain import naming
from inkscout.domain.artist import Artist
from inkscout.domain.removal import identifiers
from inkscout.ports import Denylist, Directory
from inkscout.usecases.directory.withdraw import withdraw


def enforce_removals(*, directory: Directory, denylist: Denylist) -> int:
    """Holds every artist against the denylist; returns how many were taken out.

    The search index and the exports follow as they do after any deletion.

    Raises:
        WriteConflict, StoreThrottled: worth another attempt; who was taken out already stays so.
    """
    denied = denylist.hashes()
    if not denied:
        return 0
    found = [
        artist
        for artist in directory.artists()
        if any(denylist.hashed(identifier) in denied for identifier in _known_by(artist))
    ]
    return sum(withdraw(directory, artist) for artist in found)


def _known_by(artist: Artist) -> tuple[str, ...]:
    """Every identifier of an artist, at every studio they ever worked at."""
    names = (artist.name, *artist.aliases)
    known = [*identifiers(handle=artist.instagram, artist_id=artist.artist_id)]
    for studio_id in naming.unique((artist.studio_id, *(stay.studio_id for stay in artist.residencies))):
        known += identifiers(names=names, studio_id=studio_id)
    return naming.unique(known)

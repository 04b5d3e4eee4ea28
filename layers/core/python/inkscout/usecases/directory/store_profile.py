"""Stores the reading of an artist's own profile; storing the same reading again writes nothing."""

from dataclasses import asdict, replace
from datetime import datetime

from inkscout.contracts.stored.found_artist import accepted_profile
from inkscout.domain import naming
from inkscout.domain.artist import Artist
from inkscout.domain.artist_merge import after_profile
from inkscout.domain.cleared import cleared_profile
from inkscout.domain.reading import ProfileReading
from inkscout.domain.studio import Studio
from inkscout.errors import ItemTooLarge
from inkscout.ports import Denylist, Directory, RawLake
from inkscout.usecases.directory import artist_identity
from inkscout.usecases.directory.home_studio import settled
from inkscout.usecases.directory.own_profile import own_profile
from inkscout.usecases.directory.returning import is_listed, redactor_of
from inkscout.usecases.directory.store_reading import StoredReading
from inkscout.vocabulary.handles import is_nobodys


def store_profile(
    artist: Artist,
    reading: ProfileReading,
    *,
    directory: Directory,
    denylist: Denylist,
    lake: RawLake,
    now: datetime,
) -> StoredReading:
    """Stores what an artist's own profile says; nothing if the artist asked not to be listed.

    Raises:
        WriteConflict, StoreThrottled: a retry may succeed.
    """
    home = Studio(studio_id=artist.studio_id, name=artist.studio_name)
    said = replace(artist, aliases=(*artist.aliases, reading.name))
    if is_listed(denylist, said, home, artist.artist_id) or denylist.contains(handle=reading.instagram):
        return StoredReading(suppressed=1)
    reading = own_profile(reading, artist, directory)
    reading = cleared_profile(reading, artist, redactor_of(denylist))
    tidy, reason = accepted_profile(reading, artist.name)
    if reason:
        lake.quarantine("profile", artist.artist_id, asdict(reading), reason)

    def change(known: Artist | None) -> Artist | None:
        return settled(after_profile(known, tidy, now), directory) if known else None

    try:
        written = directory.update_artist(artist.artist_id, change)
    except ItemTooLarge as error:
        written, reason = False, str(error)
        lake.quarantine("profile", artist.artist_id, asdict(tidy), reason)
    stored = directory.artist(artist.artist_id)
    if stored is not None and naming.handle_key(stored.instagram) and not is_nobodys(stored.instagram):
        directory.put_alias(artist_identity.HANDLE, naming.handle_key(stored.instagram), stored.artist_id)
    return StoredReading(
        artists=(stored,) if stored else (),
        written=int(written),
        unchanged=int(not written),
        quarantined=int(bool(reason)),
    )

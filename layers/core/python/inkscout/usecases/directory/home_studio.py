"""Copies facts of an artist's home studio to the artist, and updates them when either changes."""

from inkscout.domain.artist import Artist
from inkscout.domain.artist_merge import at_home, shows_studio
from inkscout.domain.studio import Studio
from inkscout.ports import ArtistDirectory


def settled(artist: Artist, directory: ArtistDirectory, at_hand: Studio | None = None) -> Artist:
    """Returns the artist with the facts of their home studio, which is ``at_hand`` or looked up."""
    if not artist.studio_id:
        return artist
    if at_hand is not None and at_hand.studio_id == artist.studio_id:
        return at_home(artist, {at_hand.studio_id: at_hand})
    home = directory.studio(artist.studio_id)
    return at_home(artist, {artist.studio_id: home}) if home else artist


def refresh_artists(directory: ArtistDirectory, studio_id: str) -> int:
    """Copies a studio's current facts to its artists; returns the number of artists written.

    A writer of artists calls it after its last artist, and the stream calls it after the studio changed.
    Whichever comes second sees the other's write, so that no artist keeps old facts.
    """
    studio = directory.studio(studio_id)
    if studio is None:
        return 0
    written = 0
    for stay in directory.residencies(studio_id):
        written += directory.update_artist(stay.artist_id, lambda artist: _refreshed(artist, studio))
    return written


def _refreshed(artist: Artist | None, studio: Studio) -> Artist | None:
    if artist is None or artist.studio_id != studio.studio_id or shows_studio(artist, studio):
        return None
    return at_home(artist, {studio.studio_id: studio})

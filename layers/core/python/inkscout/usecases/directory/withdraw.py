"""Removes an artist's entry from the directory, with everything that refers to it."""

from inkscout.domain.artist import Artist
from inkscout.domain.snapshot import EntryKind
from inkscout.ports import ArtistDirectory


def withdraw(directory: ArtistDirectory, artist: Artist) -> bool:
    """Removes residencies, aliases, style entries and profile; returns whether there was a profile."""
    for stay in artist.residencies:
        directory.delete_residency(stay.studio_id, artist.artist_id)
    for kind, value in directory.aliases_of(artist.artist_id):
        directory.delete_alias(kind, value)
    return directory.delete(EntryKind.ARTIST, artist.artist_id)

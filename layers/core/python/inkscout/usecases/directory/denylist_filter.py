"""Filters people who asked not to be listed out of responses and jobs.

A removal reaches the index after seconds, and a cached result may be a minute old. Every response that names
people is therefore checked against the denylist itself, in one request for all of them. If the denylist
cannot be read, nobody is shown.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from inkscout.domain.artist import Artist, Residency
from inkscout.domain.removal import identifiers
from inkscout.ports import Denylist, JsonMap

EntryT = TypeVar("EntryT")


class DenylistFilter:
    """Removes denylisted people from lists; keeps the order of the others."""

    def __init__(self, denylist: Callable[[], Denylist]) -> None:
        """Takes a factory of the denylist, called on first use: responses without people need no table."""
        self._denylist = denylist

    def documents(self, documents: Sequence[JsonMap]) -> list[JsonMap]:
        """Returns the artist documents of people who are not denylisted.

        Raises:
            TransientError: the denylist did not respond.
        """
        return self._shown(documents, _of_document)

    def artists(self, artists: Sequence[Artist]) -> list[Artist]:
        """Returns the artists who are not denylisted.

        Raises:
            TransientError: the denylist did not respond.
        """
        return self._shown(artists, _of_artist)

    def residents(self, residencies: Sequence[Residency]) -> list[Residency]:
        """Returns the residencies of people who are not denylisted.

        Raises:
            TransientError: the denylist did not respond.
        """
        return self._shown(residencies, _of_residency)

    def _shown(
        self, entries: Sequence[EntryT], known_by: Callable[[EntryT], tuple[str, ...]]
    ) -> list[EntryT]:
        if not entries:
            return []
        people = [known_by(entry) for entry in entries]
        denied = self._denylist().matching(identifier for person in people for identifier in person)
        return [entry for entry, person in zip(entries, people, strict=True) if denied.isdisjoint(person)]


def _of_document(document: JsonMap) -> tuple[str, ...]:
    return identifiers(
        handle=document.get("handle", ""),
        names=(document["name"],),
        studio_id=document.get("studio_id", ""),
        artist_id=document["artist_id"],
    )


def _of_artist(artist: Artist) -> tuple[str, ...]:
    return identifiers(
        handle=artist.instagram, names=(artist.name,), studio_id=artist.studio_id, artist_id=artist.artist_id
    )


def _of_residency(residency: Residency) -> tuple[str, ...]:
    return identifiers(names=(residency.name,), studio_id=residency.studio_id, artist_id=residency.artist_id)

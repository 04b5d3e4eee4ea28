"""People who asked not to be listed, kept out of an answer that is about to be given, and out of the jobs.

A removal takes seconds to reach the index, and what a process remembers may be a minute old. Every answer
that names people is therefore held against the denylist itself: one request for all of them. Where the
denylist cannot be read, nobody is shown.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from inkscout.domain.artist import Artist, Residency
from inkscout.domain.removal import identifiers
from inkscout.ports import Denylist, JsonMap

EntryT = TypeVar("EntryT")


class DenylistFilter:
    """Leaves out whoever the denylist holds; the rest keep their order."""

    def __init__(self, denylist: Callable[[], Denylist]) -> None:
        """``denylist`` is asked for on first use, so that answers without people need no table."""
        self._denylist = denylist

    def documents(self, documents: Sequence[JsonMap]) -> list[JsonMap]:
        """Documents of artists, as the index or the table gave them.

        Raises:
            TransientError: the denylist did not answer.
        """
        return self._shown(documents, _of_document)

    def artists(self, artists: Sequence[Artist]) -> list[Artist]:
        """Artists of the table; raises as ``documents`` does."""
        return self._shown(artists, _of_artist)

    def residents(self, residencies: Sequence[Residency]) -> list[Residency]:
        """A studio's residencies; raises as ``documents`` does."""
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

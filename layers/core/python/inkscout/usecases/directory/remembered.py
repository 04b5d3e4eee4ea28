"""Directory and denylist as one visit reads them: in few requests, and nothing that was just read or written.

What is remembered is as old as the visit's storing, a few hundred milliseconds. Every write is conditional on
what was read, so a change that somebody else made meanwhile is noticed where it matters.
"""

from collections.abc import Callable, Iterable, Sequence

from inkscout.domain.artist import Artist, Residency
from inkscout.domain.snapshot import EntryKind, record_digest
from inkscout.domain.studio import Studio, StudioChange
from inkscout.errors import WriteConflict
from inkscout.ports import Denylist, Directory

Alias = tuple[str, str]


class RememberedDirectory:
    """Implements ``ports.ArtistDirectory`` over another directory; remembers what it read, for one visit.

    A write that concerns more than one entry, such as a merge, lets it forget everything.
    """

    def __init__(self, directory: Directory) -> None:
        """Takes the directory that stores."""
        self._directory = directory
        self._studios: dict[str, Studio | None] = {}
        self._artists: dict[str, Artist | None] = {}
        self._aliases: dict[Alias, str | None] = {}
        self._stays: dict[str, dict[str, Residency]] = {}

    def forget(self) -> None:
        """Forgets everything, so that it is read again."""
        self._studios.clear()
        self._artists.clear()
        self._aliases.clear()
        self._stays.clear()

    def visit(self, studio_id: str) -> None:
        """Reads a studio and its residencies."""
        studio, stays = self._directory.at_studio(studio_id)
        self._studios[studio_id] = studio
        self._stays[studio_id] = {stay.artist_id: stay for stay in stays}

    def look_again(self, studio_id: str) -> None:
        """Reads a studio again, as other writers may have changed it."""
        self._studios[studio_id] = self._directory.studio(studio_id)

    def recall(self, aliases: Iterable[Alias], artist_ids: Iterable[str]) -> None:
        """Reads aliases and artists that are not known yet, and the artists that the aliases stand for."""
        unread = {alias for alias in aliases if alias not in self._aliases}
        ids = {artist_id for artist_id in artist_ids if artist_id not in self._artists}
        while unread or ids:
            held, artists = self._directory.recall(sorted(unread), sorted(ids))
            self._aliases |= {alias: held.get(alias) for alias in unread}
            self._artists |= {artist_id: artists.get(artist_id) for artist_id in ids}
            unread, ids = set(), {holder for holder in held.values() if holder not in self._artists}

    def studio(self, studio_id: str) -> Studio | None:
        """Returns a studio, following redirects of merged ids; None if there is none."""
        if studio_id not in self._studios:
            self._studios[studio_id] = self._directory.studio(studio_id)
        return self._studios[studio_id]

    def artist(self, artist_id: str) -> Artist | None:
        """Returns an artist, following redirects of merged ids; None if there is none."""
        if artist_id not in self._artists:
            self._artists[artist_id] = self._directory.artist(artist_id)
        return self._artists[artist_id]

    def residencies(self, studio_id: str) -> Sequence[Residency]:
        """Returns the residencies at a studio, active or not."""
        if studio_id not in self._stays:
            self._stays[studio_id] = {s.artist_id: s for s in self._directory.residencies(studio_id)}
        return tuple(self._stays[studio_id].values())

    def find_alias(self, kind: str, value: str) -> str | None:
        """Returns the id an alias stands for; None if there is no such alias."""
        if (kind, value) not in self._aliases:
            self._aliases[kind, value] = self._directory.find_alias(kind, value)
        return self._aliases[kind, value]

    def aliases_of(self, subject_id: str) -> Sequence[Alias]:
        """Returns kind and value of each alias that stands for an id."""
        return self._directory.aliases_of(subject_id)

    def update_studio(self, studio_id: str, change: Callable[[Studio | None], Studio]) -> bool:
        """Stores the result of ``change``; returns whether something was written.

        ``change`` is applied to the studio as remembered, and again only if another writer changed it first.

        Raises:
            WriteConflict: others changed the studio first, on every attempt.
        """
        known = self.studio(studio_id)
        wanted = change(known)
        if known is not None and record_digest(wanted) == record_digest(known):
            return False
        try:
            self._directory.change_studios([StudioChange(before=known, after=wanted)])
        except WriteConflict:
            self.forget()
            return self._directory.update_studio(studio_id, change)
        self._studios[studio_id] = wanted
        return True

    def store_artist(
        self,
        artist_id: str,
        change: Callable[[Artist | None], Artist | None],
        aliases: Iterable[Alias],
        studio_id: str,
    ) -> tuple[Artist | None, int]:
        """Stores an artist found at a studio, with those of the aliases that nobody holds.

        Returns the artist as it is stored, and the number of items written.

        Raises:
            WriteConflict: another id took one of the aliases, or others kept changing the artist.
            ItemTooLarge: the profile exceeds the table's limit; nothing was stored.
        """
        stays = {stay.artist_id: stay for stay in self.residencies(studio_id)}
        claims = [alias for alias in dict.fromkeys(aliases) if self.find_alias(*alias) is None]
        stored = self._directory.store_artist(
            artist_id,
            change,
            known=self.artist(artist_id),
            claims=claims,
            stay=stays.get(artist_id),
            studio_id=studio_id,
        )
        if stored.artist is None:
            self.forget()
            return None, 0
        self._artists[artist_id] = stored.artist
        self._aliases |= dict.fromkeys(claims, artist_id)
        for stay in stored.artist.residencies:
            if stay.studio_id == studio_id:
                self._stays[studio_id][artist_id] = stay
        return stored.artist, stored.written

    def update_artist(self, artist_id: str, change: Callable[[Artist | None], Artist | None]) -> bool:
        """Stores the result of ``change``; asks for nothing if it leaves the artist as remembered."""
        known = self.artist(artist_id)
        wanted = change(known)
        if wanted is None or wanted == known:
            return False
        self.forget()
        return self._directory.update_artist(artist_id, change)

    def put_residency(self, residency: Residency) -> bool:
        """Stores a residency if it differs from the stored one; returns whether it wrote."""
        self.forget()
        return self._directory.put_residency(residency)

    def delete_residency(self, studio_id: str, artist_id: str) -> None:
        """Deletes a residency."""
        self.forget()
        self._directory.delete_residency(studio_id, artist_id)

    def move_alias(self, kind: str, value: str, subject_id: str) -> None:
        """Points an alias at another id, whichever id it stood for before."""
        self.forget()
        self._directory.move_alias(kind, value, subject_id)

    def delete_alias(self, kind: str, value: str) -> None:
        """Deletes an alias."""
        self.forget()
        self._directory.delete_alias(kind, value)

    def redirect(self, kind: EntryKind, old_id: str, new_id: str) -> None:
        """Replaces a merged entry by a redirect to ``new_id``."""
        self.forget()
        self._directory.redirect(kind, old_id, new_id)

    def delete(self, kind: EntryKind, entry_id: str) -> bool:
        """Replaces an entry by a tombstone; returns False if the entry does not exist."""
        self.forget()
        return self._directory.delete(kind, entry_id)


class RememberedDenylist:
    """Implements ``ports.Denylist`` over another one; remembers what it looked up, until it looks again."""

    def __init__(self, denylist: Denylist) -> None:
        """Takes the denylist that stores."""
        self._denylist = denylist
        self._looked_up: set[str] = set()
        self._found: frozenset[str] = frozenset()

    def look_up(self, entries: Iterable[str]) -> None:
        """Reads identifiers anew, and forgets all others."""
        self._looked_up = set(entries)
        self._found = self._denylist.matching(self._looked_up) if self._looked_up else frozenset()

    def contains(self, *, handle: str = "", name: str = "", studio_id: str = "", artist_id: str = "") -> bool:
        """Whether any of the identifiers belongs to a person who asked to be removed."""
        return self._denylist.contains(handle=handle, name=name, studio_id=studio_id, artist_id=artist_id)

    def matching(self, entries: Iterable[str]) -> frozenset[str]:
        """Returns those of the identifiers that are on the denylist."""
        wanted = set(entries)
        unread = wanted - self._looked_up
        if unread:
            self._found |= self._denylist.matching(unread)
            self._looked_up |= unread
        return self._found & wanted

    def add(self, entries: Iterable[str]) -> int:
        """Adds identifiers without expiry; returns how many."""
        self.look_up(())
        return self._denylist.add(entries)

    def hashed(self, identifier: str) -> str:
        """Returns the keyed hash under which an identifier is stored."""
        return self._denylist.hashed(identifier)

    def hashes(self) -> frozenset[str]:
        """Returns every stored hash; the result may be cached for a minute."""
        return self._denylist.hashes()

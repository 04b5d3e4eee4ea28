"""Enters records of places as studios of the directory, a batch at a time: identity, aliases, profiles.

A batch reads what the directory knows of its records in a few requests, decides in memory who each record
is, and stores what changed in one transaction. Where another writer came between, the transaction fails as a
whole, and the records are entered one by one over what stands there now.
"""

from collections.abc import Sequence

from inkscout.discovery.identity import traits_of
from inkscout.discovery.studios import absorb
from inkscout.domain.place import Region
from inkscout.domain.studio import Studio
from inkscout.errors import WriteConflict
from inkscout.ports import Clock, Directory
from inkscout.usecases.discovery.identify_studios import Entered, Entry, Identities, PendingStudio
from inkscout.usecases.discovery.nearby_studios import NearbyStudios

BATCH = 20
"""Records of a batch: a studio and up to four aliases each, within the 100 actions of a transaction."""
_ATTEMPTS = 3


class StudioEntries:
    """Enters records for one region."""

    def __init__(self, directory: Directory, nearby: NearbyStudios, clock: Clock, region: Region) -> None:
        self._directory = directory
        self._nearby = nearby
        self._clock = clock
        self._region = region

    def enter(self, entries: Sequence[Entry], keep_days: int) -> dict[str, Entered]:
        """Enters records in their order; where each went, by its name.

        Raises:
            WriteConflict: other writers kept changing one of the studios.
        """
        entered: dict[str, Entered] = {}
        for start in range(0, len(entries), BATCH):
            part = entries[start : start + BATCH]
            outcome = self._enter(part, keep_days)
            for entry in part:
                self._nearby.add(outcome[entry.record].studio_id, traits_of(entry.place))
            self._nearby.flush()
            entered |= outcome
        return entered

    def _enter(self, entries: Sequence[Entry], keep_days: int) -> dict[str, Entered]:
        try:
            return self._try(entries, keep_days)
        except WriteConflict:
            return {entry.record: self._enter_alone(entry, keep_days) for entry in entries}

    def _enter_alone(self, entry: Entry, keep_days: int) -> Entered:
        for _ in range(_ATTEMPTS):
            try:
                return self._try([entry], keep_days)[entry.record]
            except WriteConflict:
                continue
        return self._overwrite(entry, keep_days)

    def _try(self, entries: Sequence[Entry], keep_days: int) -> dict[str, Entered]:
        """Enters all or nothing.

        Raises:
            WriteConflict: another writer came between.
        """
        identities = Identities(self._directory, self._nearby, entries)
        for entry in entries:
            identity = identities.identify(entry)
            before = identities.studio(identity.studio_id)
            identities.decide(entry, identity, self._absorbed(before, identity.studio_id, entry, keep_days))
        changes = list(identities.changes.values())
        self._directory.change_studios([change.stored for change in changes if change.matters])
        for change in changes:
            for kind, value in change.moves:
                self._directory.move_alias(kind, value, change.after.studio_id)
        return {record: entered for change in changes for record, entered in _outcome(change)}

    def _overwrite(self, entry: Entry, keep_days: int) -> Entered:
        """Enters a record over what no transaction takes, such as what a removed studio left behind."""
        identities = Identities(self._directory, self._nearby, [entry])
        identity = identities.identify(entry)
        seen: list[tuple[Studio | None, Studio]] = []

        def change(studio: Studio | None) -> Studio:
            seen.append((studio, self._absorbed(studio, identity.studio_id, entry, keep_days)))
            return seen[-1][1]

        self._directory.update_studio(identity.studio_id, change)
        for kind, value in identity.claims:
            self._directory.put_alias(kind, value, identity.studio_id)
        before, after = seen[-1]
        return Entered(identity.studio_id, before is None, after.review)

    def _absorbed(self, studio: Studio | None, studio_id: str, entry: Entry, keep_days: int) -> Studio:
        return absorb(
            studio,
            studio_id,
            entry.place,
            self._region,
            now=self._clock.now(),
            keep_days=keep_days,
            review=entry.review,
        )


def _outcome(change: PendingStudio) -> list[tuple[str, Entered]]:
    """Returns the studio of each record; the first record of a new studio counts as its creator."""
    return [
        (
            entry.record,
            Entered(change.after.studio_id, change.before is None and not number, change.after.review),
        )
        for number, entry in enumerate(change.entries)
    ]

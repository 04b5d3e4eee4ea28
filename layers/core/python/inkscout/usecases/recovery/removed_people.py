"""People of a backup who asked to be removed, by one denylist or more, so that a restore leaves them out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from inkscout.contracts.stored import directory_items
from inkscout.domain.archive import RawItem, plain_item
from inkscout.domain.artist import Artist
from inkscout.domain.snapshot import EntryKind
from inkscout.errors import InvalidInput
from inkscout.feeds import people
from inkscout.usecases.directory.enforce_removals import is_listed


@dataclass(frozen=True, slots=True)
class HashedList:
    """A denylist in memory: the function that hashes an identifier, and all hashes."""

    hashed: Callable[[str], str]
    hashes: frozenset[str]


class RemovedPeople:
    """Finds the items of removed people in tables that are restored."""

    def __init__(self, lists: Sequence[HashedList]) -> None:
        """Takes the denylists; an empty one removes nobody."""
        self._lists = [one for one in lists if one.hashes]

    def is_removed(self, profile: RawItem) -> bool:
        """Whether a profile item is that of a removed artist; False for what is no artist."""
        if not self._lists:
            return False
        try:
            snapshot = directory_items.snapshot_of(plain_item(profile))
        except InvalidInput:
            return False  # it could not be shown to anybody either
        entry = snapshot.entry if snapshot and snapshot.kind is EntryKind.ARTIST else None
        return isinstance(entry, Artist) and any(
            is_listed(entry, one.hashes, one.hashed) for one in self._lists
        )

    def artists(self, items: Iterable[RawItem]) -> frozenset[str]:
        """Returns the ids of the removed artists among the items of a Directory table."""
        if not self._lists:
            return frozenset()
        return frozenset(
            item["PK"]["S"].partition("#")[2]
            for item in items
            if item["SK"]["S"] == directory_items.PROFILE and self.is_removed(item)
        )

    def records(self, items: Iterable[RawItem]) -> frozenset[str]:
        """Returns the partitions of records that have the e-mail address of somebody who was removed."""
        if not self._lists:
            return frozenset()
        return frozenset(item["id"]["S"] for item in items if self._has_removed_address(plain_item(item)))

    def _has_removed_address(self, item: Any) -> bool:  # noqa: ANN401 - any stored value
        identifiers = [people.identifier(address) for address in people.addresses(item)]
        return any(one.hashed(identifier) in one.hashes for identifier in identifiers for one in self._lists)


def belongs_to(item: RawItem, artist_ids: frozenset[str]) -> bool:
    """Whether an item of a Directory table is a profile, style, residency or alias of one of the artists."""
    partition, sort = item["PK"]["S"], item["SK"]["S"]
    subject = item.get("subject_id", {}).get("S", "")
    own = {key.removeprefix("ARTIST#") for key in (partition, sort) if key.startswith("ARTIST#")}
    return not artist_ids.isdisjoint(own | {subject})

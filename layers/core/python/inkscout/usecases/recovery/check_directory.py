"""Checks what must hold in any Directory table, such as one that was restored.

Each residency has both its ends, each alias leads to an entry, versions count from 1, and nobody is there who
asked to be removed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from inkscout.contracts.stored.directory_items import PROFILE
from inkscout.domain.archive import RawItem
from inkscout.ports.recovery import WholeTable
from inkscout.usecases.directory.artist_identity import NOBODY

EXAMPLES = 10
"""Maximum number of faults that are described."""

_BATCH = 50
_ENDS = ("PK", "SK", "deleted")

IsRemoved = Callable[[RawItem], bool]
"""Returns whether a profile is that of a person on the denylist."""


@dataclass(slots=True)
class DirectoryCheck:
    """Counts of a table's items, and the faults in them.

    Attributes:
        items: Number of items.
        artists: Number of artists that are not deleted or merged.
        studios: The same of studios.
        faults: Number of faults.
        examples: The first faults, one sentence each, with ids and without names.
    """

    items: int = 0
    artists: int = 0
    studios: int = 0
    residencies: int = 0
    aliases: int = 0
    faults: int = 0
    examples: list[str] = field(default_factory=list)

    def fault(self, sentence: str) -> None:
        """Counts a fault."""
        self.faults += 1
        if len(self.examples) < EXAMPLES:
            self.examples.append(sentence)


def check_directory(table: WholeTable, is_removed: IsRemoved | None = None) -> DirectoryCheck:
    """Returns the counts and faults of a table; memory does not grow with it.

    Without ``is_removed`` nobody is held against the denylist.

    Raises:
        StoreThrottled: a retry may succeed.
    """
    found = DirectoryCheck()
    waiting: list[tuple[str, list[str]]] = []
    for item in table.scan():
        found.items += 1
        _check_profile(item, found, is_removed)
        waiting += _needed(item, found)
        if len(waiting) >= _BATCH:
            _check_ends(table, waiting, found)
            waiting = []
    _check_ends(table, waiting, found)
    return found


def _check_profile(item: RawItem, found: DirectoryCheck, is_removed: IsRemoved | None) -> None:
    key, kind = item["PK"]["S"], item["PK"]["S"].partition("#")[0]
    if item["SK"]["S"] != PROFILE:
        return
    version = item.get("version", {}).get("N", "0")
    if not version.isdecimal() or int(version) < 1:
        found.fault(f"{key} has version {version}")
    if "deleted" in item or "merged_into" in item:
        return
    found.artists += kind == "ARTIST"
    found.studios += kind == "STUDIO"
    if kind == "ARTIST" and is_removed and is_removed(item):
        found.fault(f"{key} asked to be removed")


def _needed(item: RawItem, found: DirectoryCheck) -> Iterator[tuple[str, list[str]]]:
    """Yields what an item must lead to: a sentence for a fault, and partitions of which one must exist."""
    partition, sort = item["PK"]["S"], item["SK"]["S"]
    if partition.startswith("STUDIO#") and sort.startswith("ARTIST#"):
        found.residencies += 1
        for end in (partition, sort):
            yield f"the residency of {sort} at {partition} has no {end}", [end]
    elif partition.startswith("ALIAS#"):
        found.aliases += 1
        subject = item.get("subject_id", {}).get("S", "")
        if subject != NOBODY:
            kind = partition.split("#")[1]
            yield f"an alias of kind {kind} leads to {subject}", [f"ARTIST#{subject}", f"STUDIO#{subject}"]


def _check_ends(table: WholeTable, waiting: list[tuple[str, list[str]]], found: DirectoryCheck) -> None:
    wanted = sorted({end for _, ends in waiting for end in ends})
    keys = [{"PK": {"S": end}, "SK": {"S": PROFILE}} for end in wanted]
    there = {item["PK"]["S"] for item in table.get_many(keys, only=_ENDS) if "deleted" not in item}
    for sentence, ends in waiting:
        if there.isdisjoint(ends):
            found.fault(sentence)

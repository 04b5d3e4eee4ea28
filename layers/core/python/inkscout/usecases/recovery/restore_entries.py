"""Restores a few artists or studios from a backup; what changed since then stays, unless asked otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from inkscout.contracts.stored.directory_items import PROFILE, VISIBLE
from inkscout.domain.archive import RawItem
from inkscout.errors import RestoreRefused
from inkscout.ports.recovery import RestoreSource, WholeTable
from inkscout.usecases.recovery.removed_people import RemovedPeople, belongs_to


@dataclass(slots=True)
class EntriesPlan:
    """Effect of a restore of some entries.

    Attributes:
        restored: Ids of entries that are restored.
        kept: Ids of entries that stay as they are, since they changed after the backup.
        items: Items of the backup, by the id of their entry.
        seen: Profile items of the table, by id, for the condition of the write.
    """

    restored: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    items: dict[str, list[RawItem]] = field(default_factory=dict)
    seen: dict[str, RawItem] = field(default_factory=dict)


def plan_entries(
    ids: Sequence[str],
    *,
    source: RestoreSource,
    table: WholeTable,
    removed: RemovedPeople,
    overwrite: bool = False,
) -> EntriesPlan:
    """Returns what a restore of some entries would do; changes nothing.

    Args:
        ids: Ids of artists and studios.
        source: The backup.
        table: The Directory table.
        removed: People who asked to be removed.
        overwrite: Whether to restore entries that have changed since the backup, too.

    Raises:
        RestoreRefused: the backup does not have an entry, or it is of a person who asked to be removed.
    """
    plan, wanted = EntriesPlan(), frozenset(ids)
    for item in source.items("directory"):
        for entry_id in _owners(item) & wanted:
            plan.items.setdefault(entry_id, []).append(item)
    for entry_id in ids:
        profile = _profile_in(plan.items.get(entry_id, []), entry_id)
        if removed.is_removed(profile):
            raise RestoreRefused(f"{entry_id} asked to be removed, and stays removed")
        found = table.get_many([{"PK": profile["PK"], "SK": profile["SK"]}])
        if found:
            plan.seen[entry_id] = found[0]
        is_kept = bool(found) and _changed_after(found[0], source.as_of) and not overwrite
        (plan.kept if is_kept else plan.restored).append(entry_id)
    return plan


def restore_entries(
    plan: EntriesPlan, *, table: WholeTable, removed: RemovedPeople
) -> dict[str, Sequence[str]]:
    """Writes the entries of a plan with their styles, residencies and aliases.

    Returns the ids that were restored, and those that somebody changed since the plan was made.

    A residency whose other end is missing is left out, and an alias that leads to another entry now stays.
    """
    restored, changed = [], []
    for entry_id in plan.restored:
        items = plan.items[entry_id]
        profile, seen = _profile_in(items, entry_id), plan.seen.get(entry_id)
        if not table.put_unless_changed(_above(profile, seen), seen):
            changed.append(entry_id)
            continue
        restored.append(entry_id)
        _replace_styles(table, profile["PK"]["S"], items)
        for item in items:
            if item["PK"]["S"].startswith("ALIAS#"):
                table.put_new(item)
        gone = removed.artists(_other_ends(table, items))
        stays = [item for item in items if _is_residency(item) and not belongs_to(item, gone)]
        table.put_many([item for item in stays if _has_both_ends(table, item)])
    return {"restored": restored, "changed_meanwhile": changed}


def _owners(item: RawItem) -> frozenset[str]:
    """Returns the ids of the entries that an item belongs to."""
    keys = (item["PK"]["S"], item["SK"]["S"])
    ends = {key.partition("#")[2] for key in keys if key.startswith(("ARTIST#", "STUDIO#"))}
    return frozenset(ends | {item.get("subject_id", {}).get("S", "")})


def _profile_in(items: Sequence[RawItem], entry_id: str) -> RawItem:
    for item in items:
        own = item["PK"]["S"] in {f"ARTIST#{entry_id}", f"STUDIO#{entry_id}"} and item["SK"]["S"] == PROFILE
        if own and "deleted" not in item:
            return item
    raise RestoreRefused(f"the backup has no artist or studio {entry_id}")


def _changed_after(item: RawItem, time: str) -> bool:
    if "deleted" in item or "merged_into" in item:
        return False  # that is what an operator undoes
    return str(item.get("updated_at", {}).get("S", "")) > time


def _above(profile: RawItem, seen: RawItem | None) -> RawItem:
    """Returns the profile with a version that the index has not seen."""
    before = int(seen["version"]["N"]) if seen else 0
    version = max(int(profile["version"]["N"]), before + 1)
    return {**profile, "version": {"N": str(version)}, "change": {"S": VISIBLE}}


def _replace_styles(table: WholeTable, partition: str, items: Sequence[RawItem]) -> None:
    own = [item for item in items if item["PK"]["S"] == partition and item["SK"]["S"].startswith("STYLE#")]
    kept = {item["SK"]["S"] for item in own}
    surplus = [
        {"PK": item["PK"], "SK": item["SK"]}
        for item in table.partition(partition)
        if item["SK"]["S"].startswith("STYLE#") and item["SK"]["S"] not in kept
    ]
    table.delete_many(surplus)
    table.put_many(own)


def _is_residency(item: RawItem) -> bool:
    return bool(item["PK"]["S"].startswith("STUDIO#") and item["SK"]["S"].startswith("ARTIST#"))


def _ends(item: RawItem) -> list[RawItem]:
    return [{"PK": {"S": item[name]["S"]}, "SK": {"S": PROFILE}} for name in ("PK", "SK")]


def _other_ends(table: WholeTable, items: Sequence[RawItem]) -> Sequence[RawItem]:
    keys = {end["PK"]["S"]: end for item in items if _is_residency(item) for end in _ends(item)}
    return table.get_many(list(keys.values()))


def _has_both_ends(table: WholeTable, item: RawItem) -> bool:
    return sum("deleted" not in end for end in table.get_many(_ends(item))) == len(_ends(item))

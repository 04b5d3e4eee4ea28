"""Changed studios of the Directory table, with the aliases they claim, as the actions of one transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from inkscout.adapters.aws.dynamodb.table import Item, Table
from inkscout.contracts.stored import directory_items as items
from inkscout.domain.snapshot import EntryKind, fingerprint, record_digest
from inkscout.domain.studio import Studio, StudioChange

_ABSENT = "attribute_not_exists(PK)"
_AS_READ = "version = :version AND digest = :digest"


def change_actions(table: Table, changes: Sequence[StudioChange], now: datetime) -> list[Item]:
    """A put of each profile that differs and of each alias, on condition that nothing came between."""
    return [action for change in changes for action in _actions(table, change, now)]


def _actions(table: Table, change: StudioChange, now: datetime) -> Iterator[Item]:
    before, after = change.before, items.canonical(change.after)
    if before is None or record_digest(before) != record_digest(after):
        unseen = before is not None and before.fingerprint == fingerprint(after)
        item = items.profile_item(
            EntryKind.STUDIO, _stamped(before, after, now), items.INTERNAL if unseen else items.VISIBLE
        )
        if before is None:
            yield table.put_action(item, _ABSENT)
        else:
            read = {":version": before.version, ":digest": record_digest(before)}
            yield table.put_action(item, _AS_READ, read)
    for kind, value in change.aliases:
        yield table.put_action(items.alias_item(kind, value, after.studio_id), _ABSENT)


def _stamped(before: Studio | None, after: Studio, now: datetime) -> Studio:
    """The studio with its fingerprint; what nobody can see changes neither version nor time."""
    seen = fingerprint(after)
    if before is not None and before.fingerprint == seen:
        return replace(after, fingerprint=seen, version=before.version, updated_at=before.updated_at)
    version = before.version + 1 if before else 1
    return replace(after, fingerprint=seen, version=version, updated_at=now.isoformat(timespec="seconds"))

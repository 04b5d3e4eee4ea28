"""Drops facts whose time is over, also of studios that nobody visits again (Google's terms: 30 days)."""

from datetime import datetime

from inkscout.domain.facts import without_expired
from inkscout.domain.snapshot import EntryKind
from inkscout.domain.studio import Studio
from inkscout.ports import Clock, Directory
from inkscout.usecases.directory.home_studio import refresh_artists


def expire_facts(*, directory: Directory, clock: Clock) -> int:
    """Drops every fact that has expired; returns the number of studios that lost one.

    Their artists carry some of these facts, such as the place, and lose them with the studio. The record's
    id, which may be kept, stays in ``sources`` and as an alias.

    Raises:
        WriteConflict, StoreThrottled: worth another attempt; what was dropped already stays so.
    """
    now = clock.now()
    changed = 0
    for kind, entry_id in directory.expiring(now):
        if kind is not EntryKind.STUDIO:
            continue
        changed += directory.update_studio(entry_id, lambda studio: studio and _bare(studio, now))
        refresh_artists(directory, entry_id)
    return changed


def _bare(studio: Studio, now: datetime) -> Studio | None:
    bare = without_expired(studio, now)
    return None if bare is studio else bare

"""Deletes facts whose retention time has passed, also of studios no longer visited.

Google's terms allow 30 days.
"""

from datetime import datetime

from inkscout.domain.facts import without_expired
from inkscout.domain.snapshot import EntryKind
from inkscout.domain.studio import Studio
from inkscout.ports import Clock, Directory
from inkscout.usecases.directory.home_studio import refresh_artists


def expire_facts(*, directory: Directory, clock: Clock) -> int:
    """Deletes every expired fact; returns the number of studios that lost one.

    Artists carry some facts of their studio, such as the place, and lose them with it. The source's id of the
    studio, which may be kept, remains in ``sources`` and as an alias.

    Raises:
        WriteConflict, StoreThrottled: a retry may succeed; changes made so far are kept.
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

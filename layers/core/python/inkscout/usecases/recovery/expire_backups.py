"""Deletes backups that are older than they may be: they still have people who were removed since."""

from collections.abc import Sequence
from datetime import datetime

from inkscout.domain.archive import is_expired
from inkscout.ports.recovery import ArchivePlace


def expire_backups(place: ArchivePlace, stage: str, *, now: datetime, days: int) -> Sequence[str]:
    """Deletes a stage's archives that are older than some days; returns their names, the oldest first."""
    expired = [name for name in place.names() if is_expired(name, stage, now, days)]
    for name in expired:
        place.delete(name)
    return expired

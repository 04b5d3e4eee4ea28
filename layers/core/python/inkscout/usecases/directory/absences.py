"""Counts an artist's absences over good visits of a studio's site, stored outside the Directory table."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from inkscout.domain.artist import Residency
from inkscout.domain.artist_merge import after_leaving
from inkscout.errors import WriteConflict
from inkscout.ports import Directory, StateStore
from inkscout.usecases.directory.home_studio import settled

MISSING_VISITS = 3
"""Good visits in a row without an artist, after which the artist counts as gone."""

SCOPE = "absence"
_ATTEMPTS = 5


def note_absent(
    studio_id: str,
    present: Collection[str],
    stays: Collection[Residency],
    visit: str,
    state_store: StateStore,
) -> list[str]:
    """Counts a good visit once, however often it is repeated; returns the ids of those who are gone.

    Raises:
        WriteConflict: other writers kept changing the count first.
    """
    absent = {stay.artist_id for stay in stays if stay.active and stay.artist_id not in present}
    for _ in range(_ATTEMPTS):
        known = state_store.get(SCOPE, studio_id)
        if known is None and not absent:
            return []
        before = known or {"missing": {}, "visit": ""}
        counted = before["visit"] == visit
        missing = {
            artist_id: int(before["missing"].get(artist_id, 0))
            + (artist_id not in before["missing"] or not counted)
            for artist_id in sorted(absent)
        }
        if missing == before["missing"] and (counted or not missing):
            return _gone(missing)
        document = {"missing": missing, "visit": visit}
        if state_store.put_if(SCOPE, studio_id, document, known["version"] if known else None):
            return _gone(missing)
    raise WriteConflict("other visits kept changing a studio's absences")


def leave(directory: Directory, studio_id: str, artist_id: str, now: datetime) -> int:
    """Ends an artist's time at a studio; returns the number of items written."""
    day = now.date().isoformat()
    written = 0
    for stay in directory.residencies(studio_id):
        if stay.artist_id == artist_id and stay.active:
            written += directory.put_residency(replace(stay, active=False, last_seen=day))
    return written + directory.update_artist(
        artist_id, lambda known: settled(after_leaving(known, studio_id, day), directory) if known else None
    )


def _gone(missing: dict[str, int]) -> list[str]:
    return [artist_id for artist_id, visits in missing.items() if visits >= MISSING_VISITS]

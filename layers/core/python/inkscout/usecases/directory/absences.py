"""Counts an artist's absences over good visits of a studio's site, stored outside the Directory table."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from inkscout.domain.artist import Residency
from inkscout.domain.artist_merge import after_leaving
from inkscout.ports import Directory, StateStore
from inkscout.usecases.directory.home_studio import settled

MISSING_VISITS = 3
"""Good visits in a row without an artist, after which the artist counts as gone."""

SCOPE = "absence"


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
    counted: list[dict[str, int]] = []

    def count(known: Mapping[str, Any] | None) -> dict[str, Any] | None:
        before = known or {"missing": {}, "visit": ""}
        missing = _missing(before["missing"], absent, again=before["visit"] == visit)
        counted.append(missing)
        same = missing == before["missing"]
        return (
            None
            if same and (before["visit"] == visit or not missing)
            else {"missing": missing, "visit": visit}
        )

    state_store.update(SCOPE, studio_id, count)
    return [artist_id for artist_id, visits in counted[-1].items() if visits >= MISSING_VISITS]


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


def _missing(before: Mapping[str, Any], absent: Collection[str], *, again: bool) -> dict[str, int]:
    """Counts good visits in a row by absent artist; a visit counted before adds only artists new to it."""
    return {
        artist_id: int(before.get(artist_id, 0)) + (artist_id not in before or not again)
        for artist_id in sorted(absent)
    }

"""Counts the consecutive visits on which a studio's website no longer shows an artist.

The counts are in the state store, so that they do not change the Directory table. Only good visits count.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from inkscout.domain.artist import Residency
from inkscout.domain.artist_merge import after_leaving
from inkscout.ports import ArtistDirectory, StateStore
from inkscout.usecases.directory.home_studio import settled

MISSING_VISITS = 3
"""Number of consecutive good visits without an artist after which the artist counts as gone."""

SCOPE = "absence"


def note_absent(
    studio_id: str,
    present: Collection[str],
    stays: Collection[Residency],
    visit: str,
    state_store: StateStore,
) -> list[str]:
    """Counts the absences of one visit; returns the ids of the artists who are gone.

    ``present`` are ids of artists on the website, ``stays`` the studio's residencies. ``visit`` identifies
    the visit, which counts once however often it is repeated.

    Raises:
        WriteConflict: other writers changed the count first, on every attempt.
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


def leave(directory: ArtistDirectory, studio_id: str, artist_id: str, now: datetime) -> int:
    """Ends an artist's residency at a studio; returns the number of items written."""
    day = now.date().isoformat()
    written = 0
    for stay in directory.residencies(studio_id):
        if stay.artist_id == artist_id and stay.active:
            written += directory.put_residency(replace(stay, active=False, last_seen=day))
    return written + directory.update_artist(
        artist_id, lambda known: settled(after_leaving(known, studio_id, day), directory) if known else None
    )


def _missing(before: Mapping[str, Any], absent: Collection[str], *, again: bool) -> dict[str, int]:
    """Returns the number of consecutive absences by artist; ``again`` if the visit was counted before."""
    return {
        artist_id: int(before.get(artist_id, 0)) + (artist_id not in before or not again)
        for artist_id in sorted(absent)
    }

"""Lease of a feed, which one run holds at a time, and the ids of runs."""

from datetime import UTC, datetime

from inkscout.ports import StateStore

LEASE_SECONDS = 300
"""Lifetime of a feed's lease, which is the timeout of the function."""

_SCOPE = "feed"


def take(state_store: StateStore, feed: str, run_id: str) -> bool:
    """Takes the lease; returns False if another run holds it.

    A run that holds it already is one whose process was killed, and that Lambda starts again.
    """
    document = {"run": run_id}
    if state_store.put_if(_SCOPE, feed, document, None, LEASE_SECONDS):
        return True
    held = state_store.get(_SCOPE, feed)
    if held is None or held["run"] != run_id:
        return False
    return state_store.put_if(_SCOPE, feed, document, held["version"], LEASE_SECONDS) is not None


def release(state_store: StateStore, feed: str, run_id: str) -> None:
    """Gives the lease back."""
    state_store.put(_SCOPE, feed, {"run": run_id}, 0)


def holder(state_store: StateStore, feed: str) -> str:
    """Returns the id of the run that holds the lease; empty if none does."""
    held = state_store.get(_SCOPE, feed)
    return str(held["run"]) if held else ""


def run_id_at(moment: datetime) -> str:
    """Returns the id of the run of a scheduled time, such as ``2026-03-01T10:00:00Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

"""Counts the artists of a visit that this run found first."""

from collections.abc import Iterable
from datetime import datetime

from inkscout.domain.artist import Artist
from inkscout.ports import RunLedger


def count_new(artists: Iterable[Artist], run_id: str, ledger: RunLedger) -> int:
    """Counts artists without a fact older than the run; a repeated visit counts the same."""
    run = ledger.run(run_id) or {}
    started = str(run.get("started_at", ""))
    return sum(_first_seen(artist) >= datetime.fromisoformat(started) for artist in artists) if started else 0


def _first_seen(artist: Artist) -> datetime:
    seen = [datetime.fromisoformat(fact.seen_at) for fact in artist.facts.values() if fact.seen_at]
    return min(seen, default=datetime.fromisoformat("1970-01-01T00:00:00+00:00"))

"""Reads and writes discovery's verdicts on place records, and ledger entries of a run, in batches."""

from collections.abc import Iterable
from typing import Any

from inkscout.ports import JsonMap, RunLedger, StateStore

VERDICT_DAYS = 30
"""Days for which a verdict on a place is stored (Google's terms), to avoid buying its details again."""


class RunNotes:
    """Cache of verdicts on records, and buffer of new verdicts and of a run's entries until ``flush``."""

    def __init__(self, state_store: StateStore, ledger: RunLedger, run_id: str) -> None:
        self._state_store = state_store
        self._ledger = ledger
        self._run_id = run_id
        self._verdicts: dict[str, dict[str, Any] | None] = {}
        self._remembered: dict[str, JsonMap] = {}
        self._entries: dict[str, dict[str, JsonMap]] = {}
        self._noted: set[tuple[str, str]] = set()

    def recall(self, records: Iterable[str]) -> None:
        """Loads the verdicts on records, except those in the cache."""
        unknown = [record for record in dict.fromkeys(records) if record not in self._verdicts]
        found = self._state_store.get_many("place", unknown)
        self._verdicts |= {record: found.get(record) for record in unknown}

    def verdict(self, record: str) -> dict[str, Any] | None:
        """Returns the recent verdict on a record; None if there is none."""
        self.recall([record])
        return self._verdicts[record]

    def remember(self, record: str, document: dict[str, Any], *, lasting: bool) -> None:
        """Caches a verdict for this call; with ``lasting``, it is also stored for ``VERDICT_DAYS`` days."""
        self._verdicts[record] = document
        if lasting:
            self._remembered[record] = document

    def note(self, kind: str, key: str, document: JsonMap) -> None:
        """Adds an entry of the run; replaces an earlier one of the same kind and key."""
        self._noted.add((kind, key))
        self._entries.setdefault(kind, {})[key] = document

    def noted(self, kind: str, key: str) -> bool:
        """Whether this call has added an entry of this kind and key."""
        return (kind, key) in self._noted

    def flush(self) -> None:
        """Writes the run's entries, then the verdicts; a verdict must not exist without its entry."""
        entries, self._entries = self._entries, {}
        for kind, documents in entries.items():
            self._ledger.record_many(self._run_id, kind, documents)
        remembered, self._remembered = self._remembered, {}
        self._state_store.put_many("place", remembered, VERDICT_DAYS * 86_400)

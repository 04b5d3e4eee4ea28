"""A set of keys on the disk, so that comparing large tables needs no memory for each item."""

import hashlib
import sqlite3
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

_MOST_VALUES = 500


class DiskKeySet:
    """Implements ``usecases.recovery.restore.KeySet`` in a temporary SQLite file, as digests of 16 bytes."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="inkscout-keys-")
        self._base = sqlite3.connect(Path(self._folder.name) / "keys", isolation_level=None)
        # Nothing of it outlives the process.
        for setting in ("journal_mode=OFF", "synchronous=OFF"):
            self._base.execute(f"PRAGMA {setting}")
        self._base.execute("CREATE TABLE keys (digest BLOB PRIMARY KEY) WITHOUT ROWID")

    def add_all(self, keys: Iterable[str]) -> None:
        """Adds keys."""
        rows = [(_digest(key),) for key in keys]
        self._base.execute("BEGIN")
        self._base.executemany("INSERT OR IGNORE INTO keys VALUES (?)", rows)
        self._base.execute("COMMIT")

    def missing(self, keys: Sequence[str]) -> Sequence[str]:
        """Returns those of the keys that are not in the set."""
        found: set[bytes] = set()
        for start in range(0, len(keys), _MOST_VALUES):
            wanted = [_digest(key) for key in keys[start : start + _MOST_VALUES]]
            marks = ",".join("?" * len(wanted))
            query = f"SELECT digest FROM keys WHERE digest IN ({marks})"  # noqa: S608 - marks alone
            found |= {row[0] for row in self._base.execute(query, wanted)}
        return [key for key in keys if _digest(key) not in found]


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()[:16]

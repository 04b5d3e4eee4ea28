"""The Denylist table: keyed hashes of identifiers, and nothing that could be read or guessed from the table.

Handles and names are few enough to try them all, so a plain or a salted hash would not hide them from whoever
holds the table. They are hashed with HMAC-SHA-256 under a key that is kept elsewhere, in Secrets Manager; the
key must never change, since the entries cannot be hashed again.
"""

import hashlib
import hmac
import time
from collections.abc import Callable, Iterable
from typing import Any

from inkscout.adapters.aws.dynamodb.table import Table
from inkscout.domain.removal import identifiers

CACHE_SECONDS = 60.0
"""How long ``hashes`` may answer from memory."""


class DynamoDbDenylist:
    """``ports.Denylist`` on one table."""

    def __init__(self, client: Any, table: str, secret: Callable[[], bytes]) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``dynamodb`` client; ``secret`` gives the HMAC key, asked for once, on first use."""
        self._table, self._load = Table(client, table), secret
        self._key: bytes | None = None
        self._hashes: frozenset[str] = frozenset()
        self._read_at: float | None = None

    def contains(self, *, handle: str = "", name: str = "", studio_id: str = "", artist_id: str = "") -> bool:
        """Whether any of the identifiers belongs to a person who asked to be removed."""
        known = identifiers(
            handle=handle, names=(name,) if name else (), studio_id=studio_id, artist_id=artist_id
        )
        return bool(self.matching(known))

    def matching(self, entries: Iterable[str]) -> frozenset[str]:
        """Those of the identifiers on the denylist, a hundred to a request."""
        by_hash = {self.hashed(identifier): identifier for identifier in entries}
        found = self._table.get_many([{"PK": hashed} for hashed in by_hash]) if by_hash else []
        return frozenset(by_hash[str(item["PK"])] for item in found)

    def add(self, entries: Iterable[str]) -> int:
        """Lists identifiers made by ``domain.removal.identifiers`` for good; returns how many."""
        count = 0
        for count, identifier in enumerate(entries, start=1):  # noqa: B007 - the count is the result
            self._table.put({"PK": self.hashed(identifier)})
        self._read_at = None
        return count

    def hashed(self, identifier: str) -> str:
        """The keyed hash an identifier is stored under."""
        if self._key is None:
            self._key = self._load()
        return hmac.new(self._key, identifier.encode(), hashlib.sha256).hexdigest()

    def hashes(self) -> frozenset[str]:
        """Every stored hash, at most a minute old: what texts are held against before they are kept."""
        if self._read_at is None or time.monotonic() - self._read_at > CACHE_SECONDS:
            self._hashes = frozenset(str(item["PK"]) for item in self._table.scan())
            self._read_at = time.monotonic()
        return self._hashes

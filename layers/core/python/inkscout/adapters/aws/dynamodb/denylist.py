"""The Denylist table: keyed hashes of identifiers, from which no identifier can be read or guessed.

Handles and names are few enough to try them all, so a plain or salted hash would not protect them from
somebody who has the table. They are hashed with HMAC-SHA-256 under a key in Secrets Manager. The key must
never change, since the entries cannot be hashed again.
"""

import hashlib
import time
from collections.abc import Callable, Iterable
from typing import Any

from inkscout.adapters.aws.dynamodb.table import Table
from inkscout.domain.removal import identifiers

_BLOCK = 64

CACHE_SECONDS = 60.0
"""Maximum age of the cached result of ``hashes``."""

KEY_SECONDS = 600.0
"""Maximum age of the cached key: a restore into an empty platform brings the key of its backup with it."""


class DynamoDbDenylist:
    """Implements ``ports.Denylist`` on one DynamoDB table."""

    def __init__(self, client: Any, table: str, secret: Callable[[], bytes]) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``dynamodb`` client.

        ``secret`` returns the HMAC key, and is called on first use and every ten minutes.
        """
        self._table, self._load = Table(client, table), secret
        self._keyed: _KeyedHash | None = None
        self._keyed_at = 0.0
        self._hashes: frozenset[str] = frozenset()
        self._read_at: float | None = None

    def contains(self, *, handle: str = "", name: str = "", studio_id: str = "", artist_id: str = "") -> bool:
        """Whether any of the identifiers belongs to a person who asked to be removed."""
        known = identifiers(
            handle=handle, names=(name,) if name else (), studio_id=studio_id, artist_id=artist_id
        )
        return bool(self.matching(known))

    def matching(self, entries: Iterable[str]) -> frozenset[str]:
        """Returns those of the identifiers that are on the denylist; reads up to 100 per request."""
        by_hash = {self.hashed(identifier): identifier for identifier in entries}
        found = self._table.get_many([{"PK": hashed} for hashed in by_hash]) if by_hash else []
        return frozenset(by_hash[str(item["PK"])] for item in found)

    def add(self, entries: Iterable[str]) -> int:
        """Adds identifiers made by ``domain.removal`` without expiry; returns how many."""
        hashed = {self.hashed(identifier) for identifier in entries}
        self._table.put_many([{"PK": one} for one in sorted(hashed)])
        self._read_at = None
        return len(hashed)

    def hashed(self, identifier: str) -> str:
        """Returns the keyed hash under which an identifier is stored."""
        if self._keyed is None or time.monotonic() - self._keyed_at > KEY_SECONDS:
            self._keyed, self._keyed_at = _KeyedHash(self._load()), time.monotonic()
        return self._keyed.of(identifier)

    def hashes(self) -> frozenset[str]:
        """Returns every stored hash; the result may be cached for a minute. Texts are redacted with it."""
        if self._read_at is None or time.monotonic() - self._read_at > CACHE_SECONDS:
            self._hashes = frozenset(str(item["PK"]) for item in self._table.scan())
            self._read_at = time.monotonic()
        return self._hashes


class _KeyedHash:
    """HMAC-SHA-256 (RFC 2104) with the key's two inner states computed once, since a text has many words."""

    def __init__(self, key: bytes) -> None:
        block = hashlib.sha256(key).digest() if len(key) > _BLOCK else key
        padded = block.ljust(_BLOCK, b"\0")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in padded))

    def of(self, identifier: str) -> str:
        """Returns the hash in hexadecimal digits."""
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(identifier.encode("utf-8", "surrogatepass"))
        outer.update(inner.digest())
        return outer.hexdigest()

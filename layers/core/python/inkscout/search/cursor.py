"""Cursors for paging: opaque, signed, bound to their query, and valid for a day.

A cursor contains sort values and no secret. The signature prevents clients from creating cursors, so that a
page is always requested with values that this API returned.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from inkscout.errors import InvalidParameter

VERSION = 3
"""Version of the cursor format; increased when the meaning of a position changes."""
MAX_AGE_SECONDS = 24 * 3600
MAX_LENGTH = 2048
"""Maximum number of characters; five sort values of 40 characters fit whatever those are."""
_SIGNATURE = 16
_HOUR_SECONDS = 3600


class InvalidCursor(InvalidParameter):
    """A cursor that this API did not return for this query, or that is older than a day."""

    def __init__(self, reason: str) -> None:
        super().__init__("cursor", reason)


@dataclass(frozen=True, slots=True)
class Position:
    """End of a page: the last document's sort values, and the page's rung on the relaxation ladder."""

    after: list[Any]
    level: int = 0


def query_digest(parameters: Mapping[str, Any]) -> str:
    """Returns a digest of everything that determines the order of results, without the page size."""
    text = json.dumps(parameters, sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def encode(position: Position, digest: str, key: bytes, now: datetime) -> str:
    """Returns the cursor of a position; within an hour it is the same, so that equal pages have one ETag."""
    issued = int(now.timestamp()) // _HOUR_SECONDS * _HOUR_SECONDS
    fields = [VERSION, issued, digest, position.level, position.after]
    payload = json.dumps(fields, separators=(",", ":"), ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(_sign(payload, key) + payload).rstrip(b"=").decode()


def decode(cursor: str, digest: str, key: bytes, now: datetime) -> Position:
    """Returns the position of a cursor.

    Raises:
        InvalidCursor: it is damaged, of another query, or older than a day; the message says which.
    """
    if len(cursor) > MAX_LENGTH or not cursor.isascii():
        raise InvalidCursor("the cursor is not one of this API's")
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidCursor("the cursor is not one of this API's") from error
    signature, payload = raw[:_SIGNATURE], raw[_SIGNATURE:]
    if not hmac.compare_digest(signature, _sign(payload, key)):
        raise InvalidCursor("the cursor was altered or is not one of this API's")
    version, issued, bound_to, level, after = json.loads(payload)
    if version != VERSION or not 0 <= now.timestamp() - issued <= MAX_AGE_SECONDS:
        raise InvalidCursor("the cursor is too old: start again without it")
    if bound_to != digest:
        raise InvalidCursor("the cursor belongs to another query: repeat the parameters it was given for")
    return Position(after=after, level=level)


def _sign(payload: bytes, key: bytes) -> bytes:
    return hmac.new(key, b"cursor\0" + payload, hashlib.sha256).digest()[:_SIGNATURE]

"""Replies of the simulated APIs: a document with the position of its records, and its form on the wire."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b, sha1
from typing import Any

JSON_TYPE = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class ApiRequest:
    """A request to an API.

    Attributes:
        path: Decoded path.
        query: Parameters of the query.
        now: Time of the world, with a zone.
        origin: Scheme and host as the client wrote them, for links.
        number: Number of requests to this API so far, this one included.
    """

    path: str
    query: Mapping[str, str]
    now: datetime
    origin: str
    number: int

    def whole(self, name: str, default: int, most: int) -> int:
        """Returns a parameter as an integer from 0 to ``most``; the default if it is absent or invalid."""
        text = self.query.get(name, "")
        return min(int(text), most) if text.isascii() and text.isdigit() else default


@dataclass(slots=True)
class Reply:
    """A reply before it is written.

    Attributes:
        document: The JSON document; faults change it in place.
        at: Keys that lead from the document to its list (or object) of records; None if it has none.
        indent: Spaces of indentation, as the real API has them; None for compact JSON.
        strong: Whether the ETag is a strong one.
    """

    document: Any
    at: tuple[str, ...] | None = ()
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    indent: int | None = None
    strong: bool = False

    def records(self) -> list[Any]:
        """Returns the list of records in the document, to change in place; empty if there is none."""
        place = self.document
        for key in self.at or ():
            place = place.get(key) if isinstance(place, dict) else None
        return place if isinstance(place, list) and self.at is not None else []

    def body(self) -> bytes:
        """Returns the document as UTF-8 JSON."""
        separators = None if self.indent else (",", ":")
        text = json.dumps(self.document, ensure_ascii=False, indent=self.indent, separators=separators)
        return text.encode("utf-8", "surrogatepass")


def not_found(document: Mapping[str, str] | None = None) -> Reply:
    """Returns a 404 with a JSON object, an empty one by default."""
    return Reply(dict(document or {}), at=None, status=404)


def entity_tag(body: bytes, *, strong: bool) -> str:
    """Returns an ETag in the form that Express gives it: length in hexadecimal, and a digest."""
    digest = base64.b64encode(sha1(body, usedforsecurity=False).digest()).decode().rstrip("=")
    tag = f'"{len(body):x}-{digest}"'
    return tag if strong else f"W/{tag}"


def chance(*parts: object) -> int:
    """Returns a number from 0 to 2^32 - 1 that depends on the parts alone."""
    return int.from_bytes(blake2b("\x1f".join(map(str, parts)).encode(), digest_size=4).digest())


def links(origin: str, path: str, pages: Mapping[str, Mapping[str, object]]) -> str:
    """Returns the value of a ``Link`` header (RFC 8288) from the query parameters of each relation."""
    return ", ".join(
        f'<{origin}{path}?{"&".join(f"{name}={value}" for name, value in query.items())}>; rel="{relation}"'
        for relation, query in pages.items()
    )

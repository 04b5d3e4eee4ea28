"""State of one directory entry, by which the stream, the index and the table are compared."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from inkscout.domain.artist import Artist
from inkscout.domain.studio import Studio


class EntryKind(StrEnum):
    """Kind of an entry that searchers find."""

    ARTIST = "artist"
    STUDIO = "studio"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One entry at one version; ``entry`` is None if the version is a deletion or a redirect."""

    kind: EntryKind
    entry_id: str
    version: int
    entry: Artist | Studio | None = None


_BOOKKEEPING = frozenset({"version", "fingerprint", "updated_at"})
# The number of followers changes daily: it is stored, but is no reason to index an artist again.
_UNSEEN = _BOOKKEEPING | {"facts", "evidence", "styles_by", "followers"}

_DIGESTED_AS = {"finder": "layer"}
"""Former names of fields that were renamed after digests were stored."""
_ADDED = frozenset({"kind", "page_url", "withheld"})
"""Fields, also of parts, that were added after digests were stored: digested where they say something."""


def fingerprint(entry: Artist | Studio) -> str:
    """Returns a digest of everything searchers see; if it is equal, nothing visible changed."""
    seen = _said(entry, without=_UNSEEN)
    # Facets show the sources of an entry, but not the source of each fact.
    return _digest({**seen, "fact_sources": sorted({fact.source for fact in entry.facts.values()})})


def record_digest(entry: Artist | Studio) -> str:
    """Returns a digest of everything stored, including the provenance of facts.

    Digests are stored with items, so fields are digested under the names they had when the first were stored.
    """
    kept = _said(entry, without=_BOOKKEEPING)
    return _digest({**kept, "evidence": [_renamed(part) for part in kept.get("evidence", ())]})


def _said(part: Any, *, without: frozenset[str] = frozenset()) -> dict[str, Any]:  # noqa: ANN401 - any dataclass
    """Returns the fields of a dataclass and of those inside it; each write digests its entry twice."""
    names = _names(type(part))  # type: ignore[arg-type]  # mypy takes a class for unhashable
    pairs = ((name, _plain(getattr(part, name))) for name in names if name not in without)
    return {name: value for name, value in pairs if value or name not in _ADDED}


def _plain(value: Any) -> Any:  # noqa: ANN401 - any field of an entry
    if isinstance(value, str | float | int | None):
        return value
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    return _said(value) if is_dataclass(value) else value


@cache
def _names(kind: type) -> tuple[str, ...]:
    """Returns the names of a dataclass's fields."""
    return tuple(field.name for field in fields(kind))


def _renamed(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {_DIGESTED_AS.get(name, name): value for name, value in fields.items()}


def _digest(fields: Mapping[str, Any]) -> str:
    """Returns the digest of fields.

    Absent and empty values are equal, so that a new field changes no digest.
    """
    kept = {name: value for name, value in fields.items() if value not in (None, "", (), {}, [])}
    text = json.dumps(kept, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]

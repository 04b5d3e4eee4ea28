"""State of one directory entry, by which the stream, the index and the table are compared."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
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
    fields = asdict(entry, dict_factory=_without_added)
    seen = {name: value for name, value in fields.items() if name not in _UNSEEN}
    # Facets show the sources of an entry, but not the source of each fact.
    return _digest({**seen, "fact_sources": sorted({fact.source for fact in entry.facts.values()})})


def record_digest(entry: Artist | Studio) -> str:
    """Returns a digest of everything stored, including the provenance of facts.

    Digests are stored with items, so fields are digested under the names they had when the first were stored.
    """
    kept = asdict(entry, dict_factory=_without_added)
    kept = {**kept, "evidence": [_renamed(part) for part in kept.get("evidence", ())]}
    return _digest({name: value for name, value in kept.items() if name not in _BOOKKEEPING})


def _without_added(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {name: value for name, value in pairs if value or name not in _ADDED}


def _renamed(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {_DIGESTED_AS.get(name, name): value for name, value in fields.items()}


def _digest(fields: Mapping[str, Any]) -> str:
    """Returns the digest of fields.

    Absent and empty values are equal, so that a new field changes no digest.
    """
    kept = {name: value for name, value in fields.items() if value not in (None, "", (), {}, [])}
    text = json.dumps(kept, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]

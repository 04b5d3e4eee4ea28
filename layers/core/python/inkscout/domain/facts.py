"""Rule for conflicting facts.

A fact is replaced if its own origin gives another value, or if a source of higher rank gives one; never by a
source of equal or lower rank, so that two sources that disagree do not overwrite each other in every run. An
expired fact counts as absent. A source that gives no value removes nothing, and a malformed phone number
never replaces a valid one.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from inkscout.domain import naming, phones
from inkscout.domain.artist import Artist
from inkscout.domain.studio import Provenance, Studio

EntryT = TypeVar("EntryT", Artist, Studio)

RANKS: Mapping[str, int] = {"site": 50, "profile": 40, "import": 30, "osm": 20, "google": 10}
"""Rank of each source, the most trusted highest; an unknown source ranks below all."""

_EMPTY: tuple[object, ...] = (None, "", (), {}, [])


def rank(provenance: Provenance | None) -> int:
    """Returns the trust rank of a fact's source: 1 for an unknown source, 0 if there is no provenance."""
    return RANKS.get(provenance.source, 1) if provenance else 0


def expired(provenance: Provenance, now: datetime) -> bool:
    """Whether the retention time of a fact has passed."""
    return bool(provenance.expires_at) and datetime.fromisoformat(provenance.expires_at) <= now


def with_fact(
    entry: EntryT,
    name: str,
    value: Any,  # noqa: ANN401 - any field
    offered: Provenance,
    abandoned: Collection[str] = (),
) -> EntryT:
    """Returns the entry after a source offered a value for one field; the same object if nothing changed.

    ``abandoned`` are origins that no longer report, such as a studio the artist left: a source of equal rank
    may replace their facts.
    """
    if value in _EMPTY:
        return entry
    current = entry.facts.get(name)
    held = getattr(entry, name)
    if held == value and current is not None and _same_origin(current, offered):
        if current.expires_at == offered.expires_at:
            return entry
        return _put(entry, name, value, replace(offered, seen_at=current.seen_at or offered.seen_at))
    if held not in _EMPTY and current is not None and not _wins(offered, current, abandoned):
        return entry
    if name == "phone" and held and phones.is_worse(value, held, entry.country):
        return entry
    return _put(entry, name, value, offered)


def with_former_name(studio: Studio, before: Studio) -> Studio:
    """Returns a studio with the name that it had before as an alias, as long as that name may be kept.

    The alias has the provenance of the name that it was, so that it expires as that would have.
    """
    provenance = before.facts.get("name")
    if not before.name or provenance is None or naming.key(before.name) == naming.key(studio.name):
        return studio
    return with_other_name(studio, before.name, provenance)


def with_other_name(studio: Studio, name: str, provenance: Provenance) -> Studio:
    """Returns a studio with a further name by which a source knows it, instead of an earlier one."""
    known = studio.facts.get("aliases")
    if known is not None and known.source == provenance.source and studio.aliases == (name,):
        return with_fact(studio, "aliases", (name,), provenance)
    return _put(studio, "aliases", (name,), provenance)


def next_expiry(entry: Artist | Studio) -> str:
    """Returns the time at which the first fact of an entry expires (ISO 8601, UTC); empty if none does."""
    return min((fact.expires_at for fact in entry.facts.values() if fact.expires_at), default="")


def without_expired(entry: EntryT, now: datetime) -> EntryT:
    """Returns the entry without expired facts; the same object if there are none."""
    over = [name for name, provenance in entry.facts.items() if expired(provenance, now)]
    if not over:
        return entry
    facts = {name: kept for name, kept in entry.facts.items() if name not in over}
    changes: dict[str, Any] = {name: _blank(getattr(entry, name)) for name in over}
    return replace(entry, **changes, facts=facts)


def _wins(offered: Provenance, current: Provenance, abandoned: Collection[str]) -> bool:
    if rank(offered) == rank(current) and current.origin in abandoned:
        return True
    return rank(offered) > rank(current) or _same_origin(current, offered)


def _same_origin(one: Provenance, other: Provenance) -> bool:
    return (one.source, one.origin) == (other.source, other.origin)


def _put(entry: EntryT, name: str, value: object, provenance: Provenance) -> EntryT:
    changes: dict[str, Any] = {name: value, "facts": {**entry.facts, name: provenance}}
    return replace(entry, **changes)


def _blank(value: object) -> object:
    return type(value)() if isinstance(value, str | tuple) else None

"""Counts of a run that its ledger keeps beside its entries, so that a page need not read them all."""

from collections.abc import Mapping
from typing import Any

Counts = Mapping[str, float]

COUNTED = frozenset({"area", "plan", "visit", "worker"})
"""Kinds of entries that are counted; a batch, as others are written in, does not tell what it replaces."""

_OF_VISITS = ("new_artists", "pages", "suppressed", "quarantined")
_OF_AREAS = ("cells", "exhausted_cells", "studios", "new", "requests", "spend_usd")


def counted(kind: str, document: Mapping[str, Any] | None) -> dict[str, float]:
    """Returns the share of one entry in the counts of its run; nothing for an absent entry.

    Args:
        kind: Kind of the entry, such as ``visit``.
        document: The entry; None if there is none.
    """
    if document is None:
        return {}
    found: dict[str, float] = {kind: 1}
    if kind == "visit":
        found[f"visit:{document.get('outcome', 'unknown')}"] = 1
        found["artists"] = len(document.get("artists") or ())
        found |= {name: float(document.get(name) or 0) for name in _OF_VISITS}
    if kind == "plan":
        found["planned"] = float(document.get("studios") or 0)
    if kind == "area":
        found[f"area:{document.get('outcome', 'unknown')}"] = 1
        found |= {f"area_{name}": float(document.get(name) or 0) for name in _OF_AREAS}
    return found


def changed(kind: str, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> dict[str, float]:
    """Returns what to add to a run's counts when an entry replaces another one; only what is not zero."""
    old, new = counted(kind, before), counted(kind, after)
    moved = {name: round(new.get(name, 0) - old.get(name, 0), 6) for name in {*old, *new}}
    return {name: amount for name, amount in sorted(moved.items()) if amount}


def under(counts: Counts, prefix: str) -> dict[str, int]:
    """Returns the counts whose name begins with ``prefix:``, by the rest of the name, the largest first."""
    found = {
        name.partition(":")[2]: int(value)
        for name, value in counts.items()
        if name.startswith(f"{prefix}:") and value > 0
    }
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))

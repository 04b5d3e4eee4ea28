"""Summarises a run's discovery from the run ledger."""

from typing import Any

from inkscout.ports import RunLedger

_COUNTS = ("requests", "duplicates", "outside", "gone")


def discovery_summary(run_id: str, *, ledger: RunLedger) -> dict[str, Any]:
    """Returns counts and US dollars of a run; ``areas`` counts cells, and each studio counts once.

    ``usd_per_new_studio`` is None if no studio is new.
    """
    areas = list(ledger.entries(run_id, "area"))
    studios = list(ledger.entries(run_id, "studio"))
    spend = round(sum(float(area["spend_usd"]) for area in areas), 6)
    new = sum(1 for _ in ledger.entries(run_id, "new_studio"))
    outcomes = sorted({str(area["outcome"]) for area in areas})
    return {
        "studios": len(studios),
        "new_studios": new,
        "review": sum(bool(entry["review"]) for entry in studios),
        "rejected": sum(1 for _ in ledger.entries(run_id, "rejected")),
        **{name: sum(int(area[name]) for area in areas) for name in _COUNTS},
        "spend_usd": spend,
        "usd_per_new_studio": round(spend / new, 6) if new else None,
        "areas": sum(int(area["cells"]) for area in areas),
        "exhausted_areas": sum(int(area["exhausted_cells"]) for area in areas),
        "outcomes": outcomes,
        "failed_sources": sorted({name for area in areas for name in area["failed_sources"]}),
    }

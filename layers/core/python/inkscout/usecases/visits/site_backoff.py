"""Backoff for sites that fail on consecutive visits; one good visit resets it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from inkscout.domain.outcome import VisitOutcome
from inkscout.ports import StateStore

PATIENCE = 3
"""Number of consecutive failed visits after which a site is not visited for a while."""

FIRST_PAUSE = timedelta(days=1)
LONGEST_PAUSE = timedelta(days=14)

FAILURES = frozenset({VisitOutcome.UNREACHABLE, VisitOutcome.BLOCKED, VisitOutcome.ERROR})
"""Outcomes that count as a failure of the site. A refusal by robots.txt is not one."""

SCOPE = "site"


def remember_visit(
    state_store: StateStore, studio_id: str, run_id: str, outcome: VisitOutcome, now: datetime
) -> None:
    """Counts the outcome of a visit for the backoff; a repeated call for the same run counts once."""

    def counted(record: Mapping[str, Any] | None) -> dict[str, Any] | None:
        before = record or {}
        failures = int(before.get("failures", 0)) + 1 if outcome in FAILURES else 0
        if before.get("run_id") == run_id or (not failures and not before.get("failures")):
            return None
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** max(0, failures - PATIENCE))
        not_before = now + pause if failures >= PATIENCE else now
        return {
            "run_id": run_id,
            "failures": failures,
            "outcome": outcome.value,
            "not_before": not_before.isoformat(),
        }

    state_store.update(SCOPE, studio_id, counted)


def resting(
    state_store: StateStore, studio_ids: Sequence[str], now: datetime
) -> dict[str, tuple[VisitOutcome, datetime]]:
    """Returns, by id, the studios whose sites are not visited yet: the last outcome, and the pause's end."""
    found: dict[str, tuple[VisitOutcome, datetime]] = {}
    for studio_id, record in state_store.get_many(SCOPE, studio_ids).items():
        if int(record.get("failures", 0)) < PATIENCE:
            continue
        not_before = datetime.fromisoformat(str(record["not_before"]))
        if not_before > now:
            found[studio_id] = (VisitOutcome(record["outcome"]), not_before)
    return found

"""Record of who started the workers of a run, and the sentence for jobs that an external fleet left."""

from collections.abc import Mapping, Sequence
from typing import Any

from inkscout.contracts.queue_scraping import FleetMode
from inkscout.domain.outcome import JobStatus
from inkscout.ports import RunLedger

_KIND = "fleet"
_KEY = "all"

RUNBOOK = "docs/runbooks/external-fleet.md"


def record_fleet(run_id: str, mode: FleetMode, ledger: RunLedger) -> None:
    """Records the fleet mode of a run or scan."""
    ledger.record(run_id, _KIND, _KEY, {"mode": mode})


def fleet_of(run_id: str, ledger: RunLedger) -> str:
    """Returns the fleet mode of a run or scan; empty if it ended before its jobs were queued."""
    entry = ledger.entry(run_id, _KIND, _KEY)
    return str(entry["mode"]) if entry else ""


def left_by_external_fleet(mode: str, jobs: Sequence[Mapping[str, Any]]) -> str:
    """Returns a sentence on the jobs that no external worker has done; empty if there are none.

    Args:
        mode: Fleet mode of the run.
        jobs: Jobs as the ledger has them, before open ones are recorded as failed.
    """
    left = sum(job["status"] == JobStatus.QUEUED for job in jobs)
    if mode != "external" or not left:
        return ""
    if left == len(jobs):
        done = f"no worker took any of the {left} jobs" if left > 1 else "no worker took the job"
    else:
        done = f"{left} of {len(jobs)} jobs were left when the workers stopped"
    return f"{done}: FleetMode is external, so workers are started outside of this deployment ({RUNBOOK})"

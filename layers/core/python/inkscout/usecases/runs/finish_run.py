"""FinishRun: summarises a run; every planned studio ends in exactly one outcome."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from inkscout.contracts.finish_run import FinishRunRequest, RunSummary
from inkscout.contracts.stored.visit import Visit
from inkscout.domain.job import JobKind
from inkscout.domain.outcome import JobStatus, RunStatus, VisitOutcome
from inkscout.ports import Clock, Events, RunLedger
from inkscout.usecases.runs.fleet_record import fleet_of, left_by_external_fleet
from inkscout.usecases.runs.run_verdict import judge_run

_RUNS_LOOKED_AT = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishRunPorts:
    """Ports of FinishRun, and the work at the end of a run.

    Attributes:
        export: Writes the directory's exports for a run and returns their keys.
        discovery: Returns the counts of a run's discovery (``studios, spend_usd, areas, exhausted_areas,
            …``).
        expire: Deletes expired facts and returns the number of studios that lost one.
        enforce: Removes denylisted artists, who may be back after a restore, and returns their number.
    """

    ledger: RunLedger
    events: Events
    clock: Clock
    export: Callable[[str], Sequence[str]]
    discovery: Callable[[str], dict[str, Any]]
    expire: Callable[[], int]
    enforce: Callable[[], int]


def finish_run(request: FinishRunRequest, *, deps: FinishRunPorts) -> RunSummary:
    """Ends open jobs and lost visits as failed, writes summary and exports, and releases the lease.

    Expired facts are deleted before the exports are written. A repeated call finds the same entries and
    writes the same summary, except that facts deleted by an earlier call are not counted again.
    """
    run_id = request.run_id
    record = deps.ledger.run(run_id) or {}
    fleet, queued = fleet_of(run_id, deps.ledger), list(deps.ledger.jobs(run_id))
    left = left_by_external_fleet(fleet, queued)
    jobs = [_settled_job(run_id, entry, deps.ledger) for entry in queued]
    visits = _accounted_visits(run_id, deps.ledger)
    reachable = sum(visit.outcome.is_reachable for visit in visits)
    read = sum(visit.outcome.is_read for visit in visits)
    found = deps.discovery(run_id)
    finished = deps.clock.now()
    started_at = str(record.get("started_at", finished.isoformat()))
    expired, withdrawn = deps.expire(), deps.enforce()
    spent = RunStatus.BUDGET_REACHED.value in found.get("outcomes", [])
    verdict = judge_run([visit.outcome for visit in visits])
    status = RunStatus.BUDGET_REACHED if spent else RunStatus.SUCCEEDED
    status = RunStatus.FAILED if verdict.error else status
    summary = RunSummary(
        run_id=run_id,
        status=status,
        regions=list(record.get("regions", [])),
        started_at=started_at,
        finished_at=finished.isoformat(),
        seconds=round((finished - _time(started_at)).total_seconds(), 3),
        discovery=found,
        studios=len(visits) or int(found.get("studios", 0)),
        outcomes=dict(Counter(visit.outcome.value for visit in visits)),
        due=verdict.due,
        reachable=reachable,
        read=read,
        success_rate=round(read / reachable, 4) if reachable else None,
        artists=len({artist for visit in visits for artist in visit.artists}),
        new_artists=sum(visit.new_artists for visit in visits),
        artists_before=_artists_before(run_id, record, deps.ledger),
        written=_total("written", visits, jobs) + int(found.get("written", 0)),
        unchanged=_total("unchanged", visits, jobs) + int(found.get("unchanged", 0)),
        suppressed=sum(visit.suppressed for visit in visits) + withdrawn,
        quarantined=sum(visit.quarantined for visit in visits),
        expired=expired,
        jobs=_by_outcome(jobs),
        exports=list(deps.export(run_id)),
        error=verdict.error,
        cause="; ".join(filter(None, [verdict.cause, left])) if verdict.error else "",
        warning="" if verdict.error else "; ".join(filter(None, [left, verdict.warning])),
        fleet=fleet,
    )
    deps.ledger.finish_run(run_id, status, summary.model_dump(mode="json"))
    if verdict.error:
        deps.events.publish("Run Failed", {"run_id": run_id, "error": verdict.error})
    else:
        deps.events.publish(
            "Run Finished", {"run_id": run_id, "status": status.value, "artists": summary.artists}
        )
    return summary


def _settled_job(run_id: str, entry: dict[str, Any], ledger: RunLedger) -> dict[str, Any]:
    """Returns the job with its end; a job still queued after the last round is recorded as failed."""
    if entry["status"] != JobStatus.QUEUED:
        return entry
    document = {"outcome": "error", "reason": "not done in the last round"}
    ledger.finish_job(run_id, str(entry["scrape_id"]), JobStatus.FAILED, document)
    return {**entry, **document, "status": JobStatus.FAILED}


def _accounted_visits(run_id: str, ledger: RunLedger) -> list[Visit]:
    """Returns a visit for every planned studio; studios of a failed batch get the outcome ``error``."""
    visits = {str(entry["key"]): Visit.of_entry(entry) for entry in ledger.entries(run_id, "visit")}
    planned = {str(entry["key"]) for entry in ledger.entries(run_id, "planned")}
    for studio_id in planned - visits.keys():
        lost = Visit(
            studio_id=studio_id,
            outcome=VisitOutcome.ERROR,
            reason="its batch failed; see the execution's map run",
        )
        ledger.record(run_id, "visit", studio_id, lost.document())
        visits[studio_id] = lost
    return list(visits.values())


def _total(name: str, visits: Sequence[Visit], jobs: Sequence[dict[str, Any]]) -> int:
    """Returns the number of items over both tiers: rendered sites count in visits, profiles in jobs."""
    by_visits = sum(int(getattr(visit, name)) for visit in visits)
    return by_visits + sum(int(job.get(name, 0)) for job in jobs if job["kind"] == JobKind.READ_PROFILE)


def _by_outcome(jobs: Sequence[dict[str, Any]]) -> dict[str, dict[str, int]]:
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for job in jobs:
        counted[str(job["kind"])][str(job.get("outcome", job["status"]))] += 1
    return {kind: dict(outcomes) for kind, outcomes in counted.items()}


def _artists_before(run_id: str, record: dict[str, Any], ledger: RunLedger) -> int:
    """Counts the artists of the newest earlier run over the same regions that read any website."""
    regions = list(record.get("regions", []))
    for earlier in ledger.runs(_RUNS_LOOKED_AT):
        summary = earlier.get("summary") or {}
        if earlier.get("run_id") == run_id or not summary.get("outcomes") or summary.get("error"):
            continue
        if list(earlier.get("regions", [])) == regions:
            return int(summary.get("artists", 0))
    return 0


def _time(text: str) -> datetime:
    parsed = datetime.fromisoformat(text)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)

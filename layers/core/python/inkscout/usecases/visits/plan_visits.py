"""PlanVisits: chooses the websites a run reads and groups them so that no host is in two batches."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from inkscout.contracts.plan_visits import PlanVisitsRequest, PlanVisitsResult, VisitBatch
from inkscout.contracts.stored.visit import Visit
from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.studio import Studio
from inkscout.ports import Clock, Directory, Manifests, RunLedger, StateStore
from inkscout.usecases.visits.site_backoff import next_attempt

BATCH_SIZE = 10
"""Number of studios in a batch, which one function call can read in parallel within its time limit."""

CLOSED = "CLOSED_PERMANENTLY"
"""Google's business status of a place that closed permanently."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanVisitsPorts:
    """Ports of PlanVisits; ``bucket`` is the name of the bucket with the manifests."""

    directory: Directory
    ledger: RunLedger
    state_store: StateStore
    manifests: Manifests
    bucket: str
    clock: Clock


def plan_visits(request: PlanVisitsRequest, *, deps: PlanVisitsPorts) -> PlanVisitsResult:
    """Writes the manifest of studios to visit; records an outcome at once for those that are not visited.

    Only studios that this run discovered are considered.
    """
    due: list[Studio] = []
    settled = 0
    for studio in _discovered(request.run_id, deps.ledger, deps.directory):
        visit = _without_visit(studio, deps.state_store, deps.clock.now(), force=request.force)
        if visit is None:
            due.append(studio)
        else:
            deps.ledger.record(request.run_id, "visit", studio.studio_id, visit.document())
            settled += 1
    chosen = due[: request.max_studios] if request.max_studios else due
    batches = [
        VisitBatch(run_id=request.run_id, force=request.force, studio_ids=ids).model_dump()
        for ids in _batches(chosen)
    ]
    # FinishRun compares the visits with these entries, so that no studio of a lost batch is missed.
    planned = {studio.studio_id: {"website": studio.website} for studio in chosen}
    deps.ledger.record_many(request.run_id, "planned", planned)
    deps.ledger.record(request.run_id, "plan", "all", {"studios": len(chosen), "batches": len(batches)})
    key = f"manifests/run={request.run_id}/visits.jsonl"
    deps.manifests.write_lines(key, batches)
    return PlanVisitsResult(
        manifest_bucket=deps.bucket,
        manifest_key=key,
        batches=len(batches),
        visits=len(chosen),
        not_visited=settled + len(due) - len(chosen),
    )


def _discovered(run_id: str, ledger: RunLedger, directory: Directory) -> Iterator[Studio]:
    """Yields the studios that this run discovered, each once, in a stable order."""
    ids = sorted({str(entry["key"]) for entry in ledger.entries(run_id, "studio")})
    seen: set[str] = set()
    for studio_id in ids:
        studio = directory.studio(studio_id)
        if studio is not None and studio.studio_id not in seen:
            seen.add(studio.studio_id)
            yield studio


def _without_visit(studio: Studio, state_store: StateStore, now: datetime, *, force: bool) -> Visit | None:
    """Returns the outcome of a studio that is not visited; None if its website is to be read."""
    if studio.business_status == CLOSED:
        return _settled(studio, VisitOutcome.CLOSED, "the listing says that the studio has closed for good")
    if not studio.website:
        if studio.instagram or studio.socials:
            return _settled(studio, VisitOutcome.SOCIAL_MEDIA_ONLY, "the listing links a social network only")
        return _settled(studio, VisitOutcome.NO_WEBSITE, "the listing names no website")
    waiting = None if force else next_attempt(state_store, studio.studio_id, now)
    if waiting is not None:
        outcome, not_before = waiting
        return _settled(
            studio, outcome, f"failed repeatedly; not tried again before {not_before:%Y-%m-%d %H:%M} UTC"
        )
    return None


def _settled(studio: Studio, outcome: VisitOutcome, reason: str) -> Visit:
    return Visit(studio_id=studio.studio_id, outcome=outcome, reason=reason, website=studio.website)


def _batches(studios: Iterable[Studio]) -> Iterator[list[str]]:
    """Yields batches of about ``BATCH_SIZE`` studio ids.

    Studios on one host share a batch, so that the host's rate limit holds.
    """
    hosts: dict[str, list[str]] = defaultdict(list)
    for studio in studios:
        hosts[urlsplit(studio.website).hostname or studio.website].append(studio.studio_id)
    batch: list[str] = []
    for ids in hosts.values():
        for start in range(0, len(ids), 100):
            part = ids[start : start + 100]
            if batch and len(batch) + len(part) > BATCH_SIZE:
                yield batch
                batch = []
            batch = batch + part
    if batch:
        yield batch

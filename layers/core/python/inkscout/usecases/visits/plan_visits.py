"""PlanVisits: chooses the websites a run reads and groups them so that no host is in two batches."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from inkscout.contracts.plan_visits import PlanVisitsRequest, PlanVisitsResult, VisitBatch
from inkscout.contracts.stored.visit import Visit
from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.studio import Studio
from inkscout.ports import Clock, Directory, Manifests, RunLedger, StateStore
from inkscout.usecases.visits.site_backoff import resting

BATCH_SIZE = 10
"""Number of studios in a batch, which one function call can read in parallel within its time limit."""

CLOSED = "CLOSED_PERMANENTLY"
"""Google's business status of a place that closed permanently."""

_Pause = tuple[VisitOutcome, datetime]
"""Outcome of the last visit, and the time before which the site is not visited."""


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
    studios = _discovered(request.run_id, deps.ledger, deps.directory)
    pauses = {} if request.force else _pauses(studios, deps)
    for studio in studios:
        visit = _without_visit(studio, pauses.get(studio.studio_id))
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


def _discovered(run_id: str, ledger: RunLedger, directory: Directory) -> list[Studio]:
    """Returns the studios that this run discovered, each once, in a stable order."""
    ids = sorted({str(entry["key"]) for entry in ledger.entries(run_id, "studio")})
    found = directory.studios_by_id(ids)
    studios: dict[str, Studio] = {}
    for studio_id in ids:
        if studio_id in found:
            studios.setdefault(found[studio_id].studio_id, found[studio_id])
    return list(studios.values())


def _pauses(studios: Sequence[Studio], deps: PlanVisitsPorts) -> dict[str, _Pause]:
    """Returns the pauses of sites that failed repeatedly, by the studio's id."""
    ids = [studio.studio_id for studio in studios if studio.website]
    return resting(deps.state_store, ids, deps.clock.now())


def _without_visit(studio: Studio, pause: _Pause | None) -> Visit | None:
    """Returns the outcome of a studio that is not visited; None if its website is to be read."""
    if studio.business_status == CLOSED:
        return _settled(studio, VisitOutcome.CLOSED, "the listing says that the studio has closed for good")
    if not studio.website:
        if studio.instagram or studio.socials:
            return _settled(studio, VisitOutcome.SOCIAL_MEDIA_ONLY, "the listing links a social network only")
        return _settled(studio, VisitOutcome.NO_WEBSITE, "the listing names no website")
    if pause is not None:
        outcome, not_before = pause
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

"""FinishScan: records the result of the scan of one website."""

from dataclasses import dataclass

from inkscout.contracts.finish_run import RecordFailureResult
from inkscout.contracts.scan_studio import SCAN_DAYS, FinishScanRequest, Scan
from inkscout.contracts.stored.visit import Visit
from inkscout.ports import Clock, RunLedger, StateStore
from inkscout.usecases.runs.fleet_record import fleet_of, left_by_external_fleet
from inkscout.usecases.runs.record_failure import in_words
from inkscout.usecases.runs.start_scan import SCOPE


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishScanPorts:
    """Ports of FinishScan."""

    ledger: RunLedger
    state_store: StateStore
    clock: Clock


def finish_scan(request: FinishScanRequest, *, deps: FinishScanPorts) -> Scan:
    """Records the outcome with the artists found, or the error; a repeated call records the same result."""
    known = deps.state_store.get(SCOPE, request.scan_id) or {
        "scan_id": request.scan_id,
        "url": "",
        "status": "running",
    }
    scan = Scan.model_validate({name: known[name] for name in Scan.model_fields if name in known})
    failure = in_words(request.error) if request.error else None
    visit = next((Visit.of_entry(entry) for entry in deps.ledger.entries(request.scan_id, "visit")), None)
    left = left_by_external_fleet(
        fleet_of(request.scan_id, deps.ledger), list(deps.ledger.jobs(request.scan_id))
    )
    ended = scan.model_copy(update=_end(visit, failure, left) | {"finished_at": deps.clock.now().isoformat()})
    deps.state_store.put(SCOPE, request.scan_id, ended.document(), SCAN_DAYS * 86_400)
    return ended


def _end(visit: Visit | None, failure: RecordFailureResult | None, left: str) -> dict[str, object]:
    if failure is not None:
        return {"status": "failed", "outcome": "error", "detail": f"{failure.error}: {failure.cause}"}
    if visit is None:
        return {"status": "failed", "outcome": "error", "detail": "the website was not visited"}
    return {
        "status": "succeeded",
        "outcome": visit.outcome.value,
        "detail": "; ".join(filter(None, [left, visit.reason])),
        "artists": visit.artists,
    }

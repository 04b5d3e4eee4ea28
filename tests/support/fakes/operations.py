"""Ledger, memory and denylist in memory; they pass the same contracts as the tables."""

import copy
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from inkscout.domain.job import Job
from inkscout.domain.outcome import JobStatus
from inkscout.domain.run_counts import COUNTED, changed
from inkscout.errors import RunAlreadyActive
from inkscout.ports import Clock, JsonMap
from inkscout.ports.operations import LedgerPage
from inkscout_cli.evaluation.in_memory.stores import MemoryDenylist, MemoryHeldPeople, MemoryStateStore
from tests.support.fakes.clock import FakeClock

LEASE_SECONDS = 86_400


class FakeRunLedger:
    """``ports.RunLedger``."""

    def __init__(self, clock: FakeClock | None = None) -> None:
        self.clock = clock or FakeClock()
        self.lease: tuple[str, float] | None = None
        self.records: dict[str, dict[str, Any]] = {}
        self.kept: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}
        self.work: dict[str, dict[str, dict[str, Any]]] = {}
        self.counted: dict[str, Counter[str]] = defaultdict(Counter)

    def start_run(self, run_id: str, document: JsonMap) -> None:
        now = self.clock.now()
        if self.lease and self.lease[0] != run_id and self.lease[1] > now.timestamp():
            raise RunAlreadyActive("another run holds the lease")
        self.lease = (run_id, now.timestamp() + LEASE_SECONDS)
        self.records.setdefault(
            run_id,
            {
                **copy.deepcopy(dict(document)),
                "run_id": run_id,
                "status": "running",
                "started_at": now.isoformat(timespec="milliseconds"),
            },
        )

    def active_run(self) -> dict[str, Any] | None:
        if self.lease is None or self.lease[1] <= self.clock.now().timestamp():
            return None
        return self.run(self.lease[0])

    def finish_run(self, run_id: str, status: str, summary: JsonMap) -> None:
        started = self.clock.now().isoformat(timespec="milliseconds")
        record = self.records.setdefault(run_id, {"run_id": run_id, "started_at": started})
        record.setdefault("finished_at", self.clock.now().isoformat(timespec="milliseconds"))
        record |= {"status": status, "summary": copy.deepcopy(dict(summary))}
        if self.lease and self.lease[0] == run_id:
            self.lease = None

    def run(self, run_id: str) -> dict[str, Any] | None:
        return copy.deepcopy(self.records.get(run_id))

    def started_at(self, run_id: str) -> str:
        return str((self.run(run_id) or {}).get("started_at", ""))

    def runs(self, limit: int, before: str = "") -> Sequence[dict[str, Any]]:
        newest = sorted(self.records.values(), key=_started, reverse=True)
        return copy.deepcopy([one for one in newest if not before or _started(one) < before][:limit])

    def record(self, run_id: str, kind: str, key: str, document: JsonMap) -> None:
        entries = self.kept.setdefault((run_id, kind), {})
        if kind in COUNTED:
            self._count(run_id, changed(kind, entries.get(key), document))
        entries[key] = copy.deepcopy(dict(document))

    def _count(self, run_id: str, amounts: Mapping[str, float]) -> None:
        for name, amount in amounts.items():
            self.counted[run_id][name] += amount  # type: ignore[assignment]

    def counts(self, run_id: str) -> dict[str, float]:
        return {name: float(value) for name, value in self.counted[run_id].items()}

    def entry(self, run_id: str, kind: str, key: str) -> dict[str, Any] | None:
        return next((entry for entry in self.entries(run_id, kind) if entry["key"] == key), None)

    def page(self, run_id: str, kind: str, *, limit: int, after: str = "") -> LedgerPage:
        found = [entry for entry in self.entries(run_id, kind) if entry["key"] > after]
        last = str(found[limit - 1]["key"]) if len(found) > limit else ""
        return LedgerPage(entries=tuple(found[:limit]), next_key=last)

    def longest_visits(
        self, run_id: str, outcomes: Sequence[str], *, limit: int, after: str = ""
    ) -> LedgerPage:
        listed = [one for one in self.entries(run_id, "visit") if one.get("outcome") in outcomes]
        ranked = sorted(((_rank(one), one) for one in listed), key=lambda pair: pair[0], reverse=True)
        found = [(rank, one) for rank, one in ranked if not after or rank < after]
        last = found[limit - 1][0] if len(found) > limit else ""
        return LedgerPage(entries=tuple(one for _, one in found[:limit]), next_key=last)

    def record_many(self, run_id: str, kind: str, documents: Mapping[str, JsonMap]) -> None:
        for key, document in documents.items():
            self.record(run_id, kind, key, document)

    def entries(self, run_id: str, kind: str) -> Iterator[dict[str, Any]]:
        for key, document in sorted(self.kept.get((run_id, kind), {}).items()):
            yield {**copy.deepcopy(document), "key": key}

    def add_jobs(self, run_id: str, jobs: Sequence[Job]) -> Sequence[Job]:
        known = self.work.setdefault(run_id, {})
        added = []
        for job in jobs:
            if job.scrape_id not in known:
                added.append(job)
                known[job.scrape_id] = {
                    "scrape_id": job.scrape_id,
                    "kind": job.kind.value,
                    "url": job.url,
                    "studio_id": job.studio_id,
                    "artist_id": job.artist_id,
                    "reason": job.reason,
                    "status": JobStatus.QUEUED.value,
                }
        self._count(run_id, {f"job:{JobStatus.QUEUED}": len(added)} if added else {})
        return added

    def finish_job(self, run_id: str, scrape_id: str, status: JobStatus, document: JsonMap) -> bool:
        job = self.work.get(run_id, {}).get(scrape_id)
        may_end = {JobStatus.QUEUED} | ({JobStatus.FAILED} if status is JobStatus.DONE else set())
        if job is not None and job["status"] == JobStatus.FAILED == status:
            job |= copy.deepcopy(dict(document))
        if job is None or job["status"] not in may_end:
            return False
        self._count(run_id, {f"job:{job['status']}": -1, f"job:{status.value}": 1})
        job |= {**copy.deepcopy(dict(document)), "status": status.value}
        return True

    def job(self, run_id: str, scrape_id: str) -> dict[str, Any] | None:
        return copy.deepcopy(self.work.get(run_id, {}).get(scrape_id))

    def jobs_by_id(self, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], dict[str, Any]]:
        return {key: found for key in keys if (found := self.job(*key)) is not None}

    def jobs(self, run_id: str) -> Iterator[dict[str, Any]]:
        yield from copy.deepcopy(sorted(self.work.get(run_id, {}).values(), key=lambda j: j["scrape_id"]))


def _rank(visit: Mapping[str, Any]) -> str:
    return f"{round(1000 * visit.get('seconds', 0)):010}#{visit['key']}"


def _started(record: Mapping[str, Any]) -> str:
    return f"{record['started_at']}#{record['run_id']}"


class FakeStateStore(MemoryStateStore):
    """``ports.StateStore``."""

    def __init__(self, clock: Clock | None = None) -> None:
        super().__init__(clock or FakeClock())


FakeHeldPeople = MemoryHeldPeople
FakeDenylist = MemoryDenylist

"""Record of runs in the Operations table.

Each entry has its own key, so that recording it again replaces it.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import lru_cache
from itertools import islice
from typing import Any

from inkscout.adapters.aws.dynamodb.table import ConditionFailed, Item, Table, plain
from inkscout.domain.job import Job
from inkscout.domain.outcome import JobStatus, RunStatus
from inkscout.domain.run_counts import COUNTED, changed
from inkscout.errors import RunAlreadyActive
from inkscout.ports import Clock, JsonMap
from inkscout.ports.operations import LedgerPage

LEASE_SECONDS = 86_400
"""Lifetime of the run lease, after which a run that died no longer blocks others."""

KEEP_SECONDS = 120 * 86_400
"""Retention time of a run's record."""

WRITERS = 16
"""Number of parallel conditional puts; DynamoDB's batch writes have no conditions."""

_REMEMBERED_RUNS = 64
_LEASE: Item = {"PK": "LEASE", "SK": "RUN"}
_RUNS = "RUNS"
_COUNTS = "COUNTS"
_VISITS = "visits"
"""Index of visits by run and outcome, in the order of the time that they took."""


class DynamoDbRunLedger:
    """Implements ``ports.RunLedger`` on one table."""

    def __init__(self, client: Any, table: str, clock: Clock) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``dynamodb`` client and the table's name."""
        self._table, self._clock = Table(client, table), clock
        self._started = lru_cache(maxsize=_REMEMBERED_RUNS)(self._read_start)

    def start_run(self, run_id: str, document: JsonMap) -> None:
        """Acquires the run lease and records the run; starting the same run again changes nothing.

        Raises:
            RunAlreadyActive: another run holds the lease.
        """
        now = self._clock.now()
        lease = {
            **_LEASE,
            "run_id": run_id,
            "execution_arn": str(document.get("execution_arn", "")),
            "expires_at": int(now.timestamp()) + LEASE_SECONDS,
        }
        values = {":run": run_id, ":now": int(now.timestamp())}
        try:
            self._table.put(lease, "attribute_not_exists(PK) OR run_id = :run OR expires_at <= :now", values)
        except ConditionFailed as error:
            raise RunAlreadyActive("another run holds the lease") from error
        started_at = now.isoformat(timespec="milliseconds")
        record = {
            **_key(run_id, "META"),
            "document": dict(document),
            "status": RunStatus.RUNNING.value,
            "started_at": started_at,
            "expires_at": self._kept_until(),
        }
        try:
            self._table.put(record, "attribute_not_exists(PK)")
        except ConditionFailed:
            stored = self._table.get(_key(run_id, "META")) or record
            started_at = str(stored["started_at"])
        self._list(run_id, started_at)

    def active_run(self) -> dict[str, Any] | None:
        """Returns the record of the run that holds the lease, or None."""
        lease = self._table.get(_LEASE)
        if lease is None or int(lease["expires_at"]) <= int(self._clock.now().timestamp()):
            return None
        run_id = str(lease["run_id"])
        # A call that died after taking the lease left no record; the lease must not block every later run.
        return self.run(run_id) or {"run_id": run_id, "execution_arn": str(lease.get("execution_arn", ""))}

    def finish_run(self, run_id: str, status: str, summary: JsonMap) -> None:
        """Records the end of a run, even of one refused at its start, and releases its lease."""
        self._table.update(
            _key(run_id, "META"),
            "SET #status = :status, summary = :summary, expires_at = :keep,"
            " finished_at = if_not_exists(finished_at, :now), started_at = if_not_exists(started_at, :now)",
            {
                ":status": status,
                ":summary": dict(summary),
                ":keep": self._kept_until(),
                ":now": self._clock.now().isoformat(timespec="milliseconds"),
            },
            {"#status": "status"},
        )
        stored = self._table.get(_key(run_id, "META"))
        if stored is not None:
            self._list(run_id, str(stored["started_at"]))
        try:
            self._table.delete(_LEASE, "run_id = :run", {":run": run_id})
        except ConditionFailed:
            return

    def _list(self, run_id: str, started_at: str) -> None:
        """Adds a run to the list of runs; does nothing if it is there."""
        listed = {"PK": _RUNS, "SK": f"{started_at}#{run_id}", "run_id": run_id}
        self._table.put({**listed, "expires_at": self._kept_until()})

    def run(self, run_id: str) -> dict[str, Any] | None:
        """Returns the record of a run, with its summary once it is finished; None if there is none."""
        item = self._table.get(_key(run_id, "META"))
        return _run(item) if item else None

    def started_at(self, run_id: str) -> str:
        """Returns the time at which a run started; remembered, since it never changes."""
        try:
            return self._started(run_id)
        except KeyError:
            return ""

    def _read_start(self, run_id: str) -> str:
        """Returns the time at which a run started.

        Raises:
            KeyError: there is no such run, or it was refused before it started.
        """
        return str((self.run(run_id) or {})["started_at"])

    def runs(self, limit: int, before: str = "") -> Sequence[dict[str, Any]]:
        """Returns the records of at most ``limit`` runs, newest first; only those older than ``before``."""
        listed = []
        for item in self._table.query(_RUNS, newest_first=True, limit=limit, below=before):
            listed.append(str(item["run_id"]))
            if len(listed) >= limit:
                break
        records = {item["PK"]: item for item in self._table.get_many([_key(run, "META") for run in listed])}
        return [_run(records[f"RUN#{run}"]) for run in listed if f"RUN#{run}" in records]

    def record(self, run_id: str, kind: str, key: str, document: JsonMap) -> None:
        """Stores an entry of a run, and corrects the run's counts by what it replaced.

        A call that dies in between leaves the counts one entry short, until the run's summary counts exactly.
        """
        item = {**_item(run_id, kind, key, document), "expires_at": self._kept_until()}
        if kind not in COUNTED:
            self._table.put(item)
            return
        before = self._table.replace(item)
        self._add(run_id, changed(kind, plain(before["document"]) if before else None, document))

    def counts(self, run_id: str) -> dict[str, float]:
        """Returns the counts of a run's entries and jobs by their names; empty if nothing was counted."""
        item = self._table.get(_key(run_id, _COUNTS)) or {}
        return {
            str(name): float(value) for name, value in item.items() if name not in {"PK", "SK", "expires_at"}
        }

    def page(self, run_id: str, kind: str, *, limit: int, after: str = "") -> LedgerPage:
        """Returns a page of a run's entries of one kind by their keys, in one request."""
        prefix = f"{kind.upper()}#"
        request: Item = {
            "KeyConditionExpression": "PK = :pk AND begins_with(SK, :sk)",
            "ExpressionAttributeValues": self._table.packed({":pk": f"RUN#{run_id}", ":sk": prefix}),
            "ConsistentRead": True,
            "Limit": limit,
        }
        start = _key(run_id, f"{prefix}{after}") if after else None
        items, start = self._table.read_page("query", request, start)
        return LedgerPage(
            entries=tuple(_entry(item, prefix) for item in items),
            next_key=str(start["SK"]).removeprefix(prefix) if start else "",
        )

    def longest_visits(
        self, run_id: str, outcomes: Sequence[str], *, limit: int, after: str = ""
    ) -> LedgerPage:
        """Returns a page of a run's visits of some outcomes; one request each, and one for the entries."""
        below = ("<", after) if after else None
        ranked = [
            (str(item["visit_rank"]), str(item["SK"]))
            for outcome in outcomes
            for item in islice(
                self._table.query_by(
                    ("visits_of", f"{run_id}#{outcome}", "visit_rank"),
                    below,
                    index=_VISITS,
                    newest_first=True,
                    limit=limit + 1,
                ),
                limit + 1,
            )
        ]
        ranked.sort(reverse=True)
        shown = ranked[:limit]
        found = self._table.get_many([_key(run_id, sort) for _, sort in shown])
        # The index follows the table by a moment, in which a visit may have been replaced.
        stored = {(str(item["visit_rank"]), str(item["SK"])): item for item in found if "visit_rank" in item}
        return LedgerPage(
            entries=tuple(_entry(stored[key], "VISIT#") for key in shown if key in stored),
            next_key=shown[-1][0] if len(ranked) > limit else "",
        )

    def entry(self, run_id: str, kind: str, key: str) -> dict[str, Any] | None:
        """Returns one entry of a run with its ``key``; None if there is none."""
        item = self._table.get(_key(run_id, f"{kind.upper()}#{key}"))
        return _entry(item, f"{kind.upper()}#") if item else None

    def _add(self, run_id: str, amounts: Mapping[str, float]) -> None:
        if not amounts:
            return
        names = {f"#c{number}": name for number, name in enumerate(amounts)}
        values = {f":c{number}": amount for number, amount in enumerate(amounts.values())}
        added = ", ".join(f"#c{number} :c{number}" for number in range(len(amounts)))
        self._table.update(
            _key(run_id, _COUNTS),
            f"SET expires_at = :keep ADD {added}",
            {**values, ":keep": self._kept_until()},
            names,
        )

    def record_many(self, run_id: str, kind: str, documents: Mapping[str, JsonMap]) -> None:
        """Stores entries of a run, 25 per request."""
        keep = {"expires_at": self._kept_until()}
        self._table.put_many(
            [{**_item(run_id, kind, key, document), **keep} for key, document in documents.items()]
        )

    def entries(self, run_id: str, kind: str) -> Iterator[dict[str, Any]]:
        """Yields all entries of one kind of a run, each with its ``key``."""
        prefix = f"{kind.upper()}#"
        for item in self._table.query(f"RUN#{run_id}", prefix):
            yield _entry(item, prefix)

    def add_jobs(self, run_id: str, jobs: Sequence[Job]) -> Sequence[Job]:
        """Records jobs as queued, in parallel; returns those that were not recorded before."""
        receipt = uuid.uuid4().hex
        with ThreadPoolExecutor(min(WRITERS, len(jobs)) or 1) as writers:
            added = list(writers.map(lambda job: self._add_job(run_id, job, receipt), jobs))
        new = [job for job, is_new in zip(jobs, added, strict=True) if is_new]
        self._add(run_id, {f"job:{JobStatus.QUEUED}": len(new)} if new else {})
        return new

    def finish_job(self, run_id: str, scrape_id: str, status: JobStatus, document: JsonMap) -> bool:
        """Records the end of a job; returns False if the job had ended before.

        A failed job may still become done. A failed job that fails again keeps the later reason.
        """
        before = "#status = :queued OR #status = :failed" if status is JobStatus.DONE else "#status = :queued"
        receipt = uuid.uuid4().hex
        values = {
            ":status": status.value,
            ":queued": JobStatus.QUEUED.value,
            ":outcome": dict(document),
            ":receipt": receipt,
        }
        if status is JobStatus.DONE:
            values[":failed"] = JobStatus.FAILED.value
        try:
            ended = self._table.update(
                _key(run_id, f"JOB#{scrape_id}"),
                "SET was = #status, #status = :status, outcome = :outcome, receipt = :receipt",
                values,
                {"#status": "status"},
                before,
            )
        except ConditionFailed:
            if status is JobStatus.FAILED:
                self._replace_reason(run_id, scrape_id, document)
            return self._holds(run_id, scrape_id, receipt)
        self._add(run_id, {f"job:{ended['was']}": -1, f"job:{status.value}": 1})
        return True

    def _replace_reason(self, run_id: str, scrape_id: str, document: JsonMap) -> None:
        values = {":failed": JobStatus.FAILED.value, ":outcome": dict(document)}
        with suppress(ConditionFailed):
            self._table.update(
                _key(run_id, f"JOB#{scrape_id}"),
                "SET outcome = :outcome",
                values,
                {"#status": "status"},
                "#status = :failed",
            )

    def job(self, run_id: str, scrape_id: str) -> dict[str, Any] | None:
        """Returns one job in the form that ``jobs`` yields; None if it was never recorded."""
        item = self._table.get(_key(run_id, f"JOB#{scrape_id}"))
        return _job(item) if item else None

    def jobs_by_id(self, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], dict[str, Any]]:
        """Returns jobs by (run id, scrape id), 100 per request; omits those that were never recorded."""
        wanted = {(f"RUN#{run}", f"JOB#{scrape}"): (run, scrape) for run, scrape in keys}
        found = self._table.get_many([{"PK": pk, "SK": sk} for pk, sk in wanted])
        return {wanted[item["PK"], item["SK"]]: _job(item) for item in found}

    def jobs(self, run_id: str) -> Iterator[dict[str, Any]]:
        """Yields all jobs of a run, with the fields recorded at their end."""
        for item in self._table.query(f"RUN#{run_id}", "JOB#"):
            yield _job(item)

    def _add_job(self, run_id: str, job: Job, receipt: str) -> bool:
        item = {
            **_key(run_id, f"JOB#{job.scrape_id}"),
            "status": JobStatus.QUEUED.value,
            "job": {
                "scrape_id": job.scrape_id,
                "kind": job.kind.value,
                "url": job.url,
                "studio_id": job.studio_id,
                "artist_id": job.artist_id,
                "reason": job.reason,
            },
            "receipt": receipt,
            "expires_at": self._kept_until(),
        }
        try:
            self._table.put(item, "attribute_not_exists(PK)")
        except ConditionFailed:
            return self._holds(run_id, job.scrape_id, receipt)
        return True

    def _holds(self, run_id: str, scrape_id: str, receipt: str) -> bool:
        """Whether this very write succeeded although its response was lost and the call was repeated."""
        item = self._table.get(_key(run_id, f"JOB#{scrape_id}"))
        return item is not None and item.get("receipt") == receipt

    def _kept_until(self) -> int:
        return int(self._clock.now().timestamp()) + KEEP_SECONDS


def _key(run_id: str, sort: str) -> Item:
    return {"PK": f"RUN#{run_id}", "SK": sort}


def _item(run_id: str, kind: str, key: str, document: JsonMap) -> Item:
    listed = _visit_keys(run_id, key, document) if kind == "visit" else {}
    return {**_key(run_id, f"{kind.upper()}#{key}"), "document": dict(document), **listed}


def _visit_keys(run_id: str, studio_id: str, document: JsonMap) -> Item:
    """Returns the keys of a visit in the index of visits; ten digits let milliseconds sort as texts."""
    took = round(1000 * float(document.get("seconds") or 0))
    return {"visits_of": f"{run_id}#{document.get('outcome', '')}", "visit_rank": f"{took:010}#{studio_id}"}


def _entry(item: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    return {**plain(item["document"]), "key": str(item["SK"]).removeprefix(prefix)}


def _job(item: Mapping[str, Any]) -> dict[str, Any]:
    return {**plain(item["job"]), **plain(item.get("outcome", {})), "status": item["status"]}


def _run(item: Mapping[str, Any]) -> dict[str, Any]:
    record = {
        **plain(item.get("document", {})),
        "run_id": str(item["PK"]).removeprefix("RUN#"),
        "status": item["status"],
        "started_at": item.get("started_at", ""),
    }
    if "finished_at" in item:
        record |= {"finished_at": item["finished_at"], "summary": plain(item["summary"])}
    return record

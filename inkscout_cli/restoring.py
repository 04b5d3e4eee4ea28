"""Steps of ``inkscout restore``: opens the source, plans, restores, and does everything that follows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from inkscout.domain.archive import table_file
from inkscout.domain.snapshot import EntryKind
from inkscout.errors import ArchiveUnusable, RestoreRefused
from inkscout_cli.archives import key_in, opened
from inkscout_cli.choice import Reached
from inkscout_cli.workflows import carried_out
from inkscout_deploy.errors import PlatformError

if TYPE_CHECKING:
    from inkscout.adapters.aws.dynamodb.point_in_time import CopiedTable, PointInTimeTable
    from inkscout.usecases.recovery.read_archive import Archive
    from inkscout.usecases.recovery.removed_people import RemovedPeople
    from inkscout.usecases.recovery.restore import RestorePlan, RestorePorts
    from inkscout.usecases.recovery.restore_entries import EntriesPlan

Say = Callable[[str], None]
_SHOWN = 10


@dataclass(frozen=True)
class RestoreOptions:
    """Options of a restore.

    Attributes:
        archive: Address of the backup; empty for another source.
        at: Point in time; None for another source.
        table: Name of a table that was restored by other means; empty for another source.
        tables: Short names of the tables; empty for all of the backup.
        only: Ids of the entries to restore; empty for whole tables.
        overwrite: Whether to restore entries that have changed since.
    """

    archive: str
    at: datetime | None
    table: str
    tables: Sequence[str]
    only: Sequence[str]
    overwrite: bool

    @property
    def address(self) -> str:
        """Address of the backup, the table or the time, for messages."""
        return self.archive or self.table or f"The state at {self.at}"


class Restoring:
    """One restore: ``open``, then ``plan``, then ``run``."""

    def __init__(
        self,
        wanted: RestoreOptions,
        stage: str,
        connection: Reached,
        client: Any,  # noqa: ANN401 - boto3 makes its clients at run time
        *,
        on_aws: bool,
    ) -> None:
        """Takes the options, the platform, and a boto3 ``s3`` client where the backup is in a bucket."""
        self._wanted, self._stage, self._connection = wanted, stage, connection
        self._client, self._on_aws = client, on_aws
        self._records = connection.outputs.get("RecordsTable", "")
        self._archive: Archive | None = None
        self._moment: PointInTimeTable | None = None
        self._copy: CopiedTable | None = None
        self._takes_key: bytes | None = None
        self._tables: list[str] = []
        self._removed: RemovedPeople
        self._plan: RestorePlan | EntriesPlan

    def open(self, passphrase: str, say: Say) -> None:
        """Opens and checks the source, and joins the denylists in memory; changes nothing of the platform.

        ``passphrase`` opens the denylist's key in the backup; empty if it is not given.

        Raises:
            ArchiveUnusable: the backup is damaged or of another stage.
            RestoreRefused: a run is under way, or people who were removed could come back.
        """
        from inkscout.bootstrap import recovery, stores

        active = stores.ledger().active_run()
        if active:
            raise RestoreRefused(f"run {active['run_id']} is under way; stop it, or wait for its end")
        if self._wanted.at:
            self._moment = recovery.point_in_time(self._wanted.tables[0], self._wanted.at, self._records)
            say(f"Making the table {self._moment.restored}; this takes minutes …")
            self._moment.make()
            self._removed, self._tables = recovery.own_removed(), list(self._wanted.tables)
            return
        if self._wanted.table:
            self._copy = recovery.copied_table(self._wanted.tables[0], self._wanted.table)
            self._copy.check()
            self._removed, self._tables = recovery.own_removed(), list(self._wanted.tables)
            return
        self._archive = archive = opened(self._wanted.archive, self._client)
        if archive.manifest.stage != self._stage:
            raise ArchiveUnusable(f"it is of stage {archive.manifest.stage}, and this is {self._stage}")
        say("Checking the backup …")
        archive.check()
        whole = [name for name in archive.tables if name != "denylist" and self._is_deployed(name)]
        self._tables = list(self._wanted.tables) or whole
        self._removed = self._joined(archive, passphrase)

    def plan(self) -> dict[str, Any]:
        """Returns what the restore would do, as a document."""
        from inkscout.usecases.recovery.restore import plan_restore
        from inkscout.usecases.recovery.restore_entries import plan_entries

        ports = self._ports()
        document: dict[str, Any] = {"source": self._wanted.address, "as_of": ports.source.as_of}
        if self._wanted.only:
            self._plan = entries = plan_entries(
                self._wanted.only,
                source=ports.source,
                table=ports.tables["directory"],
                removed=self._removed,
                overwrite=self._wanted.overwrite,
            )
            return document | {"restore": entries.restored, "keep": entries.kept}
        self._plan = plan = plan_restore(self._tables, deps=ports)
        return document | {
            "tables": {name: asdict(effect) for name, effect in plan.tables.items()},
            "removed_artists": sorted(plan.removed_artists),
            "removed_records": sorted(plan.removed_records),
        }

    def run(self, say: Say) -> dict[str, Any]:
        """Carries the plan out; returns what was done, as a document.

        Raises:
            ArchiveUnusable, RestoreRefused, StoreThrottled: the restore is not complete; repeat it.
        """
        from inkscout.usecases.recovery.restore import RestorePlan, forget_progress, restore_tables
        from inkscout.usecases.recovery.restore_entries import restore_entries

        self._join(say)
        ports = self._ports()
        done: dict[str, Any] = {}
        if isinstance(self._plan, RestorePlan):
            done["counts"] = restore_tables(self._tables, self._plan, deps=ports, say=say)
            done |= self._restore_objects(say)
        else:
            done |= restore_entries(self._plan, table=ports.tables["directory"], removed=self._removed)
        done |= self._enforce(say)
        if "directory" in self._tables or self._wanted.only:
            done["index"] = self._rebuild(say)
        forget_progress(ports)
        if self._moment:
            self._moment.delete()
        return done

    def _is_deployed(self, table: str) -> bool:
        return table != "records" or bool(self._records)

    def _ports(self) -> "RestorePorts":
        from inkscout.bootstrap import recovery

        source = self._archive or self._moment or self._copy
        if source is None:
            raise RuntimeError("open comes first")
        return recovery.restore_ports(source, self._removed, self._records)

    def _joined(self, archive: "Archive", passphrase: str) -> "RemovedPeople":
        """Returns the people on the platform's denylist and on the backup's."""
        from inkscout.bootstrap import recovery, stores
        from inkscout.usecases.recovery.join_denylists import ArchivedDenylist, takes_archived_key
        from inkscout.usecases.recovery.removed_people import HashedList, RemovedPeople

        own_key, own = recovery.denylist_key().read(), stores.denylist()
        manifest = archive.manifest
        key = key_in(archive, passphrase) if passphrase else None
        entries = manifest.items("denylist") if table_file("denylist") in manifest.files else 0
        archived = ArchivedDenylist(entries, manifest.key_id, key)
        hashes = frozenset(item["PK"]["S"] for item in archive.items("denylist")) if entries else frozenset()
        if takes_archived_key(archived, own_key, has_own_entries=bool(own.hashes())):
            self._takes_key = key
        return RemovedPeople(
            [
                HashedList(own.hashed, own.hashes()),
                HashedList(recovery.hashing(self._takes_key or own_key), hashes),
            ]
        )

    def _join(self, say: Say) -> None:
        """Adds the backup's denylist to the platform's, with the backup's key if it needs it."""
        from inkscout import bootstrap
        from inkscout.bootstrap import recovery

        if self._archive is None or not self._archive.manifest.items("denylist"):
            return
        if self._takes_key:
            say("Taking the denylist's key of the backup; functions use it within ten minutes")
            recovery.denylist_key().replace(self._takes_key)
        say("Joining the denylists")
        recovery.tables()["denylist"].put_many(list(self._archive.items("denylist")))
        bootstrap.forget()

    def _restore_objects(self, say: Say) -> dict[str, Any]:
        """Writes the feeds' definitions and the pages that the platform does not have."""
        from inkscout.bootstrap import recovery, stores
        from inkscout.usecases.recovery.restore_objects import restore_objects

        bucket = self._connection.outputs.get("FeedsBucket", "")
        if self._archive is None or self._wanted.tables:
            return {}
        say("Restoring definitions and pages")
        return restore_objects(
            self._archive,
            buckets=recovery.buckets(bucket),
            redactor=stores.redactor(),
            studios_of=stores.studios_of,
        )

    def _enforce(self, say: Say) -> dict[str, Any]:
        """Holds everything against the denylist, and ends runs that the backup has as under way."""
        from inkscout.adapters.aws.dynamodb.operations_purge import DynamoDbOperationsPurge
        from inkscout.adapters.aws.step_functions import StepFunctionsExecutions
        from inkscout.bootstrap import stores
        from inkscout.domain.removal import ANSWERS
        from inkscout.usecases.directory.enforce_removals import enforce_removals
        from inkscout.usecases.directory.export_directory import export_directory
        from inkscout.usecases.runs.stopped_runs import record_stopped_runs

        say("Holding everything against the denylist")
        withdrawn = enforce_removals(directory=stores.directory(), denylist=stores.denylist())
        redactor, cleared = stores.redactor(), 0
        if "operations" in self._tables and redactor.is_needed:
            purge = DynamoDbOperationsPurge(
                stores.aws_client("dynamodb"), stores.store_settings().operations_table
            )
            cleared = purge.purge(lambda text, key: redactor.names(text, ANSWERS, key))
        executions = StepFunctionsExecutions(self._connection.client("stepfunctions"))
        stopped = record_stopped_runs(ledger=stores.ledger(), executions=executions)
        say("Writing the exports")
        name = f"restore-{stores.clock().now():%Y%m%dT%H%M%SZ}"
        export_directory(
            name, directory=stores.directory(), manifests=stores.manifests(), clock=stores.clock()
        )
        return {"withdrawn": withdrawn, "cleared": cleared, "runs_ended": list(stopped)}

    def _rebuild(self, say: Say) -> dict[str, int]:
        """Rebuilds both indexes; returns the documents in each.

        Raises:
            PlatformError: the stage has no state machine for it.
        """
        from inkscout.bootstrap import index
        from inkscout.usecases.index.rebuild_index import rebuild

        done = {}
        for kind in EntryKind:
            say(f"Building the index of {kind}s anew")
            if self._on_aws:
                machine = self._connection.outputs.get("RebuildIndexArn", "")
                if not machine:
                    raise PlatformError("The stage is not whole: its stack rebuild is missing.")
                ended = carried_out(self._connection, machine, {"kind": kind.value})
                done[kind.value] = int(ended.get("documents", 0))
            else:
                done[kind.value] = rebuild(kind, deps=index.rebuild_index_ports()).documents
        return done


def lines(plan: dict[str, Any]) -> Iterator[str]:
    """Yields a plan's document as lines for people."""
    yield f"From {plan['source']}, as of {plan['as_of']}:"
    for name, effect in plan.get("tables", {}).items():
        written = effect["in_source"] - effect["left_out"]
        yield (
            f"  {name}: {written} items are written over the {effect['in_target']} that are there,"
            f" {effect['to_delete']} are deleted"
        )
    for name in ("artists", "records"):
        people = plan.get(f"removed_{name}", [])
        if people:
            more = f" and {len(people) - _SHOWN} more" if len(people) > _SHOWN else ""
            yield f"  {name} left out, as they asked to be removed: {', '.join(people[:_SHOWN])}{more}"
    if plan.get("restore"):
        yield f"  restored: {', '.join(plan['restore'])}"
    if plan.get("keep"):
        yield f"  kept, as they changed since: {', '.join(plan['keep'])} (--overwrite replaces them)"

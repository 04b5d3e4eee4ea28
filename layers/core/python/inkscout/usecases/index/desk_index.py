"""ReadIndexes, StartIndexTask and StartRebuild: the search indexes as an operator tends them on the desk."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from inkscout.contracts.tend_index import IndexTask, TendIndexRequest
from inkscout.domain.execution import ExecutionState
from inkscout.domain.snapshot import EntryKind
from inkscout.errors import IndexGone, IndexUnavailable, StateChanged
from inkscout.ports import Clock, IndexRebuilds, NewId, StartTask, StateStore
from inkscout.ports.index import IndexWriter
from inkscout.usecases.index.tend_index import latest, record

REBUILDS = "index-rebuild"
"""Scope of the state store for the latest rebuild of each kind of index."""

LONGEST = timedelta(minutes=16)
"""Time after which a task that says it is running has died: Lambda ends a function after 15 minutes."""

_KEEP_SECONDS = 90 * 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexVersion:
    """One index that the search server keeps, with the number of its documents."""

    name: str
    documents: int
    is_live: bool
    is_before_live: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexState:
    """State of the index of one kind.

    Attributes:
        kind: Kind of its entries.
        versions: Indexes that are kept, newest first; empty if the server does not answer.
        task: Latest audit, repair or rollback.
        is_busy: Whether that task is running.
        rebuild: State of the latest rebuild.
        rebuild_started_at: Time at which it was started, as ISO 8601.
    """

    kind: EntryKind
    versions: tuple[IndexVersion, ...]
    task: IndexTask | None
    is_busy: bool
    rebuild: ExecutionState | None
    rebuild_started_at: str

    @property
    def live(self) -> IndexVersion | None:
        """Index that serves searches."""
        return next((one for one in self.versions if one.is_live), None)

    @property
    def before(self) -> IndexVersion | None:
        """Index that a rollback would switch to."""
        return next((one for one in self.versions if one.is_before_live), None)

    @property
    def is_moving(self) -> bool:
        """Whether a task or a rebuild is running."""
        return self.is_busy or (self.rebuild is not None and self.rebuild.is_running)

    @property
    def mark(self) -> str:
        """Text that changes with the state, for actions that expect it."""
        live = self.live.name if self.live else ""
        task = f"{self.task.task_id} {self.task.status}" if self.task else ""
        rebuild = self.rebuild.status if self.rebuild else ""
        return f"{live}|{task}|{self.rebuild_started_at} {rebuild}"


class ReadIndexes:
    """Serves ``/desk/index``."""

    def __init__(
        self, index: IndexWriter, state_store: StateStore, rebuilds: IndexRebuilds, clock: Clock
    ) -> None:
        self._index, self._state_store = index, state_store
        self._rebuilds, self._clock = rebuilds, clock

    def __call__(self, kind: EntryKind) -> IndexState:
        """Returns the state of the index of a kind."""
        task = latest(kind, self._state_store)
        started = self._state_store.get(REBUILDS, kind.value) or {}
        arn = str(started.get("execution_arn", ""))
        return IndexState(
            kind=kind,
            versions=self._versions(kind),
            task=task,
            is_busy=_is_running(task, self._clock.now()),
            rebuild=self._rebuilds.state(arn) if arn else None,
            rebuild_started_at=str(started.get("started_at", "")),
        )

    def _versions(self, kind: EntryKind) -> tuple[IndexVersion, ...]:
        try:
            live, names = self._index.live(kind), list(self._index.indexes(kind))
            before = names[: names.index(live)] if live in names else []
            counts = {name: self._documents(name) for name in reversed(names)}
        except IndexUnavailable:
            return ()
        return tuple(
            IndexVersion(
                name=name,
                documents=count,
                is_live=name == live,
                is_before_live=bool(before) and name == before[-1],
            )
            for name, count in counts.items()
            if count is not None
        )

    def _documents(self, name: str) -> int | None:
        """Returns the number of documents; None for an index that was dropped after it was listed."""
        try:
            return self._index.count(name)
        except IndexGone:
            return None


class StartIndexTask:
    """Starts an audit, a repair or a rollback, which goes on by itself."""

    def __init__(self, start: StartTask, state_store: StateStore, clock: Clock, new_id: NewId) -> None:
        self._start, self._state_store, self._clock, self._new_id = start, state_store, clock, new_id

    def __call__(self, task: str, kind: EntryKind) -> None:
        """Starts a task on the index of a kind.

        Raises:
            StateChanged: another task is running.
        """
        now = self._clock.now()
        if _is_running(latest(kind, self._state_store), now):
            raise StateChanged("another task is running on this index")
        document: dict[str, Any] = {"task_id": self._new_id(), "task": task, "kind": kind.value}
        TendIndexRequest.model_validate(document)
        waiting = IndexTask.model_validate({**document, "started_at": now.isoformat()})
        record(waiting, self._state_store)
        self._start(document)


class StartRebuild:
    """Starts the state machine that rebuilds an index."""

    def __init__(self, rebuilds: IndexRebuilds, state_store: StateStore, clock: Clock) -> None:
        self._rebuilds, self._state_store, self._clock = rebuilds, state_store, clock

    def __call__(self, kind: EntryKind) -> None:
        """Starts the rebuild of the index of a kind.

        Raises:
            StateChanged: a rebuild is running.
        """
        known = self._state_store.get(REBUILDS, kind.value) or {}
        arn = str(known.get("execution_arn", ""))
        state = self._rebuilds.state(arn) if arn else None
        if state is not None and state.is_running:
            raise StateChanged("a rebuild of this index is running")
        now = self._clock.now()
        arn = self._rebuilds.start(f"desk-{kind.value}-{now:%Y%m%dT%H%M%S}", kind.value)
        document = {"execution_arn": arn, "started_at": now.isoformat()}
        self._state_store.put(REBUILDS, kind.value, document, _KEEP_SECONDS)


def _is_running(task: IndexTask | None, now: datetime) -> bool:
    if task is None or task.status != "running":
        return False
    return now - datetime.fromisoformat(task.started_at) < LONGEST

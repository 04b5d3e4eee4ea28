"""TendIndex: compares an index with the table, repairs it or rolls it back, and records how far it is."""

from dataclasses import dataclass

from inkscout.contracts.tend_index import IndexTask, TendIndexRequest
from inkscout.domain.snapshot import EntryKind
from inkscout.errors import InkscoutError
from inkscout.ports import Clock, Directory, StateStore
from inkscout.ports.index import IndexWriter
from inkscout.usecases.index.audit_index import Drift, audit_extras, audit_index
from inkscout.usecases.index.rebuild_index import roll_back

SCOPE = "index-task"
"""Scope of the state store for the latest task of each kind of index."""

SEGMENTS = 8
"""Parts of the table; the desk shows how many are compared."""

_KEEP_SECONDS = 90 * 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class TendIndexPorts:
    """Ports of TendIndex."""

    directory: Directory
    index: IndexWriter
    state_store: StateStore
    clock: Clock


def tend_index(request: TendIndexRequest, *, deps: TendIndexPorts) -> IndexTask:
    """Carries out a task and records its progress; a failure is recorded, and raised again."""
    task = IndexTask(
        task_id=request.task_id,
        task=request.task,
        kind=request.kind,
        started_at=deps.clock.now().isoformat(),
        parts=0 if request.task == "rollback" else SEGMENTS + 1,
    )
    record(task, deps.state_store)
    try:
        task = _rolled_back(task, deps) if request.task == "rollback" else _audited(task, deps)
    except InkscoutError as error:
        failed = {"status": "failed", "detail": str(error)[:500], "finished_at": _now(deps)}
        record(task.model_copy(update=failed), deps.state_store)
        raise
    task = task.model_copy(update={"status": "done", "finished_at": _now(deps)})
    record(task, deps.state_store)
    return task


def record(task: IndexTask, state_store: StateStore) -> None:
    """Stores the progress of a task as the latest of its kind."""
    state_store.put(SCOPE, task.kind.value, task.model_dump(mode="json"), _KEEP_SECONDS)


def latest(kind: EntryKind, state_store: StateStore) -> IndexTask | None:
    """Returns the latest task of a kind of index; None if there was none."""
    document = state_store.get(SCOPE, kind.value)
    if document is None:
        return None
    known = {name: document[name] for name in IndexTask.model_fields if name in document}
    return IndexTask.model_validate(known)


def _audited(task: IndexTask, deps: TendIndexPorts) -> IndexTask:
    drift, repair = Drift(), task.task == "repair"
    for segment in range(SEGMENTS):
        drift.add(
            audit_index(
                task.kind,
                directory=deps.directory,
                index=deps.index,
                repair=repair,
                segment=segment,
                segments=SEGMENTS,
            )
        )
        task = _with(task, drift, segment + 1)
        record(task, deps.state_store)
    drift.add(audit_extras(task.kind, directory=deps.directory, index=deps.index, repair=repair))
    return _with(task, drift, task.parts)


def _rolled_back(task: IndexTask, deps: TendIndexPorts) -> IndexTask:
    name = roll_back(task.kind, directory=deps.directory, index=deps.index)
    return task.model_copy(update={"detail": name or "there is no index before this one"})


def _with(task: IndexTask, drift: Drift, done: int) -> IndexTask:
    return task.model_copy(
        update={
            "parts_done": done,
            "compared": drift.compared,
            "missing": drift.missing,
            "stale": drift.stale,
            "extra": drift.extra,
            "repaired": drift.repaired,
            "examples": dict(drift.examples),
        }
    )


def _now(deps: TendIndexPorts) -> str:
    return deps.clock.now().isoformat()

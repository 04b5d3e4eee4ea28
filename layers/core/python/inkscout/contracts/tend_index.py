"""TendIndex: what an operator asks of a search index, and how far it is."""

from typing import Literal

from pydantic import Field

from inkscout.contracts.base import Contract
from inkscout.domain.snapshot import EntryKind


class TendIndexRequest(Contract):
    """A task on the index of one kind; ``task_id`` tells repeated calls from new ones."""

    task_id: str = Field(min_length=1, max_length=80)
    task: Literal["audit", "repair", "rollback"]
    kind: EntryKind


class IndexTask(Contract):
    """Progress and result of a task, as the desk shows it.

    Attributes:
        status: ``running``, ``done`` or ``failed``.
        parts_done: Parts of the table that are compared.
        parts: Parts of the table.
        examples: Some ids by kind of difference.
        detail: Name of the index that a rollback switched to, or the reason of a failure.
    """

    task_id: str
    task: str
    kind: EntryKind
    status: Literal["running", "done", "failed"] = "running"
    started_at: str
    finished_at: str = ""
    parts_done: int = 0
    parts: int = 0
    compared: int = 0
    missing: int = 0
    stale: int = 0
    extra: int = 0
    repaired: int = 0
    examples: dict[str, list[str]] = Field(default_factory=dict)
    detail: str = ""

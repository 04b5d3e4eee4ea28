"""Note of a run that archives its answers and is not stored yet, so that a kill in between loses nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter, ValidationError

from inkscout.domain.feed_run import FeedRun, RequestReport, RunPart
from inkscout.ports import StateStore
from inkscout.usecases.feeds.resume import KEPT_SECONDS

SCOPE = "feed-archived"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedRun:
    """Answers of a run that are being archived, and what was asked for them."""

    source: str
    run: str
    started_at: datetime
    parts: tuple[RunPart, ...]
    requests: tuple[RequestReport, ...]

    @classmethod
    def of(cls, run: FeedRun, parts: Sequence[RunPart]) -> "ArchivedRun":
        """Returns the note of a run with these parts."""
        return cls(
            source=run.source,
            run=run.run_id,
            started_at=run.started_at,
            parts=tuple(parts),
            requests=run.requests,
        )


def note(state_store: StateStore, archived: ArchivedRun) -> None:
    """Stores the note in the place of the feed's one before."""
    document: Mapping[str, object] = {"archived": _runs().dump_python(archived, mode="json")}
    state_store.put(SCOPE, archived.source, document, KEPT_SECONDS)


def noted(state_store: StateStore, feed: str) -> ArchivedRun | None:
    """Returns the feed's last note; None if there is none, or if another release wrote it."""
    stored = state_store.get(SCOPE, feed)
    try:
        return _runs().validate_python(stored["archived"]) if stored is not None else None
    except (ValidationError, KeyError):
        return None


def forget(state_store: StateStore, feed: str) -> None:
    """Removes the note, once the run is queued or nothing of it can be."""
    state_store.put(SCOPE, feed, {}, 0)


def _runs() -> TypeAdapter[ArchivedRun]:
    return TypeAdapter(ArchivedRun)

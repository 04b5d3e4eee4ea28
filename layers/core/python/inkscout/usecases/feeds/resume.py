"""Place at which a run of many pages ended early, so that the next run goes on there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import TypeAdapter, ValidationError

from inkscout.domain.feed_run import RunPart
from inkscout.feeds.definition import Definition
from inkscout.feeds.paging import PageAddress
from inkscout.ports import Clock, StateStore
from inkscout.usecases.feeds.fetched_page import FetchedPage

KEPT_SECONDS = 25 * 3_600
"""Time after which pages are asked for anew; a daily feed goes on the next day."""

CHECKPOINT_SECONDS = 15
"""Time after which a run that is still asking notes its place, for the case that it is killed."""

_SCOPE = "feed-resume"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRequest:
    """A request whose pages are not all known: the page to ask next, and the entries of those before it."""

    request: int
    page: int
    url: str
    value: str
    entries: int

    @property
    def address(self) -> PageAddress:
        """Page to ask next."""
        return PageAddress(number=self.page, url=self.url, value=self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumePoint:
    """Archived pages of a run that ended early, and the requests to go on with; the others are complete."""

    run: str
    definition: str
    parts: tuple[RunPart, ...]
    open: tuple[OpenRequest, ...]

    def pages_of(self, request: int) -> list[RunPart]:
        """Returns the archived pages of a request."""
        return [part for part in self.parts if part.request == request]

    def start_of(self, request: int) -> OpenRequest | None:
        """Returns the place to go on at; None if the request is complete or was not asked."""
        return next((one for one in self.open if one.request == request), None)


class Checkpoints:
    """Stores and loads the place of a feed's run; a feed without pages has none."""

    def __init__(
        self,
        definition: Definition,
        run_id: str,
        *,
        state_store: StateStore,
        clock: Clock,
        archive: Callable[[Sequence[FetchedPage]], list[RunPart]],
    ) -> None:
        """Takes a function that archives pages, which may be archived again."""
        self._definition, self._run_id = definition, run_id
        self._state_store, self._clock, self._archive = state_store, clock, archive
        self._noted_at: datetime = clock.now()
        self._is_stored = False

    def load(self) -> ResumePoint | None:
        """Returns the place of the last run; None if it had all pages, or was by another definition."""
        if self._definition.paging.kind == "none":
            return None
        stored = self._state_store.get(_SCOPE, self._definition.name)
        if stored is None:
            return None
        self._is_stored = True
        try:
            point = _points().validate_python(stored["point"])
        except (ValidationError, KeyError):
            return None
        return point if point.definition == self._definition.digest else None

    def note(self, pages: Sequence[FetchedPage], place: OpenRequest) -> None:
        """Stores the place of a run that has been asking for a while and found something new."""
        now = self._clock.now()
        is_due = now - self._noted_at >= timedelta(seconds=CHECKPOINT_SECONDS)
        if is_due and any(page.before is None for page in pages):
            self._noted_at = now
            self.save(pages, [place])

    def save(self, pages: Sequence[FetchedPage], places: Sequence[OpenRequest]) -> None:
        """Stores the place of a run, and archives its pages."""
        point = ResumePoint(
            run=self._run_id,
            definition=self._definition.digest,
            parts=tuple(self._archive(pages)),
            open=tuple(places),
        )
        document: Mapping[str, object] = {"point": _points().dump_python(point, mode="json")}
        self._state_store.put(_SCOPE, self._definition.name, document, KEPT_SECONDS)
        self._is_stored = True

    def clear(self) -> None:
        """Forgets the place, if one is stored."""
        if self._is_stored:
            self._state_store.put(_SCOPE, self._definition.name, {}, 0)
            self._is_stored = False


def _points() -> TypeAdapter[ResumePoint]:
    return TypeAdapter(ResumePoint)

"""Searches the cells of an area with one source, and splits those that are full, until none is open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from inkscout.discovery.cell_records import CellRecord, CellStatus, QueryRecord, cell_key, cell_record
from inkscout.discovery.cells import Cell
from inkscout.discovery.queries import DRY_QUERIES
from inkscout.discovery.regions import RegionGeometry
from inkscout.domain.place import Place, Region
from inkscout.ports import Clock, PlaceSource, RawLake, StateStore
from inkscout.usecases.discovery.register_studios import StudioRegister


class OutOfTime(Exception):
    """The call's deadline has passed; completed cells are recorded, and the next call continues."""


@dataclass(frozen=True, slots=True)
class CallStamp:
    """Run, region and time (ISO 8601 UTC) of a call."""

    region_key: str
    run_id: str
    time: str


@dataclass(slots=True)
class CellCounts:
    """Numbers of exhausted and full leaves of the tree, and of cells that this call searched."""

    exhausted: int = 0
    full: int = 0
    searched: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _QueryAnswer:
    """Result of one query: places by id in order, pages, results, and whether more results may exist."""

    places: dict[str, Place]
    pages: int
    results: int
    saturated: bool


class CellSearch:
    """Depth-first search over the tree of a region.

    Every step is recorded, so that another call can continue.
    """

    def __init__(
        self,
        *,
        source: PlaceSource,
        register: StudioRegister,
        state_store: StateStore,
        lake: RawLake,
        clock: Clock,
        region: Region,
        queries: Sequence[tuple[str, str]],
        run_id: str,
        force: bool,
        deadline: datetime,
        counts: CellCounts,
    ) -> None:
        self._source = source
        self._register = register
        self._state_store = state_store
        self._lake = lake
        self._clock = clock
        self._region = region
        self._geometry = RegionGeometry(region)
        self._queries = tuple(queries)
        self._run_id = run_id
        self._force = force
        self._deadline = deadline
        self.counts = counts

    def work(self, cell: Cell) -> None:
        """Searches a cell and all cells below it.

        Raises:
            OutOfTime: the deadline passed between two requests.
            BudgetReached, ProviderPaused, ProviderThrottled, ProviderUnavailable, ProviderRejected: raised by
                the source.
        """
        if not self._geometry.touches(cell.box):
            return
        record = self._load(cell)
        if record is not None and record.status is CellStatus.SPLIT:
            for quarter in cell.split():
                self.work(quarter)
        elif record is not None and record.is_done(self._clock.now(), self._run_id, force=self._force):
            self._count(record)
            self._register.see_studios(record.studios, recorded=record.run_id == self._run_id)
        elif cell.radius_m > self._source.max_radius_m and cell.can_split:
            self._split(cell)
        else:
            self._search(cell, record)

    def _search(self, cell: Cell, record: CellRecord | None) -> None:
        now = self._clock.now()
        if record is not None and record.resumable(now, self._run_id, force=self._force):
            self._register.see_studios(record.studios, recorded=record.run_id == self._run_id)
        else:
            record = CellRecord()
        self.counts.searched += 1
        dry = 0
        for text, language in self._queries:
            asked = record.queries.get(text)
            if asked is None:
                answer = self._ask(cell, text, language)
                if answer.saturated and cell.can_split:
                    self._split(cell)
                    return
                record = self._absorb(cell, record, text, language, answer)
                asked = record.queries[text]
            dry = 0 if asked.new else dry + 1
            if dry >= DRY_QUERIES:
                break
        saturated = any(query.saturated for query in record.queries.values())
        record = replace(record, status=CellStatus.FULL if saturated else CellStatus.EXHAUSTED)
        self._save(cell, record)
        self._count(record)

    def _split(self, cell: Cell) -> None:
        """Records a cell as split and searches its quarters, each with every query.

        A leaf's record thus tells on its own what was searched there.
        """
        self._save(cell, CellRecord(status=CellStatus.SPLIT))
        for quarter in cell.split():
            self.work(quarter)

    def _ask(self, cell: Cell, text: str, language: str) -> _QueryAnswer:
        self._check_time()
        found: dict[str, Place] = {}
        pages = results = 0
        cut_short = False
        for page in self._source.search(text, cell.box, language):
            pages += 1
            results = len(page.places) + (0 if page.first else results)
            cut_short = cut_short or page.cut_short
            found |= {place.source_id: place for place in page.places if place.source_id not in found}
            if page.document:
                subject = f"{self._region.key}/{cell.path}/{text}/{pages}"
                self._lake.put_json(self._source.name, subject, page.document)
            self._take_described(page.places)
        self._register.tally.duplicates += max(0, results - len(found))
        full = 0 < self._source.cap <= results
        return _QueryAnswer(places=found, pages=pages, results=results, saturated=full or cut_short)

    def _take_described(self, places: Sequence[Place]) -> None:
        """Enters the records that search results describe, page by page, so that nothing paid for is lost."""
        described = [place for place in places if place.name and place.location is not None]
        self._register.recall(described)
        for place in described:
            if self._register.remembered(place):
                self._register.see_again(place)
        self._register.take(self._source, (p for p in described if not self._register.remembered(p)))

    def _absorb(
        self, cell: Cell, record: CellRecord, text: str, language: str, answer: _QueryAnswer
    ) -> CellRecord:
        """Enters the results of a query, and returns the cell's record with the query added."""
        self._register.recall(answer.places.values())
        unknown = [
            place
            for place in answer.places.values()
            if not place.name and not self._register.remembered(place)
        ]
        studios: set[str] = set()
        if unknown:
            described: set[str] = set()
            bought = self._describe(unknown, text, cell, language, described)
            studios |= set(self._register.take(self._source, bought))
            for place in unknown:
                if place.source_id not in described:
                    self._register.forget(place)
        studios |= {self._register.see_again(place) for place in answer.places.values()}
        earlier = set(record.places)
        query = QueryRecord(
            pages=answer.pages,
            results=answer.results,
            new=sum(1 for source_id in answer.places if source_id not in earlier),
            saturated=answer.saturated,
            at=self._clock.now().isoformat(timespec="seconds"),
        )
        record = record.with_query(
            text, query, places=tuple(answer.places), studios=tuple(sorted(studios - {""}))
        )
        self._save(cell, record)
        return record

    def _describe(
        self, unknown: Sequence[Place], text: str, cell: Cell, language: str, described: set[str]
    ) -> Iterator[Place]:
        for place in self._source.describe(unknown, text, cell.box, language):
            described.add(place.source_id)
            yield place
            # Not before: the record was paid for and must be entered.
            self._check_time()

    def _check_time(self) -> None:
        if self._clock.now() >= self._deadline:
            raise OutOfTime

    def _load(self, cell: Cell) -> CellRecord | None:
        document = self._state_store.get("area", cell_key(self._region.key, self._source.name, cell.path))
        return None if document is None else cell_record(document)

    def _save(self, cell: Cell, record: CellRecord) -> None:
        self._register.flush()
        now = self._clock.now().isoformat(timespec="seconds")
        stamped = replace(record, run_id=self._run_id, at=now)
        self._state_store.put(
            "area", cell_key(self._region.key, self._source.name, cell.path), stamped.document()
        )

    def _count(self, record: CellRecord) -> None:
        if record.status is CellStatus.FULL:
            self.counts.full += 1
        else:
            self.counts.exhausted += 1


def search_whole(
    source: PlaceSource, register: StudioRegister, state_store: StateStore, cell: Cell, stamp: CallStamp
) -> None:
    """Enters all studios of an area from a source that needs no query, and records them as one cell."""
    studios: dict[str, None] = {}
    places: dict[str, None] = {}
    pages = 0
    for page in source.search("", cell.box, "en"):
        pages += 1
        places |= dict.fromkeys(place.source_id for place in page.places)
        studios |= dict.fromkeys(register.take(source, page.places))
    query = QueryRecord(pages=pages, results=len(places), new=len(places), saturated=False, at=stamp.time)
    record = CellRecord(
        status=CellStatus.EXHAUSTED,
        queries={"all": query},
        studios=tuple(studios),
        run_id=stamp.run_id,
        at=stamp.time,
    )
    state_store.put("area", cell_key(stamp.region_key, source.name, cell.path), record.document())

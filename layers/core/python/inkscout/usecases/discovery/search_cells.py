"""Searches the cells of an area with one source, and splits those that are full, until none is open.

A source whose searches return ids is searched first, for nothing; the records of the places are bought when
some tens of cells are searched, within rectangles of several cells, whose pages are fuller than those of one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from inkscout.discovery.cell_records import CellRecord, CellStatus, QueryRecord, cell_key, cell_record
from inkscout.discovery.cells import Cell
from inkscout.discovery.purchases import Purchase, Stock, plan_purchases
from inkscout.discovery.queries import DRY_QUERIES
from inkscout.discovery.regions import RegionGeometry
from inkscout.domain.place import Place, Region
from inkscout.errors import ProviderThrottled, ProviderUnavailable
from inkscout.ports import Clock, PlaceSource, RawLake, StateStore
from inkscout.usecases.discovery.register_studios import StudioRegister

MOST_PENDING = 64
"""Searched cells whose records are bought together."""


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


@dataclass(slots=True)
class _Leaf:
    """A cell that was searched with every query; ``unknown`` are its places without a record, by query.

    A place stands under the first query that returned it.
    """

    cell: Cell
    record: CellRecord
    unknown: dict[str, list[Place]] = field(default_factory=dict)


class CellSearch:
    """Depth-first search over the tree of a region.

    Every step is recorded, so that another call can continue: a cell whose records are still to be bought is
    recorded as open, with its queries and the ids they returned.
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
        self._pending: list[_Leaf] = []
        self.counts = counts

    def work(self, cell: Cell) -> None:
        """Searches a cell and all cells below it, and buys the records of what they hold.

        Raises:
            OutOfTime: the deadline passed between two requests.
            BudgetReached, ProviderPaused, ProviderThrottled, ProviderUnavailable, ProviderRejected: raised by
                the source.
        """
        try:
            self._explore(cell)
        except (ProviderThrottled, ProviderUnavailable):
            self._buy_pending()  # what was found is kept, though the search failed
            raise
        self._buy_pending()

    def _explore(self, cell: Cell) -> None:
        if not self._geometry.touches(cell.box):
            return
        record = self._load(cell)
        if record is not None and record.status is CellStatus.SPLIT:
            for quarter in cell.split():
                self._explore(quarter)
        elif record is not None and record.is_done(self._clock.now(), self._run_id, force=self._force):
            self._count(record)
            self._register.see_studios(record.studios, recorded=record.run_id == self._run_id)
            self._wait(_Leaf(cell, record))
        elif cell.radius_m > self._source.max_radius_m and cell.can_split:
            self._split(cell)
        else:
            self._search(cell, record)

    def _search(self, cell: Cell, record: CellRecord | None) -> None:
        now = self._clock.now()
        if record is not None and record.resumable(now, self._run_id, force=self._force):
            leaf = self._resumed(cell, record)
        else:
            leaf = _Leaf(cell, CellRecord())
        self.counts.searched += 1
        dry = 0
        for text, language in self._queries:
            asked = leaf.record.queries.get(text)
            if asked is None:
                answer = self._ask(cell, text, language)
                if answer.saturated and cell.can_split:
                    self._split(cell)
                    return
                asked = self._absorb(leaf, text, answer)
            dry = 0 if asked.new else dry + 1
            if dry >= DRY_QUERIES:
                break
        if not any(leaf.unknown.values()):
            self._complete(leaf)
        self._wait(leaf)

    def _split(self, cell: Cell) -> None:
        """Records a cell as split and searches its quarters, each with every query.

        A leaf's record thus tells on its own what was searched there.
        """
        self._save(cell, CellRecord(status=CellStatus.SPLIT))
        for quarter in cell.split():
            self._explore(quarter)

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

    def _absorb(self, leaf: _Leaf, text: str, answer: _QueryAnswer) -> QueryRecord:
        """Enters the results of a query into the cell's record; returns the query's part of it."""
        self._register.recall(answer.places.values())
        earlier = set(leaf.record.places)
        fresh = [place for source_id, place in answer.places.items() if source_id not in earlier]
        leaf.unknown[text] = [place for place in fresh if not self._is_known(place)]
        query = QueryRecord(
            pages=answer.pages,
            results=answer.results,
            new=len(fresh),
            saturated=answer.saturated,
            at=self._clock.now().isoformat(timespec="seconds"),
        )
        studios = {self._register.see_again(place) for place in answer.places.values()}
        leaf.record = leaf.record.with_query(
            text, query, places=tuple(answer.places), studios=tuple(sorted(studios - {""}))
        )
        self._save(leaf.cell, leaf.record)
        return query

    def _is_known(self, place: Place) -> bool:
        return bool(place.name) or self._register.remembered(place)

    def _resumed(self, cell: Cell, record: CellRecord) -> _Leaf:
        """Returns a cell that an earlier call has searched in part, or whose records it did not buy."""
        self._register.see_studios(record.studios, recorded=record.run_id == self._run_id)
        if not self._source.ids_only:
            return _Leaf(cell, record)
        places = [
            Place(source=self._source.name, source_id=source_id, name="") for source_id in record.places
        ]
        self._register.recall(places)
        studios = {self._register.see_again(place) for place in places} - {""}
        record = replace(record, studios=tuple(dict.fromkeys([*record.studios, *sorted(studios)])))
        unknown: dict[str, list[Place]] = {}
        first = 0
        for text in (text for text, _ in self._queries if text in record.queries):
            found = places[first : first + record.queries[text].new]
            unknown[text] = [place for place in found if not self._is_known(place)]
            first += len(found)
        # Places of a query that is no longer asked are bought with those of another.
        for place in places[first:]:
            if not self._is_known(place):
                unknown.setdefault(self._queries[0][0], []).append(place)
        return _Leaf(cell, record, unknown)

    def _wait(self, leaf: _Leaf) -> None:
        """Keeps a cell until enough of them are searched to buy their records together."""
        self._pending.append(leaf)
        if len(self._pending) >= MOST_PENDING:
            self._buy_pending()

    def _buy_pending(self) -> None:
        """Buys the records of the pending cells' places, and records the cells as searched."""
        leaves, self._pending = self._pending, []
        for text, language in self._queries:
            stocks = [self._stock(leaf, text) for leaf in leaves]
            places = {place.source_id: place for leaf in leaves for place in leaf.unknown.get(text, ())}
            plan = plan_purchases(
                stocks, self._source.cap, self._source.price, partial(self._ids, text, language)
            )
            for purchase in plan:
                wanted = [places[source_id] for source_id in sorted(purchase.unknown)]
                wanted = [place for place in wanted if not self._register.remembered(place)]
                self._buy(wanted, text, language, purchase)
        for leaf in leaves:
            if any(leaf.unknown.values()):
                self._complete(leaf)

    def _stock(self, leaf: _Leaf, text: str) -> Stock:
        asked = leaf.record.queries.get(text)
        # A search that was never made may return as much as any, so no rectangle may hold its cell.
        results = self._source.cap if asked is None else asked.results
        return Stock(leaf.cell, results, frozenset(place.source_id for place in leaf.unknown.get(text, ())))

    def _ids(self, text: str, language: str, cell: Cell) -> list[str]:
        """Returns the ids of a part of a cell, to divide what the whole of it returned."""
        self._check_time()
        pages = self._source.search(text, cell.box, language)
        return [place.source_id for page in pages for place in page.places]

    def _buy(self, places: Sequence[Place], text: str, language: str, purchase: Purchase) -> None:
        """Buys and enters the records of places that the search of a rectangle returns."""
        self._check_time()
        described: set[str] = set()
        records = self._source.describe(places, text, purchase.box, language, purchase.results)
        self._register.take(self._source, self._described(records, described))
        for place in places:
            if place.source_id not in described:
                self._register.forget(place)

    def _described(self, records: Iterator[Place], described: set[str]) -> Iterator[Place]:
        for place in records:
            described.add(place.source_id)
            yield place
            # Not before: the record was paid for and must be entered.
            self._check_time()

    def _complete(self, leaf: _Leaf) -> None:
        """Records a cell as searched, with the studios among its places."""
        bought = [place for places in leaf.unknown.values() for place in places]
        studios = {self._register.see_again(place) for place in bought} - {""}
        saturated = any(query.saturated for query in leaf.record.queries.values())
        leaf.record = replace(
            leaf.record,
            status=CellStatus.FULL if saturated else CellStatus.EXHAUSTED,
            studios=tuple(dict.fromkeys([*leaf.record.studios, *sorted(studios)])),
        )
        self._save(leaf.cell, leaf.record)
        self._count(leaf.record)

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

"""Prices the discovery of regions before anything is bought: the same searches, by free requests alone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from inkscout.discovery.cell_records import CellRecord, CellStatus, cell_key, cell_record
from inkscout.discovery.cells import Cell
from inkscout.discovery.purchases import Stock, plan_purchases
from inkscout.discovery.queries import DRY_QUERIES
from inkscout.discovery.regions import RegionGeometry
from inkscout.discovery.spend import Prices
from inkscout.domain.place import Place, Region
from inkscout.errors import BudgetReached
from inkscout.ports import Clock, Meter, PlaceSource, StateStore
from inkscout.usecases.discovery.plan_areas import planned
from inkscout.usecases.discovery.planned_regions import PlannedRegion, cells_at
from inkscout.usecases.discovery.search_cells import MOST_PENDING

_DRY = "dry-run"


@dataclass(frozen=True, kw_only=True)
class RegionPrice:
    """Price of a region's discovery.

    Attributes:
        region: Name of the region.
        areas: Number of areas that a run divides it into.
        known: Places whose records need not be bought again.
        new: Places whose records a run would buy.
        requests: Free requests that were sent to find out.
        usd: US dollars that a run would pay at list prices; at most, where some of the places are known.
        exact: False if a source charges for every search, so that ``usd`` is the least a run would pay.
        skipped_cells: Cells that were searched so recently that a run would leave them out.
    """

    region: str
    areas: int
    known: int
    new: int
    requests: int
    usd: float
    exact: bool
    skipped_cells: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRegionsPorts:
    """Ports of PriceRegions; ``open_sources`` returns the sources of places, which charge a meter."""

    open_sources: Callable[[Meter], Sequence[PlaceSource]]
    state_store: StateStore
    clock: Clock
    prices: Prices


class _FreeMeter:
    """Meter that permits requests without a price, and refuses the others."""

    def __init__(self, prices: Prices) -> None:
        self._prices = prices
        self.requests = 0
        self.refused_usd = 0.0

    def charge(self, sku: str) -> None:
        """Counts a free request.

        Raises:
            BudgetReached: the request has a price, which is kept in ``refused_usd``.
        """
        price = self._prices.of(sku)
        if price:
            self.refused_usd = price
            raise BudgetReached("a dry run sends free requests only")
        self.requests += 1


@dataclass
class _Tally:
    """Counts of one region."""

    known: int = 0
    new: int = 0
    usd: float = 0.0
    exact: bool = True
    skipped: int = 0


def price_regions(
    regions: Sequence[Region], *, deps: PriceRegionsPorts, force: bool = False
) -> Iterator[RegionPrice]:
    """Yields the price of each region; a place in several of them is bought once, for the first.

    Searches with the words, the cells and the stop rule of a run. Nothing is stored.

    Raises:
        ProviderThrottled, ProviderUnavailable, ProviderRejected, ProviderPaused: a provider failed.
        SecretUnavailable: the provider's key is missing.
    """
    seen: set[str] = set()
    for region in regions:
        meter = _FreeMeter(deps.prices)
        plan = planned(region)
        tally = _Tally()
        geometry = RegionGeometry(plan.region)
        areas = [cell for cell in cells_at(plan.region, plan.depth) if geometry.touches(cell.box)]
        for source in deps.open_sources(meter):
            if not source.by_words:
                continue
            walk = _Walk(source, plan, geometry, deps, tally=tally, seen=seen, force=force)
            try:
                for area in areas:
                    walk.work(area)
                    walk.price_pending()
            except BudgetReached:
                # The source charges for searches; each area is searched at least once.
                tally.exact = False
                tally.usd += len(areas) * meter.refused_usd
        yield RegionPrice(
            region=region.name,
            areas=len(areas),
            known=tally.known,
            new=tally.new,
            requests=meter.requests,
            usd=round(tally.usd, 4),
            exact=tally.exact,
            skipped_cells=tally.skipped,
        )


@dataclass(frozen=True, slots=True)
class _Pending:
    """A searched cell: number of results, and ids of places to be bought, by query."""

    cell: Cell
    results: Mapping[str, int]
    wanted: Mapping[str, frozenset[str]]


class _Walk:
    """Search of one region with one source, which counts what a run would buy."""

    def __init__(
        self,
        source: PlaceSource,
        plan: PlannedRegion,
        geometry: RegionGeometry,
        deps: PriceRegionsPorts,
        *,
        tally: _Tally,
        seen: set[str],
        force: bool,
    ) -> None:
        self._source, self._plan, self._geometry, self._deps = source, plan, geometry, deps
        self._tally, self._seen, self._force = tally, seen, force
        self._pending: list[_Pending] = []

    def work(self, cell: Cell) -> None:
        """Searches a cell and those below it, as discovery does."""
        if not self._geometry.touches(cell.box):
            return
        record = self._record(cell)
        if record is not None and record.status is CellStatus.SPLIT:
            self._split(cell)
        elif record is not None and record.is_done(self._deps.clock.now(), _DRY, force=self._force):
            self._tally.skipped += 1
            self._wait(_Pending(cell, {text: asked.results for text, asked in record.queries.items()}, {}))
        elif (cell.radius_m > self._source.max_radius_m and cell.can_split) or self._is_full(cell):
            self._split(cell)

    def _split(self, cell: Cell) -> None:
        for quarter in cell.split():
            self.work(quarter)

    def _is_full(self, cell: Cell) -> bool:
        """Asks the cell's queries; returns whether it has to be split, as one of them reached the cap."""
        dry = 0
        found: set[str] = set()
        answers: dict[str, tuple[int, list[str]]] = {}
        for text, language in self._plan.queries:
            places: dict[str, None] = {}
            results = 0
            cut_short = False
            for page in self._source.search(text, cell.box, language):
                results = len(page.places) + (0 if page.first else results)
                cut_short = cut_short or page.cut_short
                places |= dict.fromkeys(_record(place) for place in page.places)
            if (0 < self._source.cap <= results or cut_short) and cell.can_split:
                return True
            answers[text] = results, list(places)
            dry = dry + 1 if found.issuperset(places) else 0
            found |= places.keys()
            if dry >= DRY_QUERIES:
                break
        wanted = {text: self._wanted(records) for text, (_, records) in answers.items()}
        self._wait(_Pending(cell, {text: results for text, (results, _) in answers.items()}, wanted))
        return False

    def _wait(self, pending: _Pending) -> None:
        self._pending.append(pending)
        if len(self._pending) >= MOST_PENDING:
            self.price_pending()

    def price_pending(self) -> None:
        """Adds the price of the cells whose records a run would buy together."""
        pending, self._pending = self._pending, []
        cap, price = self._source.cap, self._source.price
        for text, language in self._plan.queries:
            stocks = [
                Stock(one.cell, one.results.get(text, cap), one.wanted.get(text, frozenset()))
                for one in pending
            ]
            bought = plan_purchases(stocks, cap, price, partial(self._ids, text, language))
            self._tally.usd += sum(price(purchase.results, len(purchase.unknown)) for purchase in bought)

    def _ids(self, text: str, language: str, cell: Cell) -> list[str]:
        pages = self._source.search(text, cell.box, language)
        return [_record(place) for page in pages for place in page.places]

    def _wanted(self, records: Sequence[str]) -> frozenset[str]:
        """Counts places, and returns those to be bought: neither known nor counted before."""
        fresh = [record for record in records if record not in self._seen]
        self._seen.update(fresh)
        known = self._deps.state_store.get_many("place", fresh) if fresh else {}
        self._tally.known += len(known)
        self._tally.new += len(fresh) - len(known)
        return frozenset(record for record in fresh if record not in known)

    def _record(self, cell: Cell) -> CellRecord | None:
        key = cell_key(self._plan.region.key, self._source.name, cell.path)
        document = self._deps.state_store.get("area", key)
        return None if document is None else cell_record(document)


def _record(place: Place) -> str:
    return f"{place.source}:{place.source_id}"

"""Groups neighbouring cells of a search into rectangles whose records are bought by full pages.

A search within a rectangle of whole cells returns what the searches of these cells returned, so that the
number of its results is known beforehand. A source bills a page however few results it holds: two cells of 26
results cost two pages each, and three together.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf

from inkscout.discovery.cells import ROOT, Cell
from inkscout.domain.geo import Box

LEAST_WASTE = 0.3
"""Share of a page's price that a rectangle must waste for one of its cells to be divided."""
LEAST_RESULTS = 20
"""Results of a cell that is worth dividing: a page."""

Price = Callable[[int, int], float]
"""US dollars for the records of some places: number of results of a search, number of places among them."""

Probe = Callable[[Cell], Sequence[str]]
"""Free search of a cell, which returns the ids of its places."""


@dataclass(frozen=True, slots=True)
class Stock:
    """A cell whose search for one query is complete.

    ``results`` is the number of places that it returned, ``unknown`` the ids of those whose records are to be
    bought.
    """

    cell: Cell
    results: int
    unknown: frozenset[str]


@dataclass(frozen=True, slots=True)
class Purchase:
    """A rectangle whose records are bought by one search.

    ``stocks`` are the cells that it consists of, ``results`` is the number of their results, and ``unknown``
    are the ids of the places to be bought.
    """

    box: Box
    stocks: tuple[Stock, ...]
    results: int
    unknown: frozenset[str]


def plan_purchases(stocks: Sequence[Stock], cap: int, price: Price, probe: Probe) -> list[Purchase]:
    """Returns rectangles that hold every unknown place, and whose records cost little in sum.

    Rectangles are cut along borders of cells, by the cheapest of all such cuts. Where one leaves much of a
    page empty, its fullest cell is divided into quarters, which are searched for nothing, and cut anew.

    Args:
        stocks: Cells of one tree, of which none lies in another.
        cap: Most results that one search returns. Only a rectangle of one cell may hold more.
        price: Price of the records of one rectangle, in the cheapest way.
        probe: Search of a quarter; its exceptions are raised.
    """
    plan = _cut(stocks, cap, price)
    divided = _worth_dividing(plan, price)
    if not divided:
        return plan
    finer = [part for stock in stocks for part in (_divided(stock, probe) if stock in divided else [stock])]
    return min(plan, _cut(finer, cap, price), key=lambda one: _price_of(one, price))


def _price_of(plan: Sequence[Purchase], price: Price) -> float:
    return sum(price(purchase.results, len(purchase.unknown)) for purchase in plan)


def _cut(stocks: Sequence[Stock], cap: int, price: Price) -> list[Purchase]:
    if not any(stock.unknown for stock in stocks):
        return []
    return _Cutting(stocks, cap, price).best(tuple(range(len(stocks))))[1]


def _worth_dividing(plan: Sequence[Purchase], price: Price) -> list[Stock]:
    """Returns the fullest cell of each rectangle of mostly unknown places that leaves a page half empty."""
    page = price(LEAST_RESULTS, LEAST_RESULTS)
    found = []
    for purchase in plan:
        wanted = len(purchase.unknown)
        waste = price(purchase.results, wanted) - page * wanted / LEAST_RESULTS
        if waste > LEAST_WASTE * page and 2 * wanted > purchase.results:
            fullest = max(purchase.stocks, key=lambda stock: stock.results)
            if fullest.results >= LEAST_RESULTS and fullest.unknown and fullest.cell.can_split:
                found.append(fullest)
    return found


def _divided(stock: Stock, probe: Probe) -> list[Stock]:
    """Returns the quarters of a cell; an unknown place that none of them returns stands in the last."""
    left = set(stock.unknown)
    quarters: list[Stock] = []
    for cell in stock.cell.split():
        ids = set(probe(cell))
        quarters.append(Stock(cell, len(ids), frozenset(left & ids)))
        left -= ids
    last = quarters[-1]
    return [*quarters[:-1], Stock(last.cell, last.results, last.unknown | left)]


@dataclass(frozen=True, slots=True)
class _TreeSquare:
    """A cell in units of the smallest one, from the south-west corner of the tree's root."""

    west: int
    south: int
    side: int

    @property
    def east(self) -> int:
        return self.west + self.side

    @property
    def north(self) -> int:
        return self.south + self.side


class _Cutting:
    """Finds the cheapest rectangles of a group of cells by trying every line that crosses none of them."""

    def __init__(self, stocks: Sequence[Stock], cap: int, price: Price) -> None:
        self._stocks = stocks
        self._cap = cap
        self._price = price
        self._found: dict[tuple[int, ...], tuple[float, list[Purchase]]] = {}

    @cached_property
    def _squares(self) -> list[_TreeSquare]:
        depth = max(len(stock.cell.path) for stock in self._stocks)
        return [_square(stock.cell.path, depth) for stock in self._stocks]

    def best(self, group: tuple[int, ...]) -> tuple[float, list[Purchase]]:
        """Returns the least price of a group, and its rectangles."""
        if group not in self._found:
            self._found[group] = self._cheapest(group)
        return self._found[group]

    def _cheapest(self, group: tuple[int, ...]) -> tuple[float, list[Purchase]]:
        results = sum(self._stocks[index].results for index in group)
        unknown = frozenset[str]().union(*(self._stocks[index].unknown for index in group))
        if not unknown:
            return 0.0, []
        least: tuple[float, list[Purchase]] = (inf, [])  # cells of a tree can always be cut apart
        if len(group) == 1 or (results <= self._cap and self._is_rectangle(group)):
            stocks = tuple(self._stocks[index] for index in group)
            least = (
                self._price(results, len(unknown)),
                [Purchase(self._around(group), stocks, results, unknown)],
            )
        for part, rest in self._cuts(group):
            first, second = self.best(part), self.best(rest)
            if first[0] + second[0] < least[0] - 1e-9:
                least = first[0] + second[0], [*first[1], *second[1]]
        return least

    def _is_rectangle(self, group: tuple[int, ...]) -> bool:
        squares = [self._squares[index] for index in group]
        wide = max(one.east for one in squares) - min(one.west for one in squares)
        high = max(one.north for one in squares) - min(one.south for one in squares)
        return wide * high == sum(one.side * one.side for one in squares)

    def _around(self, group: tuple[int, ...]) -> Box:
        """Returns the box of a rectangle of cells, by the corners of its cells, which are never moved."""
        south = min(group, key=lambda index: self._squares[index].south)
        west = min(group, key=lambda index: self._squares[index].west)
        north = max(group, key=lambda index: self._squares[index].north)
        east = max(group, key=lambda index: self._squares[index].east)
        return Box(self._box(south).south, self._box(west).west, self._box(north).north, self._box(east).east)

    def _box(self, index: int) -> Box:
        return self._stocks[index].cell.box

    def _cuts(self, group: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
        """Yields the two sides of each line along which the group can be cut."""
        sides: list[Callable[[_TreeSquare], tuple[int, int]]] = [
            lambda one: (one.west, one.east),
            lambda one: (one.south, one.north),
        ]
        for side in sides:
            spans = {index: side(self._squares[index]) for index in group}
            for line in sorted({low for low, _ in spans.values()})[1:]:
                if not any(low < line < high for low, high in spans.values()):
                    before = tuple(index for index in group if spans[index][0] < line)
                    yield before, tuple(index for index in group if spans[index][0] >= line)


def _square(path: str, depth: int) -> _TreeSquare:
    """Returns the square of a cell's path in a tree of ``depth`` characters."""
    west = south = 0
    for digit in path.removeprefix(ROOT):
        west, south = 2 * west + int(digit) % 2, 2 * south + int(digit) // 2
    side = 1 << (depth - len(path))
    return _TreeSquare(west * side, south * side, side)

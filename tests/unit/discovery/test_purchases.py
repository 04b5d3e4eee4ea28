"""Rectangles that buy records of several cells: whole cells, nothing twice, never dearer than one by one."""

import random
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from inkscout.discovery.cells import Cell
from inkscout.discovery.purchases import Purchase, Stock, plan_purchases
from inkscout.domain.geo import Box, GeoPoint

CAP, PAGE, PAGE_USD, SINGLE_USD = 60, 20, 0.035, 0.02
LEEDS = Box(53.7, -1.8, 53.95, -1.3)
FIJI = Box(-18.2, 179.7, -17.7, -179.8)


def price(results: int, wanted: int) -> float:
    return min(-(-results // PAGE) * PAGE_USD, wanted * SINGLE_USD)


class Town:
    """Places at random, more of them towards one corner, and a search of them that returns all in a box."""

    def __init__(self, count: int, box: Box, seed: int) -> None:
        chance = random.Random(seed)
        self.points = {
            f"p{number}": GeoPoint(
                box.south + chance.random() ** 3 * (box.north - box.south),
                (box.west + chance.random() ** 2 * box.width_deg + 180.0) % 360.0 - 180.0,
            )
            for number in range(count)
        }
        self.root = Cell("r", box)
        self.probes = 0

    def within(self, box: Box) -> list[str]:
        return [name for name, point in self.points.items() if box.contains(point)]

    def probe(self, cell: Cell) -> list[str]:
        self.probes += 1
        return self.within(cell.box)

    def stocks(self, known: frozenset[str] = frozenset(), cell: Cell | None = None) -> list[Stock]:
        cell = cell or self.root
        found = self.within(cell.box)
        if len(found) >= CAP and cell.can_split:
            return [stock for quarter in cell.split() for stock in self.stocks(known, quarter)]
        return [Stock(cell, len(found), frozenset(found) - known)]

    def plan(self, stocks: Sequence[Stock]) -> list[Purchase]:
        return plan_purchases(stocks, CAP, price, self.probe)


def usd(plan: Sequence[Purchase]) -> float:
    return sum(price(purchase.results, len(purchase.unknown)) for purchase in plan)


towns = st.builds(Town, st.integers(0, 600), st.sampled_from([LEEDS, FIJI]), st.integers(0, 10_000))


@settings(max_examples=25)
@given(towns, st.floats(0.0, 1.0), st.integers(0, 100))
def test_every_unknown_place_is_in_the_search_that_buys_it(town: Town, share: float, seed: int) -> None:
    chance = random.Random(seed)
    known = frozenset(name for name in town.points if chance.random() < share)
    stocks = town.stocks(known)
    plan = town.plan(stocks)
    bought = [name for purchase in plan for name in purchase.unknown]
    assert sorted(bought) == sorted(town.points.keys() - known)
    for purchase in plan:
        returned = town.within(purchase.box)
        assert purchase.unknown <= set(returned)
        assert len(returned) == purchase.results <= CAP or len(purchase.stocks) == 1
    assert usd(plan) <= sum(price(stock.results, len(stock.unknown)) for stock in stocks) + 1e-9


def test_neighbours_that_fill_a_page_together_are_bought_together() -> None:
    west_south, east_south, west_north, east_north = Cell("r", LEEDS).split()
    names = [f"p{number}" for number in range(60)]
    stocks = [
        Stock(west_south, 13, frozenset(names[:13])),
        Stock(east_south, 27, frozenset(names[13:40])),
        Stock(west_north, 7, frozenset(names[40:47])),
        Stock(east_north, 13, frozenset(names[47:])),
    ]
    [whole] = plan_purchases(stocks, 60, price, lambda cell: [])
    assert (whole.box, whole.results, len(whole.unknown)) == (LEEDS, 60, 60)
    plan = plan_purchases(stocks, 40, price, lambda cell: [])
    assert [(purchase.box, purchase.results) for purchase in plan] in (
        [(Box(LEEDS.south, LEEDS.west, LEEDS.center.lat, LEEDS.east), 40),
         (Box(LEEDS.center.lat, LEEDS.west, LEEDS.north, LEEDS.east), 20)],
        [(Box(LEEDS.south, LEEDS.west, LEEDS.north, LEEDS.center.lng), 20),
         (Box(LEEDS.south, LEEDS.center.lng, LEEDS.north, LEEDS.east), 40)],
    )  # fmt: skip


def test_a_rectangle_never_holds_a_quarter_that_was_not_searched() -> None:
    west_south, east_south, west_north, _ = Cell("r", LEEDS).split()
    stocks = [Stock(cell, 5, frozenset({f"{cell.path}{n}" for n in range(5)})) for cell in
              (west_south, east_south, west_north)]  # fmt: skip
    plan = plan_purchases(stocks, 60, price, lambda cell: [])
    assert sorted(len(purchase.stocks) for purchase in plan) == [1, 2]


def test_a_place_that_no_quarter_returns_is_bought_all_the_same() -> None:
    stock = Stock(Cell("r", LEEDS), 25, frozenset(f"p{number}" for number in range(25)))
    plan = plan_purchases([stock], 60, price, lambda cell: ["p1", "p2"] if cell.path.endswith("0") else [])
    assert frozenset[str]().union(*(purchase.unknown for purchase in plan)) == stock.unknown


def test_a_cell_that_the_fewest_are_wanted_of_is_not_divided() -> None:
    town = Town(50, LEEDS, seed=1)
    known = frozenset(list(town.points)[:45])
    town.plan(town.stocks(known))
    assert town.probes == 0
    town.plan(town.stocks())
    assert town.probes == 4

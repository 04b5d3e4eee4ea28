"""Meter of requests to place providers: priced, counted, within the budgets."""

from inkscout.discovery.spend import Budgets, Prices
from inkscout.errors import BudgetReached
from inkscout.ports import Clock, StateStore

RUN_TTL_SECONDS = 90 * 86_400
DAY_TTL_SECONDS = 40 * 86_400
_TOLERANCE = 1e-9


class SpendMeter:
    """Implements ``ports.Meter`` with counters that all areas of a run, and all runs of a day, share.

    A request is reserved before it is sent, so that two areas cannot both spend the last cent.
    """

    def __init__(
        self, state_store: StateStore, clock: Clock, run_id: str, budgets: Budgets, prices: Prices
    ) -> None:
        self._state_store = state_store
        self._run_key = f"run#{run_id}"
        self._clock = clock
        self._budgets = budgets
        self._prices = prices
        self.requests = 0
        self.spend_usd = 0.0

    def charge(self, sku: str) -> None:
        """Counts one request of a kind (SKU).

        Raises:
            BudgetReached: the request would exceed a budget; it was not counted.
        """
        price = self._prices.of(sku)
        if price:
            self._reserve(self._run_key, price, self._budgets.run_usd, RUN_TTL_SECONDS, "run")
            try:
                day = f"day#{self._clock.now():%Y-%m-%d}"
                self._reserve(day, price, self._budgets.day_usd, DAY_TTL_SECONDS, "day")
            except BudgetReached:
                self._state_store.add(
                    "spend", self._run_key, {"usd": -price, "requests": -1}, RUN_TTL_SECONDS
                )
                raise
        self.requests += 1
        self.spend_usd += price

    def _reserve(self, key: str, price: float, limit: float | None, ttl: int, whose: str) -> None:
        total = self._state_store.add("spend", key, {"usd": price, "requests": 1}, ttl)["usd"]
        if limit is not None and total > limit + _TOLERANCE:
            self._state_store.add("spend", key, {"usd": -price, "requests": -1}, ttl)
            raise BudgetReached(f"the {whose}'s budget of {limit:.2f} USD is used up")

"""Prices and budgets of requests to providers of places."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from tomllib import loads


@dataclass(frozen=True, slots=True)
class Prices:
    """Price table; ``as_of`` is the day from which its list prices are valid."""

    as_of: date
    per_1000: dict[str, float]

    def of(self, sku: str) -> float:
        """Returns the price of one request in US dollars.

        Raises:
            KeyError: the kind is not in the table, so that no request remains unpriced.
        """
        return self.per_1000[sku] / 1000.0


@dataclass(frozen=True, slots=True)
class Budgets:
    """Upper limits in US dollars; None means no limit."""

    run_usd: float | None = None
    day_usd: float | None = None


@lru_cache(maxsize=1)
def prices() -> Prices:
    """Returns the price table from ``prices.toml``."""
    table = loads(files("inkscout.discovery").joinpath("prices.toml").read_text(encoding="utf-8"))
    return Prices(table["as_of"], {sku: float(price) for sku, price in table["per_1000"].items()})

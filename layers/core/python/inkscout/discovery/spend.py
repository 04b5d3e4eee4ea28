"""Prices requests to providers of places."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from tomllib import loads


@dataclass(frozen=True, slots=True)
class Prices:
    """The price table in force; ``as_of`` is the day its list prices were valid from."""

    as_of: date
    per_1000: dict[str, float]

    def of(self, sku: str) -> float:
        """US dollars of one request; an unknown kind is an error, so that nothing goes unpriced."""
        return self.per_1000[sku] / 1000.0


@dataclass(frozen=True, slots=True)
class Budgets:
    """Upper bounds in US dollars; None means no bound."""

    run_usd: float | None = None
    day_usd: float | None = None


@lru_cache(maxsize=1)
def prices() -> Prices:
    """The dated table of the repository."""
    table = loads(files("inkscout.discovery").joinpath("prices.toml").read_text(encoding="utf-8"))
    return Prices(table["as_of"], {sku: float(price) for sku, price in table["per_1000"].items()})

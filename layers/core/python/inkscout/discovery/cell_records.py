"""Record of the search of a cell: queries, results, and whether results may be missing."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

FRESH_DAYS = 7
"""Days for which an exhausted cell is not searched again."""


class CellStatus(StrEnum):
    """Search status of a cell."""

    OPEN = "open"
    EXHAUSTED = "exhausted"
    FULL = "full"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class QueryRecord:
    """One query in one cell; ``new`` counts places that no earlier query of the cell had returned.

    ``saturated`` says that the source returned its maximum number of results, so that more may exist.
    """

    pages: int
    results: int
    new: int
    saturated: bool
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRecord:
    """State of a cell: ``places`` are the ids its queries returned, ``studios`` those that were kept.

    The status ``full`` means saturated at the smallest size: more may exist, but splitting will not find it.
    """

    status: CellStatus = CellStatus.OPEN
    queries: Mapping[str, QueryRecord] = field(default_factory=dict)
    studios: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    run_id: str = ""
    at: str = ""

    def document(self) -> dict[str, Any]:
        """Returns the record in the form that the state store keeps."""
        return {
            "status": self.status.value,
            "queries": {text: asdict(record) for text, record in self.queries.items()},
            "studios": list(self.studios),
            "places": list(self.places),
            "run_id": self.run_id,
            "at": self.at,
        }

    def is_done(self, now: datetime, run_id: str, *, force: bool) -> bool:
        """Whether the cell need not be searched: done by this run, or recently by another one.

        ``force`` searches again what other runs have done.
        """
        if self.status not in {CellStatus.EXHAUSTED, CellStatus.FULL}:
            return False
        if self.run_id == run_id:
            return True
        return not force and now - datetime.fromisoformat(self.at) < timedelta(days=FRESH_DAYS)

    def resumable(self, now: datetime, run_id: str, *, force: bool) -> bool:
        """Whether queries of an unfinished cell that have results need not be repeated."""
        if self.status is not CellStatus.OPEN or not self.at:
            return False
        recent = now - datetime.fromisoformat(self.at) < timedelta(days=FRESH_DAYS)
        return self.run_id == run_id or (recent and not force)

    def with_query(
        self, text: str, record: QueryRecord, *, places: tuple[str, ...], studios: tuple[str, ...]
    ) -> "CellRecord":
        """Returns the record with one more query."""
        return replace(
            self,
            queries={**self.queries, text: record},
            places=tuple(dict.fromkeys([*self.places, *places])),
            studios=tuple(dict.fromkeys([*self.studios, *studios])),
        )


def cell_record(document: Mapping[str, Any]) -> CellRecord:
    """Builds the record from a stored document."""
    return CellRecord(
        status=CellStatus(document["status"]),
        queries={
            text: QueryRecord(
                pages=int(row["pages"]),
                results=int(row["results"]),
                new=int(row["new"]),
                saturated=bool(row["saturated"]),
                at=str(row["at"]),
            )
            for text, row in document["queries"].items()
        },
        studios=tuple(document["studios"]),
        places=tuple(document["places"]),
        run_id=str(document["run_id"]),
        at=str(document["at"]),
    )


def cell_key(region_key: str, source: str, path: str) -> str:
    """Returns the key of a cell in the state store, scope ``area``."""
    return f"{region_key}/{source}/{path}"

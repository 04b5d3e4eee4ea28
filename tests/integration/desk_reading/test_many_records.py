"""Records of a directory that is too large to be sorted for each page."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from inkscout.adapters.opensearch.circuit_breaker import CircuitBreaker
from inkscout.adapters.opensearch.search import OpenSearchReader
from inkscout.usecases.desk import browse_entries
from inkscout.usecases.desk.browse_entries import BrowseEntries, EntryFilters
from tests.support.fakes.clock import FakeClock
from tests.support.loaded_index import embedded_index, load

START = datetime(2026, 3, 1, 10, tzinfo=UTC)


class CountedIndex:
    """``IndexReader`` that keeps how many documents each search with hits had to sort."""

    def __init__(self, index: Any) -> None:
        self.index = index
        self.sorted: list[int] = []
        self.searches = 0

    def search(self, searches: Sequence[tuple[str, Mapping[str, Any]]]) -> Any:
        answers = self.index.search([(alias, {**body, "track_total_hits": True}) for alias, body in searches])
        self.searches += len(searches)
        self.sorted += [
            answer["hits"]["total"]["value"]
            for answer, (_, body) in zip(answers, searches, strict=True)
            if body["size"]
        ]
        return answers

    def ready(self) -> bool:
        return True


@pytest.fixture(scope="module")
def many() -> Iterator[tuple[Any, list[str]]]:
    """An index of records, and their ids in order: bursts within one second, then one an hour."""
    made = []
    for number in range(600):
        at = START - timedelta(days=number // 90) if number < 360 else START - timedelta(days=9, hours=number)
        made.append((f"a-{number:04}", at.isoformat(timespec="seconds")))
    documents = [("artists", name, {"artist_id": name, "name": name, "updated_at": at}) for name, at in made]
    with embedded_index() as url:
        load(url, documents)
        yield url, [name for name, _ in made]


@pytest.mark.parametrize("sorted_at_once", [5, 60, 200, 2000])
@pytest.mark.parametrize("days", [0, 400])
def test_many_records_are_listed_whole_and_in_order(
    many: tuple[str, list[str]], sorted_at_once: int, days: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, wanted = many
    monkeypatch.setattr(browse_entries, "SORTED", sorted_at_once)
    breaker = CircuitBreaker(3, 5.0, lambda: 0.0)
    index = CountedIndex(OpenSearchReader(url, timeout_seconds=30, breaker=breaker))
    browse = BrowseEntries(index, None, None, FakeClock(START + timedelta(days=days)))  # type: ignore[arg-type]
    found, after = [], ""
    for _ in range(20):
        asked = index.searches
        page = browse(EntryFilters(after=after))
        assert index.searches - asked <= 35
        assert page.total == len(wanted)
        found += [row.entry_id for row in page.rows]
        after = page.next_after
        if not after:
            break
    assert found == wanted
    if sorted_at_once == 60:
        assert max(index.sorted) <= len(wanted) / 2
    if sorted_at_once == 2000:
        assert index.searches == 2 * len(index.sorted)

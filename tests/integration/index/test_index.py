"""The index means what its definition says, is rebuilt without a gap, and is held against the table."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from opensearchpy import OpenSearch

from inkscout.adapters.opensearch.index import OpenSearchIndex, client
from inkscout.adapters.system_clock import SystemClock
from inkscout.contracts.rebuild_index import IndexPartResult, PrepareIndexRequest
from inkscout.domain.snapshot import EntryKind
from inkscout.errors import IndexDefinitionBroken, IndexDrift, IndexUnavailable
from inkscout.ports.index import IndexAction, IndexedDocument, WriteOutcome
from inkscout.search import definition
from inkscout.usecases.index import rebuild_index
from inkscout.usecases.index.audit_index import audit_extras, audit_index
from inkscout.usecases.index.check_index import check_index
from inkscout.usecases.index.index_actions import action_for
from inkscout.usecases.index.rebuild_index import (
    RebuildIndexPorts,
    bring_up,
    ensure_index,
    fill_index,
    parts_of,
    prepare_index,
    rebuild,
    roll_back,
    swap_index,
)
from tests.support.directory_data import artist, studio
from tests.support.fakes.clock import FakeClock
from tests.support.fakes.directory import FakeDirectory

ARTIST = EntryKind.ARTIST
CLOCK = SystemClock()


@pytest.fixture
def index(search_url: str) -> OpenSearchIndex:
    return OpenSearchIndex(client(search_url))


@pytest.fixture
def directory() -> FakeDirectory:
    directory = FakeDirectory()
    for number in range(40):
        directory.put_artist(artist(number))
    for number in range(10):
        directory.put_studio(studio(number))
    return directory


def brought_up(directory: FakeDirectory, index: OpenSearchIndex) -> None:
    bring_up(ensure_index(index), deps=RebuildIndexPorts(directory=directory, index=index, clock=CLOCK))
    index.refresh("artists")


def test_the_server_means_what_the_definition_says(index: OpenSearchIndex) -> None:
    check_index(index, "inkscout-canary-test")


@pytest.mark.parametrize(
    ("break_it", "said"),
    [
        (
            {"folded": {"type": "custom", "tokenizer": "standard", "filter": ["lowercase"]}},
            "without its accents",
        ),
        (
            {"folded_prefixes": {"type": "custom", "tokenizer": "standard", "filter": ["lowercase"]}},
            "start of a name",
        ),
        (
            {"folded": {"type": "custom", "tokenizer": "keyword", "filter": ["lowercase"]}},
            "the analyzer makes",
        ),
    ],
)
def test_a_server_that_means_something_else_is_refused(
    index: OpenSearchIndex, monkeypatch: pytest.MonkeyPatch, break_it: dict[str, Any], said: str
) -> None:
    broken = {**definition.ANALYSIS, "analyzer": {**definition.ANALYSIS["analyzer"], **break_it}}
    monkeypatch.setattr(definition, "ANALYSIS", broken)
    with pytest.raises(IndexDefinitionBroken, match=said):
        check_index(index, "inkscout-canary-test")


def test_missing_indexes_are_made_once_and_filled(index: OpenSearchIndex, directory: FakeDirectory) -> None:
    assert ensure_index(index) == [ARTIST, EntryKind.STUDIO]
    brought_up(directory, index)
    assert (index.live(ARTIST), index.count("artists")) == ("artists-v1", 0)
    bring_up(
        [ARTIST, EntryKind.STUDIO], deps=RebuildIndexPorts(directory=directory, index=index, clock=CLOCK)
    )
    assert (index.count("artists"), index.count("studios")) == (40, 10)
    assert ensure_index(index) == []


def test_an_index_of_another_definition_is_rebuilt(
    index: OpenSearchIndex, directory: FakeDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_up(ensure_index(index), deps=RebuildIndexPorts(directory=directory, index=index, clock=CLOCK))
    monkeypatch.setattr(definition, "PREFIX_MAX", 12)
    analysis = {
        **definition.ANALYSIS,
        "filter": {"word_prefixes": {"type": "edge_ngram", "min_gram": 1, "max_gram": 12}},
    }
    monkeypatch.setattr(definition, "ANALYSIS", analysis)
    bring_up(ensure_index(index), deps=RebuildIndexPorts(directory=directory, index=index, clock=CLOCK))
    assert index.live(ARTIST) == "artists-v2"
    assert ensure_index(index) == []
    assert index.count("artists") == 40


def test_a_write_before_the_index_is_made_makes_none(index: OpenSearchIndex) -> None:
    (result,) = index.apply(
        [IndexAction(kind=ARTIST, entry_id="a-1", version=1, document={"artist_id": "a-1"})]
    )
    assert result.verdict is WriteOutcome.RETRY
    assert index.live(ARTIST) == ""
    assert index.indexes(ARTIST) == []


def test_each_action_of_a_bulk_call_has_its_own_verdict(index: OpenSearchIndex) -> None:
    ensure_index(index)

    def act(entry_id: str, version: int, **document: Any) -> IndexAction:
        return IndexAction(kind=ARTIST, entry_id=entry_id, version=version, document=document or None)

    results = index.apply(
        [
            act("a-1", 3, artist_id="a-1"),
            act("a-1", 2, artist_id="a-1"),
            act("a-2", 1, surprise="field"),
            act("a-3", 1),
            act("a-1", 4),
            act("a-1", 4, artist_id="a-1"),
        ]
    )
    assert [result.verdict for result in results] == [
        WriteOutcome.APPLIED,
        WriteOutcome.STALE,
        WriteOutcome.REJECTED,
        WriteOutcome.APPLIED,
        WriteOutcome.APPLIED,
        WriteOutcome.STALE,
    ]
    assert results[1].held == 3
    assert "strict_dynamic_mapping_exception" in results[2].reason
    assert results[5].held == 4


def test_a_server_that_is_gone_is_said_to_be() -> None:
    gone = OpenSearchIndex(client("http://127.0.0.1:1", timeout_seconds=1))
    with pytest.raises(IndexUnavailable):
        gone.count("artists")


def test_an_audit_names_what_differs_and_repairs_it(index: OpenSearchIndex, directory: FakeDirectory) -> None:
    brought_up(directory, index)
    assert audit_index(ARTIST, directory=directory, index=index).total == 0
    directory.put_artist(artist(40))
    directory.update_artist("a-3", lambda known: known and replace(known, bio="Changed."))
    directory.delete(ARTIST, "a-5")
    index.apply([IndexAction(kind=ARTIST, entry_id="a-99", version=9, document={"artist_id": "a-99"})])
    index.refresh("artists")
    found = audit_index(ARTIST, directory=directory, index=index)
    extras = audit_extras(ARTIST, directory=directory, index=index)
    assert (found.missing, found.stale, found.extra, extras.extra) == (1, 1, 1, 1)
    assert found.examples == {"missing": ["a-40"], "stale": ["a-3"], "extra": ["a-5"]}
    assert extras.examples == {"extra": ["a-99"]}
    assert audit_index(ARTIST, directory=directory, index=index, repair=True).repaired == 3
    assert audit_extras(ARTIST, directory=directory, index=index, repair=True).repaired == 1
    index.refresh("artists")
    assert audit_index(ARTIST, directory=directory, index=index).total == 0
    assert audit_extras(ARTIST, directory=directory, index=index).total == 0


def test_an_index_ahead_of_a_restored_table_is_repaired(
    index: OpenSearchIndex, directory: FakeDirectory
) -> None:
    brought_up(directory, index)
    index.apply(
        [IndexAction(kind=ARTIST, entry_id="a-3", version=50, document={"artist_id": "a-3", "name": "Other"})]
    )
    index.apply([IndexAction(kind=ARTIST, entry_id="a-4", version=60)])
    audit_index(ARTIST, directory=directory, index=index, repair=True)
    assert audit_index(ARTIST, directory=directory, index=index).total == 0
    snapshot = directory.snapshot(ARTIST, "a-4")
    assert snapshot is not None
    assert snapshot.version == 61


def test_the_segments_of_an_audit_compare_everything_once(
    index: OpenSearchIndex, directory: FakeDirectory
) -> None:
    brought_up(directory, index)
    parts = [audit_index(ARTIST, directory=directory, index=index, segment=n, segments=3) for n in range(3)]
    assert sum(part.compared for part in parts) == 40


def test_a_rebuild_under_writes_loses_none_and_searches_never_see_an_empty_index(
    index: OpenSearchIndex, directory: FakeDirectory, search_url: str
) -> None:
    brought_up(directory, index)
    directory.clock = CLOCK
    done = threading.Event()
    seen: list[int] = []
    writer = OpenSearchIndex(client(search_url))

    def write() -> None:
        number = 0
        while not done.is_set():
            number += 1
            directory.put_artist(artist(1000 + number))
            snapshot = directory.snapshot(ARTIST, f"a-{1000 + number}")
            assert snapshot is not None
            writer.apply([action_for(snapshot)])

    def search() -> None:
        searcher = OpenSearch(hosts=[search_url])
        while not done.is_set():
            answer = searcher.search(
                index="artists", body={"query": {"match_all": {}}, "track_total_hits": True}
            )
            seen.append(answer["hits"]["total"]["value"])

    threads = [threading.Thread(target=target) for target in (write, search)]
    for thread in threads:
        thread.start()
    try:
        results = [
            rebuild(ARTIST, deps=RebuildIndexPorts(directory=directory, index=index, clock=CLOCK), segments=2)
            for _ in range(3)
        ]
    finally:
        done.set()
        for thread in threads:
            thread.join()
    index.refresh("artists")
    assert [result.index for result in results] == ["artists-v2", "artists-v3", "artists-v4"]
    assert audit_index(ARTIST, directory=directory, index=index).total == 0
    assert index.count("artists") == len(list(directory.artists()))
    assert min(seen) >= 40
    assert len(seen) > 10
    assert list(index.indexes(ARTIST)) == ["artists-v3", "artists-v4"]


def test_an_index_that_lacks_documents_is_not_taken_into_use(
    index: OpenSearchIndex, directory: FakeDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought_up(directory, index)
    for name in ("fill_index", "catch_up_index"):
        monkeypatch.setattr(
            rebuild_index, name, lambda part, **_: IndexPartResult(segment=part.segment, count=0)
        )
    with pytest.raises(IndexDrift, match="artists-v2 holds 0 documents of 40"):
        rebuild(ARTIST, deps=RebuildIndexPorts(directory=directory, index=index, clock=CLOCK))
    assert index.live(ARTIST) == "artists-v1"


def test_writes_and_deletions_during_a_rebuild_are_in_the_new_index_at_the_swap(
    index: OpenSearchIndex, directory: FakeDirectory
) -> None:
    brought_up(directory, index)
    deps = RebuildIndexPorts(directory=directory, index=index, clock=CLOCK)
    scanned = list(directory.snapshots(ARTIST))
    build = prepare_index(PrepareIndexRequest(kind=ARTIST, segments=1), deps=deps)

    def written(entry_id: str) -> None:
        snapshot = directory.snapshot(ARTIST, entry_id)
        assert snapshot is not None
        [result] = index.apply([action_for(snapshot)])
        assert result.verdict is WriteOutcome.APPLIED

    directory.put_artist(artist(500))
    written("a-500")
    directory.delete(ARTIST, "a-3")
    written("a-3")
    # The scan read the table before both writes, and arrives after them.
    directory.snapshots = lambda *_: iter(scanned)  # type: ignore[method-assign,assignment] - an early scan
    [part] = parts_of(ARTIST, build.index, 1)
    fill_index(part, deps=deps)
    directory.delete(ARTIST, "a-4")
    written("a-4")
    swap_index(build, deps=deps)
    assert index.live(ARTIST) == "artists-v2"
    held = index.documents("artists", ["a-3", "a-4", "a-5", "a-500"])
    assert held.keys() == {"a-5", "a-500"}
    directory.put_artist(artist(501))
    written("a-501")
    assert index.documents("artists-v1", ["a-500", "a-501"]).keys() == {"a-500"}


def test_a_record_that_arrives_again_brings_nobody_back_into_a_new_index(
    index: OpenSearchIndex, directory: FakeDirectory
) -> None:
    brought_up(directory, index)
    early = directory.snapshot(ARTIST, "a-7")
    assert early is not None
    directory.delete(ARTIST, "a-7")
    gone = directory.snapshot(ARTIST, "a-7")
    assert gone is not None
    index.apply([action_for(gone)])
    rebuild(ARTIST, deps=RebuildIndexPorts(directory=directory, index=index, clock=CLOCK))
    [again] = index.apply([action_for(early)])
    assert again.verdict is WriteOutcome.STALE
    assert index.documents("artists", ["a-7"]) == {}


def test_a_write_that_the_new_index_cannot_take_for_now_is_delivered_again(
    index: OpenSearchIndex, directory: FakeDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought_up(directory, index)
    deps = RebuildIndexPorts(directory=directory, index=index, clock=CLOCK)
    build = prepare_index(PrepareIndexRequest(kind=ARTIST, segments=1), deps=deps)
    plain = index._client.bulk

    def busy(body: list[dict[str, Any]], **more: Any) -> Any:
        answer = plain(body=body, **more)
        for item in answer["items"]:
            (said,) = item.values()
            if said["_index"] == build.index:
                said |= {"status": 429, "error": {"type": "rejected_execution_exception"}}
        return answer

    monkeypatch.setattr(index._client, "bulk", busy)
    changed = replace(artist(1), bio="New.")
    directory.update_artist("a-1", lambda known: known and replace(changed, version=known.version))
    snapshot = directory.snapshot(ARTIST, "a-1")
    assert snapshot is not None
    assert [result.verdict for result in index.apply([action_for(snapshot)])] == [WriteOutcome.RETRY]
    # An index that is gone is waited for by nobody.
    index.drop(build.index)
    assert [result.verdict for result in index.apply([action_for(snapshot)])] == [WriteOutcome.STALE]


def test_a_difference_that_the_comparison_finds_is_repaired_before_the_swap(
    index: OpenSearchIndex, directory: FakeDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought_up(directory, index)
    monkeypatch.setattr(
        rebuild_index, "fill_index", lambda part, **_: IndexPartResult(segment=part.segment, count=0)
    )
    result = rebuild(ARTIST, deps=RebuildIndexPorts(directory=directory, index=index, clock=CLOCK))
    assert (result.caught_up, result.documents) == (40, 40)


def test_an_artist_that_is_written_while_the_comparison_reads_is_no_difference(
    index: OpenSearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = FakeDirectory(clock := FakeClock())
    for number in range(40):
        directory.put_artist(artist(number))
    brought_up(directory, index)
    plain = index.documents
    written: list[str] = []

    def documents(name: str, ids: Sequence[str]) -> dict[str, IndexedDocument]:
        for entry_id in set(ids) - set(written):
            # The table was read already; the write reaches it and the index before the index is read.
            directory.update_artist(entry_id, lambda known: known and replace(known, bio="New."))
            snapshot = directory.snapshot(ARTIST, entry_id)
            assert snapshot is not None
            index.apply([action_for(snapshot)])
            written.append(entry_id)
        return plain(name, ids)

    monkeypatch.setattr(index, "documents", documents)
    clock.advance(minutes=1)
    said: list[str] = []
    rebuild(ARTIST, deps=RebuildIndexPorts(directory=directory, index=index, clock=clock), say=said.append)
    assert len(written) > 0
    assert not [line for line in said if line.startswith("Catching up")]


def test_a_roll_back_goes_to_the_index_before_with_what_was_written_since(
    index: OpenSearchIndex, directory: FakeDirectory
) -> None:
    brought_up(directory, index)
    assert roll_back(ARTIST, directory=directory, index=index) == ""
    rebuild(ARTIST, deps=RebuildIndexPorts(directory=directory, index=index, clock=CLOCK))
    directory.put_artist(artist(77))
    assert roll_back(ARTIST, directory=directory, index=index) == "artists-v1"
    assert index.live(ARTIST) == "artists-v1"
    assert audit_index(ARTIST, directory=directory, index=index).total == 0


def test_a_rebuild_after_a_roll_back_keeps_the_index_that_was_in_use(
    index: OpenSearchIndex, directory: FakeDirectory
) -> None:
    brought_up(directory, index)
    rebuild(ARTIST, deps=RebuildIndexPorts(directory=directory, index=index, clock=CLOCK))
    roll_back(ARTIST, directory=directory, index=index)
    rebuild(ARTIST, deps=RebuildIndexPorts(directory=directory, index=index, clock=CLOCK))
    assert list(index.indexes(ARTIST)) == ["artists-v1", "artists-v3"]
    assert index.live(ARTIST) == "artists-v3"

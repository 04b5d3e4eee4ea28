"""An index that is being filled shows what it was given before anybody searches it."""

from opensearchpy import OpenSearch

from inkscout.adapters.opensearch.index import OpenSearchIndex, client
from inkscout.adapters.system_clock import SystemClock
from inkscout.contracts.rebuild_index import PrepareIndexRequest
from inkscout.domain.snapshot import EntryKind
from inkscout.search import definition
from inkscout.usecases.index.rebuild_index import RebuildIndexPorts, bring_up, ensure_index, prepare_index
from tests.support.directory_data import artist
from tests.support.fakes.directory import FakeDirectory


def test_an_index_that_is_being_filled_is_refreshed_before_anybody_searches_it(search_url: str) -> None:
    index, directory = OpenSearchIndex(client(search_url)), FakeDirectory()
    directory.put_artist(artist(1))
    deps = RebuildIndexPorts(directory=directory, index=index, clock=SystemClock())
    bring_up(ensure_index(index), deps=deps)
    name = prepare_index(PrepareIndexRequest(kind=EntryKind.ARTIST), deps=deps).index
    made = OpenSearch(hosts=[search_url]).indices.get_settings(index=name)[name]["settings"]["index"]
    # Without an interval of its own, an index is refreshed only while it is searched.
    assert made["refresh_interval"] == definition.REFRESH_EVERY

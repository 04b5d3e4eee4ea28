"""An index is built and swapped in by nothing that an OpenSearch Serverless collection does not offer.

No collection can be reached from here: a connection refuses, with the 404 that AWS answers, every operation
outside the guide's list ("Supported operations and plugins in Amazon OpenSearch Serverless").
"""

import re
from typing import Any

import pytest
from opensearchpy import OpenSearch
from opensearchpy.exceptions import NotFoundError

from inkscout.adapters.opensearch import search_credentials
from inkscout.adapters.opensearch.index import SERVERLESS_SECONDS, OpenSearchIndex, RenewingConnection
from inkscout.adapters.opensearch.search_credentials import is_serverless
from inkscout.adapters.system_clock import SystemClock
from inkscout.domain.snapshot import EntryKind
from inkscout.usecases.index.rebuild_index import RebuildIndexPorts, bring_up, ensure_index, rebuild
from tests.support.directory_data import artist
from tests.support.fakes.directory import FakeDirectory

OFFERED = [
    (method, re.compile(pattern))
    for methods, pattern in (
        ("PUT", r"/[a-z][^/_]*"),
        ("DELETE", r"/[a-z][^/_]*"),
        ("GET", r"/[a-z][^/_]*"),
        ("GET", r"/[a-z][^/_]*/_mapping"),
        ("POST", r"/_bulk"),
        ("POST", r"/_aliases"),
        ("GET", r"/_alias/[^/]+"),
        ("GET POST", r"/[^/_]+/_(search|count|mget|analyze)"),
    )
    for method in methods.split()
]


class Collection(RenewingConnection):
    """A connection to a server that offers what a collection offers."""

    def perform_request(self, method: str, url: str, *rest: Any, **options: Any) -> Any:
        if not any(m == method and pattern.fullmatch(url) for m, pattern in OFFERED):
            raise NotFoundError(404, "", f"{method} {url}")
        # A collection refreshes by itself.
        assert "refresh_interval" not in str((rest, options))
        return super().perform_request(method, url, *rest, **options)


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def index(search_url: str, slept: list[float]) -> OpenSearchIndex:
    server = OpenSearch(hosts=[search_url], connection_class=Collection)

    def sleep(seconds: float) -> None:
        # The server behind it is asked to do now what a collection does by itself meanwhile.
        slept.append(seconds)
        OpenSearch(hosts=[search_url]).indices.refresh()

    return OpenSearchIndex(server, settles=False, sleep=sleep)


def test_an_index_is_proven_filled_compared_swapped_and_the_old_one_dropped(
    index: OpenSearchIndex, slept: list[float]
) -> None:
    directory, clock = FakeDirectory(), SystemClock()
    for number in range(20):
        directory.put_artist(artist(number))
    bring_up(ensure_index(index), deps=RebuildIndexPorts(directory=directory, index=index, clock=clock))
    for _ in range(3):
        rebuild(EntryKind.ARTIST, deps=RebuildIndexPorts(directory=directory, index=index, clock=clock))
    assert index.count("artists") == 20
    assert len(index.indexes(EntryKind.ARTIST)) == 2
    assert set(slept) == {SERVERLESS_SECONDS}


def test_an_operation_that_a_collection_lacks_is_refused_here(index: OpenSearchIndex) -> None:
    with pytest.raises(NotFoundError):
        index._client.indices.refresh(index="artists")
    with pytest.raises(NotFoundError):
        index._client.info()


def test_a_request_to_a_collection_is_signed_for_it_with_its_body(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    url = "https://abc.eu-west-1.aoss.amazonaws.com"
    assert is_serverless(url)
    sign = search_credentials.authentication(url, "", lambda _service: None)
    assert sign is not None
    headers = {name.lower(): value for name, value in sign("POST", f"{url}/artists/_search", b"{}").items()}
    assert "/eu-west-1/aoss/aws4_request" in headers["authorization"]
    assert "x-amz-content-sha256" in headers["authorization"]
    assert headers["x-amz-content-sha256"].startswith("44136fa355b3678a")

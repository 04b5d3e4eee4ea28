"""Requests to the search domain stay within what its roles allow, as the security plugin reads their paths.

The plugin takes a path without an index for all indexes, and refuses it to a role that is held to patterns.
"""

import inspect
from collections.abc import Callable
from fnmatch import fnmatch
from typing import Any

import pytest
from opensearchpy import OpenSearch, Urllib3HttpConnection

from inkscout.adapters.opensearch.circuit_breaker import CircuitBreaker
from inkscout.adapters.opensearch.index import OpenSearchIndex
from inkscout.adapters.opensearch.search import OpenSearchReader
from inkscout.domain.snapshot import EntryKind
from inkscout.ports.index import IndexAction
from inkscout.usecases.rotation.map_search_roles import MANAGE, READ, WRITE, definitions

OF_THE_CLUSTER = {
    "_bulk": ("indices:data/write/bulk", {WRITE, MANAGE}),
    "_msearch": ("indices:data/read/msearch", {READ, WRITE, MANAGE}),
    "_aliases": ("indices:admin/aliases", {MANAGE}),
}
"""Paths whose indexes stand in the body, with the permission of the cluster they need, and the roles."""

_READING = {"indices:data/read/mget", "indices:data/read/msearch", "indices:data/read/mtv"}
GROUPS = {
    "cluster_composite_ops_ro": _READING,
    "cluster_composite_ops": _READING
    | {"indices:data/write/bulk", "indices:admin/aliases", "indices:data/write/reindex"},
}
"""Permissions that the plugin's default action groups hold, as far as these adapters need them."""

ARTIST = EntryKind.ARTIST
CALLS: dict[str, Callable[[OpenSearchIndex], Any]] = {
    "apply": lambda index: index.apply([IndexAction(kind=ARTIST, entry_id="a", version=1)]),
    "live": lambda index: index.live(ARTIST),
    "indexes": lambda index: index.indexes(ARTIST),
    "definition": lambda index: index.definition("artists-v1"),
    "create": lambda index: index.create(ARTIST, "artists-v1", live=True),
    "follow": lambda index: index.follow(ARTIST, "artists-v1"),
    "go_live": lambda index: index.go_live(ARTIST, "artists-v1"),
    "drop": lambda index: index.drop("inkscout-canary-artist"),
    "refresh": lambda index: index.refresh("artists"),
    "count": lambda index: index.count("artists"),
    "documents": lambda index: index.documents("artists", ["a"]),
    "versions": lambda index: index.versions("artists", ["a"]),
    "ids": lambda index: list(index.ids(ARTIST, "artists")),
    "search": lambda index: index.search("artists", {}),
    "tokens": lambda index: index.tokens("artists", "name", "a"),
}


def public(kind: type) -> set[str]:
    return {name for name, _ in inspect.getmembers(kind, inspect.isfunction) if not name.startswith("_")}


def written(call: Callable[[OpenSearchIndex], Any]) -> list[str]:
    """The paths that the writer's adapter asks for in one call."""
    asked: list[str] = []

    class Domain(Urllib3HttpConnection):
        def perform_request(self, method: str, url: str, *_rest: Any, **_options: Any) -> Any:
            asked.append(url)
            body = (
                '{"items": [{"delete": {"status": 200}}, {"delete": {"status": 200}}],'
                ' "hits": {"hits": []}, "count": 0, "docs": [], "tokens": [], "artists-v1": {"mappings": {}}}'
            )
            if "_alias/" in url:
                body = '{"artists-v1": {}}'
            return 200, {"content-type": "application/json"}, body

    call(OpenSearchIndex(OpenSearch(hosts=["http://domain.example"], connection_class=Domain)))
    return asked


def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that the reader's adapter asks for."""
    reader = OpenSearchReader(
        "http://domain.example", timeout_seconds=1, breaker=CircuitBreaker(1, 1.0, lambda: 0.0)
    )
    asked: list[str] = []

    def answer(_method: str, path: str, _body: bytes) -> dict[str, Any]:
        asked.append(path)
        return {"hits": {}, "responses": [{"hits": {}}, {"hits": {}}]}

    monkeypatch.setattr(reader, "_request", answer)
    reader.search([("artists", {})])
    reader.search([("artists", {}), ("studios", {})])
    reader.ready()
    return asked


def refused(path: str, patterns: list[str]) -> bool:
    """Whether a role held to index patterns is refused a path."""
    first = path.strip("/").partition("/")[0].partition("?")[0]
    if first in OF_THE_CLUSTER:
        return False
    return not all(any(fnmatch(name, pattern) for pattern in patterns) for name in first.split(","))


@pytest.mark.parametrize("name", sorted(CALLS))
def test_every_request_of_the_writer_names_an_index_of_the_roles(name: str) -> None:
    paths = written(CALLS[name])
    assert paths
    (held,) = definitions()[MANAGE]["index_permissions"]
    assert not [path for path in paths if refused(path, held["index_patterns"])]


def test_no_method_of_either_adapter_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert public(OpenSearchIndex) == CALLS.keys()
    assert public(OpenSearchReader) == {"search", "ready"}
    paths = read(monkeypatch)
    assert len(paths) == 3
    (held,) = definitions()[READ]["index_permissions"]
    assert not [path for path in paths if refused(path, held["index_patterns"])]


def test_a_path_that_names_no_index_is_refused_here() -> None:
    (held,) = definitions()[MANAGE]["index_permissions"]
    assert refused("/_alias/artists", held["index_patterns"])
    assert refused("/_cat/indices", held["index_patterns"])
    assert refused("/artists,secrets/_count", held["index_patterns"])


def test_the_roles_hold_the_permissions_of_the_cluster_that_their_functions_need() -> None:
    for path, (action, roles) in OF_THE_CLUSTER.items():
        holding = {
            name
            for name, role in definitions().items()
            if any(action in GROUPS[group] for group in role["cluster_permissions"])
        }
        assert roles <= holding, path
        assert READ not in holding or action.startswith("indices:data/read/"), path

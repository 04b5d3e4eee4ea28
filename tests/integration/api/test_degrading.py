"""The index fails, in every way it can: routes that can do without it answer, and recover by themselves."""

import itertools
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from inkscout.bootstrap import api as api_bootstrap
from inkscout.bootstrap import stores
from inkscout.errors import IndexUnavailable
from tests.integration.api.conftest import World, store
from tests.support import api_client as api
from tests.support.fakes.clock import FakeClock
from tests.support.loaded_index import create_indices, load
from tests.support.patience import until
from tests.support.relevance_set.generator import documents

pytestmark = pytest.mark.timeout(600)

DEGRADABLE = [
    ("/v1/artists", ""),
    ("/v1/artists", "q=realism+leeds"),
    ("/v1/artists", "style=blackwork&limit=5"),
    ("/v1/studios", ""),
    ("/v1/studios", "q=leeds"),
    ("/v1/studios", "country=gb&limit=5"),
    ("/v1/styles", ""),
    ("/v1/suggest", "q=real"),
    ("/v1/map", "bbox=-10,40,20,60"),
    ("/v1/analytics", ""),
    ("/v1/health", ""),
    ("/health/live", ""),
]


class Gate:
    """A TCP relay to the index that can be shut: connections are refused, or taken and never answered."""

    def __init__(self, target: str) -> None:
        host, port = target.removeprefix("http://").split(":")
        self._target = (host, int(port))
        self.mode = "open"
        self.connections = 0
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.settimeout(0.1)
        self.url = f"http://127.0.0.1:{self._server.getsockname()[1]}"
        self._stop = threading.Event()
        self._live: list[socket.socket] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def shut(self, mode: str) -> None:
        self.mode = mode
        for one in self._live:
            one.close()
        self._live.clear()

    def close(self) -> None:
        self._stop.set()
        self._thread.join(2)
        self.shut("closed")
        self._server.close()

    def _serve(self) -> None:
        while not self._stop.is_set():
            try:
                client, _ = self._server.accept()
            except TimeoutError:
                continue
            self.connections += 1
            self._live.append(client)
            if self.mode == "refuse":
                client.close()
            elif self.mode == "garbage":
                threading.Thread(target=_talk_garbage, args=(client,), daemon=True).start()
            elif self.mode == "error":
                client.recv(65536)
                client.sendall(b"HTTP/1.1 503 Gone\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}")
            elif self.mode == "open":
                upstream = socket.create_connection(self._target)
                self._live.append(upstream)
                for source, sink in ((client, upstream), (upstream, client)):
                    threading.Thread(target=_pump, args=(source, sink), daemon=True).start()


def _talk_garbage(client: socket.socket) -> None:
    """Answers every request of a connection, which the client keeps open, with what is no JSON."""
    try:
        while client.recv(65536):
            client.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\nnotjson")
    except OSError:
        pass


def _pump(source: socket.socket, sink: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            sink.sendall(data)
    except OSError:
        pass
    finally:
        for one in (source, sink):
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue


@pytest.fixture
def gate(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    gate = Gate(world.index)
    monkeypatch.setenv("OPENSEARCH_URL", gate.url)
    monkeypatch.setattr(api_bootstrap, "OPEN_SECONDS", 0.5)
    api.forget()
    yield gate
    gate.close()
    api.forget()


def _wait_for_answers(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Composes the API anew with another bound for an answer of the index."""
    monkeypatch.setenv("SEARCH_TIMEOUT_SECONDS", str(seconds))
    api.forget()


@pytest.mark.parametrize("mode", ["refuse", "silent", "garbage", "error"])
def test_no_degradable_route_answers_5xx_whatever_the_index_does(
    world: World, gate: Gate, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    store(world)
    if mode == "silent":
        _wait_for_answers(monkeypatch, 0.4)  # there will be none
    gate.shut(mode)
    for path, query in DEGRADABLE:
        answer = api.get(path, query)
        assert answer.status == 200, (path, answer.body)
        body = answer.json()
        assert body.get("degraded", True), path
        if path == "/v1/health":
            assert body["status"] == "degraded"


def test_the_table_answers_searches_by_style_and_place(world: World, gate: Gate) -> None:
    store(world, 60)
    gate.shut("refuse")
    artists = world.generated.artists[:60]
    someone = next(artist for artist in artists if artist.active and artist.country != "GB")
    page = api.get(
        "/v1/artists", {"style": someone.styles[0], "country": someone.country, "limit": "100"}
    ).json()
    wanted = {a.artist_id for a in artists if someone.styles[0] in a.styles and a.country == someone.country}
    assert {item["artist_id"] for item in page["items"]} == wanted
    assert page["degraded"] is True
    text = f"{someone.styles[0].replace('-', ' ')} -{someone.name.split()[0]}"
    others = api.get("/v1/artists", {"q": text, "limit": "100"}).json()["items"]
    assert someone.name not in {item["name"] for item in others}
    without = api.get("/v1/artists", {"q": f"no {someone.styles[0].replace('-', ' ')}"}).json()
    assert without["items"]
    assert all(someone.styles[0] not in item["styles"] for item in without["items"])
    by_handle = next(artist for artist in artists if artist.instagram)
    stores.directory().put_alias("handle", by_handle.instagram, by_handle.artist_id)
    found = api.get("/v1/artists", {"q": f"@{by_handle.instagram}"}).json()
    assert [item["artist_id"] for item in found["items"]] == [by_handle.artist_id]


def test_the_table_answers_searches_for_studios_by_place_and_style(world: World, gate: Gate) -> None:
    store(world, 60)
    gate.shut("refuse")
    artists = [artist for artist in world.generated.artists[:60] if artist.active]
    at_work = {artist.studio_id for artist in artists if artist.styles}
    studios = [studio for studio in world.generated.studios if studio.studio_id in at_work]
    one = studios[3]
    page = api.get("/v1/studios", {"city": one.city, "country": one.country, "limit": "100"}).json()
    wanted = {s.studio_id for s in studios if (s.city, s.country) == (one.city, one.country)}
    assert {item["studio_id"] for item in page["items"]} == wanted
    assert (page["degraded"], page["total_is_exact"], page["next_cursor"]) == (True, False, None)
    around = {"near": f"{one.location.lat},{one.location.lng}", "radius_km": "30"} if one.location else {}
    nearest = api.get("/v1/studios", around).json()["items"]
    assert nearest[0]["studio_id"] == one.studio_id
    assert [item["distance_km"] for item in nearest] == sorted(item["distance_km"] for item in nearest)
    styled = api.get("/v1/studios", {"style": one.styles[0], "country": one.country}).json()["items"]
    assert all(one.styles[0] in item["styles"] for item in styled)


@pytest.mark.parametrize(
    ("path", "query", "part"),
    [
        ("/v1/styles", "", "items"),
        ("/v1/map", "bbox=-10,40,20,60", "features"),
        ("/v1/analytics", "", "styles"),
        ("/v1/suggest", "q=mar", "artists"),
    ],
)
def test_cached_answers_are_served_while_the_index_is_down(
    world: World, gate: Gate, monkeypatch: pytest.MonkeyPatch, path: str, query: str, part: str
) -> None:
    clock = FakeClock()
    monkeypatch.setattr(stores, "clock", lambda: clock)
    before = api.get(path, query).json()
    assert before["degraded"] is False
    assert before[part]
    gate.shut("refuse")
    clock.advance(hours=1)
    after = api.get(path, query)
    assert after.json()["degraded"] is True
    assert after.json()[part] == before[part]
    assert "max-age=5," in after.headers["cache-control"]


def test_an_open_breaker_spares_callers_the_wait(
    world: World, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    _wait_for_answers(monkeypatch, 0.4)  # there will be none
    gate.shut("silent")
    for _ in range(4):
        api.get("/v1/suggest", "q=real")
    before = gate.connections
    assert before
    assert api.get("/v1/suggest", "q=blac").json()["degraded"] is True
    assert gate.connections == before


def test_a_shut_index_is_found_again_without_a_restart(world: World, gate: Gate) -> None:
    gate.shut("refuse")
    for _ in range(5):
        assert api.get("/v1/artists", "style=realism").json()["degraded"] is True
    gate.shut("open")
    until(lambda: not api.get("/v1/artists", "style=realism").json()["degraded"])
    assert api.get("/v1/health").json()["status"] == "ok"


def test_an_index_killed_in_mid_load_costs_nobody_an_answer(
    world: World, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(world)
    _wait_for_answers(
        monkeypatch, 8
    )  # enough for any machine, and not long to wait for those that never come
    answers: dict[str, set[int]] = {path: set() for path, _ in DEGRADABLE}
    degraded: list[bool] = []
    requests = itertools.cycle(DEGRADABLE)

    def ask(path: str, query: str) -> None:
        answer = api.get(path, query)
        answers[path].add(answer.status)
        if path in ("/v1/artists", "/v1/studios"):
            degraded.append(answer.json()["degraded"])

    def load(count: int) -> None:
        for path, query in itertools.islice(requests, count):
            ask(path, query)

    stop = threading.Event()
    with ThreadPoolExecutor(4) as pool:
        workers = [pool.submit(_search_until, stop) for _ in range(4)]
        load(2 * len(DEGRADABLE))
        assert not any(degraded)
        gate.shut("silent")
        load(2 * len(DEGRADABLE))
        gate.shut("refuse")
        load(len(DEGRADABLE))
        assert any(degraded)
        gate.shut("open")
        until(lambda: not api.get("/v1/studios", "").json()["degraded"])
        degraded.clear()
        load(len(DEGRADABLE))
        stop.set()
        assert sum(worker.result() for worker in workers) > 0
    assert not any(degraded)
    assert answers == {path: {200} for path, _ in DEGRADABLE}


def _search_until(stop: threading.Event) -> int:
    """Searches through the same reader as the routes; returns how many searches were answered."""
    index, answered = api_bootstrap.index(), 0
    while not stop.is_set():
        try:
            index.search([("artists", {"size": 1, "query": {"match_all": {}}})])
            answered += 1
        except IndexUnavailable:
            pass
        time.sleep(0.02)
    return answered


def test_an_index_without_its_aliases_is_an_index_away(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from osmem_server import OsmemServer

    with OsmemServer.start(japanese=False) as empty:
        monkeypatch.setenv("OPENSEARCH_URL", empty.url)
        api.forget()
        assert api.get("/v1/artists").json()["degraded"] is True
        assert api.get("/v1/health").json()["status"] == "degraded"
        create_indices(empty.url)
        load(empty.url, list(documents(world.generated))[:30])
        api_bootstrap.index().ready()
        assert api.get("/v1/health").json()["status"] == "ok"
    api.forget()

"""The typed client against the handler, served over a loopback socket."""

import threading
from collections.abc import Iterator
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from inkscout_cli.api_client import ApiClient, ApiProblem
from tests.integration.api.conftest import World, store
from tests.integration.api.wsgi import application


class _Quiet(WSGIRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def client(world: World) -> Iterator[ApiClient]:
    store(world, 5)
    with make_server("127.0.0.1", 0, application, handler_class=_Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()

        def sign(method: str, url: str, body: bytes, headers: dict[str, str]) -> dict[str, str]:
            return headers | {"authorization": "signed"}

        yield ApiClient(f"http://127.0.0.1:{server.server_port}", sign=sign)
        server.shutdown()
        thread.join(5)


def test_a_search_comes_back_typed(world: World, client: ApiClient) -> None:
    page = client.search_artists("realism", limit=5, has_portfolio=True)
    assert len(page.items) == 5
    assert all("realism" in item.styles and item.has_portfolio for item in page.items)


def test_all_pages_are_walked(world: World, client: ApiClient) -> None:
    found = [item.artist_id for item in client.all_artists(style=["realism"], limit=50)]
    assert sorted(found) == sorted(a.artist_id for a in world.generated.artists if "realism" in a.styles)


def test_every_public_route_can_be_asked(world: World, client: ApiClient) -> None:
    artist = world.generated.artists[0]
    assert client.artist(artist.artist_id).name == artist.name
    assert client.studio(artist.studio_id).studio_id == artist.studio_id
    assert client.search_studios("harbour").total >= 0
    assert client.suggest("leed").cities[0].text == "Leeds"
    assert client.styles().items
    assert client.map("-10,40,20,60", 4).total > 0
    assert client.analytics().artists == len(world.generated.artists)
    assert client.health().status == "ok"
    asked = client.request_removal(instagram="someone.else")
    assert client.removal_request(asked.request_id).status == "pending"


def test_an_operator_can_run_scan_and_decide(client: ApiClient) -> None:
    assert client.start_run(["Leeds, UK"], budget_usd=1.0).status == "running"
    assert client.runs().items == []
    scan = client.start_scan("http://a.test/")
    assert client.scan(scan.scan_id).status == "running"
    assert client.scan_results(scan.scan_id).total == 0
    asked = client.request_removal(artist_id="a-1")
    assert client.decide_removal(asked.request_id, approve=False, note="not theirs").status == "rejected"


def test_a_problem_is_an_error_that_says_what_was_wrong(client: ApiClient) -> None:
    with pytest.raises(ApiProblem) as caught:
        client.search_artists(limit=1000)
    assert caught.value.status == 400
    assert caught.value.problem
    assert caught.value.problem.invalid_params
    assert caught.value.problem.invalid_params[0].name == "limit"
    with pytest.raises(ApiProblem):
        client.artist("a-nobody")


def test_an_api_that_is_not_there_is_an_error_too() -> None:
    with pytest.raises(ApiProblem, match="no answer"):
        ApiClient("http://127.0.0.1:9", timeout_seconds=0.5).health()

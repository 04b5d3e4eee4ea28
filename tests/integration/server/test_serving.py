"""The API's server as its image runs it: routes, probes, the internal port, and odd clients."""

import json
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from http.client import HTTPConnection
from urllib.parse import urlsplit

import boto3
import pytest

from server.internal import PROMETHEUS
from tests.support.api_server import TOKEN, Running
from tests.support.emulator import CREDENTIALS
from tests.support.project import ROOT

FORMS = ["/health", "/v1/health", "/health/ready", "/v1/health/ready"]


def raw(server: Running, sent: bytes) -> bytes:
    """All that the server answers to these bytes until it closes the connection."""
    with connected(server) as client:
        client.sendall(sent)
        return b"".join(iter(lambda: client.recv(65536), b""))


def connected(server: Running) -> socket.socket:
    address = urlsplit(server.url)
    return socket.create_connection((address.hostname or "", address.port or 0), timeout=30)


@pytest.mark.parametrize("path", FORMS)
def test_readiness_names_every_dependency(server: Running, path: str) -> None:
    answer = server.get(path)
    checks = {check["name"]: check["ok"] for check in answer.json()["checks"]}
    assert (answer.status, checks) == (200, {"table": True, "denylist": True, "index": True})


@pytest.mark.parametrize("path", ["/health/live", "/v1/health/live"])
def test_liveness_asks_nobody(server: Running, path: str) -> None:
    answer = server.get(path)
    assert (answer.status, answer.json()["checks"]) == (200, [])


def test_routes_answer_as_behind_the_gateway(server: Running) -> None:
    found = server.get(
        "/v1/artists?q=a%26b&limit=3", **{"Accept-Encoding": "gzip", "Origin": "https://x.example"}
    )
    assert found.status == 200
    assert found.headers["access-control-allow-origin"] == "*"
    assert found.json()["items"] == []
    unknown = server.get("/v1/artists?q=1&nonsense=2")
    assert (unknown.status, unknown.json()["invalid_params"][0]["name"]) == (400, "nonsense")
    assert server.get("/nowhere").headers["content-type"] == "application/problem+json"


def test_requests_at_once_get_each_its_own_answer(server: Running) -> None:
    names = [f"nonsense{number}" for number in range(64)]

    def asked(name: str) -> str:
        return str(server.get(f"/v1/styles?{name}=1").json()["invalid_params"][0]["name"])

    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(asked, names)) == names


def test_operators_routes_open_with_the_token_alone(server: Running) -> None:
    assert server.get("/v1/runs").status == 403
    assert server.get("/v1/runs", authorization="Bearer wrong").status == 403
    assert server.get("/v1/runs", authorization=f"Bearer {TOKEN}").status == 200


def test_an_answer_to_head_is_that_to_get_without_its_body(server: Running) -> None:
    connection = HTTPConnection(urlsplit(server.url).netloc, timeout=30)
    connection.request("HEAD", "/v1/styles")
    head = connection.getresponse()
    assert (head.status, head.read()) == (200, b"")
    connection.request("GET", "/v1/styles")
    whole = connection.getresponse()
    assert int(head.headers["content-length"]) == len(whole.read())
    connection.request("OPTIONS", "/v1/artists", headers={"Origin": "https://x.example"})
    preflight = connection.getresponse()
    assert (preflight.status, preflight.read()) == (204, b"")
    assert "GET" in preflight.headers["access-control-allow-methods"]
    connection.close()


def test_a_client_of_http_1_0_gets_its_answer_and_the_end(server: Running) -> None:
    assert raw(server, b"GET /health/live HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.1 200")


def test_pipelined_requests_are_answered_in_their_order(server: Running) -> None:
    first = b"GET /v1/styles HTTP/1.1\r\nHost: a\r\n\r\n"
    last = b"GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    answers = raw(server, first + last)
    assert answers.count(b"HTTP/1.1 200") == 2
    assert answers.index(b"blackwork") < answers.index(b'"checks":[]')


LAST = b"Host: a\r\nConnection: close\r\n"
POST = b"POST /v1/removal-requests HTTP/1.1\r\nHost: a\r\n"
KEY = b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDAwMDAwMDAwMDAwMDAwMA==\r\n"
UPGRADE = KEY + b"Upgrade: websocket\r\nConnection: Upgrade\r\n"
ODD = {
    "huge header": (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"y" * 40_000 + b"\r\n\r\n", b"431"),
    "huge address": (b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", b"431"),
    "two hosts": (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"400"),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", b"400"),
    "asterisk": (b"OPTIONS * HTTP/1.1\r\n" + LAST + b"\r\n", b"204"),
    "whole address": (b"GET http://b/v1/x HTTP/1.1\r\n" + LAST + b"\r\n", b"404"),
    "no UTF-8": (b"GET /v1/artists/%ff%00..%2f?q=%ff HTTP/1.1\r\n" + LAST + b"\r\n", b"40"),
    "unknown method": (b"BREW / HTTP/1.1\r\n" + LAST + b"\r\n", b"404"),
    "two lengths": (POST + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"400"),
    "huge body": (POST + b"Content-Length: 200000\r\n\r\n" + b"x" * 200_000, b"413"),
    "WebSocket": (b"GET / HTTP/1.1\r\nHost: a\r\n" + UPGRADE + b"\r\n", b"403"),
}


@pytest.mark.parametrize(("sent", "status"), ODD.values(), ids=ODD)
def test_odd_requests_are_refused_and_the_server_goes_on(server: Running, sent: bytes, status: bytes) -> None:
    answer = raw(server, sent)
    assert answer.startswith(b"HTTP/1.1 " + status), answer[:300]
    assert server.get("/health/live").status == 200


def test_slow_clients_hold_up_nobody(server: Running) -> None:
    with ExitStack() as stack:
        for _ in range(60):
            stack.enter_context(connected(server)).sendall(b"POST /v1/scans HTTP/1.1\r\nHost: a\r\nX")
        for _ in range(60):
            client = stack.enter_context(connected(server))
            client.sendall(b"POST /v1/scans HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{")
        assert {server.get("/v1/styles").status for _ in range(5)} == {200}


def test_the_depth_of_the_queue_is_asked_once_in_ten_seconds(
    server: Running, variables: dict[str, str]
) -> None:
    queue = boto3.client("sqs", endpoint_url=variables["AWS_ENDPOINT_URL"], **CREDENTIALS)
    for _ in range(3):
        queue.send_message(QueueUrl=variables["JOBS_QUEUE_URL"], MessageBody="{}")
    queue.receive_message(QueueUrl=variables["JOBS_QUEUE_URL"])
    first = server.inside("/queue")
    assert (first.status, first.json()) == (200, {"jobs": {"waiting": 2, "in_flight": 1, "all": 3}})
    queue.send_message(QueueUrl=variables["JOBS_QUEUE_URL"], MessageBody="{}")
    assert server.inside("/queue").json() == first.json()


def test_metrics_are_those_that_the_documents_name(server: Running) -> None:
    server.get("/v1/artists?limit=1")
    answer = server.inside("/metrics")
    text = answer.data.decode()
    assert answer.headers["content-type"] == PROMETHEUS
    assert 'inkscout_api_requests_total{route="GET /v1/artists",status="200"}' in text
    named = {line.split()[2] for line in text.splitlines() if line.startswith("# TYPE ")}
    page = (ROOT / "docs" / "how-to" / "containers.md").read_text()
    assert named == {name for name in named if f"`{name}`" in page}


def test_the_internal_port_has_nothing_of_the_api(server: Running) -> None:
    assert server.inside("/v1/artists").status == 404
    assert server.get("/metrics").status == 404
    assert server.get("/queue").status == 404


def test_the_servers_output_is_json(server: Running) -> None:
    assert all(json.loads(line)["level"] for line in server.lines)

"""SIGTERM while the server is asked fifty times a second: nothing is lost, and it ends with 0."""

import itertools
import signal
import socket
import threading
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

import psutil
from urllib3.exceptions import HTTPError

from tests.support.api_server import Running, running
from tests.support.patience import PATIENCE_SECONDS, until

SENDERS, PAUSE_SECONDS = 5, 0.1
"""Five clients that each send ten requests a second."""


class Load:
    """Clients that send requests on connections they keep, as a load balancer does."""

    def __init__(self, server: Running) -> None:
        self._address = urlsplit(server.url).netloc
        self._over = threading.Event()
        self.statuses: list[int] = []
        self.lost: list[str] = []
        self._threads = [threading.Thread(target=self._send) for _ in range(SENDERS)]
        for thread in self._threads:
            thread.start()

    def _send(self) -> None:
        connection = HTTPConnection(self._address, timeout=PATIENCE_SECONDS)
        for path in itertools.cycle(("/v1/artists?limit=1", "/v1/styles")):
            if self._over.wait(PAUSE_SECONDS):
                break
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                answer.read()
                self.statuses.append(answer.status)
            except (OSError, HTTPException) as error:
                self.lost.append(repr(error))
                connection.close()
        connection.close()

    def end(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()


def ready(server: Running) -> int:
    return server.get("/health/ready").status


def test_no_request_is_lost_when_the_server_is_stopped(variables: dict[str, str]) -> None:
    with running(variables | {"DRAIN_SECONDS": "100"}) as server:
        stop_under_load(server)


def test_a_process_that_dies_is_replaced_and_no_request_is_lost_at_the_end(variables: dict[str, str]) -> None:
    with running(variables | {"PROCESSES": "2", "DRAIN_SECONDS": "100"}) as server:
        first, other = workers(server)
        first.kill()
        until(lambda: len(workers(server)) == 2 and first not in workers(server))
        until(lambda: answers_of_both(server))
        assert "inkscout_api_requests_total" in server.inside("/metrics").data.decode()
        stop_under_load(server)
        assert not other.is_running()


def answers_of_both(server: Running) -> bool:
    """Whether both processes answer: the kernel gives a new connection to either."""
    try:
        return {server.get("/v1/styles").status for _ in range(8)} == {200}
    except HTTPError:
        return False


def stop_under_load(server: Running) -> None:
    address = urlsplit(server.url)
    place = (address.hostname or "", address.port or 0)
    assert ready(server) == 200
    with socket.create_connection(place) as idle, socket.create_connection(place) as slow:
        slow.sendall(b"POST /v1/scans HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{")
        load = Load(server)
        until(lambda: len(load.statuses) >= 20)
        server.process.send_signal(signal.SIGTERM)
        # One process after the other hears of it; from then on none of them is ready.
        until(lambda: {ready(server) for _ in range(8)} == {503})
        answered = len(load.statuses)
        until(lambda: len(load.statuses) >= answered + 20)
        load.end()
        assert set(load.statuses) == {200}
        assert load.lost == []
        server.process.send_signal(signal.SIGTERM)  # a second one ends the drain
        for connection in (idle, slow):
            connection.settimeout(PATIENCE_SECONDS)
        assert idle.recv(1) == b""
        slow.sendall(b"}")
        assert slow.recv(65536).startswith(b"HTTP/1.1 415")
    assert server.process.wait(PATIENCE_SECONDS) == 0


def workers(server: Running) -> list[psutil.Process]:
    """The processes that answer requests; multiprocessing has one of its own beside them."""
    children = psutil.Process(server.process.pid).children()
    alive = [one for one in children if one.status() != psutil.STATUS_ZOMBIE]
    return [one for one in alive if "spawn_main" in " ".join(one.cmdline())]

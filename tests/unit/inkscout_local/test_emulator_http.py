"""The emulator's HTTP server passes responses on as they are, and ends in an orderly way."""

import http.client
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.support.emulator import free_port
from tests.support.patience import PATIENCE_SECONDS, until

_PROGRAM = """
import sys
from inkscout_local.platform.emulator_http import serve

async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        for name in ("startup", "shutdown"):
            await receive()
            print(name, flush=True)
            await send({"type": f"lifespan.{name}.complete"})
        return
    size = len((await receive())["body"]) if scope["method"] == "PUT" else 0
    headers = [(b"date", b"today"), (b"x-amz-id-2", b"abc")]
    await send({"type": "http.response.start", "status": 201, "headers": headers})
    await send({"type": "http.response.body", "body": b"%d bytes" % size})

serve(app, "127.0.0.1", int(sys.argv[1]))
print("served", flush=True)
"""


@contextmanager
def served() -> Iterator[tuple[http.client.HTTPConnection, "subprocess.Popen[str]"]]:
    """A server in a process, and an open connection to it."""
    port = free_port()
    program = [sys.executable, "-c", _PROGRAM, str(port)]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as process:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)

        def answers() -> bool:
            try:
                connection.connect()
            except OSError:
                assert process.poll() is None, "the server ended at once"
                return False
            return True

        try:
            until(answers)
            yield connection, process
        finally:
            connection.close()
            process.kill()


def test_responses_are_passed_on_with_no_header_but_their_own() -> None:
    with served() as (connection, _):
        connection.request("PUT", "/key", body=b"x" * 200_000, headers={"Expect": "100-continue"})
        response = connection.getresponse()
        body = response.read()
        assert (response.status, response.reason, body[-6:]) == (201, "Created", b" bytes")
        assert {name.lower(): value for name, value in response.getheaders()} == {
            "date": "today",
            "x-amz-id-2": "abc",
            "transfer-encoding": "chunked",
        }
        connection.request("GET", "/key")
        assert connection.getresponse().read() == b"0 bytes"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_application_before_the_process_although_a_client_is_connected(
    number: signal.Signals,
) -> None:
    with served() as (connection, process):
        connection.request("GET", "/")
        assert connection.getresponse().read() == b"0 bytes"
        process.send_signal(number)
        assert process.wait(PATIENCE_SECONDS) == 0
        assert process.stdout is not None
        assert process.stdout.read().split() == ["startup", "shutdown", "served"]

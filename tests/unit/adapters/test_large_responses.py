"""A large response is read with pauses, so that the event loop has time for others; no ordinary one is."""

import asyncio
from typing import Any, cast

import pytest

from inkscout.adapters.web import http_exchange
from inkscout.adapters.web.http_exchange import _METER, _MeteredHandler, _SlowLane, _WireMeter
from tests.support.patience import until_async

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
PIECE = b"<p>Anna" * 10_000


class Transport(asyncio.Transport):
    """A socket whose reading is paused and resumed."""

    def __init__(self) -> None:
        super().__init__()
        self.is_paused = False
        self.pauses = 0

    def pause_reading(self) -> None:
        self.pauses += not self.is_paused
        self.is_paused = True

    def resume_reading(self) -> None:
        self.is_paused = False

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return default


@pytest.fixture
async def connection() -> tuple[_MeteredHandler, Transport]:
    loop = asyncio.get_running_loop()
    handler, transport = _MeteredHandler(loop, _SlowLane(loop)), Transport()
    handler.connection_made(transport)
    token = _METER.set(_WireMeter(limit=1 << 30))
    handler.set_response_params(read_until_eof=True, auto_decompress=False, read_bufsize=1 << 30)
    _METER.reset(token)
    handler.data_received(HEAD)
    return handler, transport


async def test_an_ordinary_response_is_read_without_a_pause(
    connection: tuple[_MeteredHandler, Transport],
) -> None:
    handler, transport = connection
    for _ in range(7):
        handler.data_received(PIECE)
    assert transport.pauses == 0


async def test_a_large_response_is_read_with_pauses(connection: tuple[_MeteredHandler, Transport]) -> None:
    handler, transport = connection
    for _ in range(8):
        handler.data_received(PIECE)
    assert transport.is_paused
    await until_async(lambda: not transport.is_paused)
    handler.data_received(PIECE)
    assert transport.is_paused
    assert transport.pauses == 2


async def test_a_body_that_nobody_takes_stays_paused_after_the_pause(
    connection: tuple[_MeteredHandler, Transport], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_exchange, "_PAUSE_TIMES", 0.0)
    handler, transport = connection
    for _ in range(8):
        handler.data_received(PIECE)
    handler.pause_reading()
    await asyncio.sleep(0.01)
    assert transport.is_paused
    handler.resume_reading(resume_parser=False)
    assert not transport.is_paused


async def test_a_pause_goes_on_when_the_body_is_taken(
    connection: tuple[_MeteredHandler, Transport], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_exchange, "_PAUSE_TIMES", 1e6)
    handler, transport = connection
    for _ in range(8):
        handler.data_received(PIECE)
    handler.pause_reading()
    handler.resume_reading(resume_parser=False)
    assert transport.is_paused


def test_large_responses_share_one_part_of_the_time() -> None:
    class Loop:
        now = 100.0

        def time(self) -> float:
            return self.now

    loop = Loop()
    lane = _SlowLane(cast(asyncio.AbstractEventLoop, loop))
    assert lane.pause_after(0.5) == pytest.approx(4.5)
    assert lane.pause_after(0.5) == pytest.approx(9.0)
    loop.now = 200.0
    assert lane.pause_after(0.5) == pytest.approx(4.5)

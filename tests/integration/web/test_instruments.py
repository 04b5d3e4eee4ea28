"""The instruments of the egress tests: a bait that counts nothing would prove nothing."""

import asyncio
import socket

from tests.support.hostile import LOG
from tests.support.internet import PUBLIC, Internet, Site, response
from tests.support.patience import until_async


async def test_the_bait_counts_a_connection_and_the_log_hears_it() -> None:
    async with Site({"*": response("x")}) as bait:
        with LOG:
            _, writer = await asyncio.open_connection("127.0.0.1", bait.port)
            assert await until_async(lambda: bait.connections) == 1
            writer.close()

        assert ("127.0.0.1", bait.port) in LOG.addresses


async def test_an_address_that_stands_for_nothing_is_dialled_as_it_is() -> None:
    async with Site({"*": response("x")}) as bait:
        internet = Internet(ports={PUBLIC: 1})
        made = internet.make_socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", bait.port)))
        made.connect(("127.0.0.1", bait.port))
        assert await until_async(lambda: bait.connections) == 1
        made.close()

"""Readers with real processes, whose pages can be poisoned."""

from collections.abc import AsyncIterator, Iterator

import pytest

from inkscout.adapters.reading.reader import ProcessReader, ReadingBounds, ReadingHost

BOUNDS = ReadingBounds(seconds=1.0, memory_bytes=600 * 1024 * 1024)


@pytest.fixture(scope="module")
def host() -> Iterator[ReadingHost]:
    with ReadingHost("tests.support.poisoned_host") as host:
        yield host


@pytest.fixture
async def reader(host: ReadingHost) -> AsyncIterator[ProcessReader]:
    async with ProcessReader(host, BOUNDS) as reader:
        yield reader

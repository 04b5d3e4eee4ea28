"""A bench of one feed for each test."""

from collections.abc import Iterator

import pytest

from tests.support.aws_in_memory import aws_in_memory
from tests.support.feeds import FeedBench


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Iterator[FeedBench]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with aws_in_memory():
        yield FeedBench()

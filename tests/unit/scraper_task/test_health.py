"""The container's health check follows the worker's loop."""

import asyncio
import contextlib
from pathlib import Path

from scraper_task.health import STALE_SECONDS, keep_alive, main
from tests.support.patience import until_async


async def test_a_turning_loop_is_healthy_and_a_stuck_one_is_not(tmp_path: Path) -> None:
    sign = tmp_path / "alive"
    assert main(sign) == 1
    task = asyncio.create_task(keep_alive(sign))
    await until_async(lambda: main(sign) == 0)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    assert main(sign) == 0
    assert main(sign, now=sign.stat().st_mtime + STALE_SECONDS + 1) == 1

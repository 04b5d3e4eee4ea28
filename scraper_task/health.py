"""``python -m scraper_task.health``: 0 while the worker's loop turns; the container's health check."""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

EVERY_SECONDS = 10.0
STALE_SECONDS = 60.0
"""A loop that has not turned for so long is stuck."""


def sign_of_life() -> Path:
    """The file whose time says when the loop last turned."""
    return Path(tempfile.gettempdir()) / "inkscout-worker.alive"


async def keep_alive(path: Path | None = None) -> None:
    """Touches the file until cancelled; runs in the loop whose turning it proves."""
    target = path or sign_of_life()
    while True:
        target.touch()
        await asyncio.sleep(EVERY_SECONDS)


def main(path: Path | None = None, now: float | None = None) -> int:
    """0 when the loop turned lately, else 1."""
    try:
        age = (now or time.time()) - (path or sign_of_life()).stat().st_mtime
    except OSError:
        return 1
    return 0 if age < STALE_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())

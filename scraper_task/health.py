"""Health check of the worker's container: ``python -m scraper_task.health`` exits with 0 if it is alive.

The worker's event loop touches a file; the check looks at the file's age.
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

EVERY_SECONDS = 10.0
STALE_SECONDS = 60.0
"""Age of the file in seconds from which the event loop counts as stuck."""


def sign_of_life() -> Path:
    """Returns the path of the file that the event loop touches."""
    return Path(tempfile.gettempdir()) / "inkscout-worker.alive"


async def keep_alive(path: Path | None = None) -> None:
    """Touches the file every ``EVERY_SECONDS`` until cancelled; must run in the event loop it monitors."""
    target = path or sign_of_life()
    while True:
        target.touch()
        await asyncio.sleep(EVERY_SECONDS)


def main(path: Path | None = None, now: float | None = None) -> int:
    """Returns the exit code: 0 if the file was touched within ``STALE_SECONDS``, else 1."""
    try:
        age = (now or time.time()) - (path or sign_of_life()).stat().st_mtime
    except OSError:
        return 1
    return 0 if age < STALE_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())

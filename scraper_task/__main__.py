"""Entry point of a scraping worker, in a container or as a local process: ``python -m scraper_task``."""

import asyncio
import os
import signal
import sys
import uuid

from pydantic import ValidationError

from inkscout.bootstrap import stores
from inkscout.errors import IdentityRefused, InkscoutError
from inkscout.observability import logger
from scraper_task.browser import processes
from scraper_task.composition import worker_of
from scraper_task.exit_reason import ExitReason


def main() -> int:
    """Runs a worker to its end, kills all processes it started, and returns its exit code."""
    processes.adopt_orphans()
    ending = ExitReason.FAILED
    try:
        ending = asyncio.run(_work())
    except ValidationError as error:
        ending = ExitReason.MISCONFIGURED
        faults = error.errors(include_url=False, include_input=False)
        logger().error("The worker's settings are wrong", settings=[str(fault["loc"][0]) for fault in faults])
    except IdentityRefused as error:
        ending = ExitReason.MISCONFIGURED
        logger().error(str(error))
    except InkscoutError:
        logger().exception("The worker could not go on")
    except Exception:  # noqa: BLE001 - the entrypoint: any error is logged and has an exit code
        logger().exception("The worker failed in an unforeseen way")
    finally:
        survivors = processes.kill_descendants(os.getpid())
        if survivors:
            logger().error("Processes survived the worker", count=len(survivors))
    return ending.exit_code


async def _work() -> ExitReason:
    await asyncio.to_thread(stores.check_identity)
    worker_id = uuid.uuid4().hex[:12]
    async with worker_of(worker_id) as worker:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, worker.stop)
        ending = await worker.run()
        logger().info(
            "The worker ended", ending=ending.value, done=worker.tally.done, failed=worker.tally.failed
        )
        return ending


if __name__ == "__main__":
    sys.exit(main())

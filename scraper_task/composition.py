"""Composition of a worker: settings, stores, network access, browser, and job handlers."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import asdict
from datetime import datetime

from inkscout.adapters.reading.reader import ProcessReader
from inkscout.adapters.web.egress_proxy import EgressProxy
from inkscout.adapters.web.http_fetcher import HttpFetcher
from inkscout.adapters.working_clock import WorkingClock
from inkscout.bootstrap import scraper, stores
from inkscout.errors import InkscoutError
from inkscout.observability import logger
from inkscout.settings import ScraperSettings
from inkscout.web.policy import ProxyLimits
from scraper_task.browser.browser_fetcher import Bounds
from scraper_task.browser.chromium import Chromium, LaunchOptions, launch
from scraper_task.browser.memory_guard import MemoryGuard
from scraper_task.browser.pool import BrowserPool, PoolLimits
from scraper_task.browser.site_browser import ChromiumSiteBrowser
from scraper_task.exit_reason import ExitReason
from scraper_task.health import keep_alive
from scraper_task.limits import Machine, this_machine
from scraper_task.polite_gate import PoliteGate
from scraper_task.worker import Budget, Worker

_PROXY_LIMITS = ProxyLimits(max_connection_bytes=24 * 1024 * 1024)


@contextlib.asynccontextmanager
async def worker_of(worker_id: str) -> AsyncIterator[Worker]:
    """Yields a worker with its adapters, which are closed at the end; records its end in the run ledger."""
    settings = ScraperSettings()
    machine = this_machine()
    guard = MemoryGuard(machine.memory_bytes)
    started_at = stores.clock().now()
    async with contextlib.AsyncExitStack() as stack:
        policy = stores.fetch_policy()
        stopwatch = await stack.enter_async_context(WorkingClock())
        fetcher = await stack.enter_async_context(
            HttpFetcher(policy, state_store=stores.state_store(), clock=stores.clock(), stopwatch=stopwatch)
        )
        reader = await stack.enter_async_context(ProcessReader(stores.reading_host()))
        proxy = await stack.enter_async_context(EgressProxy(policy, limits=_PROXY_LIMITS))
        pool = await stack.enter_async_context(
            _pool(settings, machine, proxy_url=proxy.url, user_agent=policy.user_agent)
        )
        bounds = Bounds()

        def gate() -> PoliteGate:
            return PoliteGate(policy, fetcher.robots, fetcher.pacer, stores.clock(), bounds.page_seconds)

        # Snapshots of failed pages must not show people on the denylist either.
        lake = stores.redacting_lake()
        browser = ChromiumSiteBrowser(
            pool, lake=lake, clock=stores.clock(), gate=gate, bounds=bounds, stopwatch=stopwatch
        )
        do_job = scraper.do_job(
            settings, fetcher=fetcher, browser=browser, reader=reader, stopwatch=stopwatch
        )
        worker = Worker(
            stores.job_inbox(),
            stores.ledger(),
            do_job,
            budget_of(settings, machine),
            over_memory=lambda: guard.is_over,
            clock=stopwatch,
        )
        beside = [asyncio.create_task(guard.watch()), asyncio.create_task(keep_alive())]
        try:
            yield worker
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            await asyncio.to_thread(
                _record_end,
                settings,
                worker_id,
                worker=worker,
                pool=pool,
                guard=guard,
                started_at=started_at,
            )


def _pool(settings: ScraperSettings, machine: Machine, *, proxy_url: str, user_agent: str) -> BrowserPool:
    options = LaunchOptions(
        executable=settings.chromium_path, proxy_url=proxy_url, process_bytes=machine.process_bytes
    )

    async def start() -> Chromium:
        return await launch(options)

    limits = PoolLimits(
        pages_per_browser=settings.pages_per_browser,
        browser_bytes=int(machine.memory_bytes * 0.6),
        renderer_bytes=machine.renderer_bytes,
    )
    return BrowserPool(start, user_agent=user_agent, limits=limits)


def budget_of(settings: ScraperSettings, machine: Machine) -> Budget:
    """Returns the worker's limits, from its settings and the machine's size."""
    return Budget(
        max_seconds=settings.max_seconds,
        max_jobs=settings.max_jobs,
        idle_seconds=settings.idle_seconds if settings.run_id else settings.service_idle_seconds,
        job_seconds=settings.job_seconds,
        visibility_seconds=settings.visibility_seconds,
        grace_seconds=settings.stop_grace_seconds,
        slots=settings.slots or machine.slots,
        slow_slots=(settings.slots + 1) // 2 if settings.slots else machine.slow_slots,
    )


def _record_end(
    settings: ScraperSettings,
    worker_id: str,
    *,
    worker: Worker,
    pool: BrowserPool,
    guard: MemoryGuard,
    started_at: datetime,
) -> None:
    """Writes the worker's result to the run ledger; does nothing for a worker without a run."""
    if not settings.run_id:
        return
    now = stores.clock().now()
    document = {
        **asdict(worker.tally),
        "worker": settings.worker,
        "ending": (worker.ending or ExitReason.FAILED).value,
        "started_at": started_at.isoformat(timespec="seconds"),
        "seconds": round((now - started_at).total_seconds(), 1),
        "slots": worker.slots,
        "pages": pool.pages,
        "browsers": pool.launched,
        "peak_megabytes": guard.peak >> 20,
    }
    try:
        stores.ledger().record(settings.run_id, "worker", worker_id, document)
    except InkscoutError as error:
        logger().error("The worker's end could not be recorded", error=type(error).__name__)

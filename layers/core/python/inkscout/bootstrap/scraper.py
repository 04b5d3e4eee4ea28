"""Composes the scraper fleet: the jobs that a worker does, and the supervision of workers."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from inkscout.bootstrap import stores

if TYPE_CHECKING:
    from inkscout.adapters.aws.sqs.dead_letters import SqsDeadLetters
    from inkscout.adapters.web.instagram_graph import InstagramGraph
    from inkscout.contracts.reap_tasks import ReapTasksResult
    from inkscout.domain.job import Job
    from inkscout.ports import DoJob, Fetcher, PageReader, SiteBrowser, Stopwatch
    from inkscout.settings import ScraperSettings


def do_job(
    settings: "ScraperSettings",
    *,
    fetcher: "Fetcher",
    browser: "SiteBrowser",
    reader: "PageReader",
    stopwatch: "Stopwatch",
) -> "DoJob":
    """Returns the function that does one job, by the job's kind.

    ``fetcher``, ``browser``, ``reader`` and ``stopwatch`` belong to the worker, which opens and closes them.
    """
    from inkscout.domain.job import JobKind
    from inkscout.settings import WebSettings
    from inkscout.usecases.visits.read_profile import ReadProfilePorts, read_profile
    from inkscout.usecases.visits.render_site import RenderSitePorts, render_site

    web = WebSettings()
    render = RenderSitePorts(
        browser=browser,
        directory=stores.directory(),
        ledger=stores.ledger(),
        state_store=stores.redacting_state_store(),
        lake=stores.redacting_lake(),
        denylist=stores.denylist(),
        reader=reader,
        held_people=stores.held_people(),
        queue=stores.job_queue(),
        clock=stores.clock(),
        stopwatch=stopwatch,
        max_pages=web.max_pages_per_site,
        seconds=web.seconds_per_site * 2,  # a browser takes longer per page, and waits for turns too
        least_confidence=web.publish_confidence,
    )
    profile = ReadProfilePorts(
        fetcher=fetcher,
        reader=reader,
        browser=browser,
        business=_business_profiles(settings),
        directory=stores.directory(),
        denylist=stores.denylist(),
        lake=stores.redacting_lake(),
        clock=stores.clock(),
    )

    async def do(job: "Job") -> dict[str, Any]:
        if job.kind is JobKind.RENDER_SITE:
            return await render_site(job, deps=render)
        return await read_profile(job, deps=profile)

    return do


def dead_letters() -> "SqsDeadLetters":
    """Returns the dead-letter queue of the scraping queue."""
    from inkscout.adapters.aws.sqs.dead_letters import SqsDeadLetters

    return SqsDeadLetters(stores.aws_client("sqs"), stores.job_inbox())


@lru_cache(maxsize=1)
def reap_tasks() -> "Callable[[], ReapTasksResult]":
    """Returns the ReapTasks use case with its adapters."""
    from inkscout.adapters.aws.ecs_tasks import EcsTasks
    from inkscout.settings import FleetSettings
    from inkscout.usecases.visits.reap_tasks import ReapTasksPorts
    from inkscout.usecases.visits.reap_tasks import reap_tasks as step

    tasks = EcsTasks(stores.aws_client("ecs"), FleetSettings().scraper_cluster)
    return partial(step, deps=ReapTasksPorts(tasks=tasks, ledger=stores.ledger(), clock=stores.clock()))


def _business_profiles(settings: "ScraperSettings") -> "InstagramGraph | None":
    """Returns the client of Instagram's Business Discovery API; None if no token is configured."""
    from inkscout.adapters.web.instagram_graph import InstagramGraph

    if not settings.instagram_secret_arn:
        return None
    return InstagramGraph(
        partial(stores.secret, settings.instagram_secret_arn), endpoint=settings.instagram_graph_endpoint
    )

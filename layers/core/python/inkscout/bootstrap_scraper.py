"""The scraper fleet put together: what a worker does for each kind of job, and who looks after workers."""

from collections.abc import Awaitable, Callable
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from inkscout import bootstrap

if TYPE_CHECKING:
    from inkscout.adapters.instagram_graph import InstagramGraph
    from inkscout.adapters.sqs_dead_letters import SqsDeadLetters
    from inkscout.contracts.reap_tasks import ReapTasksResult
    from inkscout.domain.job import Job
    from inkscout.ports import Fetcher, SiteBrowser
    from inkscout.settings import ScraperSettings

DoJob = Callable[["Job"], Awaitable[dict[str, Any]]]


def do_job(settings: "ScraperSettings", *, fetcher: "Fetcher", browser: "SiteBrowser") -> DoJob:
    """Does a job by its kind; the worker brings its way to websites and its browser."""
    from inkscout.domain.job import JobKind
    from inkscout.settings import WebSettings
    from inkscout.usecases.read_profile import ReadProfile, read_profile
    from inkscout.usecases.render_site import RenderSite, render_site

    web = WebSettings()
    render = RenderSite(
        browser=browser,
        directory=bootstrap.directory(),
        ledger=bootstrap.ledger(),
        memory=bootstrap.redacting_memory(),
        lake=bootstrap.redacting_lake(),
        denylist=bootstrap.denylist(),
        queue=bootstrap.job_queue(),
        clock=bootstrap.clock(),
        max_pages=web.max_pages_per_site,
        seconds=web.seconds_per_site * 2,  # a page takes a browser longer, and needs its turn all the same
    )
    profile = ReadProfile(
        fetcher=fetcher,
        browser=browser,
        business=_business_profiles(settings),
        directory=bootstrap.directory(),
        denylist=bootstrap.denylist(),
        lake=bootstrap.redacting_lake(),
        clock=bootstrap.clock(),
    )

    async def do(job: "Job") -> dict[str, Any]:
        if job.kind is JobKind.RENDER_SITE:
            return await render_site(job, deps=render)
        return await read_profile(job, deps=profile)

    return do


def dead_letters() -> "SqsDeadLetters":
    """The dead-letter queue of the scraping queue."""
    from inkscout.adapters.sqs_dead_letters import SqsDeadLetters

    return SqsDeadLetters(bootstrap.aws_client("sqs"), bootstrap.job_inbox())


@lru_cache(maxsize=1)
def reap_tasks() -> "Callable[[], ReapTasksResult]":
    """ReapTasks with its ports."""
    from inkscout.adapters.ecs_tasks import EcsTasks
    from inkscout.settings import FleetSettings
    from inkscout.usecases.reap_tasks import reap_tasks as step

    tasks = EcsTasks(bootstrap.aws_client("ecs"), FleetSettings().scraper_cluster)
    return partial(step, tasks=tasks, ledger=bootstrap.ledger(), clock=bootstrap.clock())


def _business_profiles(settings: "ScraperSettings") -> "InstagramGraph | None":
    """Instagram's Business Discovery API; None where the operator has put no token into Secrets Manager."""
    from inkscout.adapters.instagram_graph import InstagramGraph

    if not settings.instagram_secret_arn:
        return None
    return InstagramGraph(
        partial(bootstrap.secret, settings.instagram_secret_arn), endpoint=settings.instagram_graph_endpoint
    )

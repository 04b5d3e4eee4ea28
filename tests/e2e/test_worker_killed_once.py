"""The short sister of the random kills: one real worker dies among its browsers."""

import os
import signal

import pytest

from inkscout.contracts.scrape_jobs import parse_message
from inkscout_local.simulator.server import serve_world
from scraper_task.browser import processes
from scraper_task.browser.chromium import find_executable
from tests.e2e.test_workers_killed_at_random import DEMO, sites
from tests.support.fleet import fleet
from tests.support.patience import PATIENCE_SECONDS, until

RUN = "run"

pytestmark = [
    pytest.mark.chromium,
    pytest.mark.skipif(not find_executable(os.environ.get("CHROMIUM_PATH", "")), reason="no Chromium here"),
]


def test_a_worker_killed_among_its_browsers_takes_them_along_and_leaves_its_messages() -> None:
    with serve_world(DEMO) as world, fleet(world.proxy_url) as made:
        jobs = made.add_sites(RUN, sites()[:3])
        made.queue.send(RUN, jobs[:1])  # a duplicate from the start
        worker = made.start_worker(RUN, slots=2, visibility_seconds=10)
        family = made.wait_for_a_browser(worker)
        worker.send_signal(signal.SIGKILL)
        assert worker.wait(PATIENCE_SECONDS) == -signal.SIGKILL
        until(lambda: not made.leftovers())
        # A process that is being torn down has lost its environment, by which leftovers are found.
        until(lambda: not processes.alive(family))
        open_jobs = made.open_jobs(RUN)
        assert {job.scrape_id for job in open_jobs} == {job.scrape_id for job in jobs}
        assert made.inbox.depth() == len(jobs) + 1
        # What it held is handed out again once its hold has run out.
        back: set[str] = set()

        def all_are_back() -> bool:
            for delivery in made.inbox.receive(10, 2, 600):
                back.update(job.scrape_id for job in parse_message(delivery.body).to_jobs())
            return len(back) == len(jobs)

        until(all_are_back)
        assert back == {job.scrape_id for job in jobs}

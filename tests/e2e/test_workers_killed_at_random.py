"""Real workers, really killed: the directory ends as if nobody had touched them, and no process is left."""

import contextlib
import json
import os
import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from inkscout_local.simulator.server import serve_world
from scraper_task.browser import processes
from scraper_task.browser.chromium import find_executable
from tests.support.fleet import Fleet, fleet
from tests.support.patience import PATIENCE_SECONDS, until
from tests.support.project import ROOT

DEMO = ROOT / "inkscout_local" / "worlds" / "demo"
SITES = 10
RUN = "run"
KILLS = int(os.environ.get("KILLS", "12"))

pytestmark = [
    pytest.mark.chromium,
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(not find_executable(os.environ.get("CHROMIUM_PATH", "")), reason="no Chromium here"),
]


@pytest.fixture(scope="module")
def proxy() -> Iterator[str]:
    with serve_world(DEMO) as world:
        yield world.proxy_url


def sites() -> list[str]:
    """Sites of the demo world, those that scripts build first."""
    world = json.loads((DEMO / "world.json").read_text(encoding="utf-8"))
    addresses = dict.fromkeys(place.get("website") or "" for place in world["places"])
    own = [address for address in addresses if address.startswith("http://") and address.endswith(".test/")]
    scripted = {host for host, facts in world["hosts"].items() if facts.get("needs_js")}
    return sorted(own, key=lambda address: address.split("/")[2] not in scripted)[:SITES]


def finish(made: Fleet) -> None:
    """Rounds of workers until every job has ended; what chance killed three times is redriven."""
    for _ in range(6):
        made.send_open_jobs(RUN)
        worker = made.start_worker(RUN, max_seconds=240)
        worker.wait()
        if not made.redrive() and not made.open_jobs(RUN):
            return
    pytest.fail(f"jobs never ended: {made.open_jobs(RUN)}\n{made.logs()[-4000:]}")


@pytest.fixture(scope="module")
def undisturbed(proxy: str) -> dict[str, Any]:
    """The table and the ends of the jobs after a run that nobody disturbed."""
    with fleet(proxy) as made:
        made.add_sites(RUN, sites())
        finish(made)
        assert made.leftovers() == []
        visits = [f"{visit['website']} {visit['pages']} pages" for visit in made.ledger.entries(RUN, "visit")]
        return {"table": made.table(), "jobs": ends(made), "visits": visits}


def ends(made: Fleet) -> dict[str, tuple[str, str, str]]:
    """Returns the end of each job."""
    return {
        job["scrape_id"]: (job["kind"], job["status"], str(job.get("outcome")))
        for job in made.ledger.jobs(RUN)
    }


def report(made: Fleet, undisturbed: dict[str, Any]) -> str:
    """Returns the jobs that ended differently, and the visits of the run ledger."""
    now = ends(made)
    odd = {key for key in now | undisturbed["jobs"] if now.get(key) != undisturbed["jobs"].get(key)}
    jobs = [
        f"{job['url']} {job['status']} {job.get('outcome')} {job.get('reason')}"
        for job in made.ledger.jobs(RUN)
        if job["scrape_id"] in odd
    ]
    visits = [
        f"{visit['website']} {visit['outcome']} {visit['pages']} pages {visit['reason']}"
        for visit in made.ledger.entries(RUN, "visit")
    ]
    return "\n".join([*jobs, *visits, "undisturbed:", *undisturbed["visits"]])


def differences(one: Any, other: Any, where: str = "") -> list[str]:
    """Every place where two tables differ, as ``path: one | other``."""
    if isinstance(one, dict) and isinstance(other, dict):
        keys = sorted({*one, *other}, key=str)
        return [line for key in keys for line in differences(one.get(key), other.get(key), f"{where}.{key}")]
    return [] if one == other else [f"{where}: {one!r:.300} | {other!r:.300}"]


@pytest.mark.parametrize("seed", [1, 2])
def test_the_directory_is_that_of_an_undisturbed_run(
    proxy: str, undisturbed: dict[str, Any], seed: int
) -> None:
    chance = random.Random(seed)
    with fleet(proxy) as made:
        jobs = made.add_sites(RUN, sites())
        for job in jobs[:4]:  # duplicates from the start
            made.queue.send(RUN, [job])
        for _ in range(KILLS):
            alive = [worker for worker in made.workers if worker.poll() is None]
            while len(alive) < 3:
                alive.append(made.start_worker(RUN, slots=2, visibility_seconds=10))
            time.sleep(chance.uniform(0.3, 4.0))
            victim = chance.choice(alive)
            with contextlib.suppress(ProcessLookupError):
                victim.send_signal(chance.choice([signal.SIGKILL, signal.SIGTERM]))
            if chance.random() < 0.3:
                made.send_open_jobs(RUN)  # redelivery of what is still being worked on
        stop_all(made)
        until(lambda: not made.leftovers())
        finish(made)
        until(lambda: not made.leftovers())
        assert ends(made) == undisturbed["jobs"], report(made, undisturbed)
        assert differences(made.table(), undisturbed["table"]) == []


def stop_all(made: Fleet) -> None:
    for worker in made.workers:
        if worker.poll() is None:
            worker.send_signal(signal.SIGTERM)
    for worker in made.workers:
        with contextlib.suppress(subprocess.TimeoutExpired):
            worker.wait(PATIENCE_SECONDS)
    codes = Counter(worker.returncode for worker in made.workers)
    assert set(codes) <= {0, 75, -signal.SIGKILL, -signal.SIGTERM}, codes


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_no_browser_outlives_its_worker(proxy: str, number: signal.Signals) -> None:
    with fleet(proxy) as made:
        made.add_sites(RUN, sites())
        worker = made.start_worker(RUN)
        family = made.wait_for_a_browser(worker)
        worker.send_signal(number)
        assert worker.wait(PATIENCE_SECONDS) == (-number if number is signal.SIGKILL else 75)
        until(lambda: not made.leftovers())
        until(lambda: not processes.alive(family))


def test_a_worker_told_to_stop_hands_back_within_its_grace(proxy: str) -> None:
    with fleet(proxy) as made:
        made.add_sites(RUN, sites())
        worker = made.start_worker(RUN, stop_grace_seconds=1)
        made.wait_for_a_browser(worker)
        time.sleep(1.0)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(PATIENCE_SECONDS) == 75
        visible = made.client("sqs").get_queue_attributes(
            QueueUrl=made.queue_url,
            AttributeNames=["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
        )["Attributes"]
        assert visible["ApproximateNumberOfMessagesNotVisible"] == "0", visible
        open_jobs = len(made.open_jobs(RUN))
        assert open_jobs >= 1
        assert int(visible["ApproximateNumberOfMessages"]) >= 1

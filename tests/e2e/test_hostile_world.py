"""A real worker among hostile sites: each ends in its outcome, and the good ones are read."""

import json
import os

import pytest

from inkscout_local.simulator.server import serve_world
from scraper_task.browser.chromium import find_executable
from tests.support.fleet import fleet
from tests.support.project import ROOT

HOSTILE = ROOT / "tests" / "worlds" / "hostile"
RUN = "run"
EXPECTED = {
    "good-plain.test": {"artists_found"},
    "good-script.test": {"artists_found"},
    "big-body.test": {"too_large"},
    "gigantic-dom.test": {"too_large"},
    "gzip-bomb.test": {"too_large"},
    # It shows all it has at once, and may have been read and left before it has taken too much.
    "memory-hog.test": {"too_large", "no_artists_named"},
    "crash-page.test": {"error"},
    "cpu-peg.test": {"unreachable"},
    "meta-refresh.test": {"unreachable"},
    "navigation-loop.test": {"unreachable"},
    "redirect-loop.test": {"unreachable"},
    "reset.test": {"unreachable"},
    "silent.test": {"unreachable"},
    "robots-503.test": {"robots_forbidden"},
    "dialogs.test": {"no_artists_named"},
    "download-on-load.test": {"no_artists_named", "error"},
    "endless-scroll.test": {"no_artists_named"},
    "never-ending.test": {"no_artists_named"},
    "popup-storm.test": {"no_artists_named"},
    "private-addresses.test": {"no_artists_named"},
    "slow.test": {"no_artists_named", "unreachable"},
    "truncated.test": {"no_artists_named", "unreachable"},
}

pytestmark = [
    pytest.mark.chromium,
    pytest.mark.slow,
    pytest.mark.timeout(3_600),
    pytest.mark.skipif(not find_executable(os.environ.get("CHROMIUM_PATH", "")), reason="no Chromium here"),
]


def hosts() -> list[str]:
    """The world's hosts, the good ones last: after everything that could spoil the worker."""
    world = json.loads((HOSTILE / "world.json").read_text(encoding="utf-8"))
    return sorted(world["hosts"], key=lambda host: host.startswith("good"))


def test_every_hostile_site_ends_in_its_outcome_and_the_good_sites_are_read_beside_them() -> None:
    with serve_world(HOSTILE) as world, fleet(world.proxy_url) as made:
        jobs = made.add_sites(RUN, [f"http://{host}/" for host in hosts()])
        worker = made.start_worker(RUN, slots=4, max_seconds=3_000)
        assert worker.wait() == 0, made.logs()[-4000:]
        ended = {
            job["url"].split("/")[2]: job for job in made.ledger.jobs(RUN) if job["kind"] == "render_site"
        }
        assert len(ended) == len(jobs)
        odd = {
            host: (job["status"], job.get("outcome"), job.get("reason"))
            for host, job in ended.items()
            if job["status"] != "done" or job["outcome"] not in EXPECTED[host]
        }
        assert odd == {}
        names = {artist.name for artist in made.directory.artists()}
        assert names == {"Wilfred Amble", "Sonya Cartmel", "Edda Thornley", "Jasper Oyelaran"}
        [line] = made.ledger.entries(RUN, "worker")
        assert line["ending"] == "queue_empty"
        assert line["failed"] == 0
        assert made.leftovers() == []


def test_every_host_of_the_world_has_its_expected_outcome() -> None:
    assert set(EXPECTED) == set(hosts())

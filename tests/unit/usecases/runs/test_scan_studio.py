"""StartScan and FinishScan: one website, known or not, and an end in words."""

import json

import pytest

from inkscout.contracts.scan_studio import FinishScanRequest, StartScanRequest
from inkscout.contracts.stored.visit import Visit
from inkscout.domain.job import Job, JobKind
from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.studio import Studio
from inkscout.errors import InvalidInput
from inkscout.usecases.runs.finish_scan import FinishScanPorts, finish_scan
from inkscout.usecases.runs.fleet_record import record_fleet
from inkscout.usecases.runs.start_scan import StartScanPorts, start_scan
from tests.support.fakes.clock import FakeClock
from tests.support.fakes.directory import FakeDirectory
from tests.support.fakes.operations import FakeRunLedger, FakeStateStore


class World:
    def __init__(self) -> None:
        self.clock = FakeClock()
        self.directory = FakeDirectory(self.clock)
        self.state_store = FakeStateStore(self.clock)
        self.ledger = FakeRunLedger(self.clock)

    def start(self, url: str, scan_id: str = "scan") -> str:
        request = StartScanRequest(scan_id=scan_id, url=url)
        batch = start_scan(
            request,
            deps=StartScanPorts(directory=self.directory, state_store=self.state_store, clock=self.clock),
        )
        assert (batch.run_id, batch.force, len(batch.studio_ids)) == (scan_id, True, 1)
        return batch.studio_ids[0]

    def finish(self, error: dict[str, str] | None = None) -> tuple[str, str, str]:
        scan = finish_scan(
            FinishScanRequest(scan_id="scan", error=error),
            deps=FinishScanPorts(ledger=self.ledger, state_store=self.state_store, clock=self.clock),
        )
        return scan.status, scan.outcome, scan.detail


def test_an_unknown_website_becomes_a_studio_once() -> None:
    world = World()
    first = world.start("https://www.Quiet-Needle.test/team?utm_source=x")
    assert world.start("http://quiet-needle.test/") == first
    studio = world.directory.studio(first)
    assert studio is not None
    assert (studio.name, studio.website) == ("quiet-needle.test", "https://www.quiet-needle.test/team")


def test_a_website_of_a_known_studio_is_that_studio() -> None:
    world = World()
    world.directory.put_studio(Studio(studio_id="known", name="Known Ink", website="http://known.test/"))
    world.directory.put_alias("site", "known.test", "known")
    assert world.start("http://known.test/artists") == "known"
    studio = world.directory.studio("known")
    assert studio is not None
    assert (studio.name, studio.version) == ("Known Ink", 1)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://x.test/",
        "https://www.instagram.com/someone/",
        "javascript:alert(1)",
        "http://localhost/",
        "nonsense",
    ],
)
def test_urls_that_are_not_studio_websites_are_refused(url: str) -> None:
    world = World()
    with pytest.raises(InvalidInput, match="url"):
        world.start(url)
    assert list(world.directory.studios()) == []


def test_a_scan_ends_with_the_outcome_of_its_visit() -> None:
    world = World()
    studio_id = world.start("http://x.test/")
    visit = Visit(
        studio_id=studio_id, outcome=VisitOutcome.ARTISTS_FOUND, reason="two named", artists=["a", "b"]
    )
    world.ledger.record("scan", "visit", studio_id, visit.document())
    assert world.finish() == ("succeeded", "artists_found", "two named")
    assert world.finish() == ("succeeded", "artists_found", "two named")
    remembered = world.state_store.get("scan", "scan")
    assert remembered is not None
    assert remembered["artists"] == ["a", "b"]
    assert remembered["url"] == "http://x.test/"


def test_a_failed_scan_says_why() -> None:
    world = World()
    world.start("http://x.test/")
    cause = json.dumps({"errorMessage": "the table did not answer"})
    assert world.finish({"Error": "StoreThrottled", "Cause": cause}) == (
        "failed",
        "error",
        "StoreThrottled: the table did not answer",
    )


def test_a_scan_that_was_never_visited_is_no_success() -> None:
    world = World()
    world.start("http://x.test/")
    assert world.finish()[0] == "failed"


def test_a_scan_says_that_no_external_worker_took_its_job() -> None:
    world = World()
    studio_id = world.start("http://quiet-needle.test/")
    visit = Visit(studio_id=studio_id, outcome=VisitOutcome.NEEDS_BROWSER, reason="an app")
    world.ledger.record("scan", "visit", studio_id, visit.document())
    record_fleet("scan", "external", world.ledger)
    job = Job(
        scrape_id="j", run_id="scan", kind=JobKind.RENDER_SITE, url="http://x.test/", studio_id=studio_id
    )
    world.ledger.add_jobs("scan", [job])
    status, outcome, detail = world.finish()
    assert (status, outcome) == ("succeeded", "needs_browser")
    assert detail.startswith("no worker took the job: FleetMode is external")
    assert detail.endswith("; an app")

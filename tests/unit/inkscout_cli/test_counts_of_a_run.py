"""Counts of a run in progress, from its ledger."""

import pytest

from inkscout.bootstrap import stores
from inkscout_cli.follow_run.result import RunCounts
from tests.support.fakes.operations import FakeRunLedger


def test_studios_without_a_website_are_not_counted_among_the_websites_visited(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ledger = FakeRunLedger()
    monkeypatch.setattr(stores, "ledger", lambda: ledger)
    for studio_id in ("s-1", "s-2"):
        ledger.record("r-1", "planned", studio_id, {"website": f"http://{studio_id}.test/"})
    for studio_id, artists in (("s-1", ["a-1", "a-2"]), ("no-website", []), ("closed", [])):
        ledger.record("r-1", "visit", studio_id, {"studio_id": studio_id, "artists": artists})
    assert RunCounts("r-1")() == {"websites visited": "1 of 2", "artists": 2, "jobs done": 0}

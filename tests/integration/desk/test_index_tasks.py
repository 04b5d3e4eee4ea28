"""Audits, repairs and rollbacks that the desk starts, with a real search server and a table in memory."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.tend_index.handler import lambda_handler
from inkscout.adapters.aws.async_function import AsyncFunction
from inkscout.adapters.opensearch.index import OpenSearchIndex
from inkscout.bootstrap import desk, index, stores
from inkscout.contracts.tend_index import IndexTask
from inkscout.desk.sessions import DeskSession
from inkscout.domain.artist import Artist
from inkscout.domain.snapshot import EntryKind
from inkscout.errors import IndexUnavailable
from inkscout.usecases.index import tend_index
from inkscout.usecases.index.desk_index import LONGEST
from inkscout.usecases.index.rebuild_index import rebuild
from tests.support.desk import DeskAccount, confirm, visit
from tests.support.website import faults

ADA = Artist(artist_id="a-tended", name="Ada", city="Leeds", country="GB")


@pytest.fixture(autouse=True)
def at_once(account: DeskAccount, monkeypatch: pytest.MonkeyPatch) -> None:
    """The function is called in this process, as Lambda would call it."""

    def call(self: AsyncFunction, document: Mapping[str, Any]) -> None:
        lambda_handler(dict(document), None)

    monkeypatch.setattr(AsyncFunction, "__call__", call)


def latest() -> IndexTask:
    task = tend_index.latest(EntryKind.ARTIST, stores.state_store())
    assert task is not None
    return task


def test_an_audit_counts_and_a_repair_mends(operator: DeskSession) -> None:
    stores.directory().put_artist(replace(ADA, version=0))
    confirm("/desk/index/artist/audit", operator)
    assert (latest().status, latest().missing, latest().repaired) == ("done", 1, 0)
    assert latest().parts_done == latest().parts
    page = visit("/desk/index", operator)
    assert not faults(page)
    assert "a-tended" in page.said()
    confirm("/desk/index/artist/repair", operator)
    assert (latest().task, latest().repaired) == ("repair", 1)
    confirm("/desk/index/artist/audit", operator)
    assert (latest().compared, latest().missing) == (1, 0)


def test_a_rollback_serves_the_index_before(operator: DeskSession) -> None:
    assert visit("/desk/index/artist/rollback", operator).status == 409, "there is none before"
    stores.directory().put_artist(replace(ADA, version=0))
    before = index.search_index().live(EntryKind.ARTIST)
    result = rebuild(EntryKind.ARTIST, deps=index.rebuild_index_ports())
    page = visit("/desk/index/artist/rollback", operator)
    assert f"{before} is brought up to date" in page.said()
    confirm("/desk/index/artist/rollback", operator)
    assert index.search_index().live(EntryKind.ARTIST) == before != result.index
    assert latest().detail == before
    index.search_index().go_live(EntryKind.ARTIST, result.index)
    index.search_index().drop(before)


def test_a_task_is_not_started_twice_and_one_that_died_does_not_block(operator: DeskSession) -> None:
    now = stores.clock().now()
    at_work = IndexTask(task_id="at-work", task="audit", kind=EntryKind.ARTIST, started_at=now.isoformat())
    tend_index.record(at_work, stores.state_store())
    assert visit("/desk/index", operator).page.xpath("//*[@id='indexes']/@data-poll") == ["2"]
    refused = confirm("/desk/index/artist/audit", operator)
    assert refused.status == 409
    died = at_work.model_copy(update={"started_at": (now - LONGEST - timedelta(seconds=1)).isoformat()})
    tend_index.record(died, stores.state_store())
    page = visit("/desk/index", operator)
    assert not page.page.xpath("//*[@id='indexes']/@data-poll")
    assert "died" in page.said()
    assert confirm("/desk/index/artist/audit", operator).status == 303


def test_a_failure_is_recorded_and_shown(operator: DeskSession, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object, **__: object) -> object:
        raise IndexUnavailable("the index did not respond")

    monkeypatch.setattr(tend_index, "audit_index", away)
    assert confirm("/desk/index/artist/audit", operator).status == 503
    assert (latest().status, latest().detail) == ("failed", "the index did not respond")
    assert "the index did not respond" in visit("/desk/index", operator).said()


def test_an_index_that_is_dropped_meanwhile_is_left_out(
    operator: DeskSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rebuild drops the oldest index between the list and the count."""
    listed = OpenSearchIndex.indexes
    monkeypatch.setattr(OpenSearchIndex, "indexes", lambda self, kind: [f"{kind}s-v0", *listed(self, kind)])
    page = visit("/desk/index", operator)
    assert page.status == 200
    assert "artists-v0" not in page.said()
    assert "serves searches" in page.said()


def test_a_rebuild_is_started_once(operator: DeskSession, account: DeskAccount) -> None:
    confirm("/desk/index/studio/rebuild", operator)
    state = desk.read_indexes()(EntryKind.STUDIO)
    assert state.rebuild is not None
    page = visit("/desk/index", operator)
    assert "Last rebuild" in page.said()
    refused = confirm("/desk/index/studio/rebuild", operator)
    assert refused.status == (409 if state.rebuild.is_running else 303)

"""After an approved removal no store yields the person, and another full visit leaves it so."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from functions.deny_artist.handler import lambda_handler as deny_artist
from inkscout.bootstrap import stores
from inkscout.domain.reading import Evidence, FoundArtist
from inkscout.domain.removal_request import RemovalRequest, RemovalStatus
from inkscout.domain.snapshot import EntryKind
from inkscout.errors import InvalidInput
from inkscout.usecases.index.rebuild_index import RebuildIndexPorts, rebuild
from tests.support.removal_platform import STEPS, Platform, forget

WORDS = ("zoë müller", "zoe muller", "zoe-muller", "zoe mueller", "zoe.inks", "zoe.old")
ZOE = FoundArtist(
    name="Zoë Müller",
    instagram="zoe.inks",
    styles=("fine_line",),
    page_url="https://harbour.example/team/zoe-muller",
    evidence=(Evidence(url="https://harbour.example/team", finder="cards", snippet="Zoë Müller"),),
)
KIM = FoundArtist(name="Kim Lee", instagram="kim.inks", bio="Shares a room with others.")


@pytest.fixture
def platform(aws: None, search_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    forget()
    yield Platform(search_url, monkeypatch)
    forget()


def prepared(platform: Platform) -> str:
    platform.visit("run-0", replace(ZOE, instagram="zoe.old"), KIM)
    stored = platform.visit("run-1", ZOE, KIM)
    rebuild(
        EntryKind.ARTIST,
        deps=RebuildIndexPorts(directory=platform.directory, index=platform.index, clock=stores.clock()),
        segments=1,
    )
    shown = {store.split("/")[0].split("-v")[0] for store, _ in platform.showing(*WORDS)}
    assert shown == {"directory", "operations", "raw", "exports", "artists"}, (
        "the search itself finds everything"
    )
    assert len(platform.index.indexes(EntryKind.ARTIST)) == 2
    return stored.artists[0].artist_id


@pytest.mark.parametrize(
    "by", [pytest.param("artist_id", marks=pytest.mark.slow), "instagram", "former handle"]
)
def test_no_store_shows_the_person_after_the_removal_nor_after_another_visit(
    platform: Platform, by: str
) -> None:
    artist_id = prepared(platform)
    who = (
        {"artist_id": artist_id}
        if by == "artist_id"
        else {"instagram": "zoe.inks" if by == "instagram" else "zoe.old"}
    )
    platform.approve(**who)
    assert platform.showing(*WORDS, "mail.example", "i, zoë") == []
    platform.sync(replayed=True)
    assert platform.showing(*WORDS) == []
    again = platform.visit("run-2", ZOE, KIM)
    assert (again.suppressed, [artist.name for artist in again.artists]) == (1, ["Kim Lee"])
    renamed = platform.visit(
        "run-3", replace(ZOE, instagram=""), replace(ZOE, name="Zo", instagram="zoe.old"), KIM
    )
    assert renamed.suppressed == 2
    platform.sync(replayed=True)
    assert platform.showing(*WORDS) == []
    for run_id in ("run-2", "run-3"):
        assert len(list(stores.ledger().jobs(run_id))) == 1


def test_everybody_else_stays(platform: Platform) -> None:
    prepared(platform)
    platform.approve(instagram="zoe.inks")
    assert [artist.name for artist in platform.directory.artists()] == ["Kim Lee"]
    assert platform.index.count("artists") == 1
    (team,) = [p for p in stores.lake().pages("s-1") if p.url.endswith("/team")]
    assert "Kim Lee" in team.html
    latest = platform.everything()
    assert any("exports/latest/artists.csv" in key and "Kim Lee" in text for key, text in latest.items())
    assert len(list(stores.ledger().jobs("run-1"))) == 1


def test_the_audit_trail_says_that_and_when_and_nothing_else(platform: Platform) -> None:
    prepared(platform)
    platform.approve(instagram="zoe.inks")
    request = stores.removals().get("r-1")
    assert request is not None
    assert request.status is RemovalStatus.REMOVED
    assert (request.artist_id, request.instagram, request.contact, request.reason, request.note) == ("",) * 5
    assert request.decided_at


def test_every_step_may_be_repeated(platform: Platform) -> None:
    prepared(platform)
    removals = stores.removals()
    removals.put(RemovalRequest(request_id="r-1", status=RemovalStatus.APPROVED, instagram="zoe.inks"))
    for step in STEPS[:-1]:
        for _ in range(2):
            step({"request_id": "r-1"}, None)
    for step in STEPS:
        step({"request_id": "r-1"}, None)
    assert platform.showing(*WORDS) == []


def test_a_request_that_nobody_approved_removes_nobody(platform: Platform) -> None:
    prepared(platform)
    removals = stores.removals()
    removals.put(RemovalRequest(request_id="r-1", instagram="zoe.inks"))
    with pytest.raises(InvalidInput):
        deny_artist({"request_id": "r-1"}, None)
    assert len(list(platform.directory.artists())) == 2


def test_a_person_who_was_never_listed_can_ask_all_the_same(platform: Platform) -> None:
    platform.approve(instagram="zoe.inks")
    assert platform.visit("run-1", ZOE, KIM).suppressed == 1
    assert [artist.name for artist in platform.directory.artists()] == ["Kim Lee"]


def test_a_write_that_the_approval_overtook_is_taken_back(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    denylist: Any = stores.denylist()
    asked: list[bool] = []
    platform.approve(instagram="zoe.inks")
    denylist = stores.denylist()
    real = denylist.matching

    def matching(entries: Iterable[str]) -> frozenset[str]:
        """Nobody is listed until the artist has been written."""
        written = any(artist.name == "Zoë Müller" for artist in platform.directory.artists())
        asked.append(written)
        return frozenset(real(entries)) if written else frozenset()

    monkeypatch.setattr(denylist, "matching", matching)
    stored = platform.visit("run-1", ZOE, KIM)
    assert any(asked)
    assert (stored.suppressed, [artist.name for artist in stored.artists]) == (1, ["Kim Lee"])
    assert [artist.name for artist in platform.directory.artists()] == ["Kim Lee"]
    assert platform.directory.find_alias("handle", "zoe.inks") is None

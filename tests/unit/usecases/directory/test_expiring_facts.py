"""Tests that Google's facts expire, whether or not the studio is visited again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from inkscout.domain.artist import Artist, Residency
from inkscout.domain.geo import GeoPoint
from inkscout.domain.snapshot import EntryKind
from inkscout.domain.studio import Provenance, Studio
from inkscout.usecases.directory.expire_facts import expire_facts
from tests.support.fakes.clock import START, FakeClock
from tests.support.fakes.directory import FakeDirectory

OVER = (START + timedelta(days=30)).isoformat(timespec="seconds")
GOOGLE = Provenance(source="google", ref="p1", expires_at=OVER)
STUDIO = Studio(
    studio_id="s-1",
    name="Harbour",
    city="Leeds",
    location=GeoPoint(53.8, -1.5),
    rating=4.5,
    sources=("google:p1",),
    facts={"name": Provenance(source="site"), "location": GOOGLE, "rating": GOOGLE, "city": GOOGLE},
)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def directory(clock: FakeClock) -> FakeDirectory:
    directory = FakeDirectory(clock)
    stay = Residency(studio_id="s-1", artist_id="a-1", name="Zoë")
    artist = Artist(artist_id="a-1", name="Zoë", studio_id="s-1", residencies=(stay,), city="Leeds")
    directory.put_studio(STUDIO)
    directory.put_studio(replace(STUDIO, studio_id="s-2", facts={"name": Provenance(source="google")}))
    directory.put_artist(replace(artist, studio_name="Harbour", location=STUDIO.location, rating=4.5))
    directory.put_residency(stay)
    directory.put_alias("place", "google:p1", "s-1")
    return directory


def test_nothing_goes_before_its_time(directory: FakeDirectory, clock: FakeClock) -> None:
    clock.advance(days=29, seconds=86_399)
    before = directory.writes
    assert expire_facts(directory=directory, clock=clock) == 0
    assert directory.writes == before


def test_a_studio_that_nobody_visits_again_loses_what_expired(
    directory: FakeDirectory, clock: FakeClock
) -> None:
    clock.advance(days=30, seconds=1)
    assert expire_facts(directory=directory, clock=clock) == 1
    studio = directory.studio("s-1")
    assert studio is not None
    assert (studio.name, studio.city, studio.location, studio.rating) == ("Harbour", "", None, None)
    assert set(studio.facts) == {"name"}


def test_the_places_id_may_be_kept(directory: FakeDirectory, clock: FakeClock) -> None:
    clock.advance(days=31)
    expire_facts(directory=directory, clock=clock)
    studio = directory.studio("s-1")
    assert studio is not None
    assert studio.sources == ("google:p1",)
    assert directory.find_alias("place", "google:p1") == "s-1"


def test_its_artists_lose_what_they_carried_of_it(directory: FakeDirectory, clock: FakeClock) -> None:
    clock.advance(days=31)
    expire_facts(directory=directory, clock=clock)
    artist = directory.artist("a-1")
    assert artist is not None
    assert (artist.studio_name, artist.city, artist.location, artist.rating) == ("Harbour", "", None, None)
    snapshot = directory.snapshot(EntryKind.ARTIST, "a-1")
    assert snapshot is not None
    assert snapshot.version == 2


def test_a_second_sweep_finds_nothing(directory: FakeDirectory, clock: FakeClock) -> None:
    clock.advance(days=31)
    expire_facts(directory=directory, clock=clock)
    before = directory.writes
    assert expire_facts(directory=directory, clock=clock) == 0
    assert directory.writes == before


def test_facts_that_were_refreshed_meanwhile_stay(directory: FakeDirectory, clock: FakeClock) -> None:
    fresh = replace(GOOGLE, expires_at=(START + timedelta(days=60)).isoformat(timespec="seconds"))
    directory.update_studio(
        "s-1", lambda studio: studio and replace(studio, facts={**studio.facts, "location": fresh})
    )
    clock.advance(days=31)
    assert expire_facts(directory=directory, clock=clock) == 1
    studio = directory.studio("s-1")
    assert studio is not None
    assert (studio.location, studio.rating) == (STUDIO.location, None)
    assert directory.expiring(clock.now() + timedelta(days=40)) == [(EntryKind.STUDIO, "s-1")]

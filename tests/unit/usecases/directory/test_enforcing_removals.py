"""Tests that removed people stay removed after a table is restored to an earlier time."""

from dataclasses import replace

import pytest

from inkscout.domain.removal import KnownAt, identifiers, listing
from inkscout.usecases.directory.enforce_removals import enforce_removals
from tests.support.directory_data import artist
from tests.support.fakes.directory import FakeDirectory
from tests.support.fakes.operations import FakeDenylist


@pytest.fixture
def directory() -> FakeDirectory:
    directory = FakeDirectory()
    for number in range(4):
        one = replace(artist(number), name=f"Artist {'abcd'[number]}", aliases=(f"Alias {'abcd'[number]}",))
        directory.put_artist(one)
        directory.put_residency(one.residencies[0])
        directory.put_alias("handle", one.instagram, one.artist_id)
    return directory


@pytest.mark.parametrize(
    "who",
    [
        identifiers(handle="inks.by_2"),
        identifiers(artist_id="a-2"),
        identifiers(names=("Artist C",), studio_id="s-0"),
        identifiers(names=("Alias C",), studio_id="s-0"),
    ],
)
def test_an_artist_that_the_denylist_knows_in_any_way_is_taken_out(
    directory: FakeDirectory, who: tuple[str, ...]
) -> None:
    denylist = FakeDenylist()
    denylist.add(who)
    assert enforce_removals(directory=directory, denylist=denylist) == 1
    assert sorted(one.artist_id for one in directory.artists()) == ["a-0", "a-1", "a-3"]
    assert [stay.artist_id for stay in directory.residencies("s-0")] == ["a-0", "a-1", "a-3"]
    assert directory.find_alias("handle", "inks.by_2") is None
    assert enforce_removals(directory=directory, denylist=denylist) == 0


def test_a_namesake_elsewhere_and_everybody_else_stay(directory: FakeDirectory) -> None:
    denylist = FakeDenylist()
    denylist.add(identifiers(names=("Artist C",), studio_id="s-9", handle="someone.else"))
    before = directory.writes
    assert enforce_removals(directory=directory, denylist=denylist) == 0
    assert enforce_removals(directory=directory, denylist=FakeDenylist()) == 0
    assert directory.writes == before


def test_a_colleague_called_what_the_listed_parts_make_when_joined_stays(directory: FakeDirectory) -> None:
    directory.update_artist(
        "a-2", lambda known: known and replace(known, name="Silvana", bio="Silvana draws.")
    )
    denylist = FakeDenylist()
    home = KnownAt(studio_id="s-0", city="Köln", country="DE")
    denylist.add(listing(handles=["ana.s"], names=["Ana Silva"], at=[home]))
    assert enforce_removals(directory=directory, denylist=denylist) == 0
    stored = directory.artist("a-2")
    assert stored is not None
    assert stored.bio == "Silvana draws."

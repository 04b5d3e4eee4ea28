"""A reading is stored beside entries that are too large, and beside removals that are approved meanwhile."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from inkscout.domain.artist import Artist
from inkscout.domain.reading import StudioFacts
from inkscout.domain.removal import identifiers
from inkscout.domain.studio import Studio, StudioChange
from inkscout.errors import ItemTooLarge
from inkscout.ports import StoredArtist
from tests.support.fakes.directory import FakeDirectory
from tests.support.town import KIM, ZOE, Town


@pytest.fixture
def town() -> Town:
    return Town()


class FullDirectory(FakeDirectory):
    """A table in which everything of one name would be too large."""

    full = ""

    def store_artist(
        self, artist_id: str, change: Callable[[Artist | None], Artist | None], **known: Any
    ) -> StoredArtist:
        return super().store_artist(artist_id, self._fitting(change), **known)

    def change_studios(self, changes: Sequence[StudioChange]) -> None:
        if any(change.after.name == self.full for change in changes):
            raise ItemTooLarge("larger than an item of the table may be")
        super().change_studios(changes)

    def _fitting(self, change: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def fitting(known: Any) -> Any:
            wanted = change(known)
            if wanted is not None and self.full and wanted.name == self.full:
                raise ItemTooLarge("larger than an item of the table may be")
            return wanted

        return fitting


def test_an_artist_whose_item_would_be_too_large_is_set_aside_and_does_not_count_as_missing(
    town: Town,
) -> None:
    directory = town.directory = FullDirectory()
    directory.put_studio(Studio(studio_id="s-1", name="Studio 1", website="https://s1.example/"))
    (zoe, kim) = town.visit("s-1", ZOE, KIM).artists
    directory.full = "Kim"
    for _ in range(4):
        stored = town.visit("s-1", ZOE, replace(KIM, bio="Longer."))
        assert ([artist.name for artist in stored.artists], stored.quarantined) == (["Zoë Müller"], 1)
    assert directory.artist(kim.artist_id) == kim
    assert town.lake.quarantined()[0]["reason"] == "larger than an item of the table may be"
    assert zoe.active


class ApprovingDirectory(FakeDirectory):
    """A table beside which a removal is approved as soon as its person is stored."""

    approve: Callable[[], object] | None = None

    def store_artist(self, artist_id: str, change: Any, **known: Any) -> StoredArtist:
        stored = super().store_artist(artist_id, change, **known)
        if self.approve and stored.artist and stored.artist.name == ZOE.name:
            self.approve()
        return stored


@pytest.mark.parametrize("by", [{"handle": ZOE.instagram}, {"names": (ZOE.name,), "studio_id": "s-1"}])
def test_a_removal_that_is_approved_while_its_person_is_stored_wins(town: Town, by: Any) -> None:
    directory = town.directory = ApprovingDirectory()
    directory.put_studio(Studio(studio_id="s-1", name="Studio 1", website="https://s1.example/"))
    directory.approve = lambda: town.denylist.add(identifiers(**by))
    stored = town.visit("s-1", ZOE, KIM)
    assert ([artist.name for artist in stored.artists], stored.suppressed) == (["Kim"], 1)
    assert [artist.name for artist in directory.artists()] == ["Kim"]
    assert [stay.name for stay in directory.residencies("s-1")] == ["Kim"]
    assert set(directory.aliases.values()) == {stored.artists[0].artist_id}


def test_facts_that_make_a_studio_too_large_are_quarantined_and_its_artists_stored(town: Town) -> None:
    directory = town.directory = FullDirectory()
    directory.put_studio(Studio(studio_id="s-1", name="Studio 1", website="https://s1.example/"))
    directory.full = "Huge"
    stored = town.visit("s-1", ZOE, facts=StudioFacts(name="Huge"))
    assert ([artist.name for artist in stored.artists], stored.quarantined) == (["Zoë Müller"], 1)
    assert [kept["subject"] for kept in town.lake.quarantined()] == ["s-1"]

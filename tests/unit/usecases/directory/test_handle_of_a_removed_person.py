"""A card with a removed person's link takes no colleague along, and does not bring the person back."""

from dataclasses import replace

import pytest

from inkscout.domain.reading import FoundArtist
from inkscout.domain.removal import KnownAt, listing, release
from inkscout.usecases.directory.enforce_removals import enforce_removals
from tests.support.town import KIM, ZOE, Town

HANDLE = ZOE.instagram
KIM_WITH_THE_LINK = replace(KIM, instagram=HANDLE)


@pytest.fixture
def town() -> Town:
    return Town()


def remove_zoe(town: Town) -> None:
    known = [artist for artist in town.directory.artists() if artist.name == ZOE.name]
    home = KnownAt(studio_id="s-1", city="Köln", country="DE")
    ids = [artist.artist_id for artist in known]
    town.denylist.add(listing(handles=[HANDLE], names=[ZOE.name], artist_ids=ids, at=[home]))
    assert enforce_removals(directory=town.directory, denylist=town.denylist) == len(known)


def names(town: Town) -> list[str]:
    return [artist.name for artist in town.directory.artists()]


def test_a_known_colleague_loses_the_handle_and_stays(town: Town) -> None:
    town.visit("s-1", ZOE, KIM)
    remove_zoe(town)
    for _ in range(4):
        stored = town.visit("s-1", KIM_WITH_THE_LINK)
        assert [(artist.name, artist.instagram) for artist in stored.artists] == [(KIM.name, "")]
        assert enforce_removals(directory=town.directory, denylist=town.denylist) == 0
    assert names(town) == [KIM.name]
    assert town.held_people.waiting() == []
    assert HANDLE not in str(town.directory.aliases)


def test_a_known_colleague_keeps_a_handle_of_their_own(town: Town) -> None:
    town.visit("s-1", ZOE, replace(KIM, instagram="kim.tattoos"))
    remove_zoe(town)
    (kim,) = town.visit("s-1", KIM_WITH_THE_LINK).artists
    assert kim.instagram == "kim.tattoos"


def test_somebody_new_with_the_handle_waits_for_review_and_is_not_published(town: Town) -> None:
    town.visit("s-1", ZOE)
    remove_zoe(town)
    for _ in range(2):
        assert town.visit("s-1", KIM_WITH_THE_LINK).suppressed == 1
    assert names(town) == []
    (waiting,) = town.held_people.waiting()
    assert (waiting.name, waiting.instagram) == (KIM.name, HANDLE)


def test_somebody_new_is_listed_without_the_handle_once_released(town: Town) -> None:
    town.visit("s-1", ZOE)
    remove_zoe(town)
    town.denylist.add(release(handle=HANDLE, name=KIM.name, studio_id="s-1"))
    for _ in range(2):
        (kim,) = town.visit("s-1", KIM_WITH_THE_LINK).artists
        assert (kim.name, kim.instagram) == (KIM.name, "")
        assert enforce_removals(directory=town.directory, denylist=town.denylist) == 0


@pytest.mark.parametrize(
    "found",
    [
        pytest.param(replace(KIM, name=ZOE.name, instagram=HANDLE), id="the same name"),
        pytest.param(replace(KIM, name="Zoë M.", instagram=HANDLE), id="a likely variant"),
        pytest.param(replace(KIM, name="Zoe Inkwell", instagram=HANDLE), id="a name the handle is made of"),
    ],
)
def test_the_person_under_a_variant_of_the_name_is_held_back(town: Town, found: FoundArtist) -> None:
    town.visit("s-1", ZOE, KIM)
    remove_zoe(town)
    assert town.visit("s-1", KIM, found).suppressed == 1
    assert names(town) == [KIM.name]
    assert town.held_people.waiting() == []


def test_the_handle_at_a_studio_where_nobody_was_removed_is_held_back(town: Town) -> None:
    town.visit("s-1", ZOE)
    remove_zoe(town)
    assert town.visit("s-2", KIM_WITH_THE_LINK).suppressed == 1
    assert names(town) == []
    assert town.held_people.waiting() == []

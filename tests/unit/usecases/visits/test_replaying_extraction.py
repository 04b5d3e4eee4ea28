"""Stored pages read again say what would change, and change nothing."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from inkscout.domain.artist import Artist, Residency
from inkscout.domain.facts import Provenance
from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.page import FetchStatus, Page
from inkscout.domain.removal import identifiers
from inkscout.domain.studio import Studio
from inkscout.usecases.visits.replay import in_order, replay
from inkscout.usecases.visits.visit_studio import known_studio_name
from tests.support.fakes.directory import FakeDirectory
from tests.support.fakes.operations import FakeDenylist
from tests.support.fakes.stores import FakeLake
from tests.support.pages import failed, page

HOME = "http://wren.test/"
TEAM = (
    "<h1>Wren Tattoo</h1><h2>Artists</h2><div><h3>Anna Bell</h3><p>Blackwork</p><a href='https://instagram.com/anna.bell'>ig</a></div>"
    "<div><h3>Tom Finch</h3><p>Tattoo artist</p></div>"
)


def _directory(*artists: Artist) -> FakeDirectory:
    directory = FakeDirectory()
    directory.put_studio(
        Studio(studio_id="s1", name="Wren Tattoo", website=HOME, outcome=VisitOutcome.ARTISTS_FOUND)
    )
    for artist in artists:
        directory.put_artist(artist)
        directory.put_residency(Residency(studio_id="s1", artist_id=artist.artist_id, name=artist.name))
    return directory


def _artist(name: str, **fields: object) -> Artist:
    return Artist(artist_id=f"id-{name}", name=name, studio_id="s1", **fields)  # type: ignore[arg-type]


def test_facts_that_the_directory_already_has_change_nothing() -> None:
    lake = FakeLake()
    lake.put_page("website", "s1", page(TEAM, HOME))
    directory = _directory(
        _artist("Anna Bell", instagram="anna.bell", role="artist", styles=("blackwork", "dotwork")),
        _artist("Tom Finch", role="artist"),
    )
    writes = directory.writes
    (change,) = replay(directory, lake, FakeDenylist())
    assert change.changes_nothing
    assert directory.writes == writes


def test_new_gone_and_changed_people_are_told_apart() -> None:
    lake = FakeLake()
    lake.put_page("website", "s1", page(TEAM, HOME))
    directory = _directory(_artist("Anna Bell", instagram="old.handle", role="artist"), _artist("Old Timer"))
    (change,) = replay(directory, lake, FakeDenylist())
    assert change.added == ("Tom Finch",)
    assert change.gone == ("Old Timer",)
    assert change.changed["Anna Bell"]["instagram"] == ("old.handle", "anna.bell")
    assert change.changed["Anna Bell"]["styles"] == ([], ["blackwork"])


def test_rendered_pages_are_read_where_the_plain_ones_name_nobody() -> None:
    lake = FakeLake()
    lake.put_page("website", "s1", page('<div id="root"></div><script src="/m.js"></script>', HOME))
    lake.put_page("browser", "s1", page(TEAM, f"{HOME}#/artists", rendered=True))
    (change,) = replay(_directory(), lake, FakeDenylist())
    assert change.outcome_now == VisitOutcome.ARTISTS_FOUND
    assert set(change.added) == {"Anna Bell", "Tom Finch"}


def test_studios_without_stored_pages_are_passed_over_and_others_can_be_chosen() -> None:
    lake = FakeLake()
    assert list(replay(_directory(), lake, FakeDenylist())) == []
    lake.put_page("website", "s1", page(TEAM, HOME))
    assert list(replay(_directory(), lake, FakeDenylist(), ["other"])) == []


@pytest.mark.parametrize(
    ("home", "outcome"),
    [
        (page("<h1>wren.test</h1><p>This domain is for sale.</p>", HOME), VisitOutcome.PARKED),
        (
            page("<p>Log in</p>", HOME, final_url="https://www.facebook.com/wren"),
            VisitOutcome.SOCIAL_MEDIA_ONLY,
        ),
        (page("  ", HOME), VisitOutcome.NO_ARTISTS_NAMED),
        (failed(HOME, FetchStatus.ROBOTS_FORBIDDEN), VisitOutcome.ROBOTS_FORBIDDEN),
        (failed(HOME, FetchStatus.BLOCKED), VisitOutcome.BLOCKED),
    ],
)
def test_a_home_page_that_decides_a_visit_decides_its_replay(home: Page, outcome: VisitOutcome) -> None:
    lake = FakeLake()
    lake.put_page("website", "s1", home)

    (change,) = replay(_directory(), lake, FakeDenylist())

    assert change.outcome_now == outcome.value


def test_a_removed_person_is_no_change() -> None:
    lake, denylist = FakeLake(), FakeDenylist()
    lake.put_page("website", "s1", page(TEAM, HOME))
    anna = _artist("Anna Bell", instagram="anna.bell", role="artist", styles=("blackwork",))
    denylist.add(identifiers(names=("Tom Finch",), studio_id="s1"))
    (change,) = replay(_directory(anna), lake, denylist)
    assert change.changes_nothing


def test_a_studio_is_read_by_the_name_that_its_website_did_not_give_it() -> None:
    # Read by its own name, the website would seem to name an artist called MissIceTattooS.
    html = (
        "<title>Miss Ice Tattoos</title><h1>MissIceTattooS</h1><p>Tattoo studio in Leeds.</p>"
        "<p>I am a tattoo artist and Miss Ice draws my own designs.</p>"
    )
    lake, directory = FakeLake(), FakeDirectory()
    lake.put_page("website", "s1", page(html, HOME))
    studio = Studio(
        studio_id="s1",
        name="MissIceTattooS",
        aliases=("Miss Ice Tattoo Studio",),
        website=HOME,
        outcome=VisitOutcome.NO_ARTISTS_NAMED,
        facts={"name": Provenance(source="site"), "aliases": Provenance(source="google")},
    )
    directory.put_studio(studio)
    (change,) = replay(directory, lake, FakeDenylist())
    assert change.changes_nothing
    assert known_studio_name(studio) == "Miss Ice Tattoo Studio"
    assert known_studio_name(replace(studio, facts={"name": Provenance(source="google")})) == studio.name
    assert known_studio_name(replace(studio, aliases=())) == studio.name


def test_the_order_of_pages_is_that_of_the_visit() -> None:
    first = replace(page("<h1>Z</h1>", f"{HOME}z"), fetched_at=datetime(2026, 3, 1, 9, 0, tzinfo=UTC))
    second = replace(page("<h1>A</h1>", f"{HOME}a"), fetched_at=datetime(2026, 3, 1, 9, 1, tzinfo=UTC))
    home = page(TEAM, HOME)
    studio = Studio(studio_id="s1", name="Wren Tattoo", website=HOME)
    urls = [one.url for one in in_order(studio, [second, first, home], rendered=False)]
    assert urls == [HOME, f"{HOME}z", f"{HOME}a"]

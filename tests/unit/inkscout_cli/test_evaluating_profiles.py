"""Stored profiles are compared with labels, and what was stored reads the same again."""

import json
from pathlib import Path

import pytest

from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.site_visit import SiteToRead
from inkscout.extraction import read_site
from inkscout.usecases.visits.read_website import WebsiteVisit
from inkscout_cli.evaluation.profiles import (
    ProfileLabel,
    SiteProfiles,
    first_words,
    read_profile_labels,
    score_profiles,
)
from inkscout_cli.evaluation.scoring import SiteLabel
from inkscout_cli.evaluation.stored import StoredWorld, enter_studios, store_visits
from inkscout_cli.evaluation.visits import VisitedSite
from inkscout_deploy.errors import BadInput
from tests.support.pages import page
from tests.support.project import ROOT

HOST = "wren.test"
BIO = "Anna Bell grew up by the sea and has been at work since two thousand and nine."
TEAM = (
    "<title>Wren Tattoo</title><h1>Wren Tattoo</h1><h2>Artists</h2>"
    f'<div><h3>Anna Bell</h3><img src="team/anna.jpg"><p>Blackwork</p><p>{BIO}</p>'
    '<a href="https://instagram.com/anna.bell">ig</a></div>'
    '<div><h3>Tom Finch</h3><img src="team/tom.jpg"><p>Tattoo artist</p></div>'
)
ANNA = ProfileLabel(
    name="Anna Bell",
    portraits=["team/anna.jpg"],
    bio=first_words(BIO),
    styles=["blackwork"],
    contacts=["instagram"],
)


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> StoredWorld:
    world = tmp_path_factory.mktemp("world")
    place = {
        "place_id": "p-1",
        "name": "Wren Tattoo",
        "formatted_address": "4 Mill Lane, York, United Kingdom",
        "geometry": {"location": {"lat": 53.9, "lng": -1.1}},
        "website": f"http://{HOST}/",
    }
    region = {
        "name": "York",
        "viewport": {"northeast": {"lat": 54, "lng": -1}, "southwest": {"lat": 53, "lng": -2}},
    }
    document = {"name": "one", "regions": [region], "places": [place], "hosts": {}}
    (world / "world.json").write_text(json.dumps(document))
    pages = (page(TEAM, f"http://{HOST}/"),)
    reading = read_site(pages, studio_name="Wren Tattoo")
    assert reading.outcome is VisitOutcome.ARTISTS_FOUND
    site = VisitedSite(
        label=SiteLabel(host=HOST, entry="/", needs_js=False, studio={}, artists=()),
        site=SiteToRead(url=f"http://{HOST}/", studio_name="Wren Tattoo"),
        plain=WebsiteVisit(pages=pages, reading=reading),
        rendered=None,
        milliseconds=0.0,
    )
    found = StoredWorld()
    enter_studios(found, world, [site])
    store_visits(found, site)
    return found


def test_right_values_count_and_stored_pages_change_nothing(stored: StoredWorld) -> None:
    label = SiteProfiles(host=HOST, studio="Wren Tattoo", address="4 Mill Lane York", artists=[ANNA])
    found = score_profiles(stored, [label])
    assert found.differences == []
    assert {
        name: (score.right, score.false, score.missed) for name, score in found.scores.items()
    } == dict.fromkeys(found.scores, (1, 0, 0))
    assert (found.artists, found.studios, found.replayed, found.changed) == (1, 1, 1, 0)


def test_differences_are_told(stored: StoredWorld) -> None:
    wrong = ProfileLabel(
        name="Anna Bell", works=["gallery/*=3"], bio="", styles=["dotwork"], contacts=["email"]
    )
    found = score_profiles(stored, [SiteProfiles(host=HOST, studio="Robin", artists=[wrong])])
    scores = {name: (score.right, score.false, score.missed) for name, score in found.scores.items()}
    assert scores["pictures"] == (0, 1, 3)
    assert scores["bios"] == scores["styles"] == scores["contacts"] == scores["studio names"] == (0, 1, 1)
    assert f"{HOST}, Anna Bell: styles: +blackwork -dotwork" in found.differences


def test_the_labels_in_the_repository_are_labels() -> None:
    files = sorted((ROOT / "tests" / "profile_labels").glob("*.jsonl"))
    sites = [site for path in files for site in read_profile_labels(path)]
    assert sum(len(site.artists) for site in sites) >= 60
    assert len(sites) >= 40


def test_a_file_without_labels_is_bad_input(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text('{"host": "wren.test", "colour": "red"}')
    with pytest.raises(BadInput, match="holds no labels"):
        read_profile_labels(path)

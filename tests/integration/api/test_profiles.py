"""Profiles, and who must never appear: inactive, removed and denylisted artists, closed studios."""

from dataclasses import replace

import pytest

from inkscout import bootstrap
from inkscout.domain.artist import Residency
from inkscout.domain.removal import identifiers
from inkscout.domain.snapshot import EntryKind
from inkscout.domain.studio import Provenance
from tests import api_client as api
from tests.integration.api.conftest import World, store


@pytest.fixture(autouse=True)
def stored(world: World) -> None:
    store(world, 12)


def test_a_profile_says_where_each_fact_was_read(world: World) -> None:
    artist = world.generated.artists[0]
    fact = Provenance(source="site", ref="http://a.test/team", seen_at="2026-01-01T00:00:00+00:00")
    bootstrap.directory().update_artist(
        artist.artist_id, lambda known: replace(known, facts={"bio": fact}, bio="Draws.") if known else None
    )
    profile = api.get(f"/v1/artists/{artist.artist_id}").json()
    assert profile["name"] == artist.name
    assert profile["bio"] == "Draws."
    assert profile["facts"] == [
        {
            "field": "bio",
            "source": "site",
            "ref": "http://a.test/team",
            "seen_at": "2026-01-01T00:00:00+00:00",
            "expires_at": "",
        }
    ]


def test_an_old_id_answers_with_the_new_one(world: World) -> None:
    old, new = world.generated.artists[1], world.generated.artists[2]
    bootstrap.directory().redirect(EntryKind.ARTIST, old.artist_id, new.artist_id)
    assert api.get(f"/v1/artists/{old.artist_id}").json()["artist_id"] == new.artist_id


def test_an_unknown_id_is_not_found(world: World) -> None:
    answer = api.get("/v1/artists/a-nobody")
    assert answer.status == 404
    assert answer.json()["type"] == "/docs#problem-not-found"
    assert api.get("/v1/studios/s-nowhere").status == 404


def test_an_inactive_artist_is_nobody(world: World) -> None:
    artist = world.generated.artists[3]
    bootstrap.directory().update_artist(
        artist.artist_id, lambda known: replace(known, active=False) if known else None
    )
    assert api.get(f"/v1/artists/{artist.artist_id}").status == 404


def test_a_removed_artist_is_nobody(world: World) -> None:
    artist = world.generated.artists[4]
    bootstrap.directory().delete(EntryKind.ARTIST, artist.artist_id)
    assert api.get(f"/v1/artists/{artist.artist_id}").status == 404


@pytest.mark.parametrize("known_by", ["handle", "name", "id"])
def test_a_denylisted_artist_is_nobody_in_any_route(
    world: World, known_by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = {"handle": 5, "name": 6, "id": 7}[known_by]
    artist = next(a for a in world.generated.artists[at:12] if a.instagram)
    residency = Residency(studio_id=artist.studio_id, artist_id=artist.artist_id, name=artist.name)
    bootstrap.directory().put_residency(residency)
    assert _listed(artist.studio_id, artist.artist_id)
    entries = {
        "handle": identifiers(handle=artist.instagram),
        "name": identifiers(names=[artist.name], studio_id=artist.studio_id),
        "id": identifiers(artist_id=artist.artist_id),
    }[known_by]
    bootstrap.denylist().add(entries)
    assert api.get(f"/v1/artists/{artist.artist_id}").status == 404
    if known_by != "handle":
        assert not _listed(artist.studio_id, artist.artist_id)
    monkeypatch.setenv("OPENSEARCH_URL", "http://127.0.0.1:9")
    api.forget()
    page = api.get("/v1/artists", {"style": artist.styles[0], "limit": "100"}).json()
    assert page["degraded"] is True
    assert artist.artist_id not in {item["artist_id"] for item in page["items"]}
    api.forget()


def _listed(studio_id: str, artist_id: str) -> bool:
    studio = api.get(f"/v1/studios/{studio_id}").json()
    return artist_id in {one["artist_id"] for one in studio["artists"]}


def test_a_studio_lists_who_works_there_now(world: World) -> None:
    studio_id = world.generated.artists[0].studio_id
    directory = bootstrap.directory()
    directory.put_residency(Residency(studio_id=studio_id, artist_id="a-now", name="Now Here", active=True))
    directory.put_residency(Residency(studio_id=studio_id, artist_id="a-then", name="Gone", active=False))
    listed = {one["artist_id"] for one in api.get(f"/v1/studios/{studio_id}").json()["artists"]}
    assert "a-now" in listed
    assert "a-then" not in listed


def test_a_studio_that_closed_is_not_found(world: World) -> None:
    studio_id = world.generated.artists[8].studio_id
    bootstrap.directory().update_studio(
        studio_id, lambda known: replace(known, business_status="CLOSED_PERMANENTLY") if known else None
    )
    assert api.get(f"/v1/studios/{studio_id}").status == 404

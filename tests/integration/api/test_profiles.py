"""Profiles, and who must never appear: inactive, removed and denylisted artists, closed studios."""

from dataclasses import replace
from urllib.parse import quote

import pytest

from inkscout.bootstrap import stores
from inkscout.contracts.scan_studio import Scan
from inkscout.domain.artist import Artist, Residency
from inkscout.domain.reading import Image
from inkscout.domain.removal import identifiers
from inkscout.domain.snapshot import EntryKind
from inkscout.domain.studio import Provenance
from inkscout.errors import StoreThrottled
from inkscout.search import taxonomy
from inkscout.usecases.runs.start_scan import SCOPE
from tests.integration.api.conftest import World, store
from tests.support import api_client as api


@pytest.fixture(autouse=True)
def stored(world: World) -> None:
    store(world, 12)


def test_a_profile_says_where_each_fact_was_read(world: World) -> None:
    artist = world.generated.artists[0]
    fact = Provenance(source="site", ref="http://a.test/team", seen_at="2026-01-01T00:00:00+00:00")
    stores.directory().update_artist(
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
    stores.directory().redirect(EntryKind.ARTIST, old.artist_id, new.artist_id)
    answer = api.get(f"/v1/artists/{old.artist_id}")
    assert answer.json()["artist_id"] == new.artist_id
    assert answer.headers["content-location"] == f"/v1/artists/{new.artist_id}"


def test_an_unknown_id_is_not_found(world: World) -> None:
    answer = api.get("/v1/artists/a-nobody")
    assert answer.status == 404
    assert answer.json()["type"] == "/docs#problem-not-found"
    assert api.get("/v1/studios/s-nowhere").status == 404


def test_an_inactive_artist_is_nobody(world: World) -> None:
    artist = world.generated.artists[3]
    stores.directory().update_artist(
        artist.artist_id, lambda known: replace(known, active=False) if known else None
    )
    assert api.get(f"/v1/artists/{artist.artist_id}").status == 404


def test_a_removed_artist_is_nobody(world: World) -> None:
    artist = world.generated.artists[4]
    stores.directory().delete(EntryKind.ARTIST, artist.artist_id)
    assert api.get(f"/v1/artists/{artist.artist_id}").status == 404


@pytest.mark.parametrize("known_by", ["handle", "name", "id"])
def test_a_denylisted_artist_is_nobody_in_any_route(
    world: World, known_by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Holds from the denylist entry on, while index and table still contain the artist."""
    at = {"handle": 5, "name": 6, "id": 7}[known_by]
    artist = next(a for a in world.generated.artists[at:12] if a.instagram)
    residency = Residency(studio_id=artist.studio_id, artist_id=artist.artist_id, name=artist.name)
    stores.directory().put_residency(residency)
    scan = Scan(
        scan_id=f"scan-{known_by}", url="http://a.test/", status="succeeded", artists=[artist.artist_id]
    )
    stores.state_store().put(SCOPE, scan.scan_id, scan.document(), 60)
    studio, results = f"/v1/studios/{artist.studio_id}", f"/v1/scans/{scan.scan_id}/results"
    routes = [
        ("/v1/artists", f"q={quote(artist.name)}&limit=100"),
        ("/v1/artists", f"q=@{artist.instagram}"),
        ("/v1/artists", f"studio={artist.studio_id}&limit=100"),
        ("/v1/suggest", f"q={quote(artist.instagram)}"),
        ("/v1/suggest", f"q={quote(artist.name)}"),
        (results, ""),
        (f"/v1/artists/{artist.artist_id}", ""),
    ]
    for path, query in routes:
        assert artist.artist_id in api.get(path, query).body.decode(), (path, query)
    assert artist.artist_id in api.get(studio).body.decode()
    entries = {
        "handle": identifiers(handle=artist.instagram),
        "name": identifiers(names=[artist.name], studio_id=artist.studio_id),
        "id": identifiers(artist_id=artist.artist_id),
    }[known_by]
    stores.denylist().add(entries)
    for path, query in routes:
        assert artist.artist_id not in _told(api.get(path, query)), (path, query)
    if known_by != "handle":  # a studio's list of who works there holds no handles
        assert artist.artist_id not in api.get(studio).body.decode()
    alone = api.get("/v1/artists", f"q=@{artist.instagram}").json()
    assert (alone["total"], alone["items"], alone["facets"]["city"]) == (0, [], [])
    monkeypatch.setenv("OPENSEARCH_URL", "http://127.0.0.1:9")
    api.forget()
    page = api.get("/v1/artists", {"style": artist.styles[0], "limit": "100"})
    assert page.json()["degraded"] is True
    assert artist.artist_id not in page.body.decode()
    api.forget()


def _told(answer: api.Answer) -> str:
    """Returns the text about people in an answer; problems repeat nothing, and cursors are opaque."""
    assert answer.status in (200, 404)
    return "" if answer.status == 404 else answer.body.decode()


def test_a_page_that_lacks_somebody_leads_on_to_the_next(world: World) -> None:
    query = {"style": "realism", "sort": "updated", "limit": "5"}
    before = [item["artist_id"] for item in api.get("/v1/artists", query | {"limit": "10"}).json()["items"]]
    stores.denylist().add(identifiers(artist_id=before[4]))
    first = api.get("/v1/artists", query).json()
    second = api.get("/v1/artists", query | {"cursor": first["next_cursor"]}).json()
    after = [item["artist_id"] for page in (first, second) for item in page["items"]]
    assert after == [one for one in before if one != before[4]]


def test_nobody_is_shown_while_the_denylist_cannot_be_read(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def throttled(*_: object) -> None:
        raise StoreThrottled("the table asks for patience")

    monkeypatch.setattr(stores.denylist(), "matching", throttled)
    answer = api.get("/v1/artists", "style=realism")
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")
    assert api.get("/v1/artists", "q=qqxzvvkq").status == 200
    suggested = api.get("/v1/suggest", {"q": world.generated.artists[9].name}).json()
    assert (suggested["artists"], suggested["degraded"]) == ([], True)
    assert api.get("/v1/suggest", "q=reali").json()["styles"]


def test_a_studio_lists_who_works_there_now(world: World) -> None:
    studio_id = world.generated.artists[0].studio_id
    directory = stores.directory()
    directory.put_residency(Residency(studio_id=studio_id, artist_id="a-now", name="Now Here", active=True))
    directory.put_residency(Residency(studio_id=studio_id, artist_id="a-then", name="Gone", active=False))
    listed = {one["artist_id"] for one in api.get(f"/v1/studios/{studio_id}").json()["artists"]}
    assert "a-now" in listed
    assert "a-then" not in listed


def test_a_studio_that_closed_is_not_found(world: World) -> None:
    studio_id = world.generated.artists[8].studio_id
    stores.directory().update_studio(
        studio_id, lambda known: replace(known, business_status="CLOSED_PERMANENTLY") if known else None
    )
    assert api.get(f"/v1/studios/{studio_id}").status == 404


def shown_artist(world: World) -> Artist:
    """The first artist whom the tests before have neither removed nor merged."""
    stored = world.generated.artists[:12]
    return next(a for a in stored if api.get(f"/v1/artists/{a.artist_id}").json().get("name") == a.name)


def test_a_profile_says_how_to_reach_the_studio(world: World) -> None:
    artist = shown_artist(world)
    studio = next(one for one in world.generated.studios if one.studio_id == artist.studio_id)
    profile = api.get(f"/v1/artists/{artist.artist_id}").json()
    assert profile["studio_contact"]["address"] == studio.address
    assert profile["studio_contact"]["website"] == studio.website
    assert profile["country_name"] == taxonomy.country_name(artist.country)
    assert profile["style_names"] == [taxonomy.styles().names[style] for style in artist.styles]


def test_a_picture_has_its_size_where_a_page_said_it(world: World) -> None:
    artist = shown_artist(world)
    sized = Image(url="http://img.test/piece.jpg", width=800, height=600)
    pictures = (sized, Image(url="http://img.test/other.jpg"))
    stores.directory().update_artist(
        artist.artist_id, lambda known: replace(known, portfolio=pictures) if known else None
    )
    shown = api.get(f"/v1/artists/{artist.artist_id}").json()["portfolio"]
    assert [(one["width"], one["height"]) for one in shown] == [(800, 600), (None, None)]


def test_a_removed_person_is_not_named_on_a_map_that_is_still_in_memory(world: World) -> None:
    view = "bbox=-180,-85,180,85&zoom=13&style=fine-line&country=GB"
    named = [one["properties"]["artist"] for one in api.get("/v1/map", view).json()["features"]]
    artist = next(one for one in named if one)
    stores.denylist().add(identifiers(artist_id=artist["artist_id"]))
    after = [one["properties"]["artist"] for one in api.get("/v1/map", view).json()["features"]]
    assert artist not in after
    assert len(after) == len(named)

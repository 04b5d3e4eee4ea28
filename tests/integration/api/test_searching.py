"""Searches against brute force: matching, facets, order, cursors and explanations."""

from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import pytest

from inkscout.domain import naming
from inkscout.domain.artist import Artist
from inkscout.domain.geo import GeoPoint
from inkscout.search import taxonomy
from tests.integration.api.conftest import World
from tests.support import api_client as api

LEEDS = GeoPoint(53.8, -1.55)


def ids(answer: api.Answer) -> set[str]:
    assert answer.status == 200, answer.body
    return {item["artist_id"] for item in answer.json()["items"]}


def expected(world: World, fits: object) -> set[str]:
    return {artist.artist_id for artist in world.generated.artists if fits(artist)}  # type: ignore[operator]


def everything(query: dict[str, Any]) -> list[str]:
    """All ids over all pages, in order."""
    found: list[str] = []
    cursor = ""
    for _ in range(100):
        page = api.get("/v1/artists", query | {"limit": "37"} | ({"cursor": cursor} if cursor else {})).json()
        found += [item["artist_id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if not cursor:
            return found
    raise AssertionError("the pages never end")


def test_a_style_filter_finds_exactly_the_artists_of_the_style(world: World) -> None:
    assert set(everything({"style": "realism"})) == expected(world, lambda a: "realism" in a.styles)


def test_all_styles_can_be_asked_for_at_once(world: World) -> None:
    wanted = world.generated.artists[3].styles
    fitting = next(a for a in world.generated.artists if len(a.styles) >= 2)
    answer = api.get(
        "/v1/artists", [("style", s) for s in fitting.styles] + [("match", "all"), ("limit", 100)]
    )
    assert ids(answer) == expected(world, lambda a: set(fitting.styles) <= set(a.styles)), wanted


def test_a_city_is_found_without_its_accents(world: World) -> None:
    assert set(everything({"city": "koln"})) == expected(world, lambda a: a.city == "Köln")
    assert set(everything({"city": "KÖLN"})) == expected(world, lambda a: a.city == "Köln")


def test_a_radius_holds_the_artists_inside_it_nearest_first(world: World) -> None:
    answer = api.get("/v1/artists", "near=53.8,-1.55&radius_km=20&limit=100")
    assert answer.json()["relaxed"] == []
    assert ids(answer) == expected(
        world, lambda a: a.location is not None and LEEDS.distance_m(a.location) <= 20_000
    )
    distances = [item["distance_km"] for item in answer.json()["items"]]
    assert distances == sorted(distances)
    assert all(0 <= distance <= 20 for distance in distances)


def test_a_box_holds_the_artists_inside_it(world: World) -> None:
    def inside(artist: Artist) -> bool:
        place = artist.location
        return place is not None and 50 <= place.lat <= 56 and -5 <= place.lng <= 1

    assert set(everything({"bbox": "-5,50,1,56"})) == expected(world, inside)


def test_a_box_may_span_the_antimeridian(world: World) -> None:
    def inside(artist: Artist) -> bool:
        place = artist.location
        return place is not None and place.lat < 0 and (place.lng >= 100 or place.lng <= -100)

    assert set(everything({"bbox": "100,-60,-100,0"})) == expected(world, inside)


def test_a_place_can_be_named_instead_of_a_point(world: World) -> None:
    by_name = api.get("/v1/artists", "near=Leeds,+UK&radius_km=30&limit=100")
    assert ids(by_name) >= expected(world, lambda a: a.city == "Leeds")


@pytest.mark.parametrize("sort", ["relevance", "rating", "updated", "name"])
def test_pages_hold_everybody_once_in_one_order(world: World, sort: str) -> None:
    found = everything({"sort": sort})
    assert len(found) == len(set(found)) == len(world.generated.artists)
    if sort == "updated":
        by_id = {artist.artist_id: artist.updated_at for artist in world.generated.artists}
        assert [by_id[one] for one in found] == sorted(by_id.values(), reverse=True)
    if sort == "name":
        keys = {artist.artist_id: naming.key(artist.name) for artist in world.generated.artists}
        assert [keys[one] for one in found] == sorted(keys.values())


def test_facets_ignore_their_own_filter_and_no_other(world: World) -> None:
    facets = api.get("/v1/artists", "style=realism&country=gb").json()["facets"]
    artists = world.generated.artists
    styles = Counter(s for a in artists if a.country == "GB" for s in a.styles)
    countries = Counter(a.country for a in artists if "realism" in a.styles)
    roles = Counter(a.role for a in artists if a.country == "GB" and "realism" in a.styles)
    assert {one["value"]: one["count"] for one in facets["style"]} == dict(styles)
    assert {one["value"]: one["count"] for one in facets["country"]} == dict(countries)
    assert {one["value"]: one["count"] for one in facets["role"]} == dict(roles)


def test_a_facets_value_can_be_handed_back_as_the_filter(world: World) -> None:
    for city in api.get("/v1/artists").json()["facets"]["city"]:
        assert api.get("/v1/artists", {"city": city["value"]}).json()["total"] == city["count"]


def test_a_style_and_a_city_in_the_text_are_understood_and_shown(world: World) -> None:
    page = api.get("/v1/artists", "q=realismus+köln&limit=100").json()
    assert page["understood"]["styles"] == ["realism"]
    assert page["understood"]["place"]["name"] == "Köln"
    wanted = expected(world, lambda a: "realism" in a.styles and a.city == "Köln")
    if wanted:
        assert {item["artist_id"] for item in page["items"]} == wanted
        assert page["relaxed"] == []


def test_a_handle_finds_its_owner_first(world: World) -> None:
    for artist in [a for a in world.generated.artists if a.instagram][:15]:
        first = api.get("/v1/artists", {"q": f"@{artist.instagram}"}).json()["items"][0]
        assert first["artist_id"] == artist.artist_id


def test_a_typo_is_forgiven_and_said_so(world: World) -> None:
    artist = next(a for a in world.generated.artists if a.country == "GB" and len(a.name.split()[-1]) > 8)
    family = artist.name.split()[-1]
    page = api.get("/v1/artists", {"q": family[:4] + family[5] + family[4] + family[6:]}).json()
    assert artist.artist_id in {item["artist_id"] for item in page["items"]}
    assert page["relaxed"][0]["what"] == "typos"
    reasons = {why["kind"] for item in page["items"] for why in item["why"]}
    assert "typo" in reasons


def test_nothing_found_widens_the_radius_before_it_gives_up(world: World) -> None:
    page = api.get("/v1/artists", "near=53.0,-1.55&radius_km=30").json()
    assert page["total"] > 0
    assert [step["what"] for step in page["relaxed"]] == ["radius"]


@pytest.mark.parametrize(
    "text", ["realism near me", "Nearby", "realismo cerca de mí", "реализм рядом со мной"]
)
def test_words_for_here_ask_for_the_position(world: World, text: str) -> None:
    answer = api.get("/v1/artists", {"q": text})
    assert answer.status == 400
    assert [one["name"] for one in answer.json()["invalid_params"]] == ["near"]
    there = api.get("/v1/artists", {"q": text, "near": "53.8,-1.55", "radius_km": "50"}).json()
    assert there["understood"]["words"] == []
    assert there["items"]
    assert all(item["distance_km"] <= 50 for item in there["items"])


def test_a_style_in_a_place_nobody_works_in_is_shown_elsewhere_and_said_so(world: World) -> None:
    page = api.get("/v1/artists", "q=realism+in+Timbuktu").json()
    assert page["understood"]["styles"] == ["realism"]
    assert (page["understood"]["place"], page["understood"]["words"]) == (None, [])
    assert page["relaxed"] == [{"what": "words", "detail": "left out: timbuktu"}]
    assert page["items"]
    assert all("realism" in item["styles"] for item in page["items"])


def test_a_country_may_be_called_as_people_call_it(world: World) -> None:
    british = expected(world, lambda a: a.country == "GB")
    assert set(everything({"country": "uk"})) == british == set(everything({"country": "GB"}))


def test_nonsense_finds_nobody(world: World) -> None:
    page = api.get("/v1/artists", "q=qqxzvvkq").json()
    assert page["total"] == 0
    assert page["items"] == []
    assert page["next_cursor"] is None


def test_highlights_escape_what_sites_wrote(world: World) -> None:
    page = api.get("/v1/artists", "q=leeds").json()
    assert any("<em>Leeds</em>" in item["highlights"].get("city", "") for item in page["items"])
    for item in page["items"]:
        for text in item["highlights"].values():
            assert "<" not in text.replace("<em>", "").replace("</em>", "")


def test_words_of_the_trade_alone_find_everybody(world: World) -> None:
    page = api.get("/v1/artists", "q=tattoo+artist").json()
    assert page["total"] == len(world.generated.artists)


def test_studios_are_searched_alike(world: World) -> None:
    studio = world.generated.studios[0]
    page = api.get("/v1/studios", {"q": studio.name}).json()
    assert naming.key(page["items"][0]["name"]) == naming.key(studio.name)
    assert {one["value"] for one in page["facets"]["country"]} == {page["items"][0]["country"]} | {
        item["country"] for item in page["items"]
    }


def test_the_map_counts_every_artist_of_its_box(world: World) -> None:
    clusters = api.get("/v1/map", "bbox=-180,-85,180,85&zoom=2").json()
    located = [a for a in world.generated.artists if a.location]
    assert clusters["total"] == len(located)
    assert sum(one["properties"]["count"] for one in clusters["features"]) == len(located)
    finer = api.get("/v1/map", "bbox=-180,-85,180,85&zoom=6").json()
    assert len(finer["features"]) > len(clusters["features"])


def test_styles_are_counted(world: World) -> None:
    counted = {one["style"]: one["count"] for one in api.get("/v1/styles").json()["items"]}
    real = Counter(style for artist in world.generated.artists for style in artist.styles)
    assert {style: count for style, count in counted.items() if count} == dict(real)


def test_suggestions_come_in_groups(world: World) -> None:
    found = api.get("/v1/suggest", "q=leed").json()
    assert [one["text"] for one in found["cities"]] == ["Leeds"]
    assert "fine-line" in {one["id"] for one in api.get("/v1/suggest", "q=fine").json()["styles"]}
    artist = next(a for a in world.generated.artists if a.instagram)
    texts = api.get("/v1/suggest", {"q": artist.instagram[:8]}).json()["artists"]
    assert artist.artist_id in {one["id"] for one in texts}


@pytest.mark.parametrize(
    "filters",
    ["q=fine+line", "city=Leeds", "style=blackwork&role=guest", "country=GB&has_portfolio=true", "q=realsim"],
)
def test_the_map_counts_the_artists_that_the_list_finds(world: World, filters: str) -> None:
    listed = api.get("/v1/artists", f"{filters}&bbox=-180,-85,180,85&limit=1").json()
    shown = api.get("/v1/map", f"{filters}&bbox=-180,-85,180,85&zoom=3").json()
    assert shown["total"] == listed["total"] > 0


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("has_instagram=true", lambda a: bool(a.instagram)),
        ("has_instagram=false", lambda a: not a.instagram),
        ("min_confidence=0.9", lambda a: a.confidence >= 0.9),
        ("updated_since=2025-11-05", lambda a: a.updated_at >= "2025-11-05"),
        ("updated_since=2025-11-05T12:00:00Z", lambda a: a.updated_at >= "2025-11-05T12"),
        ("id=a-00003&id=a-00007&id=nobody", lambda a: a.artist_id in {"a-00003", "a-00007"}),
    ],
)
def test_a_filter_finds_whom_it_should(world: World, query: str, fits: Callable[[Artist], bool]) -> None:
    wanted = expected(world, fits)
    assert 0 < len(wanted) < len(world.generated.artists)
    assert set(everything(parse_qs(query))) == wanted


def test_a_day_that_is_in_no_calendar_is_refused(world: World) -> None:
    answer = api.get("/v1/artists", "updated_since=2025-02-30")
    assert answer.status == 400
    assert [one["name"] for one in answer.json()["invalid_params"]] == ["updated_since"]


def test_a_hit_has_what_a_card_shows(world: World) -> None:
    artist = next(a for a in world.generated.artists if a.country == "GB" and a.portfolio)
    [hit] = api.get("/v1/artists", {"id": artist.artist_id}).json()["items"]
    assert hit["country_name"] == "United Kingdom"
    assert hit["style_names"] == [taxonomy.styles().names[style] for style in artist.styles]
    assert (hit["images"][0]["width"], hit["images"][0]["height"]) == (None, None)


def test_a_cluster_says_what_it_covers_and_a_single_artist_by_name(world: World) -> None:
    shown = api.get("/v1/map", "bbox=-180,-85,180,85&zoom=13&style=fine-line&country=GB").json()
    listed = {a.artist_id: a for a in world.generated.artists}
    singles = [one for one in shown["features"] if one["properties"]["count"] == 1]
    assert singles
    for feature in shown["features"]:
        west, south, east, north = feature["properties"]["bounds"]
        lng, lat = feature["geometry"]["coordinates"]
        assert west <= lng <= east
        assert south <= lat <= north
        artist = feature["properties"]["artist"]
        assert (artist is not None) == (feature["properties"]["count"] == 1)
        if artist:
            assert listed[artist["artist_id"]].name == artist["name"]

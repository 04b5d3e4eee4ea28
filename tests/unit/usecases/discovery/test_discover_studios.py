"""Discovery of one area over fakes: cells, places, later runs, several sources."""

from dataclasses import replace

import pytest

from inkscout.discovery.regions import box_region, polygon_region
from inkscout.domain.geo import Box, GeoPoint
from tests.support.fakes.discovery import DiscoveryBench, areas_of
from tests.support.fakes.scripted_places import BOX, Scripted, ScriptedSource, area, osm, studio


def test_an_empty_region_is_exhausted_after_two_queries() -> None:
    sources = Scripted()
    bench = DiscoveryBench(sources)
    result = bench.discover(area())
    assert (result.outcome, result.studios, result.requests) == ("exhausted", 0, 2)
    assert bench.summary()["exhausted_areas"] == 1


def test_a_cell_stops_after_two_queries_in_a_row_that_bring_nothing_new() -> None:
    sources = Scripted(studio(1))
    DiscoveryBench(sources).discover(area())
    assert sources.last is not None
    assert len(sources.last.searched) == 3


def test_a_full_cell_splits_in_four_and_its_quarters_go_on_with_the_same_query() -> None:
    sources = Scripted(*(studio(n) for n in range(61)))
    result = DiscoveryBench(sources).discover(area())
    assert result.studios == 61
    assert sources.last is not None
    queries = [query for query, _ in sources.last.searched]
    assert queries[0] == queries[1]
    assert sources.last.searched[1][1] == Box(53.70, -1.80, BOX.center.lat, BOX.center.lng)


def test_more_studios_on_one_spot_than_a_search_returns_leave_the_cell_open() -> None:
    spot = GeoPoint(53.8, -1.5)
    crowd = [studio(n, location=spot) for n in range(80)]
    bench = DiscoveryBench(Scripted(*crowd))
    result = bench.discover(area())
    assert (result.outcome, result.exhausted, result.studios) == ("open_cells", False, 60)
    summary = bench.summary()
    assert summary["areas"] == summary["exhausted_areas"] + 1


def test_a_place_on_the_border_of_two_cells_is_one_studio() -> None:
    middle = BOX.center
    crowd = [studio(n) for n in range(60)]
    on_border = studio(99, location=GeoPoint(middle.lat, middle.lng))
    result = DiscoveryBench(Scripted(*crowd, on_border)).discover(area())
    assert (result.studios, result.duplicates) == (61, 0)


def test_a_place_outside_the_polygon_is_dropped() -> None:
    triangle = {"type": "Polygon", "coordinates": [[[-1.8, 53.7], [-1.3, 53.7], [-1.8, 53.95], [-1.8, 53.7]]]}
    region_area = areas_of(polygon_region("Triangle", triangle))[0]
    inside, outside = studio(1, location=GeoPoint(53.72, -1.7)), studio(2, location=GeoPoint(53.94, -1.32))
    bench = DiscoveryBench(Scripted(inside, outside))
    assert bench.discover(region_area).studios == 1
    assert bench.summary()["outside"] == 1


def test_a_region_across_the_antimeridian_is_searched_on_both_sides() -> None:
    box = Box(-19.0, 176.5, -16.0, -178.5)
    places = [
        studio(n, location=GeoPoint(-17.0, lng)) for n, lng in enumerate((178.0, 180.0, -180.0, -179.0))
    ]
    areas = areas_of(box_region("Fiji", box))
    bench = DiscoveryBench(Scripted(*places))
    for part in areas:
        assert bench.discover(part).exhausted
    assert bench.summary()["studios"] == 4


def test_the_same_place_on_two_pages_is_one_studio_and_a_duplicate() -> None:
    result = DiscoveryBench(Scripted(*(studio(n) for n in range(19)), studio(0), studio(1))).discover(area())
    assert result.studios == 19
    assert result.duplicates >= 2


def test_a_place_that_is_gone_is_left_out_and_loses_what_google_said() -> None:
    bench = DiscoveryBench(Scripted(studio(1, phone="+441134960000", rating=4.5)))
    bench.discover(area())
    bench.clock.advance(days=31)
    later = bench.with_sources(Scripted(studio(1), gone=frozenset({"g1"})))
    result = later.discover(area(), "run-2")
    assert result.studios == 0
    assert later.summary("run-2")["gone"] == 1
    kept = next(iter(bench.directory.studios()))
    assert (kept.name, kept.phone, kept.rating, kept.sources) == ("Heron 1 Tattoo", "", None, ())


@pytest.mark.parametrize(
    ("website", "instagram", "socials"),
    [
        ("https://www.instagram.com/heron.ink/", "heron.ink", ("https://www.instagram.com/heron.ink/",)),
        ("https://linktr.ee/heron", "", ("https://linktr.ee/heron",)),
        ("", "", ()),
    ],
)
def test_a_social_address_is_kept_as_social_and_not_as_a_website(
    website: str, instagram: str, socials: tuple[str, ...]
) -> None:
    bench = DiscoveryBench(Scripted(studio(1, website=website)))
    assert bench.discover(area()).studios == 1
    kept = next(iter(bench.directory.studios()))
    assert (kept.website, kept.instagram, kept.socials) == ("", instagram, socials)


def test_a_closed_studio_is_kept_with_its_status() -> None:
    bench = DiscoveryBench(Scripted(studio(1, business_status="CLOSED_PERMANENTLY")))
    bench.discover(area())
    assert next(iter(bench.directory.studios())).business_status == "CLOSED_PERMANENTLY"


def test_other_businesses_are_rejected_once_with_a_reason() -> None:
    bench = DiscoveryBench(Scripted(studio(1), studio(2, name="Browhaus Microblading")))
    bench.discover(area())
    entries = list(bench.ledger.entries("run-1", "rejected"))
    assert [entry["key"] for entry in entries] == ["google:g2"]
    assert "microblading" in entries[0]["reason"]
    assert bench.summary()["rejected"] == 1


def test_ambiguous_places_are_queued_for_review() -> None:
    bench = DiscoveryBench(Scripted(studio(1, name="The Hand Made Way", types=("art_gallery",))))
    bench.discover(area())
    assert next(iter(bench.directory.studios())).review
    assert bench.summary()["review"] == 1


def test_details_are_not_bought_for_what_the_name_rules_out() -> None:
    sources = Scripted(studio(1), studio(2, name="Leeds Tattoo Removal"))
    DiscoveryBench(sources).discover(area())
    assert sources.last is not None
    assert sources.last.completed == ["g1"]


def test_a_later_run_buys_no_details_and_writes_nothing() -> None:
    first = Scripted(studio(1), studio(2))
    bench = DiscoveryBench(first)
    bench.discover(area())
    before = {one.studio_id: one.version for one in bench.directory.studios()}
    bench.clock.advance(days=8)
    again = Scripted(studio(1), studio(2))
    result = bench.with_sources(again).discover(area(), "run-2")
    assert again.last is not None
    assert (again.last.completed, result.studios, result.new) == ([], 2, 0)
    assert {one.studio_id: one.version for one in bench.directory.studios()} == before


def test_a_cell_exhausted_lately_is_not_searched_again_but_its_studios_are_part_of_the_run() -> None:
    bench = DiscoveryBench(Scripted(studio(1)))
    bench.discover(area())
    result = bench.discover(area(), "run-2")
    assert (result.requests, result.studios, result.new, result.outcome) == (0, 1, 0, "exhausted")


def test_force_searches_an_exhausted_cell_again() -> None:
    bench = DiscoveryBench(Scripted(studio(1)))
    bench.discover(area())
    assert bench.discover(area(), "run-2", force=True).requests == 3


def test_google_facts_expire_and_are_bought_again() -> None:
    bench = DiscoveryBench(Scripted(studio(1, rating=4.0)))
    bench.discover(area())
    held = next(iter(bench.directory.studios()))
    assert held.facts["rating"].expires_at.startswith("20")
    bench.clock.advance(days=31)
    later = Scripted(studio(1, rating=4.6))
    bench.with_sources(later).discover(area(), "run-2")
    assert later.last is not None
    assert later.last.completed == ["g1"]
    assert next(iter(bench.directory.studios())).rating == 4.6


def test_one_studio_found_by_two_sources_is_one_studio_with_two_sources() -> None:
    google = studio(1, website="https://heron.test/", phone="+441134960001")
    listed = replace(google, name="Heron One (Tattoo)", location=GeoPoint(53.7512, -1.598), phone="")
    both = osm(listed)
    bench = DiscoveryBench(lambda meter: [*Scripted(google)(meter), both(meter)])
    result = bench.discover(area())
    assert (result.studios, result.duplicates) == (1, 1)
    assert next(iter(bench.directory.studios())).sources == ("google:g1", "osm:node/0")


def test_three_sources_by_site_phone_and_name_meet_in_one_studio() -> None:
    google = studio(1, website="https://heron.test/", phone="+441134960001")
    by_phone = replace(google, name="H. Tattoo", website="")
    by_name = replace(google, source="import", source_id="mine", website="", phone="", name="heron 1")
    bench = DiscoveryBench(
        lambda meter: [
            *Scripted(google)(meter),
            osm(by_phone)(meter),
            ScriptedSource(
                [by_name], meter, name="import", cap=0, by_words=False, keep_days=0, sku="overpass"
            ),
        ]
    )
    assert bench.discover(area()).studios == 1
    kept = next(iter(bench.directory.studios()))
    assert [source.partition(":")[0] for source in kept.sources] == ["google", "import", "osm"]


def test_two_branches_with_one_website_are_two_studios() -> None:
    here = studio(1, website="https://heron.test/")
    there = studio(40, name="Heron Tattoo City", website="https://heron.test/")
    assert DiscoveryBench(Scripted(here, there)).discover(area()).studios == 2


def test_a_source_that_knows_it_is_a_studio_ends_the_review() -> None:
    undecided = studio(1, name="Foxglove Room", types=("art_gallery",))
    tagged = replace(undecided, types=("shop=tattoo",))
    bench = DiscoveryBench(lambda meter: [*Scripted(undecided)(meter), osm(tagged)(meter)])
    bench.discover(area())
    assert next(iter(bench.directory.studios())).review == ""
    assert bench.summary()["review"] == 0

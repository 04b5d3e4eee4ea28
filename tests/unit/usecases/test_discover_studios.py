"""Discovery of one area over fakes: faults, budgets, later runs, several sources."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import pytest

from inkscout.contracts.discover_studios import SearchArea
from inkscout.discovery.regions import box_region, polygon_region
from inkscout.discovery.spend import Budgets
from inkscout.domain.geo import Box, GeoPoint
from inkscout.domain.place import Place, SearchPage
from inkscout.errors import ProviderPaused, ProviderThrottled, ProviderUnavailable
from inkscout.ports import Meter, PlaceSource
from inkscout.usecases.plan_areas import areas_of
from tests.fakes.discovery import DiscoveryBench

BOX = Box(53.70, -1.80, 53.95, -1.30)
TYPES = ("point_of_interest", "store", "establishment")


def area(box: Box = BOX, **changes: object) -> SearchArea:
    return areas_of(box_region("Leeds", box))[0].model_copy(update=changes)


def studio(number: int, **more: object) -> Place:
    at = GeoPoint(53.75 + number * 0.001, -1.6 + number * 0.002)
    values = {
        "source": "google",
        "source_id": f"g{number}",
        "name": f"Heron {number} Tattoo",
        "location": at,
        "types": TYPES,
    }
    return Place(**{**values, **more})  # type: ignore[arg-type] - the fields of a place


@dataclass
class ScriptedSource:
    """A source that answers from a list, and fails when its script says so."""

    places: Sequence[Place]
    meter: Meter
    name: str = "google"
    cap: int = 60
    by_words: bool = True
    max_radius_m: float = 1_000_000.0
    keep_days: int = 30
    sku: str = "legacy_nearby_search"
    gone: frozenset[str] = frozenset()
    fail: Callable[[int], Exception | None] = lambda _number: None
    searched: list[tuple[str, Box]] = field(default_factory=list)
    completed: list[str] = field(default_factory=list)

    def search(self, query: str, box: Box, language: str) -> Iterator[SearchPage]:
        self.searched.append((query, box))
        inside = [p for p in self.places if p.location is None or box.contains(p.location)]
        found = inside[: self.cap or None]
        for start in range(0, max(1, len(found)), 20):
            self.meter.charge(self.sku)
            if error := self.fail(len(self.searched)):
                raise error
            yield SearchPage(places=tuple(found[start : start + 20]), first=not start)

    def describe(self, places: Sequence[Place], query: str, box: Box, language: str) -> Iterator[Place]:
        yield from (place for place in places if place.source_id not in self.gone)

    def complete(self, place: Place) -> Place | None:
        self.completed.append(place.source_id)
        return None if place.source_id in self.gone else place


class Scripted:
    """Opens one scripted source for each call and keeps the last, so that a test can look at it."""

    def __init__(self, *places: Place, **options: object) -> None:
        self.places, self.options = places, options
        self.last: ScriptedSource | None = None

    def __call__(self, meter: Meter) -> Sequence[PlaceSource]:
        self.last = ScriptedSource(self.places, meter, **self.options)  # type: ignore[arg-type] - its own fields
        return [self.last]


def osm(*places: Place) -> Callable[[Meter], PlaceSource]:
    moved = [replace(place, source="osm", source_id=f"node/{n}") for n, place in enumerate(places)]
    return lambda meter: ScriptedSource(
        moved, meter, name="osm", cap=0, by_words=False, keep_days=0, sku="overpass"
    )


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


def test_what_is_no_studio_is_rejected_once_with_its_reason() -> None:
    bench = DiscoveryBench(Scripted(studio(1), studio(2, name="Browhaus Microblading")))
    bench.discover(area())
    entries = list(bench.ledger.entries("run-1", "rejected"))
    assert [entry["key"] for entry in entries] == ["google:g2"]
    assert "microblading" in entries[0]["reason"]
    assert bench.summary()["rejected"] == 1


def test_what_nobody_can_decide_is_kept_for_review_with_its_reason() -> None:
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


def test_the_budget_of_a_run_stops_it_cleanly_and_the_next_run_goes_on() -> None:
    places = [studio(n) for n in range(61)]
    bench = DiscoveryBench(Scripted(*places))
    # A search costs 0.04 a page: three full pages, and then no more.
    result = bench.discover(area(budget_usd=0.13))
    assert result.outcome == "budget_reached"
    assert not result.remaining
    assert result.spend_usd <= 0.13
    assert result.studios == 60
    summary = bench.summary()
    assert summary["areas"] > summary["exhausted_areas"]
    following = bench.discover(area(), "run-2")
    assert (following.outcome, following.studios, following.new) == ("exhausted", 61, 1)


def test_the_budget_of_a_day_is_shared_by_all_runs_of_it() -> None:
    bench = DiscoveryBench(Scripted(studio(1)), budgets=Budgets(day_usd=0.12))
    assert bench.discover(area()).outcome == "exhausted"
    assert bench.discover(area(), "run-2", force=True).outcome == "budget_reached"
    bench.clock.advance(days=1)
    assert bench.discover(area(), "run-3", force=True).outcome == "exhausted"


def test_a_reached_budget_is_never_exceeded_by_areas_at_the_same_time() -> None:
    bench = DiscoveryBench(Scripted(studio(1)), budgets=Budgets(run_usd=0.16))
    parts = [area(Box(53.7 + n, -1.8, 53.9 + n, -1.3)) for n in range(4)]
    spent = sum(
        bench.discover(part.model_copy(update={"area_key": f"a{n}"})).spend_usd
        for n, part in enumerate(parts)
    )
    assert spent == pytest.approx(0.16)


def test_quota_exhausted_in_mid_area_keeps_what_was_found_and_goes_on_there() -> None:
    places = [studio(n) for n in range(61)]
    throttled = Scripted(*places, fail=lambda n: ProviderThrottled("OVER_QUERY_LIMIT") if n == 3 else None)
    bench = DiscoveryBench(throttled)
    with pytest.raises(ProviderThrottled):
        bench.discover(area())
    kept = len(list(bench.directory.studios()))
    assert kept >= 60
    assert bench.summary()["outcomes"] == ["remaining"]
    again = Scripted(*places)
    result = bench.with_sources(again).discover(area())
    assert (result.outcome, result.studios) == ("exhausted", 61)
    assert again.last is not None
    assert BOX not in [box for _, box in again.last.searched]


def test_a_free_source_is_asked_even_when_google_fails() -> None:
    failing = Scripted(fail=lambda _n: ProviderUnavailable("HTTP 503"))
    tagged = osm(studio(1))
    bench = DiscoveryBench(lambda meter: [*failing(meter), tagged(meter)])
    with pytest.raises(ProviderUnavailable):
        bench.discover(area())
    assert bench.summary()["studios"] == 1
    assert bench.summary()["failed_sources"] == ["google"]


def test_a_failing_free_source_does_not_fail_the_area() -> None:
    def sources(meter: Meter) -> Sequence[PlaceSource]:
        free = ScriptedSource(
            [],
            meter,
            name="osm",
            by_words=False,
            sku="overpass",
            fail=lambda _n: ProviderUnavailable("HTTP 504"),
        )
        return [*Scripted(studio(1))(meter), free]

    bench = DiscoveryBench(sources)
    assert bench.discover(area()).outcome == "exhausted"
    assert bench.summary()["failed_sources"] == ["osm"]


def test_a_paused_provider_leaves_the_area_open_without_an_error() -> None:
    bench = DiscoveryBench(Scripted(fail=lambda _n: ProviderPaused("google failed 5 times in a row")))
    result = bench.discover(area())
    assert (result.outcome, result.remaining, result.exhausted) == ("provider_paused", False, False)


def test_a_call_that_runs_out_of_time_hands_back_and_the_next_goes_on() -> None:
    places = [studio(n) for n in range(61)]
    bench = DiscoveryBench(Scripted(*places), work_seconds=0.0)
    first = bench.discover(area())
    assert (first.outcome, first.remaining) == ("remaining", True)
    bench.work_seconds = 540.0
    assert bench.discover(area()).outcome == "exhausted"


def test_counts_of_an_area_add_up_over_its_calls() -> None:
    places = [studio(n) for n in range(61)]
    whole = DiscoveryBench(Scripted(*places)).discover(area())
    throttled = Scripted(*places, fail=lambda n: ProviderThrottled("429") if n == 4 else None)
    bench = DiscoveryBench(throttled)
    with pytest.raises(ProviderThrottled):
        bench.discover(area())
    result = bench.with_sources(Scripted(*places)).discover(area())
    assert result.requests == whole.requests + 1
    assert (result.studios, result.new) == (whole.studios, whole.new)
    assert bench.summary()["new_studios"] == 61


def test_a_studio_seen_in_two_areas_of_a_run_counts_once_and_stays_new() -> None:
    bench = DiscoveryBench(Scripted(studio(1)))
    bench.discover(area())
    nested = areas_of(box_region("Inner", Box(53.74, -1.65, 53.80, -1.55)))[0]
    assert bench.discover(nested).new == 0
    summary = bench.summary()
    assert (summary["studios"], summary["new_studios"]) == (1, 1)


def test_what_the_provider_answered_stands_in_the_raw_lake() -> None:
    def sources(meter: Meter) -> Sequence[PlaceSource]:
        source = ScriptedSource([studio(1)], meter)
        plain = source.search

        def search(query: str, box: Box, language: str) -> Iterator[SearchPage]:
            for page in plain(query, box, language):
                yield replace(page, document={"results": [query]})

        source.search = search  # type: ignore[method-assign] - a page with a document
        return [source]

    bench = DiscoveryBench(sources)
    bench.discover(area())
    assert len(bench.lake.objects) == 3


def test_the_summary_prices_a_new_studio() -> None:
    bench = DiscoveryBench(Scripted(studio(1), studio(2)))
    bench.discover(area())
    summary = bench.summary()
    assert summary["spend_usd"] == pytest.approx(0.12)
    assert summary["usd_per_new_studio"] == pytest.approx(0.06)
    assert {"studios", "requests", "spend_usd", "areas", "exhausted_areas", "duplicates", "rejected"} <= set(
        summary
    )

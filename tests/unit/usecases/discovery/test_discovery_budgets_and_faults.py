"""Discovery of one area over fakes: budgets, faults, time, and the counts of a run."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest

from inkscout.discovery.regions import box_region
from inkscout.discovery.spend import Budgets
from inkscout.domain.geo import Box, GeoPoint
from inkscout.domain.place import Place, SearchPage
from inkscout.domain.studio import StudioChange
from inkscout.errors import ProviderPaused, ProviderThrottled, ProviderUnavailable, WriteConflict
from inkscout.ports import Meter, PlaceSource
from tests.support.fakes.discovery import DiscoveryBench, areas_of
from tests.support.fakes.scripted_places import BOX, Scripted, ScriptedSource, area, osm, studio


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
    spent = sum(bench.discover(part).spend_usd for part in parts)
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


def test_records_that_were_paid_for_when_time_ran_out_are_kept() -> None:
    places = [studio(n) for n in range(50)]
    bench = DiscoveryBench(lambda meter: [])

    def sources(meter: Meter) -> Sequence[PlaceSource]:
        bare = [replace(place, name="", location=None) for place in places]
        source = ScriptedSource(bare, meter, ids_only=True)

        def describe(wanted: Sequence[Place], *_: object) -> Iterator[Place]:
            for place in wanted:
                bench.clock.advance(seconds=20)
                yield next(one for one in places if one.source_id == place.source_id)

        source.describe = describe  # type: ignore[method-assign] - a slow provider
        return [source]

    bench.open_sources = sources
    first = bench.discover(area())
    assert (first.outcome, first.new) == ("remaining", 27)
    assert len(list(bench.directory.studios())) == 27
    following = bench.discover(area())
    assert (following.outcome, following.new, following.studios) == ("exhausted", 50, 50)


def test_a_place_that_stands_twice_on_a_page_is_bought_once() -> None:
    sources = Scripted(studio(1), studio(1), studio(2))
    result = DiscoveryBench(sources).discover(area())
    assert sources.last is not None
    assert (sources.last.completed, result.studios) == (["g1", "g2"], 2)


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


def test_the_answers_of_the_provider_are_stored_in_the_raw_lake() -> None:
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


@pytest.mark.parametrize("refused", [1, 2, 10_000])
def test_studios_that_another_writer_keeps_changing_are_entered_one_by_one(refused: int) -> None:
    places = [studio(n, website=f"https://heron-{n % 9}.test/") for n in range(30)]
    usual = DiscoveryBench(Scripted(*places))
    usual.discover(area())
    bench = DiscoveryBench(Scripted(*places))
    change_studios, left = bench.directory.change_studios, iter(range(refused))

    def contended(changes: Sequence[StudioChange]) -> None:
        if next(left, None) is not None:
            raise WriteConflict("another writer changed a studio or took an alias first")
        change_studios(changes)

    bench.directory.change_studios = contended  # type: ignore[method-assign] - a busy directory
    result = bench.discover(area())
    assert (result.outcome, result.studios, result.new) == ("exhausted", 30, 30)
    assert bench.directory.aliases == usual.directory.aliases
    assert {one.studio_id for one in bench.directory.studios()} == {
        one.studio_id for one in usual.directory.studios()
    }


def test_a_studio_that_another_area_made_in_the_meantime_is_met_and_stays_new() -> None:
    bench = DiscoveryBench(Scripted(studio(1, website="https://heron.test/")))
    inner = areas_of(box_region("Inner", Box(53.74, -1.65, 53.80, -1.55)))[0]
    change_studios, waiting = bench.directory.change_studios, [inner]

    def raced(changes: Sequence[StudioChange]) -> None:
        if waiting:
            assert bench.discover(waiting.pop()).new == 1
        change_studios(changes)

    bench.directory.change_studios = raced  # type: ignore[method-assign] - another area is faster
    assert bench.discover(area()).new == 0
    summary = bench.summary()
    assert (summary["studios"], summary["new_studios"]) == (1, 1)
    assert len(list(bench.directory.studios())) == 1


def test_a_square_that_another_area_changes_keeps_both_studios() -> None:
    here, there = studio(1), studio(2, location=GeoPoint(53.7511, -1.5981))
    bench = DiscoveryBench(Scripted(here))
    other = bench.with_sources(Scripted(there))
    put_if, waiting = bench.state_store.put_if, [area()]

    def raced(scope: str, *rest: Any) -> bool:
        if scope == "spot" and waiting:
            other.discover(waiting.pop(), "run-2")
        return put_if(scope, *rest)

    bench.state_store.put_if = raced  # type: ignore[method-assign] - another area is faster
    bench.discover(area())
    spots = [value[0]["studios"] for (scope, _), value in bench.state_store.values.items() if scope == "spot"]
    assert sum(len(studios) for studios in spots) == 2

"""The estimate of what a stage costs."""

from dataclasses import replace
from pathlib import Path
from tomllib import loads

import pytest

from inkscout_cli.commands.cost import stage_sizes
from inkscout_deploy import cost
from inkscout_deploy.errors import BadInput

pytestmark = pytest.mark.timeout(300)


def month(
    studios: int = 1000, artists: int = 4000, cadence: str = "daily", stage: str = "dev"
) -> cost.CostEstimate:
    return cost.estimate(studios, artists, cadence, "eu-west-1", stage_sizes(stage), usage=cost.Usage())


def test_the_parts_make_the_whole_and_every_part_costs_something() -> None:
    found = month()
    assert found.total == pytest.approx(sum(found.by_service.values()))
    assert all(usd >= 0 for usd in found.by_service.values())
    assert found.studio == pytest.approx(found.total / 1000, rel=0.01)
    assert found.artist == pytest.approx(found.total / 4000, rel=0.01)


def test_fixed_costs_are_two_gateway_addresses_a_domain_and_the_alarms() -> None:
    table = loads(cost.PRICES.read_text())["regions"]["eu-west-1"]
    fixed = cost.estimate(
        1, 1, "monthly", "eu-west-1", stage_sizes("dev"), usage=cost.Usage(), searches=0
    ).by_service
    assert fixed["NAT gateway"] == pytest.approx(730 * (table["nat_hour"] + 0.01), abs=0.02)
    domain = 730 * table["search_hour.t3.small.search"] + 20 * table["search_gb_month"]
    assert fixed["OpenSearch"] == pytest.approx(domain, abs=0.02)


def test_more_runs_more_studios_and_a_larger_stage_cost_more() -> None:
    assert month(cadence="weekly").total < month().total < month(studios=20_000).total
    assert month().total < month(stage="prod").total


def test_websites_that_functions_read_pass_the_gateway_only_where_the_steps_are_behind_it() -> None:
    sizes = stage_sizes("dev")
    per_gigabyte = loads(cost.PRICES.read_text())["regions"]["eu-west-1"]["nat_gb"]

    def carried(sizes: cost.Sizes, usage: cost.Usage) -> float:
        found = cost.estimate(10_000, 0, "monthly", "eu-west-1", sizes, usage=usage).by_service
        still = cost.estimate(0, 0, "monthly", "eu-west-1", sizes, usage=usage).by_service
        return found["NAT gateway"] - still["NAT gateway"]

    read = cost.Usage(rendered_share=0.0)
    assert carried(replace(sizes, steps_in_vpc=False), read) == pytest.approx(0.0)
    whole = 10_000 * read.raw_kilobytes / 1e6 * per_gigabyte
    assert carried(replace(sizes, steps_in_vpc=True), read) == pytest.approx(whole, abs=0.02)
    rendered = cost.Usage(rendered_share=0.5)
    assert carried(replace(sizes, steps_in_vpc=False), rendered) == pytest.approx(whole / 2, abs=0.02)


def test_a_measured_run_takes_the_place_of_what_was_assumed() -> None:
    usage = cost.Usage.measured(
        {
            "studios": 100, "artists": 200, "written": 50, "unchanged": 150,
            "jobs": {"render_site": {"done": 40}, "read_profile": {"read": 90, "login_wall": 10}},
            "discovery": {"spend_usd": 7.0},
        }
    )  # fmt: skip
    assert (usage.rendered_share, usage.profiles_per_artist, usage.changed_share) == (0.4, 0.5, 0.25)
    assert usage.places_usd == pytest.approx(0.07)
    assert usage.worker_seconds == cost.Usage().worker_seconds
    with pytest.raises(BadInput, match="no studio"):
        cost.Usage.measured({})


def test_a_price_missing_from_the_table_is_named() -> None:
    with pytest.raises(BadInput, match="mars-1"):
        cost.estimate(1, 1, "daily", "mars-1", cost.Sizes(), usage=cost.Usage())
    with pytest.raises(BadInput, match="hourly"):
        cost.estimate(1, 1, "hourly", "eu-west-1", cost.Sizes(), usage=cost.Usage())
    with pytest.raises(BadInput, match="x9"):
        cost.estimate(1, 1, "daily", "eu-west-1", cost.Sizes(search_type="x9"), usage=cost.Usage())


def test_every_region_has_every_price_and_the_table_says_when_and_whence() -> None:
    table = loads(cost.PRICES.read_text())
    names = [set(prices) for prices in table["regions"].values()]
    assert all(found == names[0] for found in names)
    assert table["as_of"]
    assert table["sources"]


def test_feeds_cost_by_their_runs_and_changes_and_nothing_where_there_are_none() -> None:
    def with_feeds(feeds: cost.FeedUsage | None) -> cost.CostEstimate:
        sizes = stage_sizes("dev")
        return cost.estimate(1000, 4000, "daily", "eu-west-1", sizes, usage=cost.Usage(), feeds=feeds)

    none, few = with_feeds(None), with_feeds(cost.FeedUsage(runs=18_000, changes=90_000))
    assert with_feeds(cost.FeedUsage()).by_service == none.by_service
    assert few.total - none.total == pytest.approx(few.feeds, abs=0.05)
    assert few.feeds < with_feeds(cost.FeedUsage(runs=18_000, changes=900_000)).feeds
    assert few.feeds < with_feeds(cost.FeedUsage(runs=180_000, changes=90_000)).feeds


def test_a_region_without_prices_is_refused_until_a_table_of_its_own_is_given(tmp_path: Path) -> None:
    sizes, usage = cost.Sizes.of({}, frozenset(), 50), cost.Usage()
    with pytest.raises(BadInput, match=r"prices of eu-west-1 and us-east-1, not of eu-central-1.*--prices"):
        cost.estimate(1000, 4000, "daily", "eu-central-1", sizes, usage=usage)
    own = tmp_path / "own.toml"
    own.write_text(cost.PRICES.read_text().replace("[regions.eu-west-1]", "[regions.eu-central-1]"))
    found = cost.estimate(1000, 4000, "daily", "eu-central-1", sizes, usage=usage, path=own)
    usual = cost.estimate(1000, 4000, "daily", "eu-west-1", sizes, usage=usage)
    assert (found.by_service, found.region) == (usual.by_service, "eu-central-1")


@pytest.mark.parametrize("text", ["as_of = 2026-01-01", "[regions.x]", "as_of =", "\xff"])
def test_a_price_table_that_is_none_is_refused_with_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(BadInput, match=r"own\.toml is (no price table|not TOML)"):
        cost.estimate(1, 1, "daily", "x", cost.Sizes.of({}, frozenset(), 0), usage=cost.Usage(), path=path)

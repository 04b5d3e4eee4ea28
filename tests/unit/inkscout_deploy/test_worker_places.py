"""Cost of a stage whose workers run elsewhere: sourced prices alone are used."""

from datetime import date
from pathlib import Path
from tomllib import loads

import pytest

from inkscout_deploy import cost
from inkscout_deploy.errors import BadInput
from inkscout_deploy.worker_places import FARGATE, PLACES

TABLE = loads(cost.PRICES.read_text())
OWN = """
[places.aks]
as_of = 2026-11-01
source = "the invoice of October"
worker_vcpu_hour = 0.03
worker_gb_hour = 0.005
standing_month = 60.0
"""


def month(place: str, path: Path = cost.PRICES) -> cost.CostEstimate:
    sizes = cost.Sizes()
    return cost.estimate(1000, 4000, "daily", "eu-west-1", sizes, usage=cost.Usage(), place=place, path=path)


def test_every_price_of_a_place_has_its_source_and_its_date() -> None:
    for name, place in TABLE["places"].items():
        assert name in PLACES
        assert isinstance(place["as_of"], date)
        assert place["source"]
        assert place["worker_vcpu_hour"] > 0
        assert place["worker_gb_hour"] > 0


@pytest.mark.parametrize("name", sorted(set(PLACES) - {FARGATE} - set(TABLE["places"])))
def test_a_place_without_a_sourced_price_is_not_priced(name: str) -> None:
    with pytest.raises(BadInput, match=rf"no price of {name}.*--prices.*\[places\.{name}\]"):
        month(name)


def test_workers_elsewhere_take_fargates_place_and_its_traffic() -> None:
    here, there = month(FARGATE).by_service, month("cloud-run").by_service
    place, table = TABLE["places"]["cloud-run"], TABLE["regions"]["eu-west-1"]
    hour = place["worker_vcpu_hour"] + 2 * place["worker_gb_hour"]
    on_demand = table["fargate_vcpu_hour"] + 2 * table["fargate_gb_hour"]
    ratio = hour / (on_demand * table["fargate_spot_share"])
    assert there["Workers (cloud-run)"] == pytest.approx(here["Fargate"] * ratio, rel=0.05)
    assert "Fargate" not in there
    assert there["NAT gateway"] < here["NAT gateway"]


def test_a_table_of_ones_own_may_name_a_cluster_that_stands_still(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(cost.PRICES.read_text() + OWN)
    found = month("aks", own)
    assert found.fixed == pytest.approx(month("cloud-run").fixed + 60, abs=0.02)
    assert found.place
    assert found.place.source == "the invoice of October"


@pytest.mark.parametrize("line", ["as_of", "source", "worker_vcpu_hour", "worker_gb_hour"])
def test_a_price_without_its_source_its_date_or_a_part_is_refused(tmp_path: Path, line: str) -> None:
    own = tmp_path / "own.toml"
    kept = "\n".join(one for one in OWN.splitlines() if not one.startswith(line))
    own.write_text(cost.PRICES.read_text() + kept)
    with pytest.raises(BadInput, match=r"own\.toml needs \[places\.aks\]"):
        month("aks", own)


def test_an_unknown_place_is_refused() -> None:
    with pytest.raises(BadInput, match="--place takes fargate"):
        month("moon")

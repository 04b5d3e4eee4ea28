"""Stages with workers of their own, and with workers that are started elsewhere."""

import pytest

from inkscout_deploy.errors import BadInput
from inkscout_deploy.stages import read_stage
from tests.support.project import INFRA, template, templates


def names(**parameters: str) -> list[str]:
    return [spec.name for spec in read_stage(INFRA, "dev", parameters).stacks]


def test_an_external_fleet_leaves_out_what_serves_fargate_alone() -> None:
    everything = names()
    assert names(FleetMode="fargate") == everything
    assert set(everything) - set(names(FleetMode="external")) == {"scaling", "reaper"}


def test_no_other_stack_needs_what_an_external_fleet_leaves_out() -> None:
    kept = names(FleetMode="external")
    known: set[str] = set()
    conditional = {"ScraperServiceName"}
    for name in kept:
        known |= set(template(name).get("Outputs", {}))
    left_out = {
        output
        for name, document in templates().items()
        if name not in kept and name != "edge"
        for output in document.get("Outputs", {})
    }
    for name in kept:
        needed = {
            parameter
            for parameter, declared in template(name).get("Parameters", {}).items()
            if "Default" not in declared
        }
        assert not needed & (left_out | conditional), name


def test_an_unknown_mode_is_refused_in_one_sentence() -> None:
    with pytest.raises(BadInput, match=r"^FleetMode is fargate or external, not kubernetes\.$"):
        read_stage(INFRA, "dev", {"FleetMode": "kubernetes"})

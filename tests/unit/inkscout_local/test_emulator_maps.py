"""Distributed maps on one machine: no more at once than it computes, and no more than the state says."""

from types import SimpleNamespace
from typing import Any

import pytest
from ministack.services import stepfunctions

from inkscout_local.platform import emulator_maps


@pytest.mark.parametrize(("own", "at_once", "expected"), [(20, 4, 4), (2, 4, 2), (None, 4, 4), (20, 0, 20)])
def test_a_map_runs_no_more_at_once_than_both_limits_allow(own: Any, at_once: int, expected: int) -> None:
    seen: list[Any] = []
    module: Any = SimpleNamespace(_run_distributed_map=lambda state, *rest: seen.append((state, rest)))
    emulator_maps.install(module, at_once)
    state = {"Type": "Map"} | ({"MaxConcurrency": own} if own else {})
    module._run_distributed_map(state, "input", 1)
    assert seen == [({"Type": "Map", "MaxConcurrency": expected}, ("input", 1))]
    assert state.get("MaxConcurrency") == own


def test_the_installed_release_runs_maps_as_expected() -> None:
    assert callable(stepfunctions._run_distributed_map)


def test_a_release_that_runs_maps_in_another_way_is_refused() -> None:
    with pytest.raises(RuntimeError, match="install the pinned one"):
        emulator_maps.install(SimpleNamespace(), 4)  # type: ignore[arg-type]  # it lacks what a module has

"""The input of a run comes from options, else from the settings file, else from the world."""

from pathlib import Path

import pytest

from inkscout_cli.commands.run import run_input
from inkscout_cli.common import DEMO, check_running
from inkscout_deploy.errors import BadInput
from inkscout_deploy.settings_file import OperatorSettings
from inkscout_local.platform.state import StateFolder

SETTINGS = OperatorSettings.model_validate(
    {"run": {"regions": ["Berlin"], "budget_usd": 5, "max_studios": 300}}
)


def test_regions_and_limits_of_the_settings_come_before_the_world_s_and_after_the_options() -> None:
    assert run_input(None, [], None, {}, settings=SETTINGS) == {
        "regions": ["Berlin"],
        "budget_usd": 5.0,
        "max_studios": 300,
    }
    given = run_input(DEMO, ["Otley, UK"], None, {"force": True}, budget=2.5, settings=SETTINGS)
    assert given == {"regions": ["Otley, UK"], "force": True, "budget_usd": 2.5, "max_studios": 300}
    assert "Otley, UK" in run_input(DEMO, [], None, {})["regions"]


def test_without_world_and_settings_a_region_is_asked_for() -> None:
    with pytest.raises(BadInput, match=r"give one with --region, or in inkscout\.toml"):
        run_input(None, [], None, {})


def test_a_budget_of_nothing_is_refused() -> None:
    with pytest.raises(BadInput, match="budget_usd"):
        run_input(None, ["Berlin"], None, {}, budget=-1.0)


def test_options_that_a_running_platform_does_not_have_are_refused(tmp_path: Path) -> None:
    folder = StateFolder(tmp_path / "demo")
    folder.create()
    folder.write_record({"search": "embedded", "endpoint": "http://127.0.0.1:4566"})
    check_running(folder, search="opensearch", port=99)  # nothing runs
    with folder.locked():
        check_running(folder, search="embedded", port=4566)
        with pytest.raises(BadInput, match="has --search embedded"):
            check_running(folder, search="opensearch", port=0)
        with pytest.raises(BadInput, match="listens at"):
            check_running(folder, search=None, port=99)

"""The settings file is read by every command alike, and a fault names file, line and what is allowed."""

import re
from pathlib import Path

import pytest

from inkscout_deploy import settings_file
from inkscout_deploy.errors import BadInput
from tests.support.project import ROOT

WHOLE = """
contact = "me@example.org"

[run]
regions = ["Leeds, UK", { name = "Harbour", lat = 53.5, lng = 10.0, radius_km = 5 }]
budget_usd = 5
day_budget_usd = 12.5
max_studios = 300

[schedule]
at = "04:30"
days = ["thu", "mon"]

[sources]
places_search = "both"
overpass = "https://overpass.example.org/api"

[notices]
email = "ops@example.org"
webhook = "https://hooks.example.org/x"
"""


def read(folder: Path, text: str) -> settings_file.OperatorSettings:
    path = folder / settings_file.NAME
    path.write_text(text, encoding="utf-8")
    return settings_file.read(path)


def refused(folder: Path, text: str) -> str:
    with pytest.raises(BadInput) as error:
        read(folder, text).stage_parameters(folder / settings_file.NAME)
    return str(error.value)


def test_a_whole_file_becomes_the_parameters_of_a_stage(tmp_path: Path) -> None:
    found = read(tmp_path, WHOLE)
    assert found.stage_parameters(tmp_path) == {
        "CrawlerContact": "me@example.org",
        "OperatorsEmail": "ops@example.org",
        "WebhookUrl": "https://hooks.example.org/x",
        "PlacesSearch": "both",
        "OverpassEndpoint": "https://overpass.example.org/api",
        "RunBudgetUsd": "5",
        "DayBudgetUsd": "12.5",
        "ScheduleState": "ENABLED",
        "ScheduleExpression": "cron(30 4 ? * MON,THU *)",
        "ScheduleRegions": '"Leeds, UK", {"name": "Harbour", "lat": 53.5, "lng": 10.0, "radius_km": 5.0}',
    }
    assert str(found.schedule) == "mon, thu at 04:30 UTC"


def test_every_parameter_is_one_of_a_template() -> None:
    infra = ROOT / "infra"
    known = {
        name
        for path in infra.glob("*.yaml")
        for name in re.findall(r"^  (\w+):", path.read_text("utf-8").partition("Resources:")[0], re.MULTILINE)
    }
    whole = settings_file.OperatorSettings.model_validate(settings_file.tomllib.loads(WHOLE))
    assert whole.stage_parameters(Path("inkscout.toml")).keys() <= known


def test_nothing_in_the_file_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(tmp_path, "").stage_parameters(tmp_path) == {}
    (tmp_path / settings_file.NAME).unlink()
    monkeypatch.chdir(tmp_path)
    assert settings_file.read() == settings_file.OperatorSettings()


def test_regions_stand_in_a_file_of_their_own_beside_it(tmp_path: Path) -> None:
    (tmp_path / "towns.txt").write_text("# the north\nLeeds, UK\n\nOtley, UK  # small\nLeeds, UK\n", "utf-8")
    found = read(tmp_path, '[run]\nregions_file = "towns.txt"\n')
    assert found.region_documents() == ["Leeds, UK", "Otley, UK"]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (
            "[run]\n\nbudget = 5\n",
            3,
            "run.budget is no setting; [run] takes regions, regions_file, budget_usd",
        ),
        ("[runs]\n", 1, "runs is no setting; the file takes contact, run, schedule, sources, notices"),
        ('[schedule]\nat = "25:00"\n', 2, 'schedule.at: must be a time of day in UTC such as "03:00"'),
        ('[schedule]\ndays = ["funday"]\n', 2, "'mon', 'tue'"),
        ('[sources]\nplaces_api = "old"\n', 2, "sources.places_api: input should be 'new' or 'legacy'"),
        ('[notices]\nwebhook = "http://hooks.example.org"\n', 2, "notices.webhook: must be an https address"),
        ("[run]\nregions = [5]\n", 2, "run.regions, entry 1: is no region; write a name"),
        ('[run]\nregions = ["A"]\nregions_file = "b"\n', 1, "give regions or regions_file, not both"),
    ],
)
def test_a_fault_names_file_line_key_and_what_is_allowed(
    tmp_path: Path, text: str, line: int, said: str
) -> None:
    told = refused(tmp_path, text)
    assert told.startswith(f"{tmp_path / settings_file.NAME}:{line}: ")
    assert said in told


def test_a_file_that_is_not_toml_is_named_with_the_line(tmp_path: Path) -> None:
    assert "at line 2" in refused(tmp_path, "contact = 'x'\n[run\n")


def test_a_schedule_without_regions_is_refused(tmp_path: Path) -> None:
    assert "schedule needs regions" in refused(tmp_path, "[schedule]\n")

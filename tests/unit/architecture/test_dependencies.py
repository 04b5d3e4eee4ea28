"""Dependencies of the command, the functions and the worker agree with each other and with their locks."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.support.project import ROOT
from tools import lock, make_venv, wheel_contents

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LAYER, WORKER = "layers/dependencies/requirements.txt", "scraper_task/requirements.txt"
API = "server/requirements.txt"


def names(path: str) -> set[str]:
    return {entry.partition("==")[0] for entry in lock.entries((ROOT / path).read_text())}


def asked(requirements: list[str]) -> set[str]:
    return {re.split(r"[^a-z0-9-]", requirement)[0] for requirement in requirements}


def test_the_command_needs_everything_that_a_function_needs() -> None:
    assert set(PROJECT["dependency-groups"]["functions"]) <= set(PROJECT["project"]["dependencies"])


def test_every_lock_file_holds_what_pyproject_asks_for() -> None:
    groups = PROJECT["dependency-groups"]
    assert asked([*PROJECT["project"]["dependencies"], *groups["build"]]) <= names(lock.RUN)
    assert asked(groups["dev"]) <= names(lock.DEV) | names(lock.RUN)
    assert asked(groups["functions"]) <= names(LAYER)
    assert asked(groups["functions"]) | {"playwright"} <= names(WORKER)
    assert asked(groups["server"]) <= names(API)
    assert asked(groups["server"]) - asked(groups["functions"]) == {"hypercorn", "prometheus-client"}


def test_lambda_gets_nothing_that_only_tests_or_the_command_need() -> None:
    only_here = asked(PROJECT["project"]["dependencies"]) - asked(PROJECT["dependency-groups"]["functions"])
    assert {"ministack", "typer", "uv"} <= only_here
    assert not names(LAYER) & (only_here | {"pytest", "moto"})
    assert not names(API) & (only_here | {"pytest", "moto"})
    assert not names(WORKER) & (only_here - {"playwright"} | {"pytest", "moto"})
    assert not names(lock.RUN) & {"pytest", "moto", "mypy", "ruff", "hypothesis", "schemathesis"}


def test_a_package_is_locked_once_and_with_hashes() -> None:
    assert not names(lock.RUN) & names(lock.DEV)
    for path in (lock.RUN, lock.DEV, LAYER, WORKER, API):
        for entry in lock.entries((ROOT / path).read_text()):
            assert "--hash=sha256:" in entry, f"{path}: {entry[:60]}"


def test_the_locked_uv_is_found_with_all_its_hashes() -> None:
    text = (ROOT / lock.RUN).read_text()
    (entry,) = [entry for entry in lock.entries(text) if entry.startswith("uv==")]
    assert make_venv.locked("uv", text) == entry
    with pytest.raises(LookupError):
        make_venv.locked("no-such-package", text)


def test_the_image_of_the_platform_has_what_building_the_package_reads() -> None:
    dockerfile = (ROOT / "inkscout_local" / "Dockerfile").read_text()
    copied = {
        word.split("/")[0]
        for line in re.findall(r"^COPY (.+) \./", dockerfile, re.MULTILINE)
        for word in line.split()
    }
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    read = [*wheel["packages"], *wheel_contents.PARTS]
    read += [wheel["hooks"]["custom"]["path"], PROJECT["project"]["readme"]]
    assert {path.split("/")[0] for path in read} <= copied


def test_everything_that_a_template_names_is_in_the_wheel() -> None:
    named = {
        (Path("infra") / path).parts[2]
        for template in (ROOT / "infra").glob("*.yaml")
        for path in re.findall(r"(?:CodeUri|ContentUri|DefinitionUri): (\S+)", template.read_text())
    }
    assert named
    assert named <= set(wheel_contents.PARTS)

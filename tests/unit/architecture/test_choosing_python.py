"""The environment gets the fastest Python of the wanted version that is there, unless somebody chose one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.project import ROOT
from tools import make_venv

OWN = os.path.realpath(sys.executable)


def command(folder: Path, text: str) -> str:
    """Puts a program on the PATH under a name that Pythons have."""
    folder.mkdir()
    path = folder / f"python3.{sys.version_info.minor}"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


def answers(seconds: float, **changes: object) -> dict[str, object]:
    return {"path": OWN, "kind": ["cpython", 3, 11, "linux", False], "seconds": seconds, **changes}


def asked_of(monkeypatch: pytest.MonkeyPatch, told: dict[str, list[dict[str, object] | None]]) -> None:
    monkeypatch.setattr(make_venv, "_asked", lambda python: told[python].pop(0))


def test_a_clearly_faster_python_comes_first_and_one_as_fast_is_not_taken() -> None:
    seconds = {"own": 0.100, "/usr/bin/python": 0.080, "/opt/python": 0.070, "/bin/python": 0.096}
    assert make_venv.clearly_faster(seconds, "own") == ["/opt/python", "/usr/bin/python"]


def test_a_python_counts_with_the_least_of_several_measurements(monkeypatch: pytest.MonkeyPatch) -> None:
    for least, expected in ((0.11, ["/usr/bin/other"]), (0.104, [])):
        # Another process ran beside all measurements of this Python but one.
        own = list(map(answers, (9.0, 9.0, 9.0, least, 9.0, 9.0)))
        other = [answers(0.1, path="/usr/bin/other") for _ in range(5)]
        asked_of(monkeypatch, {sys.executable: own, "/usr/bin/other": other})
        assert make_venv.faster([OWN, "/usr/bin/other"]) == expected


@pytest.mark.parametrize(
    "kind",
    [
        ["cpython", 3, 12, "linux", False],
        ["pypy", 3, 11, "linux", False],
        ["cpython", 3, 11, "macosx", False],
        ["cpython", 3, 11, "linux", True],
    ],
)
def test_a_python_of_another_kind_is_not_taken(kind: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    own = [answers(0.2) for _ in range(6)]
    other = [answers(0.1, path="/usr/bin/other", kind=kind)]
    asked_of(monkeypatch, {sys.executable: own, "/usr/bin/other": other})
    assert make_venv.faster(["/usr/bin/other"]) == []


@pytest.mark.parametrize("text", ["exit 1", "echo none", "echo '{}' >&2", "kill $$"])
def test_a_command_that_is_no_python_is_passed_over(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = command(tmp_path / "bin", text)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{tmp_path / 'missing'}")
    assert make_venv.on_the_path() == [path]
    assert make_venv._asked(path) is None


def test_a_python_tells_its_path_its_kind_and_its_speed() -> None:
    told = make_venv._asked(sys.executable)
    assert told is not None
    assert os.path.realpath(told["path"]) == OWN
    assert told["kind"][:3] == [sys.implementation.name, *sys.version_info[:2]]
    assert told["seconds"] > 0


def test_this_python_makes_the_environment_that_a_faster_one_cannot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def made(folder: Path, python: str) -> bool:
        tried.append(python)
        return python == sys.executable

    monkeypatch.setattr(make_venv, "faster", lambda commands: ["/usr/bin/faster"])
    monkeypatch.setattr(make_venv, "_made", made)
    monkeypatch.setattr(make_venv, "_install_uv", lambda folder: 0)
    assert make_venv.main(str(tmp_path / "environment")) == 0
    assert tried == ["/usr/bin/faster", sys.executable]
    tried.clear()
    assert make_venv.main(str(tmp_path / "environment"), exactly=True) == 0
    assert tried == [sys.executable]


def test_no_python_is_asked_where_the_environment_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").touch()
    monkeypatch.setattr(make_venv, "_asked", None)
    monkeypatch.setattr(make_venv, "_install_uv", lambda folder: 0)
    assert make_venv.main(str(tmp_path)) == 0


@pytest.mark.parametrize(
    ("arguments", "environment", "is_chosen"),
    [((), {}, False), (("PYTHON=python3",), {}, True), ((), {"PYTHON": "python3"}, True)],
    ids=["nobody chose", "on the command line", "in the environment"],
)
def test_make_keeps_the_python_that_somebody_chose(
    arguments: tuple[str, ...], environment: dict[str, str], is_chosen: bool
) -> None:
    own = {name: value for name, value in os.environ.items() if name not in {"PYTHON", "MAKEFLAGS"}}
    printed = subprocess.run(
        ["make", "--dry-run", "--always-make", ".venv/.installed", *arguments],
        cwd=ROOT,
        env=own | environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    (line,) = [line for line in printed.splitlines() if "make_venv.py" in line]
    assert line.endswith("--exactly") is is_chosen

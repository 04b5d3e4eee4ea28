"""A packaged function has every file of its folder, templates and data too."""

import subprocess
from pathlib import Path

import pytest

from inkscout_deploy.artifacts import LIBRARIES, PACKAGED, package
from tests.support.project import ROOT

TARGETS = {"api": "build-ApiFunction", "web": "build-WebFunction", "desk": "build-DeskFunction"}


@pytest.mark.parametrize("name", sorted(PACKAGED))
def test_a_packaged_function_lacks_no_file(name: str, tmp_path: Path) -> None:
    source = ROOT / "functions" / name
    made = subprocess.run(
        ["make", "-s", TARGETS[name], f"ARTIFACTS_DIR={tmp_path}"],
        cwd=source,
        check=False,
        capture_output=True,
    )
    assert made.returncode == 0, made.stderr
    parts = (name, *LIBRARIES.get(name, ()))
    for part in parts:
        assert files(ROOT / "functions" / part) - {Path("Makefile")} == files(tmp_path / "functions" / part)
    assert {path.name for path in (tmp_path / "functions").iterdir()} == set(parts)
    assert files(package(ROOT, name, tmp_path / "own").folder) == files(tmp_path) - {
        path.relative_to(tmp_path) for path in (tmp_path / "own").rglob("*")
    }


def files(folder: Path) -> set[Path]:
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path for path in found if "__pycache__" not in path.parts}

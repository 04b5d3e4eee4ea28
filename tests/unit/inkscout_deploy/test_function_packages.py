"""A packaged function has every file of its folder, templates and data too."""

import shutil
import subprocess
from pathlib import Path

import pytest

from inkscout_deploy.artifacts import DOCUMENTS, LIBRARIES, PACKAGED, package
from tests.support.project import ROOT

TARGETS = {"api": "build-ApiFunction", "web": "build-WebFunction", "desk": "build-DeskFunction"}


@pytest.mark.parametrize("name", sorted(PACKAGED))
def test_a_packaged_function_lacks_no_file(name: str, tmp_path: Path) -> None:
    """SAM calls the Makefile by its own path in a copy of the folder alone."""
    source, by_sam = ROOT / "functions" / name, tmp_path / "by-sam"
    shutil.copytree(source, tmp_path / "copy")
    made = subprocess.run(
        ["make", "-s", "--makefile", str(source / "Makefile"), TARGETS[name], f"ARTIFACTS_DIR={by_sam}"],
        cwd=tmp_path / "copy",
        check=False,
        capture_output=True,
    )
    assert made.returncode == 0, made.stderr
    wanted = {Path("handler.py")}
    for part in (name, *LIBRARIES.get(name, ())):
        kept = files(ROOT / "functions" / part) - {Path("Makefile")}
        wanted |= {Path("functions", part, path) for path in kept}
    for part in DOCUMENTS.get(name, ()):
        wanted |= {Path("functions", name, part, path) for path in files(ROOT / "docs" / part)}
    assert files(by_sam) == wanted
    assert files(package(ROOT, name, tmp_path / "own").folder) == wanted


def files(folder: Path) -> set[Path]:
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path for path in found if "__pycache__" not in path.parts}

"""No registry's host, no machine's path, no credential; small modules; handlers that only hand over."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.support.project import ROOT

FORBIDDEN = {
    "a package registry's host": r"py"
    r"pi\.org|pythonho"
    r"sted\.org|npm"
    r"js\.(org|com)|deb\.deb"
    r"ian\.org|repo1?\.mav"
    r"en\.",
    "a machine's path": r"(^|[^A-Za-z0-9_.])/(wo" r"rk|fa" r"rm|ro" r"ot)/",
    "a credential": r"AK" r"IA[0-9A-Z]{16}|AI" r"za[0-9A-Za-z_-]{35}|-----BEGIN [A-Z ]*PRIV" r"ATE KEY",
}
MAX_LINES = 400
HANDLERS = sorted((ROOT / "functions").glob("*/handler.py"))


def _tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout, so there is no list of the project's files")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what], re.MULTILINE)
    for path in _tracked():
        text = path.read_bytes().decode("utf-8", errors="ignore")
        assert not pattern.search(text), f"{path.relative_to(ROOT)} holds {what}"


def test_modules_are_small_enough_to_hold_in_the_head() -> None:
    for path in _tracked("*.py"):
        lines = len(path.read_text().splitlines())
        assert lines <= MAX_LINES, f"{path.relative_to(ROOT)} has {lines} lines"


@pytest.mark.parametrize("path", HANDLERS, ids=lambda path: path.parent.name)
def test_a_handler_only_hands_over(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 60

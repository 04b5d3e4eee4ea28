"""Writes lock files for pyproject.toml, with versions and hashes but without a package index's URL.

``python tools/lock.py`` uses the newest versions; ``--keep`` changes only what pyproject.toml requires.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

RUN, DEV = "requirements.lock", "requirements-dev.lock"
"""Lock files of the command with the build of its editable install, and of the tests and checks."""

_RUN = ("pyproject.toml", "--group", "build", "--universal")
_EVERYTHING = (*_RUN, "--group", "dev")
_ELSEWHERE: dict[str, tuple[str, ...]] = {
    # Packages of the functions on Lambda.
    "layers/dependencies/requirements.txt": (
        "--group", "functions", "--python-platform", "aarch64-manylinux_2_28",
    ),
    # Packages of the worker's image.
    "scraper_task/requirements.txt": ("--group", "worker", "--universal"),
    # Packages of the API's image.
    "server/requirements.txt": ("--group", "server", "--universal"),
}  # fmt: skip


def main(*arguments: str) -> int:
    """Writes every lock file and returns the exit code."""
    upgrade = () if "--keep" in arguments else ("--upgrade",)
    with tempfile.TemporaryDirectory() as folder:
        everything = Path(folder) / "everything.txt"
        everything.write_text("".join((ROOT / n).read_text() for n in (RUN, DEV) if (ROOT / n).exists()))
        _compile(everything, *_EVERYTHING, *upgrade)
        _compile(ROOT / RUN, *_RUN, *upgrade, "--constraints", str(everything))
        run = set(entries((ROOT / RUN).read_text()))
        (ROOT / DEV).write_text("".join(e for e in entries(everything.read_text()) if e not in run))
    for name, options in _ELSEWHERE.items():
        _compile(ROOT / name, *options, *upgrade)
    for name in (RUN, DEV, *_ELSEWHERE):
        print(f"{name}: {len(entries((ROOT / name).read_text()))} packages")
    return 0


def entries(text: str) -> list[str]:
    """Returns the packages of a lock file, each with its version, marker and hashes."""
    return [part for part in re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE) if part.strip()]


def _compile(target: Path, *options: str) -> None:
    version = "3.12" if {"layers", "server"} & set(target.parts) else "3.11"
    command = [sys.executable, "-m", "uv", "pip", "compile", *options]
    command += ["--generate-hashes", "--no-emit-index-url", "--no-annotate", "--no-header", "--quiet"]
    subprocess.run([*command, "--python-version", version, "-o", str(target)], cwd=ROOT, check=True)


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))

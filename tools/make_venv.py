"""Creates the virtual environment and installs the locked uv in it; uses only the standard library."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

LOCK = Path(__file__).resolve().parent.parent / "requirements.lock"
CLEARLY = 0.93
"""Share of this Python's time below which another counts as faster; one measured twice differs by less."""
_ROUNDS = 5
_ASKED = """
import ctypes, json, re, ssl, sqlite3, sys, sysconfig, time, venv

class Counter:
    def __init__(self, start):
        self.value = start
    def add(self, number):
        self.value += number
        return self.value

def work():
    words, counter = {}, Counter(0)
    for number in range(60000):
        words[str(number % 700)] = counter.add(number)
    return sorted(re.findall("[0-9]+", json.dumps(words)))

least = None
for _ in range(3):
    began = time.process_time()
    work()
    spent = time.process_time() - began
    least = spent if least is None else min(least, spent)
is_venv = sys.prefix != sys.base_prefix
kind = [sys.implementation.name, *sys.version_info[:2], sysconfig.get_platform(), is_venv]
print(json.dumps({"path": sys.executable, "kind": kind, "seconds": least}))
"""


def main(target: str, *, exactly: bool = False) -> int:
    """Creates the environment ``target`` if it does not exist, installs uv, and returns the exit code.

    A Python that a version manager built is often built without a compiler's profile, and a sixth slower than
    the distribution's of the same version; the fastest on the PATH is taken unless ``exactly``.
    """
    if sys.version_info < (3, 11):
        print(f"Inkscout needs Python 3.11 or newer; this is {sys.version.split()[0]}.", file=sys.stderr)
        return 1
    folder = Path(target)
    if not (folder / "bin" / "python").exists() and not _made_by_any(folder, exactly=exactly):
        print(
            "This Python cannot make virtual environments. On Debian or Ubuntu: apt-get install python3-venv",
            file=sys.stderr,
        )
        return 1
    return _install_uv(folder)


def _made_by_any(folder: Path, *, exactly: bool) -> bool:
    pythons = [sys.executable] if exactly else [*faster(on_the_path()), sys.executable]
    return any(_made(folder, python) for python in pythons)


def on_the_path() -> list[str]:
    """Returns the commands on the PATH that may be a Python of the same version as this one."""
    names = (f"python{sys.version_info.major}.{sys.version_info.minor}", "python3", "python")
    folders = os.get_exec_path()
    found = (shutil.which(name, path=folder) for folder in folders for name in names)
    return list(dict.fromkeys(os.path.realpath(path) for path in found if path))


def faster(commands: list[str]) -> list[str]:
    """Returns the paths of those Pythons that are like this one and clearly faster, the fastest first."""
    own = _asked(sys.executable)
    if own is None:
        return []
    here = os.path.realpath(own["path"])
    seconds: dict[str, float] = {here: own["seconds"]}
    others = [command for command in commands if command != here]
    # All are asked in turn, several times: what else the machine does slows one as often as another.
    for _ in range(_ROUNDS):
        for answer in map(_asked, [sys.executable, *others]):
            if answer and answer["kind"] == own["kind"]:
                path = os.path.realpath(answer["path"])
                seconds[path] = min(answer["seconds"], seconds.get(path, answer["seconds"]))
        others = [path for path in seconds if path != here]
    return clearly_faster(seconds, here)


def clearly_faster(seconds: Mapping[str, float], own: str) -> list[str]:
    """Returns the Pythons that need clearly less time than ``own``, the fastest first."""
    return sorted(
        (path for path, spent in seconds.items() if spent < CLEARLY * seconds[own]), key=seconds.__getitem__
    )


def _asked(python: str) -> dict[str, Any] | None:
    """Returns the path, the kind and the speed that a Python tells of itself; None from one that cannot."""
    try:
        done = subprocess.run([python, "-I", "-c", _ASKED], capture_output=True, check=True, timeout=60)
        return dict(json.loads(done.stdout))
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


def _made(folder: Path, python: str) -> bool:
    """Creates the environment, with uv if installed, as that is fastest; returns whether it succeeded."""
    uv = shutil.which("uv")
    if uv and _succeeds([uv, "venv", "--quiet", "--clear", "--python", python, str(folder)]):
        return True
    make = [python, "-m", "venv", "--clear", str(folder)]
    if _succeeds(make):
        return True
    # On Debian a part of the venv module may have to be installed first.
    return python == sys.executable and _install_venv_package() and _succeeds(make)


def _install_uv(folder: Path) -> int:
    """Installs the locked version of uv, checking its hashes, with uv or pip; returns the exit code."""
    python, uv = str(folder / "bin" / "python"), shutil.which("uv")
    install = [uv, "pip", "install", "--python", python] if uv else [python, "-m", "pip", "install"]
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(locked("uv", LOCK.read_text(encoding="utf-8")))
        file.flush()
        command = [*install, "--quiet", "--require-hashes", "-r", file.name]
        environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
        return subprocess.run(command, check=False, env=environment).returncode


def locked(name: str, text: str) -> str:
    """Returns the entry of a package in a lock file's text, with its hashes.

    Raises:
        LookupError: the text has no such package.
    """
    entry = re.search(rf"^{re.escape(name)}==.*(?:\n .*)*", text, re.MULTILINE)
    if entry is None:
        raise LookupError(f"{name} is not locked.")
    return entry[0] + "\n"


def _install_venv_package() -> bool:
    if os.geteuid() != 0 or not Path("/usr/bin/apt-get").exists():
        return False
    version = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    _succeeds(["/usr/bin/apt-get", "update", "-q"])
    return any(_succeeds(["/usr/bin/apt-get", "install", "-qy", name]) for name in (version, "python3-venv"))


def _succeeds(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], exactly="--exactly" in sys.argv[2:]))

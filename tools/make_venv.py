"""Creates the virtual environment and installs the locked uv in it; uses only the standard library."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

LOCK = Path(__file__).resolve().parent.parent / "requirements.lock"


def main(target: str) -> int:
    """Creates the environment ``target`` if it does not exist, installs uv, and returns the exit code."""
    if sys.version_info < (3, 11):
        print(f"Inkscout needs Python 3.11 or newer; this is {sys.version.split()[0]}.", file=sys.stderr)
        return 1
    folder = Path(target)
    if not (folder / "bin" / "python").exists() and not _made(folder):
        print(
            "This Python cannot make virtual environments. On Debian or Ubuntu: apt-get install python3-venv",
            file=sys.stderr,
        )
        return 1
    return _install_uv(folder)


def _made(folder: Path) -> bool:
    """Creates the environment, with uv if installed, as that is fastest; returns whether it succeeded."""
    uv = shutil.which("uv")
    if uv and _succeeds([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(folder)]):
        return True
    make = [sys.executable, "-m", "venv", "--clear", str(folder)]
    # On Debian a part of the venv module may have to be installed first.
    return _succeeds(make) or (_install_venv_package() and _succeeds(make))


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
    raise SystemExit(main(sys.argv[1]))

"""Makes the virtual environment; standard library only, since it runs before anything is installed."""

import os
import subprocess
import sys
from pathlib import Path


def main(target: str) -> int:
    """Creates ``target``; on Debian the venv module's other half may have to be installed first."""
    if sys.version_info < (3, 11):
        print(f"Inkscout needs Python 3.11 or newer; this is {sys.version.split()[0]}.", file=sys.stderr)
        return 1
    if (Path(target) / "bin" / "python").exists():
        return 0
    if _make(target) or (_install_venv_package() and _make(target)):
        return 0
    print(
        "This Python cannot make virtual environments. On Debian or Ubuntu: apt-get install python3-venv",
        file=sys.stderr,
    )
    return 1


def _make(target: str) -> bool:
    command = [sys.executable, "-m", "venv", "--clear", target]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _install_venv_package() -> bool:
    if os.geteuid() != 0 or not Path("/usr/bin/apt-get").exists():
        return False
    version = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    subprocess.run(["/usr/bin/apt-get", "update", "-q"], capture_output=True, check=False)
    return any(
        subprocess.run(
            ["/usr/bin/apt-get", "install", "-qy", name], capture_output=True, check=False
        ).returncode
        == 0
        for name in (version, "python3-venv")
    )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))

"""Resolves pyproject.toml into lock files by name, version and hash, without any index's address."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

FILES: dict[str, tuple[str, ...]] = {
    # Everything: the platform, the tests and the tools, for any machine.
    "requirements.lock": ("--all-extras", "--universal"),
    # What the functions load on Lambda.
    "layers/dependencies/requirements.txt": ("--python-platform", "aarch64-manylinux_2_28"),
    # What the worker's image installs.
    "scraper_task/requirements.txt": ("--extra", "scraper", "--universal"),
}


def main() -> int:
    """Writes every lock file; returns a process exit code."""
    for name, options in FILES.items():
        command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", *options]
        command += [
            "--generate-hashes",
            "--no-emit-index-url",
            "--no-annotate",
            "--no-header",
            "--quiet",
            "--upgrade",
        ]
        version = "3.12" if name.startswith("layers/") else "3.11"
        subprocess.run([*command, "--python-version", version, "-o", name], cwd=ROOT, check=True)
        print(f"{name}: {len((ROOT / name).read_text().split('==')) - 1} packages")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

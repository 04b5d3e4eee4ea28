"""Temporary virtual environments with pinned versions of other tools to compare with."""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path


def interpreter_with(pins: Sequence[str]) -> Path:
    """Returns the Python of a virtual environment with these packages, created on first use."""
    mark = hashlib.sha256(" ".join(pins).encode()).hexdigest()[:12]
    home = Path(tempfile.gettempdir()) / f"inkscout-bench-{mark}"
    python, ready = home / "bin" / "python", home / "ready"
    if not ready.exists():
        shutil.rmtree(home, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", *pins], check=True)
        ready.touch()
    return python

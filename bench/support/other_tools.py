"""Throw-away environments with pinned tools that a tier is measured beside."""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path


def interpreter_with(pins: Sequence[str]) -> Path:
    """Returns the interpreter of an environment with exactly these packages, made on first use."""
    mark = hashlib.sha256(" ".join(pins).encode()).hexdigest()[:12]
    home = Path(tempfile.gettempdir()) / f"inkscout-bench-{mark}"
    python, ready = home / "bin" / "python", home / "ready"
    if not ready.exists():
        shutil.rmtree(home, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", *pins], check=True)
        ready.touch()
    return python

"""Locations of the project's files: templates, state machines, functions, layers and the worker.

A checkout holds them at its root. A wheel carries a copy of the same layout in ``inkscout_deploy/bundle``
(tools/wheel_contents.py), because ``functions`` and ``scraper_task`` are too general as names for
site-packages.
"""

import os
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_BUNDLE = _PACKAGE / "bundle"

PROJECT_ROOT = _BUNDLE if _BUNDLE.is_dir() else _PACKAGE.parent
"""Root of the checkout, or of the copy that an installed wheel carries."""

COMMAND = "inkscout" if _BUNDLE.is_dir() else "./inkscout"
"""The inkscout command for messages: on the PATH if installed, else the launcher at the checkout's root."""

SET_UP = "pip install --force-reinstall inkscout" if _BUNDLE.is_dir() else "make setup"
"""Command line, for messages, that installs the required packages."""

GET_BROWSER = "python -m inkscout_local.chromium" if _BUNDLE.is_dir() else "make setup"
"""Command line, for messages, that finds or downloads a Chromium."""


def python_path(before: str = "") -> str:
    """Returns the ``PYTHONPATH`` of a process that imports ``functions`` or ``scraper_task``.

    Args:
        before: A path to search first; empty for none.
    """
    return os.pathsep.join(part for part in (before, str(PROJECT_ROOT)) if part)


def make_importable() -> None:
    """Appends the project's root to ``sys.path``, for importing ``functions`` and ``scraper_task``."""
    if str(PROJECT_ROOT) not in sys.path:
        sys.path.append(str(PROJECT_ROOT))

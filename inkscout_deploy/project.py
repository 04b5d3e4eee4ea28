"""Location of the project's files: templates, state machines, functions, layers and the worker.

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
"""The command as a person types it: installed on the PATH, or the launcher at the root of a checkout."""

SET_UP = "pip install --force-reinstall inkscout" if _BUNDLE.is_dir() else "make setup"
"""Installs what is missing of the command's packages."""

GET_BROWSER = "python -m inkscout_local.chromium" if _BUNDLE.is_dir() else "make setup"
"""Finds or fetches a Chromium."""

API_FUNCTION = PROJECT_ROOT / "functions" / "api"
"""Source of the API's function, which imports its own package by its full name."""


def python_path(before: str = "") -> str:
    """Returns the ``PYTHONPATH`` of a process that imports ``functions`` or ``scraper_task``.

    Args:
        before: A path to search first; may be empty.
    """
    return os.pathsep.join(part for part in (before, str(PROJECT_ROOT)) if part)


def make_importable() -> None:
    """Lets this process import ``functions`` and ``scraper_task``; everything installed comes first."""
    if str(PROJECT_ROOT) not in sys.path:
        sys.path.append(str(PROJECT_ROOT))

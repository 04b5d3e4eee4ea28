"""Build hook of Hatch: adds the project's files that ``inkscout_deploy.project`` looks for to a wheel.

An editable install uses the checkout and gets no copy.
"""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUNDLE = "inkscout_deploy/bundle"
PARTS = ("infra", "statemachines", "functions", "layers", "scraper_task", "feeds", "docs/runbooks")


class WheelContents(BuildHookInterface):  # type: ignore[type-arg]
    """Hatch build hook that copies the project's folders to ``inkscout_deploy/bundle``."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Adds the folders to a wheel unless it is for an editable install."""
        if version != "editable":
            for part in PARTS:
                build_data["force_include"][str(Path(self.root) / part)] = f"{BUNDLE}/{part}"

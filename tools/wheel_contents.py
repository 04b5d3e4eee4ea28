"""Build hook of Hatch: adds the files that ``inkscout_deploy.project`` finds in an installed wheel.

An editable install has the checkout itself and gets no copy.
"""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUNDLE = "inkscout_deploy/bundle"
PARTS = ("infra", "statemachines", "functions", "layers", "scraper_task")


class WheelContents(BuildHookInterface):  # type: ignore[type-arg]
    """Maps the project's folders to the bundle."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Adds the bundle to a wheel that is no editable install."""
        if version != "editable":
            for part in PARTS:
                build_data["force_include"][str(Path(self.root) / part)] = f"{BUNDLE}/{part}"

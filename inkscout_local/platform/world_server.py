"""The world server as a child process: simulated Google endpoints and websites of a world folder."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from inkscout_deploy.errors import BadInput
from inkscout_deploy.json_input import read_object
from inkscout_local.platform.child import ChildServer, spawn
from inkscout_local.platform.state import StateFolder
from inkscout_local.simulator.model import World, WorldError

_START_SECONDS = 30.0


def read_world(folder: Path) -> dict[str, Any]:
    """Returns the content of a world folder's ``world.json``, after checking it.

    Raises:
        BadInput: the folder or a readable ``world.json`` is missing, or the world is empty or invalid.
    """
    if not folder.is_dir():
        raise BadInput(f"There is no world folder {folder}.")
    path = folder / "world.json"
    if not path.exists():
        raise BadInput(f"{folder} is no world: it has no {path.name}.")
    world = read_object(path)
    if not world.get("regions"):
        raise BadInput(f"The world {folder} is empty: {path.name} names no region.")
    if not world.get("places"):
        raise BadInput(f"The world {folder} is empty: {path.name} holds no place.")
    try:
        World.load(folder)
    except WorldError as error:
        raise BadInput(f"{str(error).rstrip('.')}.") from error
    return world


def region_names(world: Mapping[str, Any]) -> list[str]:
    """Returns the names of the world's regions, in their order in ``world.json``."""
    return [str(region.get("name", "")) for region in world["regions"] if isinstance(region, dict)]


class WorldServerProcess(ChildServer):
    """The process ``python -m inkscout_local.simulator``.

    Attributes:
        addresses: Ports and URLs that it printed at its start; empty before.
    """

    def __init__(self, folder: Path, state: StateFolder, ports: Mapping[str, int]) -> None:
        super().__init__()
        self._folder = folder
        self._state = state
        self._ports = ports
        self.addresses: dict[str, Any] = {}

    def start(self, environment: Mapping[str, str]) -> None:
        """Starts the process and waits until it prints its addresses.

        Raises:
            PlatformError: the process ended or printed nothing in time.
        """
        command = [sys.executable, "-m", "inkscout_local.simulator", str(self._folder.resolve())]
        command += ["--google-port", str(self._ports["google"]), "--proxy-port", str(self._ports["proxy"])]
        child = spawn(
            "The world server",
            command,
            {**environment, "PYTHONUNBUFFERED": "1"},
            self._state.logs / "world.log",
            output=self._state.logs / "world.out",
        )
        self._serve(child, self._announced, _START_SECONDS)

    def _announced(self) -> bool:
        try:
            first = (self._state.logs / "world.out").read_text(encoding="utf-8").partition("\n")
            self.addresses = json.loads(first[0]) if first[1] else {}
        except (OSError, ValueError):
            return False
        return bool(self.addresses)

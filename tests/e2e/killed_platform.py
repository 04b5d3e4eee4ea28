"""A platform that stays up for tests which kill its processes and start it again."""

import json
import os
import signal
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil

from inkscout.adapters.aws.dynamodb.removals import DynamoDbRemovals
from inkscout.domain.removal_request import RemovalStatus
from inkscout_cli.api_client import ApiClient
from inkscout_local.platform.reaper import members
from inkscout_local.platform.state import StateFolder
from tests.e2e.command_line import CommandLine
from tests.e2e.demo_platform import DemoPlatform
from tests.support.patience import until

INPUT = json.dumps({"regions": ["Leeds, UK"]})

PARTS: dict[str, Callable[[list[str]], bool]] = {
    "the command line": lambda command: "inkscout_cli" in " ".join(command),
    "the emulator": lambda command: command[-1:] == ["inkscout_local.platform.emulator_main"],
    "the search server": lambda command: "osmem-server" in command[0],
    "the world server": lambda command: "inkscout_local.simulator" in command,
    "the guardian": lambda command: "inkscout_local.platform.guardian" in command,
    "a worker": lambda command: command[-2:] == ["-m", "scraper_task"],
    "a function or what it is forked from": lambda command: "/forking/server.py" in " ".join(command),
    "a browser": lambda command: "--headless" in " ".join(command),
}
"""Processes of a platform by what stands in their command lines."""


class KilledPlatform:
    """``inkscout up`` on one world, again and again on the same state."""

    def __init__(self, cli: CommandLine, world: str) -> None:
        self._cli, self._world = cli, world
        self._process: subprocess.Popen[str] | None = None
        self.said: list[str] = []

    @property
    def folder(self) -> Path:
        return next(path.parent for path in self._cli.state.glob("*/platform.json"))

    def begin(self) -> None:
        """Starts it; ``said`` holds what it says on standard error from then on."""
        self._process = self._cli.popen("up", "--world", self._world, "--json")
        self.said = []
        assert self._process.stdout
        assert self._process.stderr
        threading.Thread(target=self._listen, args=(self._process,), daemon=True).start()

    def start(self) -> DemoPlatform:
        """Starts it and waits until it is ready."""
        self.begin()
        assert self._process
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert line, self.said
        return DemoPlatform(StateFolder(self.folder))

    def processes(self, part: str) -> list[psutil.Process]:
        """Living processes of a part."""
        assert self._process
        if part == "the command line":
            return [psutil.Process(self._process.pid)]
        found = []
        marked = members(StateFolder(self.folder).record()["platform_id"])
        for process in psutil.Process(self._process.pid).children() + marked:
            with suppress(psutil.Error):
                if process.cmdline() and PARTS[part](process.cmdline()):
                    found.append(process)
        return found

    def kill(self, part: str) -> bool:
        """Kills the processes of a part outright; False if there is none now."""
        killed = False
        for process in self.processes(part):
            with suppress(psutil.Error):
                os.kill(process.pid, signal.SIGKILL)
                killed = True
        return killed

    def is_up(self) -> bool:
        """Whether the command line still runs."""
        return bool(self._process and self._process.poll() is None)

    def ended(self, seconds: float = 90) -> None:
        """Waits until nothing of it runs any more."""
        assert self._process
        self._process.wait(seconds)
        until(lambda: True if self._cli.left_running() == [] else None, seconds)

    def end(self) -> None:
        """Ends it in an orderly way."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            self.ended()

    def _listen(self, process: "subprocess.Popen[str]") -> None:
        assert process.stderr
        for line in process.stderr:
            self.said.append(line.rstrip())


def ask_removal(platform: DemoPlatform, artist_id: str) -> str:
    """Has somebody ask for the removal of an artist; returns the request's id."""
    api = ApiClient(platform.connection.api_url)
    return api.request_removal(artist_id=artist_id, contact="them@example.org").request_id


def removals(platform: DemoPlatform) -> dict[str, RemovalStatus]:
    """States of the removal requests by their ids."""
    connection = platform.connection
    found = DynamoDbRemovals(connection.client("dynamodb"), connection.outputs["OperationsTable"])
    return {request.request_id: request.status for request in found.requests()}


def found_by_search(platform: DemoPlatform) -> set[str]:
    """Ids of the artists that the API's search shows."""
    return {hit.artist_id for hit in ApiClient(platform.connection.api_url).all_artists()}

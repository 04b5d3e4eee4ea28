"""The AWS emulator (MiniStack) as a child process on loopback, with its state in the platform's folder."""

import json
import shutil
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any

from inkscout_deploy.errors import PlatformError
from inkscout_local.environment import REGION, emulator_credentials
from inkscout_local.platform.child import ChildServer, spawn
from inkscout_local.platform.ports import LOOPBACK
from inkscout_local.platform.state import StateFolder
from inkscout_local.saving import start
from inkscout_local.saving.ministack import SAVE_PATH

_START_SECONDS = 30.0
_SAVE_SECONDS = 60.0
# An address where no Docker listens: ECS tasks run as processes even if the machine has Docker.
_NO_DOCKER = "unix:///nonexistent/docker.sock"


class Emulator(ChildServer):
    """The MiniStack process, which saves its state when it is stopped.

    Attributes:
        notes: Sentences for the operator about how the last session ended; empty after a clean shutdown.
    """

    grace_seconds = 20.0

    def __init__(self, state: StateFolder, port: int) -> None:
        super().__init__()
        self.endpoint = f"http://{LOOPBACK}:{port}"
        self._state = state
        self._port = port
        self.notes: list[str] = []

    def start(self, environment: Mapping[str, str]) -> None:
        """Starts the process and waits until it responds.

        Raises:
            PlatformError: the disk is nearly full, the saved state is damaged, or it did not respond in time.
        """
        last = start.look(self._state.root, self._state.emulator)
        start.check_space(self._state.root, last.saved)
        if last.saved is None:
            self._drop_unrecorded_objects()
        child = spawn(
            "The AWS emulator",
            [sys.executable, "-m", "inkscout_local.platform.emulator_main"],
            {**environment, **self._variables()},
            self._state.logs / "emulator.log",
            folder=self._state.root,
        )
        self._serve(child, self._answers, _START_SECONDS)
        self.notes = last.notes(self._state.root, int(self.kept()["replayed"]))

    def kept(self) -> dict[str, Any]:
        """Returns the state of saving: ``number, saved_at, problem, replayed``, see ``Saver.state``.

        Raises:
            PlatformError: the emulator does not respond.
        """
        return self._ask("GET")

    def save(self) -> None:
        """Makes the emulator save its state now.

        Raises:
            PlatformError: the state could not be saved; the message says why.
        """
        if problem := self._ask("POST")["problem"]:
            raise PlatformError(self.unsaved(problem))

    def unsaved(self, problem: str) -> str:
        """Returns the message for a state that could not be saved, with the problem in it."""
        return (
            f"The state could not be saved in {self._state.root}: {problem}. "
            "Free some space; until it can be saved, a restart loses what is new."
        )

    def _ask(self, method: str) -> dict[str, Any]:
        request = urllib.request.Request(f"{self.endpoint}{SAVE_PATH}", method=method)  # noqa: S310 - loopback
        try:
            with urllib.request.urlopen(request, timeout=_SAVE_SECONDS) as response:  # noqa: S310 - loopback
                return dict(json.load(response))
        except urllib.error.HTTPError as error:
            return {"problem": error.reason, **json.load(error)}
        except (urllib.error.URLError, OSError, ValueError) as error:
            raise PlatformError(f"The AWS emulator does not answer ({error}).") from error

    def _variables(self) -> dict[str, str]:
        credentials = emulator_credentials(self.endpoint)
        return credentials | {
            "GATEWAY_PORT": str(self._port),
            "BIND_HOST": LOOPBACK,
            "MINISTACK_REGION": REGION,
            "PERSIST_STATE": "1",
            "FORK_EARLY": "1",
            "STATE_DIR": str(self._state.emulator.resolve()),
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(self._state.objects.resolve()),
            "SFTP_ENABLED": "0",
            "IOT_MTLS_ENABLED": "0",
            "DOCKER_HOST": _NO_DOCKER,
            "PYTHONUNBUFFERED": "1",
        }

    def _drop_unrecorded_objects(self) -> None:
        # Objects are written at once, everything else with the first save. If the first session was killed
        # before it, buckets would exist that belong to no stack, and the deployment could not create them.
        shutil.rmtree(self._state.objects, ignore_errors=True)
        self._state.objects.mkdir(parents=True, exist_ok=True)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.endpoint}/_ministack/health", timeout=2) as response:  # noqa: S310 - loopback
                return bool(response.status == 200)
        except (urllib.error.URLError, OSError):
            return False

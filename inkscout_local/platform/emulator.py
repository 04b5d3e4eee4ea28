"""The AWS emulator (MiniStack) as a child process, on loopback, with its state in the platform's folder."""

import shutil
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping

from inkscout_local.environment import REGION, emulator_credentials
from inkscout_local.platform.child import ChildServer, spawn
from inkscout_local.platform.ports import LOOPBACK
from inkscout_local.platform.state import StateFolder

_START_SECONDS = 30.0
# An address where no Docker listens: tasks are processes here, also on a machine that has Docker.
_NO_DOCKER = "unix:///nonexistent/docker.sock"


class Emulator(ChildServer):
    """MiniStack; on SIGTERM it saves its state, so it is given time to."""

    grace_seconds = 20.0

    def __init__(self, state: StateFolder, port: int) -> None:
        super().__init__()
        self.endpoint = f"http://{LOOPBACK}:{port}"
        self._state = state
        self._port = port

    def start(self, environment: Mapping[str, str]) -> None:
        """Starts the process and waits until it answers.

        Raises:
            PlatformError: it ended or did not answer in time.
        """
        self._drop_unrecorded_objects()
        child = spawn(
            "The AWS emulator",
            [sys.executable, "-m", "inkscout_local.platform.emulator_main"],
            {**environment, **self._variables()},
            self._state.logs / "emulator.log",
            folder=self._state.root,
        )
        self._serve(child, self._answers, _START_SECONDS)

    def _variables(self) -> dict[str, str]:
        credentials = emulator_credentials(self.endpoint)
        return credentials | {
            "GATEWAY_PORT": str(self._port),
            "BIND_HOST": LOOPBACK,
            "MINISTACK_REGION": REGION,
            "PERSIST_STATE": "1",
            "STATE_DIR": str(self._state.emulator.resolve()),
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(self._state.objects.resolve()),
            "SFTP_ENABLED": "0",
            "IOT_MTLS_ENABLED": "0",
            "DOCKER_HOST": _NO_DOCKER,
            "PYTHONUNBUFFERED": "1",
        }

    def _drop_unrecorded_objects(self) -> None:
        # Objects are written at once, everything else when the emulator ends. After a first session that was
        # killed outright, buckets would exist that no stack knows of and that no deployment could make again.
        if not (self._state.emulator / "cloudformation.json").exists():
            shutil.rmtree(self._state.objects, ignore_errors=True)
            self._state.objects.mkdir(parents=True, exist_ok=True)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.endpoint}/_ministack/health", timeout=2) as response:  # noqa: S310 - loopback
                return bool(response.status == 200)
        except (urllib.error.URLError, OSError):
            return False

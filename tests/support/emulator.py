"""The emulator beside the tests, with the limits that the local platform gives it."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from inkscout_local.saving.ministack import SAVE_PATH
from tests.support.patience import PATIENCE_SECONDS, until
from tests.support.stores import REGION

CREDENTIALS = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": REGION}


def free_port() -> int:
    """A port of loopback that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def emulator() -> Iterator[str]:
    """A MiniStack that keeps nothing; gives its address and ends it afterwards."""
    port = free_port()
    endpoint = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "inkscout_local.platform.emulator_main"],
            env=_environment(port),
            cwd=folder,
            stdout=log,
            stderr=log,
        )
        try:
            _wait(f"{endpoint}/_ministack/health", process)
            yield endpoint
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


class KeptEmulator:
    """A MiniStack that saves its state in a folder, to be killed outright and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def client(self, service: str) -> Any:
        config = Config(retries={"max_attempts": 0}, connect_timeout=5, read_timeout=30)
        return boto3.client(service, endpoint_url=self.endpoint, config=config, **CREDENTIALS)

    def start(self) -> None:
        kept = {
            "PERSIST_STATE": "1",
            "STATE_DIR": str(self.folder / "state"),
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(self.folder / "objects"),
        }
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "inkscout_local.platform.emulator_main"],
                env={**_environment(self.port), **kept},
                cwd=self.folder,
                stdout=log,
                stderr=log,
            )
        _wait(f"{self.endpoint}/_ministack/health", self._process)

    def save(self) -> dict[str, Any]:
        """Makes it save now; returns the state of its saving."""
        request = urllib.request.Request(f"{self.endpoint}{SAVE_PATH}", method="POST")
        with urllib.request.urlopen(request, timeout=60) as response:
            return dict(json.load(response))

    def kill(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()


def _environment(port: int) -> dict[str, str]:
    return {
        **os.environ,
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_REGION": REGION,
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "SFTP_ENABLED": "0",
        "IOT_MTLS_ENABLED": "0",
        "DOCKER_HOST": "unix:///nonexistent/docker.sock",
    }


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    def answers() -> bool:
        assert process.poll() is None, "the emulator ended at once"
        try:
            with urllib.request.urlopen(url, timeout=10):
                return True
        except OSError:  # among them urllib's own
            return False

    until(answers)

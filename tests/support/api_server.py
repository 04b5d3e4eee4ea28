"""The API's server as a process, over an emulator of AWS and an index beside it."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import boto3
import urllib3

from tests.support.emulator import CREDENTIALS
from tests.support.patience import PATIENCE_SECONDS
from tests.support.project import ROOT
from tests.support.stores import REGION, create_tables

SECRET = "inkscout/test/denylist"
TOKEN = "an-operators-token"


def environment(endpoint: str, index: str) -> dict[str, str]:
    """Everything that the server reads, with tables, a queue and a secret made for it in the emulator."""
    tables = create_tables(boto3.client("dynamodb", endpoint_url=endpoint, **CREDENTIALS))
    secrets = boto3.client("secretsmanager", endpoint_url=endpoint, **CREDENTIALS)
    with suppress(secrets.exceptions.ResourceExistsException):
        secrets.create_secret(Name=SECRET, SecretString="a key that is only for tests")
    queue = boto3.client("sqs", endpoint_url=endpoint, **CREDENTIALS).create_queue(QueueName="server-jobs")
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "OPENSEARCH_URL": index,
        "DIRECTORY_TABLE": tables["directory"],
        "OPERATIONS_TABLE": tables["operations"],
        "DENYLIST_TABLE": tables["denylist"],
        "DENYLIST_SECRET_ARN": SECRET,
        "DATA_BUCKET": "no-bucket",
        "RECORDS_TABLE": "no-records",
        "FEEDS_BUCKET": "no-feeds",
        "JOBS_QUEUE_URL": str(queue["QueueUrl"]),
        "CURSOR_KEY": "a-key-for-tests-only",
        "OPERATOR_TOKEN": TOKEN,
        "PORT": "0",
        "INTERNAL_PORT": "0",
    }


def command() -> list[str]:
    """The image's command."""
    return [sys.executable, "-m", "server"]


def surroundings(variables: dict[str, str]) -> dict[str, str]:
    """An environment of nothing but these variables and what Python needs."""
    return {"PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1", **variables}


@dataclass
class Running:
    """A server that takes requests."""

    process: "subprocess.Popen[str]"
    url: str
    internal: str
    lines: list[str]

    def get(self, path: str, **headers: str) -> urllib3.BaseHTTPResponse:
        """The answer to a GET on the public port."""
        return urllib3.request("GET", self.url + path, headers=headers, timeout=30, retries=False)

    def inside(self, path: str) -> urllib3.BaseHTTPResponse:
        """The answer to a GET on the internal port."""
        return urllib3.request("GET", self.internal + path, timeout=30, retries=False)

    def terminate(self) -> int:
        """Sends SIGTERM and returns the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE_SECONDS)


@contextmanager
def running(variables: dict[str, str]) -> Iterator[Running]:
    """A server with these variables, from its first line to its end."""
    process = subprocess.Popen(
        command(), env=surroundings(variables), cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    lines: list[str] = []
    try:
        assert process.stdout
        first = process.stdout.readline()
        assert first, "the server ended before it served"
        said = json.loads(first)
        thread = threading.Thread(target=lambda: lines.extend(process.stdout or ()), daemon=True)
        thread.start()
        url, internal = (f"http://127.0.0.1:{said[name]}" for name in ("port", "internal_port"))
        yield Running(process, url, internal, lines)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()

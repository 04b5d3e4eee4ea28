"""Program that imports what every function imports, and forks itself for each worker that is asked for.

Runs as ``python -P server.py FD``, where ``FD`` is a socket of ``inkscout_local.forking.workers``. It imports
nothing of Inkscout: that is what functions get from their layers. It ends when the socket is closed.
"""

import atexit
import gc
import importlib
import json
import os
import runpy
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import Any

IMPORTED = (
    "aiohttp",
    "anyascii",
    "aws_lambda_powertools",
    "boto3",
    "boto3.dynamodb.types",
    "boto3.s3.inject",
    "dotenv",
    "jinja2",
    "lxml.etree",
    "opensearchpy",
    "phonenumbers",
    "protego",
    # pydantic imports its parts when they are first named.
    "pydantic.functional_validators",
    "pydantic.json_schema",
    "pydantic.main",
    "pydantic.root_model",
    "pydantic.type_adapter",
    "pydantic_settings",
    "rapidfuzz.fuzz",
    "selectolax.lexbor",
    "webencodings",
    "zstandard",
)
"""Modules that most functions import; a function imports others itself, and those that are not installed."""
SERVICES = ("dynamodb", "s3", "secretsmanager", "sqs", "stepfunctions", "events")
"""Services that most functions ask, whose descriptions are parsed before the forks."""
LARGEST_REQUEST = 1 << 17
"""Bytes of a request, which is mostly the environment; more than one packet of a Unix socket is refused."""


def main(descriptor: int) -> None:
    """Answers each request with the process id of a fork, until the socket is closed."""
    _import_what_functions_import()
    gc.freeze()  # keeps the collector from writing to pages that forks share
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # a fork that ends leaves nothing behind
    with socket.socket(fileno=descriptor) as requests:
        while True:
            message, descriptors, _, _ = socket.recv_fds(requests, LARGEST_REQUEST, 4)
            if not message:
                return
            request = json.loads(message)
            pid = os.fork()
            if pid == 0:
                requests.close()
                _become(request, descriptors)
            for one in descriptors:
                os.close(one)
            requests.send(str(pid).encode())


def _import_what_functions_import() -> None:
    for name in IMPORTED:
        with suppress(ImportError):
            importlib.import_module(name)
    with suppress(ImportError):
        import boto3
        from botocore import loaders

        # A session parses the descriptions of services again, each of which takes longer than anything else
        # that a client is made of. They are data, which nobody changes.
        loaders.JSONFileLoader.load_file = _once(loaders.JSONFileLoader.load_file)
        # A client imports the parts of botocore that the package alone does not.
        keys = {"aws_access_key_id": "none", "aws_secret_access_key": "none"}
        session = boto3.session.Session(region_name="us-east-1", **keys)
        for service in SERVICES:
            session.client(service)


def _once(load: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
    """Returns a function that loads each file once for all sessions, those of forks included."""
    loaded: dict[str, Any] = {}

    def load_once(loader: Any, path: str) -> Any:  # noqa: ANN401 - botocore's own signature
        if path not in loaded:
            loaded[path] = load(loader, path)
        return loaded[path]

    return load_once


def _become(request: dict[str, Any], descriptors: list[int]) -> None:
    """Runs a script as Python would, with these standard streams; never returns.

    The fourth descriptor stays open as long as the process lives.
    """
    code = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for number, descriptor in enumerate(descriptors[:3]):
            os.dup2(descriptor, number)
            os.close(descriptor)
        os.set_inheritable(descriptors[3], False)  # a program that it starts may outlive it
        sys.stdin, sys.stdout = open(0, closefd=False), open(1, "w", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", buffering=1, errors="backslashreplace", closefd=False)  # noqa: SIM115
        os.environ.clear()
        os.environ.update(request["environment"])
        time.tzset()
        os.chdir(request["folder"])
        sys.argv = [request["script"]]
        sys.path.insert(0, os.path.dirname(request["script"]))  # noqa: PTH120 - as Python does
        runpy.run_path(request["script"], run_name="__main__")
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - nothing may return to the loop of the server
        traceback.print_exc()
    finally:
        with suppress(BaseException):
            atexit._run_exitfuncs()
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main(int(sys.argv[1]))

"""docker-compose.yml without a container engine: its services as processes of this machine."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from tests.support.patience import PATIENCE_SECONDS
from tests.support.project import ROOT

_VARIABLE = re.compile(r"\$\{(\w+)(?:(:-|:\?)([^}]*))?\}")
ENTRYPOINTS = {
    "inkscout-api": ["python", "-m", "server"],
    "inkscout-scraper": ["python", "-m", "scraper_task"],
    "inkscout-platform": ["python", "-m", "inkscout_local.platform.emulator_main"],
}
"""Commands of the images, for services without one; tests of the images hold them."""


def services(given: Mapping[str, str]) -> dict[str, Any]:
    """The services of the file, with variables replaced as Compose does.

    Raises:
        KeyError: a variable without a default is not given.
    """

    def value(found: re.Match[str]) -> str:
        name, kind, default = found[1], found[2], found[3] or ""
        if given.get(name):
            return given[name]
        if kind == ":?":
            raise KeyError(name)
        return default

    def filled(node: Any) -> Any:
        if isinstance(node, dict):
            return {name: filled(part) for name, part in node.items()}
        if isinstance(node, list):
            return [filled(part) for part in node]
        return _VARIABLE.sub(value, node) if isinstance(node, str) else node

    found: dict[str, Any] = filled(yaml.safe_load((ROOT / "docker-compose.yml").read_text()))["services"]
    return found


def command(service: Mapping[str, Any]) -> list[str]:
    """The command of a service, with this environment's programs."""
    words = [*service.get("entrypoint", ()), *service.get("command", ())]
    words = words or ENTRYPOINTS[service["image"]]
    programs = {"python": sys.executable, "inkscout": str(Path(sys.executable).with_name("inkscout"))}
    return [programs.get(words[0], words[0]), *words[1:]]


def environment(service: Mapping[str, Any], here: Mapping[str, str]) -> dict[str, str]:
    """A service's own variables and no others, with its hosts, ports and folders replaced by those here."""

    def placed(value: str) -> str:
        for there, place in here.items():
            value = value.replace(there, place)
        return value

    found = {name: placed(str(value)) for name, value in service["environment"].items()}
    kept = {"PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1"}
    for name in ("PLAYWRIGHT_BROWSERS_PATH", "LD_LIBRARY_PATH"):
        if name in os.environ:
            kept[name] = os.environ[name]
    return kept | found


@contextmanager
def running(
    service: Mapping[str, Any], here: Mapping[str, str], folder: Path
) -> "Iterator[subprocess.Popen[str]]":
    """A service as a process, which gets SIGTERM at the end; its output is in the folder's ``log``."""
    folder.mkdir(exist_ok=True)
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            command(service),
            env=environment(service, here) | {"TMPDIR": str(folder), "HOME": str(folder)},
            cwd=ROOT,
            stdout=log,
            stderr=log,
            text=True,
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE_SECONDS)
            finally:
                process.kill()
                shutil.rmtree(folder / "scratch", ignore_errors=True)

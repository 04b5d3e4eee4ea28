"""Runs the command line as a person would, in a folder of the test's own."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from inkscout_cli.common import DEMO
from inkscout_local.platform.reaper import members


@dataclass(frozen=True)
class Answer:
    """Output and exit code of a command."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class CommandLine:
    """``inkscout`` with its state in ``folder``."""

    folder: Path

    @property
    def state(self) -> Path:
        return self.folder / "state"

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return {**kept, "INKSCOUT_HOME": str(self.state), "COLUMNS": "160", **more}

    def popen(self, *arguments: str, **environment: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-c", "from inkscout_cli import main; main()", *arguments],
            cwd=self.folder,
            env=self.environment(**environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, seconds: float = 110, **environment: str) -> Answer:
        process = self.popen(*arguments, **environment)
        try:
            out, err = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        return Answer(process.returncode, out, err)

    def left_running(self) -> list[str]:
        """Processes of any platform that this state folder has a record of."""
        found = []
        for record in self.state.glob("*/platform.json"):
            platform_id = json.loads(record.read_text(encoding="utf-8"))["platform_id"]
            found += [f"{process.pid} {process.name()}" for process in members(platform_id)]
        return found


def write_world(folder: Path, world: object) -> Path:
    """A world folder with that ``world.json``; text is written as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    text = world if isinstance(world, str) else json.dumps(world)
    (folder / "world.json").write_text(text, encoding="utf-8")
    return folder


def part_of_the_demo(folder: Path, *hosts: str) -> Path:
    """A world with the studios of these hosts of the demo world."""
    world = json.loads((DEMO / "world.json").read_text(encoding="utf-8"))
    world["name"] = folder.name
    world["places"] = [p for p in world["places"] if urlsplit(p.get("website", "")).hostname in hosts]
    world["hosts"] = {name: host for name, host in world["hosts"].items() if name in hosts}
    assert len(world["places"]) >= len(hosts)
    for host in hosts:
        shutil.copytree(DEMO / "sites" / host, folder / "sites" / host)
    shutil.copytree(DEMO / "art", folder / "art")
    return write_world(folder, world)

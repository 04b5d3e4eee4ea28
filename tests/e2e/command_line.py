"""Runs the command line as a person would, in a folder of the test's own."""

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from inkscout_cli.common import DEMO
from inkscout_local.platform.reaper import members
from tests.support.forked import Forked
from tests.support.patience import PATIENCE_SECONDS


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

    def forked(self, *arguments: str, **environment: str) -> Forked:
        """Starts a command in a fork that has imported the product."""
        return Forked(f"{__name__}:call", [arguments], self.folder, self.environment(**environment))

    def run_forked(self, *arguments: str, seconds: float = PATIENCE_SECONDS, **environment: str) -> Answer:
        """Runs a command in a fork that has imported the product."""
        process = self.forked(*arguments, **environment)
        try:
            out, err = process.communicate(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        return Answer(process.wait(), out, err)

    def run_all(self, commands: Sequence[Sequence[str]], **environment: str) -> list[dict[str, Any]]:
        """Runs several commands in one process, one after the other; returns their ends and outputs."""
        folder, variables = self.folder, self.environment(**environment)
        process = Forked(f"{__name__}:call_all", [[list(one) for one in commands]], folder, variables)
        out, err = process.communicate()
        assert process.wait() == 0, err
        return list(json.loads(out))

    def left_running(self) -> list[str]:
        """Processes of any platform that this state folder has a record of."""
        found = []
        for record in self.state.glob("*/platform.json"):
            platform_id = json.loads(record.read_text(encoding="utf-8"))["platform_id"]
            found += [f"{process.pid} {process.name()}" for process in members(platform_id)]
        return found


def call(arguments: Sequence[str]) -> None:
    """Calls the command line as the installed command does."""
    from inkscout_cli import main

    sys.argv = ["inkscout", *arguments]
    main()


def call_all(commands: Sequence[Sequence[str]]) -> None:
    """Calls commands one after the other; prints their arguments, exit codes and outputs as JSON."""
    answers = []
    for arguments in commands:
        out, err, code = io.StringIO(), io.StringIO(), 0
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                call(arguments)
            except SystemExit as ending:
                code = int(ending.code or 0)
        answers.append({"arguments": arguments, "code": code, "out": out.getvalue(), "err": err.getvalue()})
    print(json.dumps(answers))


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

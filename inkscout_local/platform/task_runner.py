"""Runs the tasks of the emulated ECS cluster as processes, in place of Fargate's containers."""

import os
import signal
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from inkscout.observability import logger
from inkscout_deploy.errors import PlatformError
from inkscout_local.platform import emulator_tasks
from inkscout_local.platform.child import Child, spawn
from inkscout_local.platform.tasks import ProcessCluster, Task

_POLL_SECONDS = 0.25
# A service's task that ends soon after its start is restarted after a pause, which grows.
_SHORT_LIFE_SECONDS = 5.0
_FIRST_PAUSE_SECONDS = 1.0
_LONGEST_PAUSE_SECONDS = 60.0


@dataclass
class _Running:
    task: Task
    child: Child
    started: float
    kill_at: float | None = None


@dataclass
class _Pause:
    seconds: float = 0.0
    until: float = 0.0


@dataclass
class TaskRunner:
    """A thread that starts and stops processes to match the cluster's tasks.

    Attributes:
        cluster: The cluster, to list and stop tasks.
        command: Program and arguments of every task; tasks differ by their environment.
        environment: Variables for every task; a task's own variables override them.
        logs: Folder for a log file of each task.
    """

    cluster: ProcessCluster
    command: Sequence[str]
    environment: Mapping[str, str]
    logs: Path
    _running: dict[str, _Running] = field(default_factory=dict)
    _pauses: dict[str, _Pause] = field(default_factory=dict)
    _ended: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Starts the thread."""
        self._thread = threading.Thread(target=self._loop, name="task-runner", daemon=True)
        self._thread.start()

    def stop(self, grace_seconds: float = 10.0) -> None:
        """Ends the thread and every task's process.

        A process is killed after ``grace_seconds`` or its task's stop timeout, whichever is shorter.
        """
        self._ended.set()
        if self._thread:
            self._thread.join(timeout=10)
        for running in self._running.values():
            _ask(running.child)
        asked = time.monotonic()
        for running in self._running.values():
            grace = min(grace_seconds, running.task.stop_seconds)
            running.child.stop(max(0.0, asked + grace - time.monotonic()))
        self._running.clear()

    def processes(self) -> dict[str, int]:
        """Returns the process ids by task ARN."""
        return {arn: running.child.process.pid for arn, running in dict(self._running).items()}

    def _loop(self) -> None:
        while not self._ended.wait(_POLL_SECONDS):
            try:
                self.step()
            except (BotoCoreError, ClientError) as error:
                # The emulator is being stopped or is overloaded; the next round tries again.
                logger().warning("The cluster did not answer", extra={"reason": str(error)[:200]})

    def step(self) -> None:
        """Runs one round: starts missing processes, ends those of stopped tasks, reports ended ones."""
        wanted = self.cluster.running()
        for arn, running in list(self._running.items()):
            if not running.child.running:
                self._report(arn, running, wanted)
            elif arn not in wanted:
                self._end(running)
        for task in self.cluster.describe(wanted - set(self._running)):
            self._launch(task)

    def _launch(self, task: Task) -> None:
        pause = self._pauses.get(task.service)
        if task.service and pause and time.monotonic() < pause.until:
            return
        log = self.logs / f"task-{task.short_id}.log"
        try:
            child = spawn("A worker", self.command, {**self.environment, **task.environment}, log)
        except PlatformError as error:
            self.cluster.stop(task.arn, str(error))
            return
        self._running[task.arn] = _Running(task, child, time.monotonic())

    def _end(self, running: _Running) -> None:
        now = time.monotonic()
        if running.kill_at is None:
            running.kill_at = now + running.task.stop_seconds
            _ask(running.child)
        elif now >= running.kill_at:
            running.child.stop(0)

    def _report(self, arn: str, running: _Running, wanted: set[str]) -> None:
        code = running.child.stop(0)  # what is left of its process group
        del self._running[arn]
        if arn in wanted:
            self.cluster.stop(arn, emulator_tasks.REASON.format(emulator_tasks.exit_code(code)))
        if running.task.service:
            self._pause(running)
            self.cluster.restore(running.task.service)

    def _pause(self, running: _Running) -> None:
        pause = self._pauses.setdefault(running.task.service, _Pause())
        if time.monotonic() - running.started >= _SHORT_LIFE_SECONDS:
            pause.seconds = 0.0
        else:
            pause.seconds = min(max(_FIRST_PAUSE_SECONDS, pause.seconds * 2), _LONGEST_PAUSE_SECONDS)
        pause.until = time.monotonic() + pause.seconds


def _ask(child: Child) -> None:
    with suppress(ProcessLookupError):
        os.kill(child.process.pid, signal.SIGTERM)

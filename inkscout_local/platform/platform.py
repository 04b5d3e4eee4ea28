"""The local platform: starts its processes, deploys the stacks, runs ECS tasks, and stops all of them."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from inkscout_deploy import artifacts, project, templates
from inkscout_deploy.deployer import Deployer, Deployment
from inkscout_deploy.errors import PlatformError
from inkscout_deploy.packager import Packager
from inkscout_local import environment
from inkscout_local.platform import desk_link, guardian, index, parameters, ports, reaper, unfinished
from inkscout_local.platform.connection import Connection
from inkscout_local.platform.emulator import Emulator
from inkscout_local.platform.front_door import FrontDoor
from inkscout_local.platform.opensearch_node import OpenSearchNode
from inkscout_local.platform.options import PlatformOptions
from inkscout_local.platform.search_server import EmbeddedSearch, ExternalSearch, SearchServer
from inkscout_local.platform.state import StateFolder
from inkscout_local.platform.task_runner import TaskRunner
from inkscout_local.platform.tasks import ProcessCluster
from inkscout_local.platform.world_server import WorldServerProcess, read_world
from inkscout_local.saving import start

PREFIX = "inkscout"
"""Prefix of every stack's name."""

WORKER_COMMAND = [sys.executable, "-m", "scraper_task"]
"""Command of the scraping worker, which ECS tasks run; equals the entry point of the container image."""

# Time limits for leftover descendants to end, and for the guardian's final clean-up.
_LATE_SECONDS = 2.0
_GUARDIAN_SECONDS = 30.0
_PORT_NAMES = ("emulator", "search", "google", "proxy")
_SECRET_NAME = "inkscout/google-maps"  # noqa: S105 - a name, not a secret

Progress = Callable[[str], None]


class Platform:
    """A running local platform; created by ``running``."""

    def __init__(self, state: StateFolder, options: PlatformOptions, say: Progress) -> None:
        self.state = state
        self.options = options
        self.deployment = Deployment()
        self.notes: list[str] = []
        self._say = say
        self._id = secrets.token_hex(16)
        self._temporary = Path(tempfile.mkdtemp(prefix="inkscout-"))
        self._undo = ExitStack()
        self._cut_off = ""
        self._guardian: subprocess.Popen[bytes] | None = None
        self._emulator: Emulator | None = None
        self._parts: list[tuple[str, Emulator | WorldServerProcess | SearchServer]] = []

    @property
    def connection(self) -> Connection:
        """Connection to this platform, made from the record in its state folder."""
        return Connection(self.state.record())

    def start(self) -> None:
        """Starts all processes and deploys the stacks; after a failure everything is stopped again.

        Raises:
            PlatformError: a process does not start or a stack does not deploy; the message says why.
        """
        try:
            self._start()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stops all processes in the reverse order of their start and records the end in the state folder."""
        lost = self.missing()
        self._write({**self.state.record(), "stopping": True})
        try:
            self._undo.close()
            reaper.reap(self._id, grace_seconds=_LATE_SECONDS)
        finally:
            if self._guardian and self._guardian.stdin:
                self._guardian.stdin.close()
                # It has a session of its own: on a busy machine it goes on cleaning up without this process.
                with suppress(subprocess.TimeoutExpired):
                    self._guardian.wait(_GUARDIAN_SECONDS)
            shutil.rmtree(self._temporary, ignore_errors=True)
            self._write({**self.state.record(), "ended": True, "lost": lost})

    def _write(self, record: dict[str, Any]) -> None:
        with suppress(OSError):  # a full disk is reported elsewhere
            self.state.write_record(record)

    def missing(self) -> str:
        """Returns the name of a process that ended unexpectedly; empty if all are running."""
        return next((name for name, part in self._parts if not part.running), "")

    def save(self) -> None:
        """Makes the emulator save its state now.

        Raises:
            PlatformError: the state could not be saved.
        """
        if self._emulator:
            self._emulator.save()

    def unsaved(self) -> str:
        """Returns a message if the latest attempt to save the state failed; empty if it succeeded."""
        if self._emulator is None:
            return ""
        problem = str(self._emulator.kept()["problem"])
        return self._emulator.unsaved(problem) if problem else ""

    def _start(self) -> None:
        started = time.monotonic()
        self._end_leftovers()
        self.state.tidy_logs()
        listener = ports.hold(self.state, "website", self.options.ports.get("website", 0), ports.WEBSITE)
        self._undo.callback(listener.close)
        chosen = ports.allot(self.state, _PORT_NAMES, self.options.ports)
        # Written before the first process starts, so that leftovers of a crash can be found by the id in it.
        self.state.write_record({**self._own_record(), "ready": False})
        children = self._child_environment()
        emulator = self._emulator = Emulator(self.state, chosen["emulator"])
        self._begin("the AWS emulator", emulator, children)
        self.notes += emulator.notes
        if self._cut_off and not self.notes:
            self.notes.append(self._cut_off)
        search = self._search(chosen["search"])
        self._begin("the search server", search, children)
        unfilled = index.make(search.url)
        addresses: dict[str, Any] = {}
        if self.options.world is not None:
            world = WorldServerProcess(self.options.world, self.state, chosen)
            self._begin("the world server", world, children)
            addresses = world.addresses
        self._say("Deploying the templates")
        clients = Connection({"endpoint": emulator.endpoint})
        website = f"http://{ports.LOOPBACK}:{listener.getsockname()[1]}"
        self.deployment = self._deploy(clients, search.url, {**addresses, "website": website})
        record = self._ready_record(emulator.endpoint, search, addresses)
        self._open_website(listener, record)
        self._keep_desk_secret(clients)
        index.fill(unfilled, search.url, Connection(record), self._say)
        # From here on the next start restores the stacks and their data.
        emulator.save()
        self.notes += unfinished.settle(Connection(record))
        self._run_tasks(clients, children)
        record["notes"] = self.notes
        self.state.write_record({**record, "seconds_to_start": round(time.monotonic() - started, 2)})

    def _open_website(self, listener: socket.socket, record: dict[str, Any]) -> None:
        """Opens the front door, if the website is deployed, and writes its address to the record."""
        if "WebFunctionName" not in self.deployment.outputs:
            return
        door = FrontDoor(listener, Connection(record).api_url)
        self._undo.callback(door.stop)
        door.start()
        record["website"] = door.url

    def _keep_desk_secret(self, clients: Connection) -> None:
        """Writes the desk's secret to the state folder, if the desk is deployed, for one-time links."""
        arn = self.deployment.outputs.get("DeskSecretArn", "")
        if arn:
            stored = clients.client("secretsmanager").get_secret_value(SecretId=arn)
            desk_link.keep(str(stored["SecretString"]), self.state)

    def _begin(
        self, name: str, part: Emulator | WorldServerProcess | SearchServer, children: dict[str, str]
    ) -> None:
        self._say(f"Starting {name}")
        self._undo.callback(part.stop)
        part.start(children)
        self._parts.append((name, part))

    def _child_environment(self) -> dict[str, str]:
        plain = environment.inherited(outbound=self.options.world is None)
        self._guardian = guardian.start(self._id, self._temporary, plain)
        return {**plain, reaper.MARK: self._id, "TMPDIR": str(self._temporary)}

    def _end_leftovers(self) -> None:
        before = self.state.record()
        if "platform_id" in before:
            reaper.reap(str(before["platform_id"]))
            lost = str(before.get("lost", ""))
            if lost or not before.get("ended"):
                why = f", as {lost} ended unexpectedly" if lost else ""
                self._cut_off = (
                    f"The last session on {self.state.root} was cut off{why}; its state had been saved."
                )

    def _search(self, port: int) -> SearchServer:
        if self.options.search == "embedded":
            return EmbeddedSearch(self.state, port)
        if self.options.opensearch_url:
            return ExternalSearch(self.options.opensearch_url)
        return OpenSearchNode(self.state.root / "opensearch", self.state.logs)

    def _deploy(self, clients: Connection, search_url: str, world: dict[str, Any]) -> Deployment:
        secret = self._google_secret(clients)
        values = parameters.for_templates(self.options, search_url, world, secret)
        built = artifacts.packages(project.PROJECT_ROOT, self.state.root / "build")
        packager = Packager(clients.client("s3"), f"{PREFIX}-artifacts", built=built)
        deployer = Deployer(clients.client("cloudformation"), packager, PREFIX)
        found = templates.deployable(self.options.infra)
        return deployer.deploy(found, values, lambda name, change: self._say(f"Stack {name}: {change}"))

    def _google_secret(self, clients: Connection) -> str:
        """Stores the Google key in the secret that operators create by hand on AWS; returns its ARN.

        Empty if there is no key.
        """
        key = parameters.WORLD_KEY if self.options.world is not None else self.options.google_key
        if not key:
            return ""
        manager = clients.client("secretsmanager")
        try:
            arn = manager.create_secret(Name=_SECRET_NAME, SecretString=key)["ARN"]
        except manager.exceptions.ResourceExistsException:
            arn = manager.put_secret_value(SecretId=_SECRET_NAME, SecretString=key)["ARN"]
        return str(arn)

    def _ready_record(self, endpoint: str, search: SearchServer, world: dict[str, Any]) -> dict[str, Any]:
        return {
            **self._own_record(),
            "ready": True,
            "endpoint": endpoint,
            "search_url": search.url,
            "world_addresses": world,
            "outputs": self.deployment.outputs,
            "templates": templates.digest(self.options.infra),
        }

    def _own_record(self) -> dict[str, Any]:
        world = self.options.world
        return {
            "platform_id": self._id,
            "pid": os.getpid(),
            "search": self.options.search,
            "brief": self.options.brief,
            "fleet": self.options.fleet,
            "world": str(world.resolve()) if world else "",
        }

    def _run_tasks(self, clients: Connection, children: dict[str, str]) -> None:
        outputs = self.deployment.outputs
        if "ScraperClusterArn" not in outputs:
            return
        runner = TaskRunner(
            cluster=ProcessCluster(clients.client("ecs"), outputs["ScraperClusterArn"]),
            command=WORKER_COMMAND,
            environment={
                **children,
                **clients.variables(),
                "CHROMIUM_PATH": self.options.chromium,
                "PYTHONPATH": project.python_path(children.get("PYTHONPATH", "")),
            },
            logs=self.state.logs,
        )
        self._undo.callback(runner.stop)
        runner.start()


@contextmanager
def running(
    state: StateFolder, options: PlatformOptions, say: Progress = lambda _text: None
) -> Iterator[Platform]:
    """Runs a platform while the ``with`` block runs, and locks the state folder meanwhile.

    ``say`` receives progress messages.

    Raises:
        PlatformError: the platform does not start (nothing runs then), or its state could not be saved at the
            end.
    """
    options.check()
    if options.world is not None:
        read_world(options.world)
    ports.check(options.ports)
    state.create()
    with state.locked():
        platform = Platform(state, options, say)
        platform.start()
        try:
            yield platform
        finally:
            platform.stop()
        if problem := start.save_problem(state.emulator):
            raise PlatformError(
                f"The state could not be saved in {state.root} at the end: {problem}. "
                "The next start restores what was saved before."
            )

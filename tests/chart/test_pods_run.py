"""Each container of the chart as a process under its pod's restrictions, beside one emulator of AWS.

The emulator and the deployment are the chart's own containers as well. Names of Services lead to ports of
loopback, and the search server is the embedded one. No cluster is needed, and none is replaced: what
Kubernetes and KEDA do with the manifests is not shown here.
"""

import contextlib
import json
import os
import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
import urllib3
from botocore.exceptions import ClientError

from inkscout_local.simulator.server import serve_world
from scraper_task.browser.chromium import find_executable
from tests.e2e.test_workers_killed_at_random import DEMO
from tests.support.chart import named, pod, pods
from tests.support.emulator import CREDENTIALS, free_port
from tests.support.fleet import Fleet
from tests.support.patience import until
from tests.support.pod import RunningPod, can_restrict, running, status
from tests.support.search_server import search_server
from tests.support.token_service import TOKEN, TokenService, token_service

PER_SECOND = 50
SITE = "http://blackwaterarcade.test/"
"""A site of the demo world that leads to three profiles."""


@dataclass(frozen=True)
class Platform:
    """The emulator with everything deployed to it."""

    endpoint: str
    search_url: str
    emulator: RunningPod

    def client(self, service: str) -> Any:
        return boto3.client(service, endpoint_url=self.endpoint, **CREDENTIALS)

    @property
    def replaced(self) -> dict[str, str]:
        return {
            "http://inkscout-emulator:4566": self.endpoint,
            "http://inkscout-search:9200": self.search_url,
            "https://search.inkscout.example": self.search_url,
            # Places beside an account name a stage and an account; the emulator has its own.
            "https://sqs.eu-west-1.amazonaws.com": self.endpoint,
            "inkscout-prod": "inkscout-dev",
            "inkscout/prod": "inkscout/dev",
            "123456789012": "000000000000",
        }

    def stores(self) -> dict[str, Any]:
        """Names of what a fleet's tests look into."""
        names = ("directory", "operations", "denylist")
        return {
            "tables": {name: f"inkscout-dev-{name}" for name in names},
            "bucket": "inkscout-dev-data-000000000000-eu-west-1",
            "queue_url": f"{self.endpoint}/000000000000/inkscout-dev-jobs",
            "secret_arn": "inkscout/dev/denylist",
        }

    @property
    def executions(self) -> list[dict[str, Any]]:
        machine = "arn:aws:states:eu-west-1:000000000000:stateMachine:inkscout-dev-directory-pipeline"
        found = self.client("stepfunctions").list_executions(stateMachineArn=machine)
        return list(found["executions"])


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    port, data = free_port(), tmp_path_factory.mktemp("data")
    data.chmod(0o2777)
    endpoint = f"http://127.0.0.1:{port}"
    given = {"GATEWAY_PORT": str(port), "BIND_HOST": "127.0.0.1"}
    replaced = {"http://inkscout-emulator:4566": endpoint}
    if not can_restrict():
        replaced["/data"] = str(data)
    with (
        search_server() as search_url,
        running(pod("alone", "emulator"), replaced, given=given, volumes={"data": data}) as emulator,
    ):
        for kind in ("startupProbe", "livenessProbe", "readinessProbe"):
            assert emulator.passes(kind, {"aws": port}), emulator.output()
        made = Platform(endpoint, search_url, emulator)
        with running(pod("alone", "deploy"), made.replaced) as deploy:
            assert deploy.wait() == 0, deploy.output()
        yield made


def _restrictions(found: RunningPod) -> tuple[dict[str, str], set[str]]:
    """The lines of a process's status by their names, and where its root file system can be written."""
    folder = Path(f"/proc/{found.process.pid}")
    lines = (line.split(":", 1) for line in (folder / "status").read_text().splitlines())
    mounts = (line.split() for line in (folder / "mountinfo").read_text().splitlines())
    writable = {place for _, _, _, _, place, options, *_ in mounts if "rw" in options.split(",")}
    return {name: value.strip() for name, value in lines}, writable


def assert_restricted(found: RunningPod, *volumes: str) -> None:
    """Holds a process to its pod: its environment, and, where the machine allows it, its restrictions."""
    raw = Path(f"/proc/{found.process.pid}/environ").read_bytes().split(b"\0")
    given = dict(entry.decode().split("=", 1) for entry in raw if entry)
    # The shell that made the root file system leaves where it was.
    assert {name: given[name] for name in given if name not in {"PWD", "OLDPWD", "_"}} == found.variables
    if not can_restrict():
        return
    state, writable = _restrictions(found)
    security = found.pod.spec["securityContext"]
    assert state["Uid"].split() == [str(security["runAsUser"])] * 4
    assert state["Gid"].split() == [str(security["runAsGroup"])] * 4
    assert {state[name] for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")} == {"0" * 16}
    assert state["NoNewPrivs"] == "1"
    kernel = {place for place in writable if place.startswith(("/proc", "/dev")) and place not in volumes}
    assert writable - kernel == set(volumes)


def test_the_emulator_runs_restricted_and_writes_its_volume_and_scratch_alone(platform: Platform) -> None:
    assert_restricted(platform.emulator, "/data", "/tmp")


@dataclass(frozen=True)
class Served:
    """A running pod of the API, with its ports by their names."""

    pod: RunningPod
    ports: dict[str, int]


@pytest.fixture(scope="module")
def api(platform: Platform) -> Iterator[Served]:
    ports = {"http": free_port(), "internal": free_port()}
    own = {"PORT": str(ports["http"]), "INTERNAL_PORT": str(ports["internal"]), "BIND_HOST": "127.0.0.1"}
    with running(pod("alone", "api"), platform.replaced, given=own) as started:
        assert started.passes("startupProbe", ports), started.output()
        yield Served(started, ports)


def ask(port: int, path: str, caller: int = 0) -> tuple[int, bytes]:
    """Status and body of an answer, asked over a connection of its own as a caller behind one proxy."""
    headers = {"x-forwarded-for": f"192.0.2.{caller % 250 + 1}", "connection": "close"}
    answer = urllib3.request(
        "GET", f"http://127.0.0.1:{port}{path}", headers=headers, retries=False, timeout=60
    )
    return answer.status, answer.data


@dataclass
class Load:
    """Requests at a steady rate, each over a connection of its own, until told to stop."""

    port: int
    statuses: list[int | str]
    stopping: threading.Event

    def run(self) -> None:
        with ThreadPoolExecutor(16) as pool:
            number = 0
            while not self.stopping.is_set():
                pool.submit(self._one, number)
                number += 1
                time.sleep(1 / PER_SECOND)

    def _one(self, number: int) -> None:
        try:
            self.statuses.append(ask(self.port, "/v1/artists?q=fine+line", number)[0])
        except urllib3.exceptions.HTTPError as error:
            self.statuses.append(type(error).__name__)


def test_the_api_is_alive_and_ready_under_its_restrictions(api: Served) -> None:
    for kind in ("livenessProbe", "readinessProbe"):
        assert api.pod.passes(kind, api.ports), api.pod.output()
    assert_restricted(api.pod, "/tmp")


def test_the_internal_port_says_what_keda_and_the_rules_read(api: Served) -> None:
    trigger = named("gke", "ScaledJob", "inkscout-worker")["spec"]["triggers"][0]["metadata"]
    rules = json.dumps(named("gke", "PrometheusRule", "inkscout-api")["spec"])
    value: Any = json.loads(ask(api.ports["internal"], "/queue")[1])
    for part in trigger["valueLocation"].split("."):
        value = value[part]
    assert isinstance(value, int)
    ask(api.ports["http"], "/v1/styles")
    text = ask(api.ports["internal"], "/metrics")[1].decode()
    exposed = set(re.findall(r"^(inkscout_\w+)", text, re.MULTILINE))
    assert set(re.findall(r"inkscout_\w+", rules)) <= exposed
    assert ask(api.ports["http"], "/queue")[0] == 404


def test_the_api_loses_no_request_when_it_is_told_to_stop(api: Served) -> None:
    port = api.ports["http"]
    load = Load(port, [], threading.Event())
    thread = threading.Thread(target=load.run)
    thread.start()
    try:
        until(lambda: len(load.statuses) >= PER_SECOND)
        api.pod.process.terminate()
        until(lambda: status(port, "/health/ready") == 503)
        sent = len(load.statuses)
        # Proxies hear of it later and go on sending for a while.
        until(lambda: len(load.statuses) >= sent + PER_SECOND // 2)
    finally:
        load.stopping.set()
        thread.join()
    assert set(load.statuses) == {200}, load.statuses
    api.pod.process.terminate()  # a second signal does not wait for the rest of the drain
    assert api.pod.wait() == 0, api.pod.output()


@pytest.mark.chromium
@pytest.mark.skipif(not find_executable(os.environ.get("CHROMIUM_PATH", "")), reason="no Chromium here")
def test_the_worker_drains_the_queue_and_ends_with_nothing_written_but_scratch(platform: Platform) -> None:
    names = {**platform.stores(), "dead_url": "", "folder": Path()}
    with serve_world(DEMO) as world:
        secret = platform.client("secretsmanager").create_secret(Name="proxies", SecretString=world.proxy_url)
        outside = Fleet(endpoint=platform.endpoint, proxy_url=world.proxy_url, **names)
        outside.add_sites("run", [SITE])
        given = {"UPSTREAM_PROXY_SECRET_ARN": secret["ARN"], "MIN_DELAY_SECONDS": "0"}
        with running(pod("alone", "worker"), platform.replaced, given=given) as started:
            outside.wait_for_a_browser(started.process)
            assert started.passes("livenessProbe", {}), started.output()
            assert_restricted(started, "/tmp", "/dev/shm")
            assert started.wait() == 0, started.output()
            assert not outside.open_jobs("run")
            assert outside.inbox.depth() == 0
            (line,) = started.output().splitlines()
            ended = json.loads(line)
            assert (ended["ending"], ended["failed"]) == ("queue_empty", 0)
            assert ended["done"] > 0


def scheduled(platform: Platform, name: str) -> list[dict[str, Any]]:
    """Executions that a job of a name started; they are stopped, as the run itself is not looked at here."""
    client = platform.client("stepfunctions")
    found = [execution for execution in platform.executions if execution["name"] == name]
    for execution in found:
        with contextlib.suppress(ClientError):  # it has ended meanwhile
            client.stop_execution(executionArn=execution["executionArn"])
    return found


def test_the_scheduled_job_starts_one_run_however_often_it_is_tried(platform: Platform) -> None:
    for _ in range(2):
        with running(pod("alone", "schedule"), platform.replaced) as started:
            assert started.wait() == 0, started.output()
    assert len(scheduled(platform, started.variables["RUN_NAME"])) == 1


@pytest.fixture(scope="module")
def tokens() -> Iterator[TokenService]:
    with token_service("arn:aws:iam::000000000000:role/inkscout-dev-external-") as service:
        yield service


@contextmanager
def beside(
    platform: Platform, tokens: TokenService, component: str, folder: Path, token: str = TOKEN, **given: str
) -> Iterator[RunningPod]:
    """A pod of GKE with a token of its cluster, with the emulator in place of AWS."""
    found = pod("gke", component)
    (volume,) = (v for v in found.spec["volumes"] if v["name"] == "identity")
    path = folder / volume["projected"]["sources"][0]["serviceAccountToken"]["path"]
    path.write_text(token)
    path.chmod(0o640)
    replaced = dict(platform.replaced)
    if can_restrict():
        os.chown(path, 0, found.spec["securityContext"]["fsGroup"])
        folder.chmod(0o755)
    else:
        replaced["/var/run/secrets/inkscout"] = str(folder)
    own = {"AWS_ENDPOINT_URL": platform.endpoint, "AWS_ENDPOINT_URL_STS": tokens.url} | given
    with running(found, replaced, given=own, volumes={"identity": folder}) as started:
        yield started


def test_a_token_of_the_cluster_is_exchanged_for_the_role_of_the_account(
    platform: Platform, tokens: TokenService, tmp_path: Path
) -> None:
    with beside(platform, tokens, "schedule", tmp_path, RUN_NAME="by-token") as started:
        assert started.wait() == 0, started.output()
    assert len(scheduled(platform, "by-token")) == 1
    assert tokens.asked[-1].endswith("role/inkscout-dev-external-schedule")


@pytest.mark.parametrize(
    ("component", "wrong"), [("worker", "token"), ("schedule", "role"), ("api", "token")]
)
def test_a_wrong_token_or_role_ends_in_one_sentence(
    platform: Platform, tokens: TokenService, tmp_path: Path, component: str, wrong: str
) -> None:
    token = "somebody else's" if wrong == "token" else TOKEN
    given = {"AWS_ROLE_ARN": "arn:aws:iam::000000000000:role/another"} if wrong == "role" else {}
    given |= {"PORT": "0", "INTERNAL_PORT": "0", "BIND_HOST": "127.0.0.1"} if component == "api" else {}
    with beside(platform, tokens, component, tmp_path, token, **given) as started:
        code = started.wait()
        (line,) = started.output().splitlines()
        assert ("InvalidIdentityToken" if wrong == "token" else "AccessDenied") in line
        # A job that no second try mends is not tried again; a server is started again by the kubelet.
        assert code == (2 if component == "api" else 78)


@pytest.mark.slow
def test_a_backup_is_written_to_its_volume_and_verified(platform: Platform, tmp_path: Path) -> None:
    jobs = {found.owner.rpartition("-")[2]: found for found in pods("alone") if found.component == "backup"}
    volumes = {"backups": tmp_path / "backups", "key": tmp_path / "key"}
    for folder in volumes.values():
        folder.mkdir()
        folder.chmod(0o2777)
    (volumes["key"] / "passphrase").write_text("a passphrase of a test that is long enough")
    tmp_path.chmod(0o755)
    replaced = dict(platform.replaced)
    if not can_restrict():
        pytest.skip("the commands name the volumes' places, which this machine cannot make")
    with running(jobs["backup"], replaced, volumes=volumes) as started:
        assert started.wait() == 0, started.output()
    with running(jobs["verify"], replaced, volumes=volumes) as started:
        assert started.wait() == 0, started.output()
        assert "measured recovery time" in started.output()

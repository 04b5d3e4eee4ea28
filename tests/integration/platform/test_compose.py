"""docker-compose.yml: its services' variables, bounds and commands, and all of it as processes."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
import urllib3
from pydantic_settings import BaseSettings

from inkscout import settings
from inkscout_local.environment import EmulatorSettings
from inkscout_local.server.backups import BackupSettings
from inkscout_local.server.deploy import DeploySettings
from scraper_task.exit_reason import ExitReason
from scraper_task.health import sign_of_life
from server.settings import ServerSettings
from tests.support import compose
from tests.support.emulator import CREDENTIALS, free_port
from tests.support.loaded_index import embedded_index
from tests.support.patience import until
from tests.support.project import ROOT

GIVEN = {
    "CRAWLER_CONTACT": "you@example.org",
    "OPERATOR_TOKEN": "an-operators-token",
    "SCHEDULE_REGIONS": '["Leeds, UK", "Bradford, UK"]',
}
SERVICES = compose.services(GIVEN)
OURS = {name: one for name, one in SERVICES.items() if one["image"].startswith("inkscout-")}
STORES = (settings.StoreSettings, settings.RecordSettings, settings.DenylistSettings)
WORKER = (*STORES, settings.QueueSettings, settings.WebSettings, settings.ScraperSettings)
READ: dict[str, tuple[type[BaseSettings], ...]] = {
    "emulator": (EmulatorSettings,),
    "deploy": (DeploySettings,),
    "worker": WORKER,
    "api": (*STORES, settings.SearchSettings, settings.ApiSettings, ServerSettings),
    "backup": (BackupSettings,),
    "feeds": (),
    "cli": (),
}
OTHERS = {
    # boto3's, and MiniStack's own
    "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL",
    "AWS_EC2_METADATA_DISABLED", "MINISTACK_REGION", "BIND_HOST", "S3_PERSIST", "S3_DATA_DIR", "SFTP_ENABLED",
    "IOT_MTLS_ENABLED", "DOCKER_HOST", "HEALTH_URL",
}  # fmt: skip


@pytest.mark.parametrize("name", OURS)
def test_every_variable_of_a_service_is_read_by_its_program(name: str) -> None:
    read = {field.upper() for model in READ[name] for field in model.model_fields}
    assert set(OURS[name]["environment"]) <= read | OTHERS


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_has_bounds_and_no_port_but_of_the_proxy_is_open_to_the_world(name: str) -> None:
    service = SERVICES[name]
    assert service["logging"]["options"]["max-size"]
    if service.get("restart"):
        assert service["deploy"]["resources"]["limits"]["memory"]
    if service.get("restart") and name != "opensearch":
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["cap_drop"] == ["ALL"]
    ports = [str(port) for port in service.get("ports", ())]
    assert name == "caddy" or all(port.startswith("127.0.0.1:") for port in ports)
    assert not any(str(OURS["api"]["environment"]["INTERNAL_PORT"]) in port for port in ports)


def test_images_are_built_from_files_that_exist_and_are_pinned() -> None:
    for service in SERVICES.values():
        if "build" in service:
            assert (ROOT / service["build"]["dockerfile"]).exists()
        elif not service["image"].startswith("inkscout-"):
            assert service["image"].rpartition(":")[2] not in {"", "latest", service["image"]}


def test_a_contact_must_be_given() -> None:
    with pytest.raises(KeyError, match="CRAWLER_CONTACT"):
        compose.services({})


class Machine:
    """The file's services on this machine."""

    def __init__(self, folder: Path, index: str) -> None:
        port = free_port()
        self.folder, self.endpoint = folder, f"http://127.0.0.1:{port}"
        self.here = {
            "http://emulator:4566": self.endpoint,
            "http://127.0.0.1:4566": self.endpoint,
            "http://opensearch:9200": index,
            "0.0.0.0": "127.0.0.1",
            "/data/": f"{folder}/data/",
            "/backups": f"{folder}/backups",
        }
        self._ports = {"emulator": {"GATEWAY_PORT": port}, "api": {"PORT": free_port(), "INTERNAL_PORT": 0}}

    def service(self, name: str, **changed: str) -> dict[str, Any]:
        service = SERVICES[name]
        return service | {"environment": service["environment"] | self._ports.get(name, {}) | changed}

    def running(self, name: str, **changed: str) -> Any:
        return compose.running(self.service(name, **changed), self.here, self.folder / name)

    def log(self, name: str) -> str:
        return (self.folder / name / "log").read_text()

    def run(self, name: str, *arguments: str, **changed: str) -> "subprocess.CompletedProcess[str]":
        service = self.service(name, **changed)
        variables = compose.environment(service, self.here) | {"HOME": str(self.folder)}
        command = [*compose.command(service), *arguments]
        return subprocess.run(
            command, env=variables, cwd=self.folder, capture_output=True, text=True, check=False
        )

    def api(self, method: str, path: str, **more: Any) -> urllib3.BaseHTTPResponse:
        url = f"http://127.0.0.1:{self._ports['api']['PORT']}{path}"
        return urllib3.request(method, url, timeout=30, retries=False, **more)


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    with embedded_index() as index:
        found = Machine(tmp_path_factory.mktemp("compose"), index)
        with found.running("emulator"):
            health = f"{found.endpoint}/_ministack/health"
            until(lambda: answers(health))
            yield found


def answers(url: str) -> bool:
    try:
        return urllib3.request("GET", url, timeout=30, retries=False).status == 200
    except urllib3.exceptions.HTTPError:
        return False


def test_a_wrong_schedule_ends_the_deployment_in_one_sentence(machine: Machine) -> None:
    done = machine.run("deploy", SCHEDULE_REGIONS="Leeds")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "SCHEDULE_REGIONS" in done.stderr


@pytest.mark.slow
def test_the_services_work_together(machine: Machine) -> None:
    assert machine.run("deploy").returncode == 0
    scheduler = boto3.client("scheduler", endpoint_url=machine.endpoint, **CREDENTIALS)
    schedule = scheduler.get_schedule(Name="inkscout-dev-directory-pipeline")
    assert schedule["State"] == "ENABLED"
    assert '"Leeds, UK", "Bradford, UK"' in schedule["Target"]["Input"]
    assert machine.run("feeds").returncode == 0
    operator = {"authorization": f"Bearer {GIVEN['OPERATOR_TOKEN']}"}
    with machine.running("api") as api, machine.running("worker") as worker:
        until(lambda: "is served" in machine.log("api"))
        assert machine.api("GET", "/health/ready").status == 200
        assert machine.api("POST", "/v1/runs", json={"regions": ["Leeds, UK"]}).status == 403
        started = machine.api("POST", "/v1/runs", json={"regions": ["Leeds, UK"]}, headers=operator)
        assert started.status == 202, started.data
        alive = machine.folder / "worker" / sign_of_life().name
        until(lambda: alive.exists() or worker.poll() is not None)
        assert worker.poll() is None, machine.log("worker")
    assert (api.returncode, worker.returncode) == (0, ExitReason.INTERRUPTED.exit_code)
    assert "ski-lifts" in machine.run("cli", "feeds", "list", "--stage", "dev").stdout


@pytest.mark.slow
def test_backups_are_made_and_verified(machine: Machine) -> None:
    if not shutil.which("inkscout", path=str(Path(compose.command(SERVICES["cli"])[0]).parent)):
        pytest.skip("the command is not installed")
    assert machine.run("deploy").returncode == 0
    with machine.running("backup") as backup:
        until(lambda: "The backup is verified" in machine.log("backup") or backup.poll() is not None)
        variables = compose.environment(machine.service("backup"), machine.here)
        check = [*compose.command(SERVICES["backup"]), "check"]
        variables["TMPDIR"] = str(machine.folder / "backup")
        assert subprocess.run(check, env=variables, cwd=ROOT, check=False).returncode == 0
    assert backup.returncode == 0

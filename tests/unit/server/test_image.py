"""The API's image holds what the API needs, nothing else, and runs without rights."""

import re
import subprocess
import sys

from server.settings import ServerSettings
from tests.support.project import ROOT
from tools import lock

SERVER = ROOT / "server"
ABSENT = {"moto", "pytest", "ministack", "osmem-server", "playwright", "uv", "typer", "opensearch-py", "lxml"}

IMPORTS = """
import importlib, importlib.metadata, importlib.abc, pkgutil, re, sys

locked = {re.sub(r"[-_.]+", "-", line.split("==")[0]).lower()
          for line in open("server/requirements.txt") if "==" in line and not line.startswith(" ")}
owners = importlib.metadata.packages_distributions()

class OnlyLocked(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        owned = {re.sub(r"[-_.]+", "-", one).lower() for one in owners.get(top, ())}
        if owned and not owned & (locked | {"inkscout"}):
            raise ModuleNotFoundError(f"{name} is of {owned}, which the image lacks", name=name)
        return None

sys.meta_path.insert(0, OnlyLocked())
names = ["functions.api", "server", "inkscout.search", "inkscout.contracts", "inkscout.usecases.search",
         "inkscout.usecases.records", "inkscout.usecases.removal", "inkscout.vocabulary"]
count = 0
for name in names:
    package = importlib.import_module(name)
    for module in pkgutil.walk_packages(package.__path__, name + "."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
            count += 1
from functions.api import openapi, reference
from inkscout.bootstrap import api, stores
api.api(), stores.denylist(), openapi.schema()
print(count)
"""
ENVIRONMENT = {
    "CURSOR_KEY": "a-key-for-tests-only",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "OPENSEARCH_URL": "http://127.0.0.1:9",
    "DIRECTORY_TABLE": "a",
    "OPERATIONS_TABLE": "b",
    "DENYLIST_TABLE": "c",
    "DENYLIST_SECRET_ARN": "d",
    "DATA_BUCKET": "e",
    "RECORDS_TABLE": "f",
    "FEEDS_BUCKET": "g",
    "PYTHONPATH": f"{ROOT}:{ROOT / 'layers' / 'core' / 'python'}",
}


def text(name: str) -> str:
    return (SERVER / name).read_text(encoding="utf-8")


def test_the_locked_packages_suffice_for_every_route() -> None:
    done = subprocess.run(
        [sys.executable, "-c", IMPORTS],
        env=ENVIRONMENT,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout) > 50


def test_the_image_has_no_emulator_and_no_tools() -> None:
    names = {entry.partition("==")[0] for entry in lock.entries(text("requirements.txt"))}
    assert "hypercorn" in names
    assert not names & ABSENT
    for entry in lock.entries(text("requirements.txt")):
        assert "--hash=sha256:" in entry


def test_the_image_runs_without_root_and_copies_what_exists() -> None:
    lines = text("Dockerfile").splitlines()
    assert "USER 10001" in lines
    assert 'ENTRYPOINT ["python", "-m", "server"]' in lines
    assert any(re.fullmatch(r"FROM python:3\.12-slim-\w+", line) for line in lines)
    copied = [line.split()[1] for line in lines if line.startswith("COPY ")]
    assert all((ROOT / path).exists() for path in copied)
    kept = {line[1:] for line in text("Dockerfile.dockerignore").splitlines() if line.startswith("!")}
    assert all(any(path == one or path.startswith(f"{one}/") for one in kept) for path in copied)


def test_every_setting_of_the_image_is_one_of_the_server_or_of_python() -> None:
    block = re.search(r"^ENV (.*?)\n(?!\s)", text("Dockerfile"), re.MULTILINE | re.DOTALL)
    assert block
    names = set(re.findall(r"([A-Z_]+)=", block[1]))
    ours = {name for name in names if not name.startswith("PYTHON")} - {"RELEASE"}
    assert ours <= {name.upper() for name in ServerSettings.model_fields}

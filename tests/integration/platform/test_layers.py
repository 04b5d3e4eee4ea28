"""The dependencies layer for Lambda: it can be had for both architectures, is small enough and imports."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from inkscout_deploy import artifacts
from inkscout_deploy.project import PROJECT_ROOT

pytestmark = pytest.mark.timeout(600)
MACHINES = {"arm64": b"\xb7\x00", "x86_64": b"\x3e\x00"}
"""``e_machine`` of an ELF header, little endian: AArch64 and x86-64."""

IMPORTS = """
import importlib, pkgutil, sys
sys.path[:0] = sys.argv[1:]
import inkscout, functions
names = [m.name for p in (inkscout, functions) for m in pkgutil.walk_packages(p.__path__, p.__name__ + ".")]
for name in names:
    importlib.import_module(name)
import boto3, opensearchpy
assert boto3.__file__.startswith(sys.argv[1])
for name in open(sys.argv[3] + "/layers/dependencies/clients.txt").read().split():
    boto3.client(name, region_name="eu-west-1")
opensearchpy.OpenSearch(hosts=["http://127.0.0.1:9"])
print(len(names))
"""


@pytest.fixture(scope="module", params=["arm64", "x86_64"])
def layer(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, artifacts.Built]:
    if not os.environ.get("BUILD_LAYERS"):
        pytest.skip(
            "BUILD_LAYERS is not set, and the layer's packages would come from an index: make check-infra"
        )
    cache = tmp_path_factory.mktemp("layers")
    return request.param, artifacts.dependencies_layer(PROJECT_ROOT, request.param, cache)


def test_every_compiled_module_is_for_the_layers_architecture(layer: tuple[str, artifacts.Built]) -> None:
    architecture, built = layer
    compiled = [path for path in built.folder.rglob("*.so*") if path.is_file()]
    assert len(compiled) > 20
    for path in compiled:
        with path.open("rb") as file:
            header = file.read(20)
        assert header[:4] == b"\x7fELF"
        assert header[18:20] == MACHINES[architecture], path.name


def test_a_function_with_its_layers_stays_below_the_limit(layer: tuple[str, artifacts.Built]) -> None:
    architecture, built = layer
    core = sum(
        path.stat().st_size for path in (PROJECT_ROOT / "layers" / "core").rglob("*.*") if path.is_file()
    )
    print(f"{architecture}: dependencies {built.unzipped_bytes / 1e6:.1f} MB, core {core / 1e6:.1f} MB")
    assert built.unzipped_bytes + core < artifacts.LIMIT_UNZIPPED_BYTES * 0.9


def _interpreter() -> str:
    """Lambda's Python where this machine has it: on the path, or where a version manager keeps it."""
    name = f"python{artifacts.RUNTIME}"
    kept = sorted(Path.home().glob(f".pyenv/versions/{artifacts.RUNTIME}.*/bin/{name}"))
    for python in filter(None, (shutil.which(name), *map(str, kept))):
        if subprocess.run([python, "-V"], capture_output=True, check=False).returncode == 0:
            return python
    return ""


def test_a_client_of_each_service_that_is_called_is_in_the_layer() -> None:
    kept = set((PROJECT_ROOT / "layers" / "dependencies" / "clients.txt").read_text().split())
    called: set[str] = set()
    for part in ("layers/core/python", "functions"):
        for path in (PROJECT_ROOT / part).rglob("*.py"):
            called |= set(
                re.findall(r"""(?:aws_client|boto3\.client)\(\s*"([a-z0-9-]+)\"""", path.read_text())
            )
    assert called == kept


def test_the_layer_imports_on_a_clean_interpreter(layer: tuple[str, artifacts.Built]) -> None:
    architecture, built = layer
    python = _interpreter()
    if architecture != "x86_64" or os.uname().machine != "x86_64":
        pytest.skip("only this machine's own architecture can be imported")
    if not python:
        pytest.skip(
            f"there is no Python {artifacts.RUNTIME} on this machine (this is {sys.version.split()[0]})"
        )
    paths = [built.folder / "python", PROJECT_ROOT / "layers" / "core" / "python", PROJECT_ROOT]
    done = subprocess.run(
        [python, "-I", "-S", "-B", "-c", IMPORTS, *map(str, paths)],
        capture_output=True,
        text=True,
        check=False,
        env={},
    )
    assert done.returncode == 0, done.stderr[-1500:]
    assert int(done.stdout) > 100

"""The wheel in an environment without a checkout: its names in site-packages, and the command it gives."""

import json
import os
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.project import ROOT

SECONDS = 600
pytestmark = [pytest.mark.platform, pytest.mark.timeout(SECONDS + 60)]
UV = [sys.executable, "-m", "uv"]
PLACE = """
import inkscout, inkscout_local
from inkscout_deploy import project
project.make_importable()
import functions.api.handler, scraper_task.worker
for module in (inkscout, inkscout_local, project, functions, scraper_task):
    print(module.__file__)
"""


@dataclass(frozen=True)
class Installed:
    """A virtual environment with the wheel, and an empty folder to call the command in."""

    environment: Path
    folder: Path

    @property
    def site_packages(self) -> Path:
        return next((self.environment / "lib").glob("python*")) / "site-packages"

    def call(self, program: str, *arguments: str) -> str:
        kept = {name: os.environ[name] for name in ("HOME", "LANG") if name in os.environ}
        done = subprocess.run(
            [str(self.environment / "bin" / program), *arguments],
            cwd=self.folder,
            env={**kept, "PATH": os.pathsep.join([str(self.environment / "bin"), os.environ["PATH"]])},
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel, built and installed without a network.

    Third-party packages come from the environment of the tests by a path alone, so that its .pth file of the
    editable install is not read.
    """
    folder = tmp_path_factory.mktemp("wheel")
    found = Installed(folder / "environment", folder / "empty")
    found.folder.mkdir()
    build = ["build", "--wheel", "--offline", "--no-build-isolation", "--python", sys.executable]
    subprocess.run([*UV, *build, "--quiet", "--out-dir", str(folder), str(ROOT)], check=True)
    (wheel,) = folder.glob("*.whl")
    subprocess.run([*UV, "venv", "--quiet", "--python", sys.executable, str(found.environment)], check=True)
    python = str(found.environment / "bin" / "python")
    install = ["pip", "install", "--quiet", "--offline", "--no-deps", "--python", python]
    subprocess.run([*UV, *install, str(wheel)], check=True)
    (found.site_packages / "others.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return found


def test_only_names_of_inkscout_reach_site_packages(installed: Installed) -> None:
    names = {path.name for path in installed.site_packages.iterdir()}
    ours = {name for name in names if not name.startswith(("_virtualenv", "__pycache__"))} - {"others.pth"}
    assert {"inkscout", "inkscout_cli", "inkscout_deploy", "inkscout_local"} < ours
    assert not {name for name in ours if not name.startswith("inkscout")}
    assert not (installed.site_packages / "inkscout_deploy" / "bundle" / "tests").exists()


def test_everything_is_imported_from_the_wheel(installed: Installed) -> None:
    for line in installed.call("python", "-c", PLACE).splitlines():
        assert Path(line).is_relative_to(installed.site_packages), line


def test_the_pipeline_runs_on_the_demo_world_without_a_checkout(installed: Installed) -> None:
    document: dict[str, Any] = json.loads(
        installed.call("inkscout", "run", "--json", "--region", "Otley, UK")
    )
    assert document["status"] == "SUCCEEDED"
    assert document["summary"]["outcomes"]["artists_found"] >= 1
    # Jobs end only where workers run, and a worker is a package that is not in site-packages.
    assert sum(sum(by_end.values()) for by_end in document["summary"]["jobs"].values()) >= 3
    assert [path.name for path in installed.folder.iterdir()] == [".inkscout"]
    # The API's function imports its routes by the name that they have in a checkout.
    answer = json.loads(installed.call("inkscout", "search", "--json", "tattoo"))
    assert answer["total"] >= 1

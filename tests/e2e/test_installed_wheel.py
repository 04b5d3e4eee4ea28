"""The wheel in an environment without a checkout: its names in site-packages, its command and website."""

import io
import json
import os
import pty
import re
import subprocess
import sys
import sysconfig
import threading
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.support.patience import PATIENCE_SECONDS, until
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


class Terminal:
    """A command on a terminal, with what it has written so far."""

    def __init__(self, command: list[str], folder: Path, environment: dict[str, str]) -> None:
        ours, theirs = pty.openpty()
        self._ours, self.text = ours, ""
        self.process = subprocess.Popen(
            command, cwd=folder, env={**environment, "TERM": "xterm"}, stdin=theirs, stdout=theirs,
            stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        threading.Thread(target=self._read, daemon=True).start()
        threading.Thread(target=self._drain, daemon=True).start()

    def _read(self) -> None:
        try:
            while part := os.read(self._ours, 4096):
                self.text += part.decode("utf-8", "replace")
        except OSError:
            return

    def _drain(self) -> None:
        if self.process.stderr:
            self.process.stderr.read()

    def interrupt(self) -> int:
        """Presses Ctrl-C and returns the exit code, once a platform with all its servers has ended."""
        self.process.send_signal(2)
        return self.process.wait(3 * PATIENCE_SECONDS)


@dataclass(frozen=True)
class Installed:
    """A virtual environment with the wheel, and an empty folder to call the command in."""

    environment: Path
    folder: Path

    @property
    def site_packages(self) -> Path:
        return next((self.environment / "lib").glob("python*")) / "site-packages"

    def variables(self) -> dict[str, str]:
        """Environment variables of a user of the environment."""
        kept = {name: os.environ[name] for name in ("HOME", "LANG") if name in os.environ}
        return {**kept, "PATH": os.pathsep.join([str(self.environment / "bin"), os.environ["PATH"]])}

    def call(self, program: str, *arguments: str) -> str:
        done = subprocess.run(
            [str(self.environment / "bin" / program), *arguments],
            cwd=self.folder,
            env=self.variables(),
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


def test_a_run_of_the_demo_ends_with_a_website_that_is_up_until_it_is_interrupted(
    installed: Installed,
) -> None:
    program = str(installed.environment / "bin" / "inkscout")
    terminal = Terminal([program, "run", "--region", "Otley, UK"], installed.folder, installed.variables())
    try:
        until(lambda: "Ctrl-C stops it" in terminal.text or terminal.process.poll() is not None, 400)
        address = re.search(
            r"The website is up\s+(http://127\.0\.0\.1:\d+)", re.sub(r"\x1b\[[\d;]*m", "", terminal.text)
        )
        assert address, terminal.text[-2000:]
        has_a_website(address[1])
        document: dict[str, Any] = json.loads(installed.call("inkscout", "runs", "--json"))[0]
        assert document["status"] == "succeeded"
        assert document["summary"]["outcomes"]["artists_found"] >= 1
        # Jobs end only where workers run, and a worker is a package that is not in site-packages.
        assert sum(sum(by_end.values()) for by_end in document["summary"]["jobs"].values()) >= 3
        # The API's function imports its routes by the name that they have in a checkout.
        assert json.loads(installed.call("inkscout", "search", "--json", "tattoo"))["total"] >= 1
        assert terminal.interrupt() == 0
        with pytest.raises(urllib.error.URLError):
            read(address[1])
    finally:
        if terminal.process.poll() is None:
            terminal.process.kill()
    assert [path.name for path in installed.folder.iterdir()] == [".inkscout"]


def has_a_website(site: str) -> None:
    """Asserts that pages, pictures and sitemaps are served, and what operators ask for is not."""
    status, home = read(f"{site}/")
    assert (status, b"Gorse &amp; Granite" in read(f"{site}/studios")[1]) == (200, True)
    assert f"{site}/".encode() in home, "the canonical address is another"
    until(lambda: b"/images/" in read(f"{site}/artists")[1], 60)
    pictures = set(re.findall(rb'src="(/images/[^"]+)"', read(f"{site}/artists")[1]))
    answers = {path.decode(): read(f"{site}{path.decode()}") for path in sorted(pictures)[:4]}
    shown = [body for status, body in answers.values() if status == 200]
    assert shown, {path: status for path, (status, _) in answers.items()}
    assert all(Image.open(io.BytesIO(body)).format == "WEBP" for body in shown)
    assert read(f"{site}/v1/runs")[0] == 403
    assert read(f"{site}/v1/runs/")[0] in (403, 404)
    assert read(f"{site}/sitemaps/1.xml")[0] == 200


def read(url: str) -> tuple[int, bytes]:
    """Status and body of an address."""
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE_SECONDS) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()

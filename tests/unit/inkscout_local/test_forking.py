"""Workers that are forked are, to MiniStack and to the functions, processes that Python was started for."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest

from inkscout_local.forking import workers
from inkscout_local.forking.workers import Forks
from tests.support.patience import PATIENCE_SECONDS, until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux alone")
ECHO = """
import json, os, sys
sys.stderr.write("complaint\\n")
for line in sys.stdin:
    import subprocess
    child = subprocess.run(["false"]).returncode
    print(json.dumps({"said": line.strip(), "name": __name__, "script": sys.argv[0], "path": sys.path[0],
        "folder": os.getcwd(), "environment": dict(os.environ), "child": child,
        "inkscout": [name for name in sys.modules if name.partition(".")[0].startswith("inkscout")],
        "boto3": "boto3" in sys.modules}), flush=True)
"""


@pytest.fixture(scope="module")
def forks() -> Iterator[Forks]:
    forks = Forks()
    yield forks
    forks._forget_the_server()


def started(forks: Forks, folder: Path, script: str = ECHO, **environment: str) -> Any:
    path = folder / "_worker.py"
    path.write_text(script)
    return forks.Popen(
        [sys.executable, str(path)], cwd=str(folder), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, bufsize=1, env={"PATH": os.environ["PATH"], **environment},
    )  # fmt: skip


def asked(worker: Any, line: str) -> dict[str, Any]:
    worker.stdin.write(line + "\n")
    worker.stdin.flush()
    return dict(json.loads(worker.stdout.readline()))


def test_a_fork_sees_its_own_streams_folder_environment_and_script(forks: Forks, tmp_path: Path) -> None:
    first = started(forks, tmp_path, NAME="Zoë")
    (tmp_path / "other").mkdir()
    second = started(forks, tmp_path / "other")
    assert isinstance(first, workers.ForkedWorker)
    seen, also = asked(first, "ünï"), asked(second, "two")
    assert (seen["said"], seen["name"], seen["child"]) == ("ünï", "__main__", 1)
    assert (seen["script"], seen["path"], seen["folder"]) == (
        str(tmp_path / "_worker.py"), str(tmp_path), str(tmp_path),
    )  # fmt: skip
    assert seen["environment"]["NAME"] == "Zoë"
    assert set(seen["environment"]) <= {"NAME", "PATH", "LC_CTYPE", "PYTHONHASHSEED"}
    assert (also["said"], also["folder"], "NAME" in also["environment"]) == (
        "two", str(tmp_path / "other"), False,
    )  # fmt: skip
    assert first.stderr.readline() == "complaint\n"
    for worker in (first, second):
        worker.stdin.close()  # ends the loop of the script
        assert worker.wait(PATIENCE_SECONDS) == 0


def test_a_fork_has_the_packages_and_nothing_of_inkscout(forks: Forks, tmp_path: Path) -> None:
    worker = started(forks, tmp_path)
    seen = asked(worker, "")
    assert (seen["inkscout"], seen["boto3"]) == ([], True)
    worker.kill()
    worker.wait(PATIENCE_SECONDS)


@pytest.mark.parametrize("end", ["terminate", "kill"])
def test_a_fork_ends_when_it_is_told(forks: Forks, tmp_path: Path, end: str) -> None:
    worker = started(forks, tmp_path)
    asked(worker, "")
    assert worker.poll() is None
    with pytest.raises(subprocess.TimeoutExpired):
        worker.wait(0)
    getattr(worker, end)()
    assert worker.wait(PATIENCE_SECONDS) == 0
    until(lambda: not psutil.pid_exists(worker.pid), PATIENCE_SECONDS)
    getattr(worker, end)()  # what has ended is sent nothing


@pytest.mark.parametrize("script", ["raise KeyError('lost')", "raise SystemExit(3)", "import os; os.abort()"])
def test_a_script_that_fails_ends_its_fork_alone(forks: Forks, tmp_path: Path, script: str) -> None:
    worker = started(forks, tmp_path, script)
    assert worker.stdout.readline() == ""
    assert worker.wait(PATIENCE_SECONDS) == 0
    assert ("lost" in worker.stderr.read()) == ("lost" in script)
    other = started(forks, tmp_path)
    assert asked(other, "x")["said"] == "x"
    other.kill()


def test_the_process_to_fork_from_is_started_again_after_it_was_killed(tmp_path: Path) -> None:
    forks = Forks()
    worker = started(forks, tmp_path)
    asked(worker, "")
    assert forks._server
    os.kill(forks._server.pid, signal.SIGKILL)
    forks._server.wait(PATIENCE_SECONDS)
    assert asked(worker, "still there")["said"] == "still there"
    other = started(forks, tmp_path)
    assert isinstance(other, workers.ForkedWorker)
    assert asked(other, "x")["said"] == "x"
    forks._forget_the_server()
    for one in (worker, other):
        one.kill()
        assert one.wait(PATIENCE_SECONDS) == 0


def test_an_environment_too_large_for_a_packet_and_other_programs_start_as_ever(
    forks: Forks, tmp_path: Path
) -> None:
    worker = started(forks, tmp_path, LARGE="x" * 120_000, LARGER="y" * 120_000)
    assert isinstance(worker, subprocess.Popen)
    assert asked(worker, "x")["said"] == "x"
    worker.kill()
    worker.wait(PATIENCE_SECONDS)
    assert forks.Popen([sys.executable, "-c", "raise SystemExit(4)"]).wait(PATIENCE_SECONDS) == 4
    assert forks.PIPE == subprocess.PIPE


def test_another_release_of_ministack_is_refused() -> None:
    with pytest.raises(RuntimeError, match="pinned"):
        workers.install(SimpleNamespace())

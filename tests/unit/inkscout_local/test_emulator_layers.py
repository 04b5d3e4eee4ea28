"""Layers that the emulator's functions share."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from ministack.core import lambda_runtime

from inkscout_local.platform import emulator_layers

SCRIPT = lambda_runtime._PYTHON_WORKER_SCRIPT


def archive(**files: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as members:
        for name, text in files.items():
            members.writestr(f"python/{name}.py", text)
    return buffer.getvalue()


@pytest.fixture
def corrected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[bytes]]:
    """Starts a worker of a runtime in a corrected emulator; returns what it was given for its layer."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    class Worker:
        def __init__(self, runtime: str) -> None:
            self.config = {"Runtime": runtime}
            self.given: list[bytes] = []

        def _spawn(self) -> None:
            self.given.append(service._resolve_layer_zip("layer"))

    service: Any = ModuleType("lambda_svc")
    service._resolve_layer_zip = lambda _: archive(shared="value = 7")
    runtime: Any = SimpleNamespace(Worker=Worker, _PYTHON_WORKER_SCRIPT=SCRIPT)
    emulator_layers.share(service, runtime)

    def start(name: str) -> list[bytes]:
        worker = Worker(name)
        worker._spawn()
        return [*worker.given, service._resolve_layer_zip("layer")]

    return start


def test_two_workers_are_given_the_path_of_one_folder(
    corrected: Callable[[str], list[bytes]], tmp_path: Path
) -> None:
    first, second = corrected("python3.12")[0], corrected("python3.12")[0]
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as members:
        [name] = members.namelist()
        folder = Path(members.read(name).decode())
    assert (folder / "python" / "shared.py").read_text() == "value = 7"
    assert [path for path in tmp_path.iterdir() if path.is_dir()] == [folder]


def test_other_runtimes_and_the_service_itself_get_the_layers_whole_archive(
    corrected: Callable[[str], list[bytes]],
) -> None:
    whole = archive(shared="value = 7")
    assert corrected("nodejs22.x") == [whole, whole]
    assert corrected("python3.12")[1] == whole


def test_another_version_of_a_layer_has_another_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    layers = emulator_layers.Layers()
    old, new = layers.folder(archive(shared="value = 7")), layers.folder(archive(shared="value = 8"))
    assert old != new
    assert (old / "python" / "shared.py").read_text() == "value = 7"


def test_a_worker_imports_from_the_folder_that_the_note_names(tmp_path: Path) -> None:
    shared, layer, code = tmp_path / "shared", tmp_path / "layer", tmp_path / "code"
    for folder in (shared / "python", layer, code):
        folder.mkdir(parents=True)
    (shared / "python" / "told.py").write_text("value = 7")
    (layer / "extracted-at").write_text(str(shared))
    (code / "handler.py").write_text("import told\n\ndef answer(event, context):\n    return told.value\n")
    init = json.dumps({"code_dir": str(code), "module": "handler", "handler": "answer"})
    done = subprocess.run(
        [sys.executable, "-c", emulator_layers.with_shared_layers(SCRIPT)],
        input=f'{init}\n{{"event": {{}}}}\n',
        env={"_LAMBDA_LAYERS_DIRS": str(layer)},
        capture_output=True,
        text=True,
        check=True,
    )
    ready, answered = done.stdout.splitlines()
    assert '"ready"' in ready
    assert "7" in answered, done


def test_another_release_of_the_emulator_is_refused() -> None:
    with pytest.raises(RuntimeError, match="install the pinned one"):
        emulator_layers.with_shared_layers("def run(): ...")
    with pytest.raises(RuntimeError, match="install the pinned one"):
        emulator_layers.share(ModuleType("lambda_svc"), ModuleType("lambda_runtime"))

"""Correction of MiniStack: extracts each layer once, for all functions that use it.

MiniStack extracts every layer for each function's worker. Python then compiles the layer's modules once a
function, which takes longer than most functions run.
"""

import hashlib
import io
import tempfile
import threading
import zipfile
from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from pathlib import Path
from typing import Any

_NOTE = "extracted-at"
_LOOP = """    for _ld in filter(None, os.environ.get("_LAMBDA_LAYERS_DIRS", "").split(os.pathsep)):
"""
_FOLLOW = f'''        _note = os.path.join(_ld, "{_NOTE}")
        if os.path.exists(_note):
            with open(_note) as _file:
                _ld = _file.read()
'''
_STARTING: ContextVar[bool] = ContextVar("starting", default=False)

Resolve = Callable[[Any], bytes | None]


def share(lambda_svc: Any, lambda_runtime: Any) -> None:  # noqa: ANN401 - modules of MiniStack
    """Makes workers of Python functions import layers from folders that they share.

    Args:
        lambda_svc: MiniStack's Lambda service.
        lambda_runtime: MiniStack's module with the workers.

    Raises:
        RuntimeError: MiniStack lacks something to correct, so it is not the supported release.
    """
    worker = getattr(lambda_runtime, "Worker", None)
    if worker is None or not hasattr(worker, "_spawn") or not hasattr(lambda_svc, "_resolve_layer_zip"):
        raise RuntimeError("This release of MiniStack has other workers; install the pinned one.")
    lambda_runtime._PYTHON_WORKER_SCRIPT = with_shared_layers(lambda_runtime._PYTHON_WORKER_SCRIPT)
    lambda_svc._resolve_layer_zip = Layers().shared(lambda_svc._resolve_layer_zip)
    worker._spawn = _starting(worker._spawn)


def with_shared_layers(script: str) -> str:
    """Returns MiniStack's worker script, changed to follow a layer's note to the shared folder.

    Raises:
        RuntimeError: the script has no such line, so this is not the supported release of MiniStack.
    """
    if script.count(_LOOP) != 1:
        raise RuntimeError("This release of MiniStack finds layers in another way; install the pinned one.")
    return script.replace(_LOOP, _LOOP + _FOLLOW)


class Layers:
    """Folders of extracted layers, in the temporary folder of this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def shared(self, resolve: Resolve) -> Resolve:
        """Returns MiniStack's search for a layer's archive, changed while a worker starts.

        The archive that a worker gets has a note with the path of the shared folder alone.
        """

        @wraps(resolve)
        def corrected(attachment: Any) -> bytes | None:  # noqa: ANN401 - MiniStack's own signature
            archive = resolve(attachment)
            return _note(self.folder(archive)) if archive and _STARTING.get() else archive

        return corrected

    def folder(self, archive: bytes) -> Path:
        """Returns the folder with an archive's files; extracts them the first time."""
        folder = Path(tempfile.gettempdir()) / f"layer-{hashlib.sha256(archive).hexdigest()[:16]}"
        with self._lock:
            if not folder.exists():
                partial = Path(tempfile.mkdtemp(prefix=f"{folder.name}-"))
                with zipfile.ZipFile(io.BytesIO(archive)) as members:
                    members.extractall(partial)  # refuses no name, but keeps every one within the folder
                partial.rename(folder)
        return folder


def _note(folder: Path) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(_NOTE, str(folder))
    return buffer.getvalue()


def _starting(spawn: Callable[[Any], None]) -> Callable[[Any], None]:
    @wraps(spawn)
    def corrected(worker: Any) -> None:  # noqa: ANN401 - a class of MiniStack
        python = str(worker.config.get("Runtime", "python")).startswith("python")
        token = _STARTING.set(python)
        try:
            spawn(worker)
        finally:
            _STARTING.reset(token)

    return corrected

"""The saved state of a stopped platform, read as one consistent whole; nothing is locked or written.

A platform that starts takes the folder's lock and writes its record before it changes anything else. The
state is therefore that of one moment if the lock is free, and the record unchanged, before and after reading.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inkscout_deploy import project, templates
from inkscout_local.platform.state import StateFolder
from inkscout_local.saving.generations import Generation, Generations
from inkscout_local.saving.journal import Journal
from inkscout_local.saving.start import save_problem

_READ_FILES = ("cloudwatch_logs", "dynamodb", "lambda", "s3", "scheduler", "secretsmanager", "sqs")


@dataclass(frozen=True)
class SavedState:
    """State that a platform saved at its end, with the writes to its tables since.

    Attributes:
        record: The platform's record, as in its state folder.
        services: Content of the saved file of each service that can be read, by the service's name.
        changes: Writes to tables after the set, oldest first, as ``Journal`` describes them.
        objects: Folder of the objects in buckets, each stored when it was written; None for none.
    """

    record: Mapping[str, Any]
    services: Mapping[str, bytes]
    changes: Sequence[Mapping[str, Any]]
    objects: Path | None = None


def read(folder: StateFolder) -> SavedState | None:
    """Returns the saved state; None where only a start of the platform tells what it is.

    That is the case while a platform runs or starts, after one that was cut off or could not save, if what
    was saved is damaged, and if the templates have changed since they were deployed.
    """
    if folder.is_locked():
        return None
    record = folder.record()
    if not _ended_well(record) or save_problem(folder.emulator):
        return None
    opened = Generations(folder.emulator).open()
    if opened.generation is None or opened.damage:
        return None
    try:
        files, changes = _files(opened.generation), _changes(folder, opened.generation)
    except OSError:
        return None  # a platform that started meanwhile has deleted the set
    if folder.is_locked() or folder.record() != record:
        return None
    return SavedState(record, files, changes, folder.objects)


def _ended_well(record: Mapping[str, Any]) -> bool:
    """Whether the last platform was up, ended by itself, and had deployed the templates of today."""
    return bool(
        record.get("ready")
        and record.get("ended")
        and not record.get("lost")
        and record.get("templates") == templates.digest(project.PROJECT_ROOT / "infra")
    )


def _files(generation: Generation) -> dict[str, bytes]:
    contents = {service: generation.read(service) for service in _READ_FILES}
    return {service: content for service, content in contents.items() if content is not None}


def _changes(folder: StateFolder, generation: Generation) -> list[dict[str, Any]]:
    return list(Journal(folder.emulator / "journal").since(generation.number))


def function_variables(state: SavedState, name: str) -> dict[str, str]:
    """Returns the environment variables of a deployed function; empty if there is no such function."""
    functions = json.loads(state.services.get("lambda", b"{}")).get("payload", {}).get("functions", {})
    for key, function in functions.get("data", {}).items():
        # A key is account, region and the name in quotes.
        if key.endswith(f"\x00{name!r}"):
            variables = function["config"].get("Environment", {}).get("Variables", {})
            return {variable: str(value) for variable, value in variables.items()}
    return {}

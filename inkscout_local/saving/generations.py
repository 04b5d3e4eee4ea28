"""Generations of the emulator's saved state: complete sets of all services' files, one folder each.

    generations/000012/dynamodb.json …  one file per service, and manifest.json with their checksums
    lambda-blobs/                       functions' code, named by its SHA-256, shared by generations
    journal/000012.jsonl                writes to tables after generation 12, see ``journal``
    ended.json                          written at a clean shutdown, deleted at the next start

A generation appears by one rename, after all its files are on the disk. The previous one is kept.
"""

import hashlib
import json
import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from inkscout_local.saving.files import sync_file, sync_folder, write_durably

BLOBS = "lambda-blobs"
"""Name of the folder of functions' code, which MiniStack itself writes."""

CODE_OWNER = "lambda.json"
"""Name of the file that refers to the functions' code."""

_MANIFEST = "manifest.json"
_FORMAT = 1


@dataclass(frozen=True)
class Generation:
    """A saved set of files.

    Attributes:
        number: Number of the set; newer sets have higher ones.
        folder: Folder of the files.
        saved_at: Time of saving, ISO 8601 in UTC.
        files: SHA-256 of each file by its name.
        blobs: SHA-256 of the code files that the set refers to.
    """

    number: int
    folder: Path
    saved_at: str
    files: Mapping[str, str] = field(default_factory=dict)
    blobs: tuple[str, ...] = ()

    def read(self, service: str) -> bytes | None:
        """Returns the content of a service's file; None if the service had nothing to save."""
        name = f"{service}.json"
        return (self.folder / name).read_bytes() if name in self.files else None


@dataclass(frozen=True)
class Opened:
    """Result of looking for a usable set.

    Attributes:
        generation: Newest undamaged set; None if there is none.
        damage: Faults found in newer sets, one sentence each.
    """

    generation: Generation | None
    damage: tuple[str, ...] = ()

    @property
    def lost(self) -> bool:
        """Whether sets were saved but all of them are damaged."""
        return self.generation is None and bool(self.damage)


class Generations:
    """The saved sets in the emulator's state folder."""

    def __init__(self, folder: Path) -> None:
        """Takes the emulator's state folder, which is created with the first set."""
        self.folder = folder
        self._sets = folder / "generations"

    def open(self) -> Opened:
        """Returns the newest set whose files all match their checksums; changes nothing."""
        damage = []
        for number in reversed(self._numbers()):
            try:
                generation = self._load(number)
                self._verify(generation)
            except (OSError, ValueError, KeyError) as error:
                damage.append(f"{self._path(number)}: {_reason(error)}")
                continue
            return Opened(generation, tuple(damage))
        return Opened(None, tuple(damage))

    def next_number(self) -> int:
        """Returns a number higher than that of every existing set, including damaged ones."""
        return max(self._numbers(), default=0) + 1

    def write(
        self, number: int, files: Mapping[str, bytes], blobs: Collection[str], before: Generation | None
    ) -> Generation:
        """Saves a set, with copies of unchanged files too.

        Args:
            number: Number of the new set.
            files: Content by file name.
            blobs: SHA-256 of the code files that the set refers to.
            before: The previous set; None for the first.

        Raises:
            OSError: the set could not be written; the previous one is unchanged.
        """
        unfinished = self._sets / f".new-{number:06}"
        shutil.rmtree(unfinished, ignore_errors=True)
        try:
            unfinished.mkdir(parents=True)
            sums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
            for name, content in files.items():
                write_durably(unfinished / name, content)
            for blob in set(blobs) - set(before.blobs if before else ()):
                sync_file(self._blob(blob))
            generation = Generation(
                number,
                self._path(number),
                datetime.now(UTC).isoformat(timespec="seconds"),
                sums,
                tuple(sorted(blobs)),
            )
            write_durably(unfinished / _MANIFEST, _manifest(generation))
            sync_folder(unfinished)
            unfinished.rename(generation.folder)
            sync_folder(self._sets)
        except OSError:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        return generation

    def prune(self, kept: Collection[Generation], blobs: Collection[str] = ()) -> None:
        """Deletes all other sets, and code files that neither a kept set nor ``blobs`` refers to."""
        numbers = {generation.number for generation in kept}
        for number in self._numbers():
            if number not in numbers:
                shutil.rmtree(self._path(number), ignore_errors=True)
        for path in self._sets.glob(".new-*"):
            shutil.rmtree(path, ignore_errors=True)
        needed = {*blobs, *(blob for generation in kept for blob in generation.blobs)}
        for path in (self.folder / BLOBS).glob("*.zip"):
            if path.stem not in needed:
                path.unlink(missing_ok=True)

    def adopt_loose_files(self) -> Generation | None:
        """Converts files saved by releases without generations into the first set.

        Returns None if there are no such files.

        Raises:
            ValueError: a file is incomplete.
        """
        loose = {path.name: path.read_bytes() for path in self.folder.glob("*.json") if path.name != ENDED}
        if self._numbers() or "cloudformation.json" not in loose:
            return None
        for name, content in loose.items():
            try:
                json.loads(content)
            except ValueError as error:
                raise ValueError(f"{self.folder / name}: {_reason(error)}") from error
        blobs = [path.stem for path in (self.folder / BLOBS).glob("*.zip")]
        adopted = self.write(1, loose, blobs, None)
        for name in loose:
            (self.folder / name).unlink()
        return adopted

    def _numbers(self) -> list[int]:
        if not self._sets.is_dir():
            return []
        return sorted(int(path.name) for path in self._sets.iterdir() if path.name.isdecimal())

    def _path(self, number: int) -> Path:
        return self._sets / f"{number:06}"

    def _blob(self, sha: str) -> Path:
        return self.folder / BLOBS / f"{sha}.zip"

    def _load(self, number: int) -> Generation:
        folder = self._path(number)
        document: dict[str, Any] = json.loads((folder / _MANIFEST).read_bytes())
        if document["format"] != _FORMAT:
            raise ValueError("was saved by another release")
        return Generation(
            number, folder, str(document["saved_at"]), dict(document["files"]), tuple(document["blobs"])
        )

    def _verify(self, generation: Generation) -> None:
        """Checks every file and code file of a set against its checksum.

        Raises:
            ValueError: a file differs from what was saved.
            OSError: a file cannot be read.
        """
        for name, expected in generation.files.items():
            if hashlib.sha256((generation.folder / name).read_bytes()).hexdigest() != expected:
                raise ValueError(f"{name} is not as it was saved")
        for blob in generation.blobs:
            if hashlib.sha256(self._blob(blob).read_bytes()).hexdigest() != blob:
                raise ValueError(f"{BLOBS}/{blob}.zip is not as it was saved")


ENDED = "ended.json"
"""Name of the file that is written at a clean shutdown."""


def _manifest(generation: Generation) -> bytes:
    document = {
        "format": _FORMAT,
        "saved_at": generation.saved_at,
        "files": dict(generation.files),
        "blobs": list(generation.blobs),
    }
    return (json.dumps(document, indent=1) + "\n").encode()


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"{Path(str(error.filename or '')).name} cannot be read ({error.strerror})"
    if isinstance(error, json.JSONDecodeError):
        return "is not whole"
    return str(error)

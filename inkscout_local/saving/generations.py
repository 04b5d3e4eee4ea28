"""Generations of the emulator's state: each a folder with the files of all services, whole or not there.

    generations/000012/dynamodb.json …  one file per service, and manifest.json with their checksums
    lambda-blobs/                       code of functions, named by its SHA-256, shared by generations
    journal/000012.jsonl                writes to tables since generation 12, see ``journal``
    ended.json                          written last by an orderly end, removed by the next start

A generation becomes visible by one rename, after everything in it is on the disk. The one before it is kept.
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
"""Folder of functions' code, which MiniStack itself writes."""

CODE_OWNER = "lambda.json"
"""File that refers to the code."""

_MANIFEST = "manifest.json"
_FORMAT = 1


@dataclass(frozen=True)
class Generation:
    """One saved set; ``files`` are checksums by name, ``blobs`` the code files that it refers to."""

    number: int
    folder: Path
    saved_at: str
    files: Mapping[str, str] = field(default_factory=dict)
    blobs: tuple[str, ...] = ()

    def read(self, service: str) -> bytes | None:
        """Returns the saved file of a service; None if it had nothing to save."""
        name = f"{service}.json"
        return (self.folder / name).read_bytes() if name in self.files else None


@dataclass(frozen=True)
class Opened:
    """The newest sound generation, None if there never was one, and the damage found on newer ones."""

    generation: Generation | None
    damage: tuple[str, ...] = ()

    @property
    def lost(self) -> bool:
        """Whether something was saved and nothing of it can be used."""
        return self.generation is None and bool(self.damage)


class Generations:
    """The saved sets below the emulator's folder."""

    def __init__(self, folder: Path) -> None:
        """``folder`` is the emulator's state folder; it is made with the first set."""
        self.folder = folder
        self._sets = folder / "generations"

    def open(self) -> Opened:
        """Finds the newest set whose every file is as it was saved; changes nothing."""
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
        """Returns a number above that of every set, also of damaged ones."""
        return max(self._numbers(), default=0) + 1

    def write(
        self, number: int, files: Mapping[str, bytes], blobs: Collection[str], before: Generation | None
    ) -> Generation:
        """Saves a set, a copy of its own also of files that did not change.

        Args:
            number: Number of the new set.
            files: Content by file name.
            blobs: SHA-256 of the code files that the set refers to.
            before: The set saved last.

        Raises:
            OSError: the disk did not take it; the set before stands.
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
        """Removes the sets and code files that none of the kept sets needs, save the ``blobs`` given."""
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
        """Makes a set of the files that releases before generations left in the emulator's folder.

        Raises:
            ValueError: one of them is not whole.
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
        """Raises ValueError or OSError unless every file is as it was saved."""
        for name, expected in generation.files.items():
            if hashlib.sha256((generation.folder / name).read_bytes()).hexdigest() != expected:
                raise ValueError(f"{name} is not as it was saved")
        for blob in generation.blobs:
            if hashlib.sha256(self._blob(blob).read_bytes()).hexdigest() != blob:
                raise ValueError(f"{BLOBS}/{blob}.zip is not as it was saved")


ENDED = "ended.json"
"""Name of the file that tells an orderly end."""


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

"""Checks of a state folder before the emulator starts on it: saved state, last session's end, free space."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from inkscout_deploy.errors import PlatformError
from inkscout_local.saving.generations import ENDED, Generation, Generations

_LEAST_FREE_BYTES = 32 * 1024 * 1024
# A new set is written beside the two that are kept, and the journal and the logs grow meanwhile.
_FREE_SETS = 3


@dataclass(frozen=True)
class LastEnd:
    """State that the last session left.

    Attributes:
        saved: The set to start from; None if nothing was saved yet.
        damage: Faults found in newer sets, one sentence each.
        was_orderly: Whether the emulator shut down cleanly.
        problem: Reason why it could not save at its end; empty if it could.
    """

    saved: Generation | None
    damage: tuple[str, ...]
    was_orderly: bool
    problem: str = ""

    def notes(self, root: Path, replayed: int) -> list[str]:
        """Returns sentences for the operator about the restored state; none after a clean shutdown.

        Args:
            root: The platform's state folder.
            replayed: Number of later writes to tables that were restored.
        """
        if self.saved is None:
            return []
        since = f"what was saved at {self.saved.saved_at} was restored"
        if replayed:
            since += f", with {replayed} later writes to its tables"
        if self.damage:
            return [f"The newest state in {root} is damaged ({'; '.join(self.damage)}); {since}."]
        if self.problem:
            return [f"The last session on {root} could not save its state ({self.problem}); {since}."]
        if not self.was_orderly:
            return [f"The last session on {root} was cut off; {since}."]
        return []


def look(root: Path, emulator: Path) -> LastEnd:
    """Returns the state that the last session left; changes nothing.

    Args:
        root: The platform's state folder.
        emulator: The emulator's folder in it.

    Raises:
        PlatformError: everything that was saved is damaged; the sentence says what to do.
    """
    sets = Generations(emulator)
    opened = sets.open()
    damage = opened.damage
    if not damage and opened.generation is None:
        try:
            sets.adopt_loose_files()
        except ValueError as error:
            damage = (str(error),)
        else:
            opened = sets.open()
            return LastEnd(opened.generation, (), was_orderly=True)
    if opened.generation is None:
        raise PlatformError(
            f"The state in {root} is damaged ({'; '.join(damage)}). Move the folder away to begin anew, "
            "or put a copy of it in its place."
        )
    try:
        ended = json.loads((emulator / ENDED).read_bytes())
    except (OSError, ValueError):
        return LastEnd(opened.generation, damage, was_orderly=False)
    return LastEnd(opened.generation, damage, was_orderly=True, problem=str(ended.get("problem", "")))


def save_problem(emulator: Path) -> str:
    """Returns the reason why a stopped emulator did not save its state; empty if it did."""
    try:
        ended = json.loads((emulator / ENDED).read_bytes())
    except (OSError, ValueError):
        return "it ended before it was done"
    return str(ended.get("problem", ""))


def check_space(root: Path, saved: Generation | None) -> None:
    """Checks the free disk space against the size of the saved set.

    Raises:
        PlatformError: too little space is free.
    """
    size = sum(path.stat().st_size for path in saved.folder.iterdir()) if saved else 0
    needed = _LEAST_FREE_BYTES + _FREE_SETS * size
    free = shutil.disk_usage(root).free
    if free < needed:
        raise PlatformError(
            f"Only {_megabytes(free)} MB are free in {root}, and the platform needs {_megabytes(needed)} MB. "
            "Free some space, or choose another folder with --state or INKSCOUT_HOME."
        )


def _megabytes(size: int) -> int:
    return -(-size // 1_000_000)

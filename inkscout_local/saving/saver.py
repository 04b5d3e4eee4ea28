"""Saves the emulator's services as one set, and puts a saved set back, in the emulator's own process.

A set is taken on the event loop, which every write of a service runs on, and written by a thread.
"""

import asyncio
import json
import logging
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from inkscout_local.saving.files import replace_durably
from inkscout_local.saving.generations import CODE_OWNER, ENDED, Generation, Generations
from inkscout_local.saving.journal import Journal

SAVE_SECONDS = 60.0
"""The longest time between a change and the set that holds it; tables are kept at once, by the journal."""

_LOOK_SECONDS = 1.0
# A service's thread may add to a store while it is copied.
_COPY_ATTEMPTS = 5

Snapshot = dict[str, Callable[[], Any]]
Encode = Callable[[str, Any], bytes]

_log = logging.getLogger("inkscout.saving")


class Saver:
    """Sets and journal of one emulator.

    Attributes:
        problem: Reason why the newest attempt to keep something failed; empty after one that succeeded.
        replayed: Number of journalled writes that were put back at the start.
    """

    def __init__(
        self,
        folder: Path,
        *,
        services: Callable[[], Snapshot],
        encode: Encode,
        blobs: Callable[[], set[str]],
        is_busy: Callable[[], bool],
        journal: Journal,
    ) -> None:
        """Prepares to save.

        Args:
            folder: The emulator's state folder.
            services: Gives what copies the state of each service, by the service's name.
            encode: Gives a file's content for a service's name and state.
            blobs: SHA-256 of the code files that the newest copy refers to.
            is_busy: Whether an execution is under way.
            journal: Receives the writes to tables.
        """
        self._folder = folder
        self._services, self._encode, self._blobs, self._is_busy = services, encode, blobs, is_busy
        self._sets = Generations(folder)
        self._journal = journal
        self._writing = threading.Lock()
        self.problem = ""
        self.replayed = 0
        self.current: Generation | None = None

    def open(self) -> Generation | None:
        """Chooses the set to start from, and appends to its journal from now on.

        Raises:
            ValueError: everything that was saved is damaged.
            OSError: the folder cannot be written.
        """
        opened = self._sets.open()
        if opened.lost:
            raise ValueError(f"The state in {self._folder} is damaged: {'; '.join(opened.damage)}")
        self.current = opened.generation or self._sets.adopt_loose_files()
        (self._folder / ENDED).unlink(missing_ok=True)
        return self.current

    def replay(self, apply: Callable[[Mapping[str, Any]], bool]) -> None:
        """Puts back the writes since the set, then journals new ones behind them."""
        number = self.current.number if self.current else 0
        self.replayed = sum(apply(change) for change in self._journal.since(number))
        self._journal.begin(max(number, self._journal.newest()))

    def save(self) -> bool:
        """Takes and writes a set in the calling thread; True if everything is kept now."""
        try:
            return self._write(*self._take())
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            return self._failed(error)

    async def save_aside(self) -> bool:
        """Takes a set now and writes it in a thread; True if everything is kept now."""
        try:
            taken = self._take()
            return await asyncio.to_thread(self._write, *taken)
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            return self._failed(error)

    async def watch(self) -> None:
        """Saves when the last execution under way has ended, and at least every ``SAVE_SECONDS``."""
        loop = asyncio.get_running_loop()
        saved, was_busy = loop.time(), False
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            try:
                await asyncio.to_thread(self._journal.sync)
            except OSError as error:
                self._failed(error)
            busy = self._is_busy()
            if (was_busy and not busy) or loop.time() - saved >= SAVE_SECONDS:
                await self.save_aside()
                saved = loop.time()
            was_busy = busy

    def end(self) -> None:
        """Saves for the last time, and leaves word of how that went."""
        self.save()
        try:
            document = {"problem": self.problem}
            replace_durably(self._folder / ENDED, (json.dumps(document) + "\n").encode())
        except OSError as error:
            self._failed(error)

    def keep(self, change: Mapping[str, Any], *, durably: bool) -> None:
        """Journals a write to a table.

        Raises:
            OSError: the disk did not take a line that must be kept.
        """
        try:
            self._journal.append(change, durably=durably)
        except OSError as error:
            self._failed(error)
            if durably:
                raise

    def state(self) -> dict[str, Any]:
        """Returns what is kept: ``number, saved_at, problem, replayed``."""
        return {
            "number": self.current.number if self.current else 0,
            "saved_at": self.current.saved_at if self.current else "",
            "problem": self.problem,
            "replayed": self.replayed,
        }

    def _take(self) -> tuple[int, dict[str, Any], set[str]]:
        number = max(self._sets.next_number(), self._journal.newest() + 1)
        self._journal.begin(number)
        taken = {name: _copied(copy) for name, copy in self._services().items()}
        return number, {name: state for name, state in taken.items() if state is not None}, self._blobs()

    def _write(self, number: int, states: Mapping[str, Any], blobs: set[str]) -> bool:
        files = {f"{name}.json": self._encode(name, state) for name, state in states.items()}
        with self._writing:
            before = self.current
            if before and before.number > number:
                return True
            if before:
                # A service that was not used in this session has nothing new to save.
                carried = set(before.files) - set(files)
                files |= {name: (before.folder / name).read_bytes() for name in carried}
                blobs = blobs | (set(before.blobs) if CODE_OWNER in carried else set())
            saved = self._sets.write(number, files, blobs, before)
            self.current, self.problem = saved, ""
            # A set that is being taken meanwhile may already have written code of its own.
            self._sets.prune([saved, *([before] if before else [])], self._blobs())
            self._journal.drop_before(before.number if before else saved.number)
        return True

    def _failed(self, error: Exception) -> bool:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        if reason != self.problem:
            _log.error("The state could not be saved: %s", reason)
        self.problem = reason
        return False


def _copied(copy: Callable[[], Any]) -> Any:  # noqa: ANN401 - any state of any service
    for attempt in range(_COPY_ATTEMPTS):
        try:
            return copy()
        except RuntimeError:
            if attempt == _COPY_ATTEMPTS - 1:
                raise
    return None

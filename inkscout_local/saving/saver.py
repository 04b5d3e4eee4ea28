"""Saves and restores the state of all emulator services as one set, within the emulator's process.

The state is copied on the event loop, on which every write runs, and written to disk by a thread.
"""

import asyncio
import json
import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from inkscout_local.saving.files import replace_durably
from inkscout_local.saving.generations import CODE_OWNER, ENDED, Generation, Generations
from inkscout_local.saving.journal import TOGETHER, Journal

SAVE_SECONDS = 60.0
"""Maximum seconds until a change is in a saved set; writes to tables are journalled at once."""

_LOOK_SECONDS = 1.0
# A service's thread may modify a store while it is copied, which then fails.
_COPY_ATTEMPTS = 5

Snapshot = dict[str, Callable[[], Any]]
Encode = Callable[[str, Any], bytes]

_log = logging.getLogger("inkscout.saving")


class Saver:
    """Saver of an emulator's state, as sets and a journal.

    Attributes:
        problem: Reason why the latest attempt to save failed; empty if it succeeded.
        replayed: Number of journalled writes that were applied at the start.
        current: The latest saved set; None before the first.
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
        """Creates a saver; nothing is read or written yet.

        Args:
            folder: The emulator's state folder.
            services: Returns, by service name, a function that copies the service's state.
            encode: Returns a file's content for a service's name and state.
            blobs: Returns the SHA-256 of the code files that the latest copied state refers to.
            is_busy: Returns whether a state machine execution is running.
            journal: Journal of the writes to tables.
        """
        self._folder = folder
        self._services, self._encode, self._blobs, self._is_busy = services, encode, blobs, is_busy
        self._sets = Generations(folder)
        self._journal = journal
        self._writing = threading.Lock()
        self._held: list[tuple[Mapping[str, Any], bool]] | None = None
        self.problem = ""
        self.replayed = 0
        self.current: Generation | None = None

    def open(self) -> Generation | None:
        """Returns the set to start from; None if nothing was saved yet.

        Deletes the file that marks the last session's clean shutdown.

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
        """Applies the journalled writes after the set, and appends new ones to the journal from now on.

        ``apply`` applies one write and returns whether its table exists.
        """
        number = self.current.number if self.current else 0
        self.replayed = sum(apply(change) for change in self._journal.since(number))
        self._journal.begin(max(number, self._journal.newest()))

    def save(self) -> bool:
        """Copies and writes a set in the calling thread; returns whether that succeeded."""
        try:
            return self._write(*self._take())
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            return self._failed(error)

    async def save_aside(self) -> bool:
        """Copies the state now and writes the set in a thread; returns whether that succeeded."""
        try:
            taken = self._take()
            return await asyncio.to_thread(self._write, *taken)
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            return self._failed(error)

    async def watch(self) -> None:
        """Saves when the last running execution ends, and at least every ``SAVE_SECONDS``; never returns."""
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
        """Saves a last time and writes the file that marks a clean shutdown, with the problem if any."""
        self.save()
        try:
            document = {"problem": self.problem}
            replace_durably(self._folder / ENDED, (json.dumps(document) + "\n").encode())
        except OSError as error:
            self._failed(error)

    def keep(self, change: Mapping[str, Any], *, durably: bool) -> None:
        """Journals a write to a table; with ``durably``, waits until it is on the disk.

        Raises:
            OSError: a durable line could not be written; other failures only set ``problem``.
        """
        if self._held is not None:
            self._held.append((change, durably))
            return
        try:
            self._journal.append(change, durably=durably)
        except OSError as error:
            self._failed(error)
            if durably:
                raise

    @contextmanager
    def together(self) -> Iterator[None]:
        """Journals the writes of the ``with`` block as one line, so that a kill leaves all or none of them.

        Raises:
            OSError: as ``keep``, if one of the writes must be durable.
        """
        with self._journal.locked():
            held = self._held = []
            try:
                yield
            finally:
                self._held = None
                if held:
                    changes = [change for change, _ in held]
                    line = changes[0] if len(changes) == 1 else {TOGETHER: changes}
                    self.keep(line, durably=any(durably for _, durably in held))

    def state(self) -> dict[str, Any]:
        """Returns the latest set's ``number`` and ``saved_at``, with ``problem`` and ``replayed``."""
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
            # The copy of the next set may have written code files already.
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

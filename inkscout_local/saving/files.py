"""Durable file writes: when a function returns, the content is completely on the disk (fsync)."""

import os
from pathlib import Path


def write_durably(path: Path, content: bytes) -> None:
    """Writes a file and waits until it is on the disk.

    Raises:
        OSError: the file could not be written, for example on a full disk.
    """
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def replace_durably(path: Path, content: bytes) -> None:
    """Replaces a file atomically: a reader, even after a crash, sees the old content or the new one.

    Raises:
        OSError: the file could not be written; the old one is unchanged.
    """
    temporary = path.with_name(f"{path.name}.new")
    try:
        write_durably(temporary, content)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Waits until a folder's entries are on the disk: files created, renamed or deleted in it.

    Raises:
        OSError: the folder cannot be opened or synced.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_file(path: Path) -> None:
    """Waits until a file that was written elsewhere is on the disk.

    Raises:
        OSError: the file does not exist or cannot be synced.
    """
    with path.open("rb") as file:
        os.fsync(file.fileno())

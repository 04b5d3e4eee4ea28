"""Writes files so that they are on the disk, whole, once a function returns."""

import os
from pathlib import Path


def write_durably(path: Path, content: bytes) -> None:
    """Writes a file and waits until the disk has it.

    Raises:
        OSError: it could not be written, as on a full disk.
    """
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def replace_durably(path: Path, content: bytes) -> None:
    """Replaces a file as a whole: a reader, also one after a crash, sees the old content or the new.

    Raises:
        OSError: it could not be written; the old file stands.
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
    """Waits until the disk has a folder's entries: what was made, renamed or removed in it.

    Raises:
        OSError: the disk refused.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_file(path: Path) -> None:
    """Waits until the disk has a file that somebody else wrote.

    Raises:
        OSError: the file is not there, or the disk refused.
    """
    with path.open("rb") as file:
        os.fsync(file.fileno())

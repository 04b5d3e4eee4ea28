"""Objects of the emulator's buckets that were being written when it was killed.

MiniStack writes an object's content and then the file that describes it, each by a rename. Between the two
the old description stands beside the new content, and MiniStack cannot send such an object.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path

from inkscout_local.saving.files import replace_durably

_DESCRIBED = ".meta.json"
_UNFINISHED = ".tmp"
_VERSIONS = ".versions"
_DERIVED = ("size", "etag", "checksums", "last_modified")
"""Values that MiniStack computes from the content where the description lacks them."""


def mend_interrupted(folder: Path) -> int:
    """Makes the content of every object fit its description; returns how many did not.

    A write that was not completed was not answered: with versions, the version before it is put back;
    without, the new content is described anew. Call this before MiniStack reads the folder.

    Args:
        folder: MiniStack's folder of objects; it need not exist.

    Raises:
        OSError: a file cannot be replaced.
    """
    mended = 0
    for path in _files(folder):
        description = path.with_name(path.name + _DESCRIBED)
        if path.name.endswith(_UNFINISHED) and not description.exists():
            path.unlink(missing_ok=True)
        elif not path.name.endswith(_DESCRIBED) and description.exists():
            is_older = description.stat().st_mtime_ns < path.stat().st_mtime_ns
            mended += is_older and _mend(folder, path, description)
    return mended


def _mend(folder: Path, path: Path, description: Path) -> bool:
    try:
        document = json.loads(description.read_bytes())
    except ValueError:
        return False  # MiniStack computes everything then
    if document.get("is_delete_marker"):
        return False
    account, bucket, *rest = path.relative_to(folder).parts
    before = Path(folder, _VERSIONS, account, bucket, str(document.get("version_id")), *rest)
    if before.is_file():
        replace_durably(path, before.read_bytes())
    else:
        document = {name: value for name, value in document.items() if name not in _DERIVED}
    # Also makes the description newer than the content again.
    replace_durably(description, json.dumps(document).encode())
    return True


def _files(folder: Path) -> Iterator[Path]:
    """Yields the files of current objects; those of earlier versions are described by these."""
    for root, folders, names in os.walk(folder):
        if Path(root) == folder:
            folders[:] = [name for name in folders if name != _VERSIONS]
        yield from (Path(root) / name for name in names)

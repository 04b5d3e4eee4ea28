"""Objects of the emulator's buckets whose writing a kill interrupted: described as they are, or as before."""

import json
import os
from pathlib import Path

from inkscout_local.saving.objects import mend_interrupted

BUCKET = Path("000000000000", "files")


def _write(folder: Path, key: str, content: bytes, described: bytes, *, seconds: int) -> Path:
    """An object, its content written so many seconds after its description."""
    path = folder / BUCKET / key
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    meta = {"size": len(described), "etag": "old", "version_id": "v1", "content_type": "text/plain"}
    description = path.with_name(f"{path.name}.meta.json")
    description.write_text(json.dumps(meta))
    os.utime(path, (1000 + seconds, 1000 + seconds))
    os.utime(description, (1000, 1000))
    return path


def _description(path: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads(path.with_name(f"{path.name}.meta.json").read_bytes())
    return found


def test_a_content_without_its_description_gives_way_to_the_version_before(tmp_path: Path) -> None:
    path = _write(tmp_path, "raw/latest", b"new content", b"old", seconds=1)
    before = tmp_path / ".versions" / BUCKET / "v1" / "raw" / "latest"
    before.parent.mkdir(parents=True)
    before.write_bytes(b"old")
    assert mend_interrupted(tmp_path) == 1
    assert path.read_bytes() == b"old"
    assert _description(path)["size"] == 3
    assert mend_interrupted(tmp_path) == 0


def test_a_content_without_a_version_before_is_described_anew(tmp_path: Path) -> None:
    path = _write(tmp_path, "latest", b"new content", b"old", seconds=1)
    assert mend_interrupted(tmp_path) == 1
    assert path.read_bytes() == b"new content"
    assert _description(path) == {"version_id": "v1", "content_type": "text/plain"}
    assert mend_interrupted(tmp_path) == 0


def test_whole_objects_stay_and_unfinished_files_go(tmp_path: Path) -> None:
    whole = _write(tmp_path, "notes.tmp", b"kept", b"kept", seconds=0)
    unfinished = whole.with_name("other.tmp")
    unfinished.write_bytes(b"half")
    assert mend_interrupted(tmp_path) == 0
    assert whole.read_bytes() == b"kept"
    assert not unfinished.exists()
    assert mend_interrupted(tmp_path / "absent") == 0

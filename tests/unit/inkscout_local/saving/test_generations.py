"""Saved sets: whole or not there, checked before they are used, the one before kept."""

import hashlib
import json
from pathlib import Path

import pytest

from inkscout_deploy.errors import PlatformError
from inkscout_local.saving import files, start
from inkscout_local.saving.generations import ENDED, Generation, Generations


@pytest.fixture
def sets(tmp_path: Path) -> Generations:
    return Generations(tmp_path / "emulator")


def _saved(sets: Generations, *contents: bytes) -> list[Generation]:
    made: list[Generation] = []
    for number, content in enumerate(contents, start=1):
        before = made[-1] if made else None
        made.append(sets.write(number, {"dynamodb.json": content, "sqs.json": b"{}"}, (), before))
        sets.prune(made[-2:])
    return made


def _blob(sets: Generations, content: bytes) -> str:
    sha = hashlib.sha256(content).hexdigest()
    folder = sets.folder / "lambda-blobs"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{sha}.zip").write_bytes(content)
    return sha


def test_the_newest_set_is_opened_and_only_the_one_before_it_is_kept(sets: Generations) -> None:
    _saved(sets, b"1", b"2", b"3")
    opened = sets.open()
    assert opened.generation
    assert opened.damage == ()
    assert opened.generation.read("dynamodb") == b"3"
    assert opened.generation.read("ecs") is None
    assert sorted(path.name for path in (sets.folder / "generations").iterdir()) == ["000002", "000003"]


@pytest.mark.parametrize("name", ["dynamodb.json", "sqs.json", "manifest.json"])
@pytest.mark.parametrize("harm", ["halved", "emptied", "removed"])
def test_a_damaged_set_is_recognised_and_the_one_before_is_opened(
    sets: Generations, name: str, harm: str
) -> None:
    _, newest = _saved(sets, b'{"1": 1}', b'{"2": 2}')
    path = newest.folder / name
    content = path.read_bytes()
    path.unlink()
    if harm != "removed":
        path.write_bytes(content[: len(content) // 2] if harm == "halved" else b"")
    opened = sets.open()
    assert opened.generation
    assert opened.generation.read("dynamodb") == b'{"1": 1}'
    assert len(opened.damage) == 1
    assert "000002" in opened.damage[0]


def test_a_set_whose_code_is_damaged_is_not_opened(sets: Generations) -> None:
    sha = _blob(sets, b"code")
    sets.write(1, {"lambda.json": b"{}"}, [sha], None)
    (sets.folder / "lambda-blobs" / f"{sha}.zip").write_bytes(b"co")
    opened = sets.open()
    assert opened.lost
    assert sha in opened.damage[0]


def test_code_of_the_set_before_is_kept_and_older_code_is_not(sets: Generations) -> None:
    made: list[Generation] = []
    for number, content in enumerate((b"a", b"b", b"c"), start=1):
        sha = _blob(sets, content)
        made.append(sets.write(number, {"lambda.json": b"{}"}, [sha], made[-1] if made else None))
        sets.prune(made[-2:])
    new = _blob(sets, b"of a set that is being taken")
    sets.prune(made[-2:], [new])
    left = {path.stem for path in (sets.folder / "lambda-blobs").iterdir()}
    assert left == {made[1].blobs[0], made[2].blobs[0], new}


def test_a_full_disk_leaves_the_set_before_and_no_half_of_the_new_one(
    sets: Generations, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first,) = _saved(sets, b"1")
    from inkscout_local.saving import generations

    written: list[Path] = []

    def full(path: Path, content: bytes) -> None:
        if written:
            raise OSError(28, "No space left on device", str(path))
        files.write_durably(path, content)
        written.append(path)

    monkeypatch.setattr(generations, "write_durably", full)
    with pytest.raises(OSError, match="No space left"):
        sets.write(2, {"dynamodb.json": b"2", "sqs.json": b"{}"}, (), first)
    assert [path.name for path in (sets.folder / "generations").iterdir()] == ["000001"]
    opened = sets.open()
    assert opened.generation
    assert opened.generation.read("dynamodb") == b"1"


def test_a_set_that_was_being_written_when_the_process_died_does_not_count(sets: Generations) -> None:
    (first,) = _saved(sets, b"1")
    unfinished = sets.folder / "generations" / ".new-000002"
    unfinished.mkdir()
    (unfinished / "dynamodb.json").write_bytes(b"2")
    opened = sets.open()
    assert opened.generation == first
    assert opened.damage == ()
    sets.prune([first])
    assert not unfinished.exists()


def test_files_of_earlier_releases_become_a_set(sets: Generations) -> None:
    sets.folder.mkdir(parents=True)
    sha = _blob(sets, b"code")
    for name in ("cloudformation.json", "dynamodb.json"):
        (sets.folder / name).write_text(json.dumps({"from": name}), encoding="utf-8")
    last = start.look(sets.folder.parent, sets.folder)
    assert last.saved
    assert last.was_orderly
    assert last.saved.blobs == (sha,)
    assert json.loads(last.saved.read("dynamodb") or b"") == {"from": "dynamodb.json"}
    assert not (sets.folder / "dynamodb.json").exists()


def test_a_damaged_file_of_earlier_releases_is_told_with_the_folder(sets: Generations) -> None:
    sets.folder.mkdir(parents=True)
    (sets.folder / "cloudformation.json").write_text("{}", encoding="utf-8")
    (sets.folder / "dynamodb.json").write_text('{"half', encoding="utf-8")
    with pytest.raises(PlatformError, match=r"dynamodb\.json: is not whole.*Move the folder away"):
        start.look(sets.folder.parent, sets.folder)


def test_state_that_is_damaged_throughout_is_told_with_the_folder_and_what_to_do(sets: Generations) -> None:
    for generation in _saved(sets, b"1", b"2"):
        (generation.folder / "dynamodb.json").write_bytes(b"")
    root = sets.folder.parent
    with pytest.raises(PlatformError, match="Move the folder away") as raised:
        start.look(root, sets.folder)
    assert str(root) in str(raised.value)


@pytest.mark.parametrize(
    ("ended", "note"),
    [
        ('{"problem": ""}', None),
        ('{"problem": "No space left on device"}', "could not save its state (No space left on device)"),
        (None, "was cut off; what was saved at"),
        ("{ha", "was cut off"),
    ],
)
def test_the_end_of_the_last_session_is_told_unless_it_was_orderly(
    sets: Generations, ended: str | None, note: str | None
) -> None:
    _saved(sets, b"1")
    if ended is not None:
        (sets.folder / ENDED).write_text(ended, encoding="utf-8")
    notes = start.look(sets.folder.parent, sets.folder).notes(sets.folder.parent, replayed=3)
    assert len(notes) == (note is not None)
    if note:
        assert note in notes[0]
        assert "3 later writes" in notes[0]


def test_a_set_restored_in_place_of_a_damaged_one_is_told(sets: Generations) -> None:
    _, newest = _saved(sets, b"1", b"2")
    (newest.folder / "sqs.json").write_bytes(b"")
    (note,) = start.look(sets.folder.parent, sets.folder).notes(sets.folder.parent, replayed=0)
    assert "sqs.json is not as it was saved" in note
    assert "was restored" in note


def test_too_little_free_space_is_refused_before_anything_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start.check_space(tmp_path, None)
    monkeypatch.setattr(start.shutil, "disk_usage", lambda _root: type("Usage", (), {"free": 1_500_000})())
    with pytest.raises(PlatformError, match=r"Only 2 MB are free in .*needs 34 MB\. Free some space"):
        start.check_space(tmp_path, None)

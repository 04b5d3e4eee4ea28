"""Archives: digests of items in any order, numbers as DynamoDB writes them, and what a manifest may say."""

import json
import random
from datetime import UTC, datetime
from typing import Any

import pytest

from inkscout.domain.archive import (
    ArchivedFile,
    ItemDigest,
    Manifest,
    archive_name,
    is_expired,
    item_of,
    key_id,
    line_of,
    parse_manifest,
    plain_item,
    table_file,
)
from inkscout.errors import ArchiveUnusable

EVERY_TYPE: dict[str, Any] = {
    "PK": {"S": "ARTIST#ø"},
    "n": {"N": "1.50"},
    "binary": {"B": b"\x00\xff"},
    "set": {"SS": ["b", "a"]},
    "numbers": {"NS": ["2.0", "1"]},
    "binaries": {"BS": [b"b", b"a"]},
    "list": {"L": [{"M": {"deep": {"N": "100"}}}, {"NULL": True}, {"BOOL": False}]},
}


def _file(**changes: Any) -> dict[str, Any]:
    return {"items": 1, "bytes": 10, "sha256": "0" * 64, "digest": ""} | changes


def _manifest(**changes: Any) -> bytes:
    document = json.loads(Manifest(stage="dev", as_of="2026-03-01T02:00:00+00:00", version="1").document())
    document["files"] = {table_file("directory"): _file()}
    return json.dumps(document | changes).encode()


def _digest(lines: list[bytes]) -> tuple[int, str]:
    found = ItemDigest()
    for line in lines:
        found.add(line)
    return found.items, found.value


def test_a_digest_is_the_same_in_any_order_and_differs_when_an_item_does() -> None:
    lines = [line_of({"PK": {"S": str(number)}}) for number in range(50)]
    shuffled = random.Random(1).sample(lines, len(lines))
    assert _digest(lines) == _digest(shuffled)
    assert _digest(lines) != _digest(lines[1:])
    assert _digest(lines) != _digest([*lines[1:], line_of({"PK": {"S": "other"}})])
    assert _digest(lines) != _digest([*lines, lines[0]])


def test_an_item_of_every_type_comes_back_from_its_line() -> None:
    read = item_of(line_of(EVERY_TYPE))
    assert read["binary"] == {"B": b"\x00\xff"}
    assert read["n"] == {"N": "1.5"}
    assert read["numbers"] == {"NS": ["1", "2"]}
    assert line_of(read) == line_of(EVERY_TYPE)
    assert plain_item(read)["list"] == [{"deep": 100}, None, False]


@pytest.mark.parametrize(
    ("one", "other"), [("1", "1.0"), ("100", "1E+2"), ("0.5", "5e-1"), ("0", "0.00"), ("-2", "-2.0")]
)
def test_equal_numbers_have_equal_lines(one: str, other: str) -> None:
    assert line_of({"n": {"N": one}}) == line_of({"n": {"N": other}})


def test_a_manifest_comes_back_from_its_file() -> None:
    file = ArchivedFile(3, 99, "ab" * 32, "cd" * 32)
    written = Manifest(
        stage="prod", as_of="2026-03-01T02:00:00+00:00", version="1.2", files={table_file("directory"): file}
    )
    assert parse_manifest(written.document()) == written


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "tables/../x.jsonl.gz",
        "tables/directory.jsonl.gz/..",
        "manifest.json",
        "tables\\directory.jsonl.gz",
        "tables/directory.jsonl.gz\n",
        "",
    ],
)
def test_a_manifest_names_files_of_an_archive_alone(name: str) -> None:
    files = {table_file("directory"): _file(), name: _file()}
    with pytest.raises(ArchiveUnusable, match=r"which is no file of an archive"):
        parse_manifest(_manifest(files=files))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        _manifest(files={}),
        _manifest(files={table_file("directory"): _file(sha256="x")}),
        _manifest(files={table_file("directory"): _file(items=-1)}),
        _manifest(files={table_file("directory"): {"items": 1}}),
        _manifest(files={table_file("directory"): _file(items="many")}),
        _manifest(files=["tables/directory.jsonl.gz"]),
        _manifest(as_of="yesterday"),
    ],
)
def test_a_damaged_manifest_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(ArchiveUnusable):
        parse_manifest(content)


def test_a_manifest_of_a_later_format_is_refused() -> None:
    with pytest.raises(ArchiveUnusable, match="has format 2, and this version reads format 1"):
        parse_manifest(_manifest(format=2))


def test_archives_of_a_stage_expire_by_the_time_in_their_names() -> None:
    made = archive_name("prod", datetime(2026, 3, 1, 2, tzinfo=UTC))
    assert made == "inkscout-prod-20260301T020000Z"
    day = datetime(2026, 3, 8, 3, tzinfo=UTC)
    assert is_expired(made, "prod", day, 7)
    assert not is_expired(made, "prod", day, 8)
    assert not is_expired(made, "dev", day, 7)
    assert not is_expired("inkscout-prod-backup", "prod", day, 0)


def test_the_proof_of_a_key_tells_keys_apart() -> None:
    assert key_id(b"one") == key_id(b"one")
    assert key_id(b"one") != key_id(b"other")
    assert "one" not in key_id(b"one")

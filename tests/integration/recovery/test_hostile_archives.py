"""Archives that are damaged, forged or of another kind: one sentence, and nothing is changed."""

import base64
import gzip
import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest

from inkscout.adapters.archive.bucket import BucketFiles, BucketPlace, BucketWriter, split
from inkscout.adapters.archive.folder import FolderFiles, FolderPlace, FolderWriter
from inkscout.adapters.archive.sealed_key import seal, unseal
from inkscout.domain.archive import MANIFEST, SEALED_KEY, Manifest, archive_name, key_id, line_of
from inkscout.domain.redaction import Redactor
from inkscout.domain.removal import spoken, studio_mark
from inkscout.errors import ArchiveUnusable, RestoreRefused
from inkscout.usecases.recovery.expire_backups import expire_backups
from inkscout.usecases.recovery.join_denylists import ArchivedDenylist, takes_archived_key
from inkscout.usecases.recovery.make_backup import BackupPorts, BackupRequest, make_backup
from inkscout.usecases.recovery.read_archive import Archive
from inkscout.usecases.recovery.restore_objects import restore_objects
from tests.integration.recovery.conftest import Platform
from tests.support.stores import BUCKET

DIRECTORY = "tables/directory.jsonl.gz"
PASSPHRASE = "correct horse battery"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small archive."""
    writer = FolderWriter(tmp_path, "inkscout-dev-20260301T020000Z")
    with writer.file(DIRECTORY) as file:
        for number in range(200):
            file.add(line_of({"PK": {"S": f"ARTIST#{number}"}, "SK": {"S": "PROFILE"}}))
    return Path(writer.finish(Manifest(stage="dev", as_of="2026-03-01T02:00:00+00:00", version="1")))


def _read(folder: Path) -> int:
    """Reads an archive as a restore does; returns the number of items."""
    archive = Archive(FolderFiles(folder))
    archive.check()
    return len(list(archive.items("directory")))


def _rewritten(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    path = folder / MANIFEST
    document = json.loads(path.read_bytes())
    change(document)
    path.write_text(json.dumps(document))


def _replaced(folder: Path, content: bytes) -> None:
    """Replaces the directory's file, and the hash of it: a forged archive rather than a damaged one."""
    (folder / DIRECTORY).write_bytes(content)
    entry = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    _rewritten(folder, lambda document: document["files"][DIRECTORY].update(entry))


def test_a_whole_archive_is_read(folder: Path) -> None:
    assert _read(folder) == 200


def _cut(folder: Path) -> None:
    path = folder / DIRECTORY
    path.write_bytes(path.read_bytes()[:-20])


def _flip(folder: Path) -> None:
    path = folder / DIRECTORY
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "cut off": (_cut, f"{DIRECTORY} has .* bytes, and should have"),
    "one bit": (_flip, f"{DIRECTORY} is not as it was written"),
    "file missing": (lambda folder: (folder / DIRECTORY).unlink(), f"{DIRECTORY} is missing"),
    "manifest missing": (lambda folder: (folder / MANIFEST).unlink(), f"{MANIFEST} is missing"),
    "manifest cut off": (lambda folder: (folder / MANIFEST).write_bytes(b'{"format": 1'), "is damaged"),
    "manifest endless": (lambda folder: (folder / MANIFEST).write_bytes(b" " * 2_000_000), "is no manifest"),
    "nothing there": (shutil.rmtree, "there is no such folder"),
    "forged: no gzip": (lambda folder: _replaced(folder, b"plain"), "is damaged"),
    "forged: cut gzip": (
        lambda folder: _replaced(folder, gzip.compress(b"{}\n" * 99)[:-9]),
        "is damaged",
    ),
    "forged: no items": (lambda folder: _replaced(folder, gzip.compress(b"[1]\n")), "a line of a table"),
    "forged: no JSON": (lambda folder: _replaced(folder, gzip.compress(b"\xff\n")), "a line of a table"),
    "forged: no end": (lambda folder: _replaced(folder, gzip.compress(b"{}")), "is cut off"),
    "forged: other items": (
        lambda folder: _replaced(folder, gzip.compress(line_of({"PK": {"S": "x"}}) + b"\n")),
        "has other items than",
    ),
    "later format": (
        lambda folder: _rewritten(folder, lambda document: document.update(format=2)),
        "has format 2",
    ),
    "path outside": (
        lambda folder: _rewritten(
            folder, lambda document: document["files"].update({"../x": document["files"][DIRECTORY]})
        ),
        "which is no file of an archive",
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_an_archive_that_is_not_whole_is_refused_in_a_sentence(folder: Path, damage: str) -> None:
    harm, sentence = DAMAGES[damage]
    harm(folder)
    with pytest.raises(ArchiveUnusable, match=sentence):
        _read(folder)


def test_a_link_in_an_archive_is_not_followed(folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    shutil.move(folder / DIRECTORY, secret)
    (folder / DIRECTORY).symlink_to(secret)
    with pytest.raises(ArchiveUnusable, match="cannot be read"):
        _read(folder)


def test_an_archive_appears_only_when_it_is_complete(tmp_path: Path) -> None:
    writer = FolderWriter(tmp_path, "inkscout-dev-20260301T020000Z")
    with writer.file(DIRECTORY) as file:
        file.add(b"{}")
    assert FolderPlace(tmp_path).names() == []
    assert [path.name[0] for path in tmp_path.iterdir()] == ["."]
    writer.abandon()
    assert list(tmp_path.iterdir()) == []


def test_only_the_expired_archives_of_the_stage_are_deleted(platform: Platform, tmp_path: Path) -> None:
    old = Path(platform.back_up(tmp_path).address)
    other = tmp_path / old.name.replace("-dev-", "-prod-")
    shutil.copytree(old, other)
    (tmp_path / "notes").mkdir()
    platform.clock.advance(hours=24 * 8)
    new = Path(platform.back_up(tmp_path).address)
    expired = expire_backups(FolderPlace(tmp_path), "dev", now=platform.clock.now(), days=7)
    assert expired == [old.name]
    assert {path.name for path in tmp_path.iterdir()} == {new.name, other.name, "notes"}


def test_an_archive_in_a_bucket_is_read_listed_and_expired(platform: Platform, tmp_path: Path) -> None:
    client, address = boto3.client("s3"), f"s3://{BUCKET}/backups/of"
    name = archive_name("dev", platform.clock.now())
    ports = BackupPorts(
        tables=platform.tables,
        buckets=platform.buckets,
        writer=BucketWriter(client, address, name),
        key=platform.key,
        clock=platform.clock,
    )
    made = make_backup(BackupRequest(stage="dev", version="1"), deps=ports)
    assert made == f"{address}/{name}"
    archive = Archive(BucketFiles(client, made))
    archive.check()
    assert archive.manifest.items("directory") == len(platform.items("directory"))
    client.delete_object(Bucket=BUCKET, Key=f"backups/of/{name}/{DIRECTORY}")
    with pytest.raises(ArchiveUnusable, match=f"{DIRECTORY} is missing"):
        archive.check()
    place = BucketPlace(client, address)
    assert place.names() == [name]
    place.delete(name)
    assert place.names() == []
    with pytest.raises(ArchiveUnusable, match=f"{MANIFEST} is missing"):
        Archive(BucketFiles(client, made))
    with pytest.raises(ArchiveUnusable, match="names no bucket"):
        split("s3://")


def test_a_sealed_key_opens_with_its_passphrase_alone() -> None:
    sealed = seal(b"the key", PASSPHRASE)
    assert b"the key" not in sealed
    assert unseal(sealed, PASSPHRASE) == b"the key"
    assert sealed != seal(b"the key", PASSPHRASE)
    with pytest.raises(ArchiveUnusable, match="the passphrase does not open"):
        unseal(sealed, PASSPHRASE + "!")
    document = json.loads(sealed)
    forged = document | {"sealed": base64.b64encode(b"x" * 32).decode()}
    with pytest.raises(ArchiveUnusable, match="the passphrase does not open"):
        unseal(json.dumps(forged).encode(), PASSPHRASE)
    for broken in (b"", b"[]", json.dumps(document | {"salt": "?"}).encode()):
        with pytest.raises(ArchiveUnusable, match="is damaged"):
            unseal(broken, PASSPHRASE)
    with pytest.raises(ArchiveUnusable, match="does not know"):
        unseal(json.dumps(document | {"n": 2**40}).encode(), PASSPHRASE)


def test_no_secret_is_in_an_archive_without_a_passphrase(platform: Platform, tmp_path: Path) -> None:
    plain = Path(platform.back_up(tmp_path).address)
    sealed = platform.back_up(tmp_path, seal=lambda key: seal(key, PASSPHRASE))
    assert not (plain / SEALED_KEY).exists()
    content = sealed.sealed_key()
    assert content
    assert unseal(content, PASSPHRASE) == platform.key.read()
    for path in (file for file in tmp_path.rglob("*") if file.is_file()):
        raw = path.read_bytes()
        assert platform.key.read() not in (gzip.decompress(raw) if path.suffix == ".gz" else raw)


def test_denylists_are_joined_only_where_nobody_is_forgotten() -> None:
    own, archived = b"own key", b"archived key"
    same = ArchivedDenylist(3, key_id(own))
    assert not takes_archived_key(same, own, has_own_entries=True)
    assert not takes_archived_key(ArchivedDenylist(0, key_id(archived)), own, has_own_entries=True)
    given = ArchivedDenylist(3, key_id(archived), archived)
    assert takes_archived_key(given, own, has_own_entries=False)
    with pytest.raises(RestoreRefused, match="cannot be joined"):
        takes_archived_key(given, own, has_own_entries=True)
    with pytest.raises(RestoreRefused, match="has 3 entries under a key that this platform does not have"):
        takes_archived_key(ArchivedDenylist(3, key_id(archived)), own, has_own_entries=False)
    with pytest.raises(RestoreRefused, match="is not the one that its denylist was made under"):
        takes_archived_key(ArchivedDenylist(3, key_id(archived), b"another"), own, has_own_entries=False)


class _Objects:
    """A source of objects alone."""

    source_id, as_of, tables = "x", "2026-03-01T02:00:00+00:00", ()

    def __init__(self, part: str, *documents: dict[str, Any]) -> None:
        self._part, self._documents = part, documents

    def items(self, table: str) -> list[Any]:
        return []

    def objects(self, part: str) -> tuple[dict[str, Any], ...]:
        return self._documents if part == self._part else ()


def _object(key: str, content: bytes) -> dict[str, Any]:
    return {"key": key, "body": base64.b64encode(content).decode(), "content_type": "text/plain"}


def test_pages_about_removed_people_and_objects_that_exist_are_left_out(platform: Platform) -> None:
    listed = frozenset({studio_mark("s-1"), "handle#gone.ink", spoken("answers", "x")})
    redactor = Redactor(lambda text: text, lambda: listed | {"mark#gone", "first##gone"})
    there = {"data": platform.buckets["data"]}
    page = gzip.compress(b"<p>Nobody is named here</p>")
    source = _Objects(
        "raw",
        _object("raw/s-1/source=site/a.html.gz", page),
        _object("raw/s-2/source=site/b.html.gz", page),
        _object("raw/s-2/source=site/b.html.gz", gzip.compress(b"again")),
        _object("raw/s-3/source=site/c.html", b"<p>by @gone.ink</p>"),
    )
    done = restore_objects(source, buckets=there, redactor=redactor, studios_of=lambda subject: (subject,))
    assert done == {"raw": 1, "raw_left_out": 2}
    assert list(there["data"].under("raw/")) == ["raw/s-2/source=site/b.html.gz"]
    kept = there["data"].read("raw/s-2/source=site/b.html.gz")
    assert kept
    assert base64.b64decode(kept["body"]) == page


@pytest.mark.parametrize("key", ["exports/latest/artists.csv", "../x", "raw"])
def test_an_object_outside_its_part_is_refused(platform: Platform, key: str) -> None:
    source = _Objects("raw", _object(key, b""))
    redactor = Redactor(lambda text: text, frozenset)
    with pytest.raises(ArchiveUnusable, match="outside raw/"):
        restore_objects(source, buckets=platform.buckets, redactor=redactor, studios_of=lambda _: ())

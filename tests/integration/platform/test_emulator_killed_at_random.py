"""The emulator killed outright at random moments: what was answered is there, and every transaction is whole.

The tables lose nothing; what is in no table, such as a queue, is as it was when it was saved last, which the
emulator does every 60 seconds.
"""

import hashlib
import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from inkscout_local.saving.journal import Journal
from tests.support.emulator import KeptEmulator
from tests.support.stores import BUCKET, create_bucket, create_tables

SEED = int(os.environ.get("SEED", str(random.SystemRandom().randrange(10_000))))
TOGETHER = 8
QUEUE = "jobs"

pytestmark = pytest.mark.platform


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[KeptEmulator]:
    kept = KeptEmulator(tmp_path)
    kept.start()
    yield kept
    kept.kill()


class Writers:
    """Threads that write until the emulator is gone; the numbers of what was tried, and what was answered."""

    def __init__(self, emulator: KeptEmulator, tables: dict[str, str]) -> None:
        self._tables, self._emulator = tables, emulator
        self._works: dict[str, tuple[str, Callable[[Any, int], object]]] = {
            "transaction": ("dynamodb", self._transaction),
            "denied": ("dynamodb", self._deny),
            "object": ("s3", self._object),
            "message": ("sqs", self._message),
        }
        self.tried = dict.fromkeys(self._works, 0)
        self.answered: dict[str, list[int]] = {name: [] for name in self._works}
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        self._threads = [threading.Thread(target=self._write, args=(name,)) for name in self._works]
        for thread in self._threads:
            thread.start()

    def wait(self) -> None:
        for thread in self._threads:
            thread.join()

    def _write(self, name: str) -> None:
        service, work = self._works[name]
        client = self._emulator.client(service)
        with suppress(BotoCoreError, ClientError):
            while True:
                self.tried[name] += 1
                work(client, self.tried[name])
                self.answered[name].append(self.tried[name])

    def _transaction(self, client: Any, number: int) -> None:
        keys = [{"PK": {"S": f"TOGETHER#{one}"}, "SK": {"S": "-"}} for one in range(TOGETHER)]
        item = {"n": {"N": str(number)}, "filling": {"S": "x" * 2000}}
        puts = [{"Put": {"TableName": self._tables["directory"], "Item": key | item}} for key in keys]
        client.transact_write_items(TransactItems=puts)

    def _deny(self, client: Any, number: int) -> None:
        client.put_item(TableName=self._tables["denylist"], Item={"PK": {"S": f"hash-{number}"}})

    def _object(self, client: Any, number: int) -> None:
        client.put_object(Bucket=BUCKET, Key="latest", Body=_content(number))

    def _message(self, client: Any, number: int) -> None:
        client.send_message(QueueUrl=QUEUE, MessageBody=str(number))


def _content(number: int) -> bytes:
    return f"{number}-".encode() * (1 + number % 50)


def _compare(emulator: KeptEmulator, tables: dict[str, str], wrote: Writers, saved: set[int]) -> None:
    """Compares what is there after a kill with what was answered before; ``saved`` are messages of a set."""
    dynamodb = emulator.client("dynamodb")
    items = dynamodb.scan(TableName=tables["directory"], ConsistentRead=True)["Items"]
    numbers = {int(item["n"]["N"]) for item in items}
    assert len(items) in {0, TOGETHER}, "half a transaction"
    assert len(numbers) <= 1, f"half a transaction: {numbers}"
    last = max(wrote.answered["transaction"], default=0)
    assert last <= max(numbers, default=0) <= wrote.tried["transaction"]
    pages = dynamodb.get_paginator("scan").paginate(TableName=tables["denylist"])
    denied = {item["PK"]["S"] for page in pages for item in page["Items"]}
    assert {f"hash-{number}" for number in wrote.answered["denied"]} <= denied
    found = emulator.client("s3").get_object(Bucket=BUCKET, Key="latest")
    content = found["Body"].read()
    number = int(content.split(b"-")[0])
    assert max(wrote.answered["object"], default=0) <= number <= wrote.tried["object"]
    assert content == _content(number)
    assert found["ETag"].strip('"') == hashlib.md5(content).hexdigest()
    assert saved <= _taken_messages(emulator)


def _taken_messages(emulator: KeptEmulator) -> set[int]:
    client, found = emulator.client("sqs"), set()
    while messages := client.receive_message(QueueUrl=QUEUE, MaxNumberOfMessages=10).get("Messages"):
        found |= {int(message["Body"]) for message in messages}
    client.purge_queue(QueueUrl=QUEUE)
    return found


def _kill_and_compare(emulator: KeptEmulator, kills: int) -> None:
    chance = random.Random(SEED)
    tables = create_tables(emulator.client("dynamodb"))
    create_bucket(emulator.client("s3"))
    emulator.client("s3").put_object(Bucket=BUCKET, Key="latest", Body=_content(0))
    emulator.client("sqs").create_queue(QueueName=QUEUE)
    wrote = Writers(emulator, tables)
    for _ in range(kills):
        assert not emulator.save()["problem"]
        wrote.start()
        before = len(wrote.answered["message"])
        time.sleep(chance.uniform(0, 0.5))
        saved = set(wrote.answered["message"][before:])
        if chance.random() < 0.5:
            assert not emulator.save()["problem"]
        else:
            saved = set()
        time.sleep(chance.uniform(0, 0.5))
        emulator.kill()
        wrote.wait()
        emulator.start()
        _compare(emulator, tables, wrote, saved)
    assert all(wrote.answered.values()), "the emulator was killed before it answered anything"


def test_an_emulator_killed_at_random_loses_nothing_that_it_answered(emulator: KeptEmulator) -> None:
    print(f"SEED={SEED}")
    _kill_and_compare(emulator, kills=2)


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_an_emulator_killed_many_times_loses_nothing_that_it_answered(emulator: KeptEmulator) -> None:
    print(f"SEED={SEED}")
    _kill_and_compare(emulator, kills=int(os.environ.get("KILLS", "40")))


def test_a_transaction_cut_at_any_byte_of_the_journal_is_whole_or_absent(emulator: KeptEmulator) -> None:
    tables = create_tables(emulator.client("dynamodb"))
    assert not emulator.save()["problem"]
    wrote = Writers(emulator, tables)
    client = emulator.client("dynamodb")
    for number in (1, 2):
        wrote._transaction(client, number)
    emulator.kill()
    (path,) = [file for file in (emulator.folder / "state" / "journal").iterdir() if file.stat().st_size]
    whole = path.read_bytes()
    counts = set()
    for end in range(0, len(whole) + 1, 97):
        path.write_bytes(whole[:end])
        changes = list(Journal(path.parent).since(0))
        counts.add(len(changes))
    path.write_bytes(whole)
    counts.add(len(list(Journal(path.parent).since(0))))
    assert counts == {0, TOGETHER, 2 * TOGETHER}

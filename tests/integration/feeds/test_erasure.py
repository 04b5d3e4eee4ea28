"""A feed is erased as a whole, and a person from feeds about people, from every store and for good."""

import csv
import io
import json
from typing import Any

import boto3
import pytest

from inkscout.adapters.aws.dynamodb.record_erasure import DynamoDbRecordErasure
from inkscout.adapters.aws.s3.feed_erasure import S3FeedErasure
from inkscout.domain.record import FeedRecord
from inkscout.errors import InvalidInput, NotFound
from inkscout.feeds.json_text import at_pointer
from inkscout.ports.feeds import FeedSchedule
from inkscout.usecases.feeds.definitions import FeedPorts
from inkscout.usecases.feeds.erase_feed import EraseFeedPorts, erase_feed, holdings
from inkscout.usecases.feeds.erase_person import erase_person
from tests.support.feeds import REGION, THINGS, FeedBench, things

PEOPLE = THINGS.replace("absences = 2", "absences = 2\npersonal = true").replace(
    'columns = ["id", "name", "size"]', 'columns = ["name", "size"]'
)
MAIL = "Ann.Lee@mail.example"


class Schedules:
    """``ports.feeds.FeedSchedules`` with the schedules of nobody."""

    def __init__(self) -> None:
        self.removed: list[str] = []

    def all(self) -> list[FeedSchedule]:
        return []

    def get(self, name: str) -> FeedSchedule | None:
        return None

    def put(self, schedule: FeedSchedule) -> None:
        raise AssertionError(schedule)

    def remove(self, name: str) -> None:
        self.removed.append(name)


def ports(bench: FeedBench) -> EraseFeedPorts:
    bench.s3.put_bucket_versioning(Bucket=bench.bucket, VersioningConfiguration={"Status": "Enabled"})
    return EraseFeedPorts(
        feeds=FeedPorts(definitions=bench.definitions, schedules=Schedules()),
        records=DynamoDbRecordErasure(boto3.client("dynamodb", REGION), bench.table),
        files=S3FeedErasure(bench.s3, bench.bucket), state_store=bench.state_store,
    )  # fmt: skip


def person(number: int, name: str, mail: str, size: int = 1) -> dict[str, Any]:
    return {"id": number, "name": name, "size": size, "contact": {"mails": [f"mailto:{mail}"]}}


def everybody(size: int = 1) -> dict[str, Any]:
    return things(
        person(1, "Bo", "bo@mail.example", size),
        person(2, "Ann Lee", MAIL.lower(), size),
        person(3, "Cy", "cy@mail.example", size),
    )


def every_version(bench: FeedBench) -> list[bytes]:
    """Every object of the bucket in every version."""
    found = bench.s3.list_object_versions(Bucket=bench.bucket).get("Versions", [])
    return [
        bench.s3.get_object(Bucket=bench.bucket, Key=one["Key"], VersionId=one["VersionId"])["Body"].read()
        for one in found
    ]


def hold_absent(bench: FeedBench) -> None:
    for body in every_version(bench):
        assert b"ann.lee@" not in body.lower()
        assert b"Ann Lee" not in body
    assert "ann" not in json.dumps(list(map(str, bench.items().values()))).lower()


def test_a_removed_person_is_gone_from_every_store_and_does_not_come_back(bench: FeedBench) -> None:
    deps = ports(bench)
    bench.definitions.put("things", PEOPLE)
    bench.run(everybody(1))
    bench.run(everybody(2))
    broken = {"id": 2, "name": "Ann Lee", "size": "large", "contact": {"mails": [MAIL]}}
    others = [person(number, "x", "x@y.example") for number in range(5, 9)]
    bench.run(things(*everybody(3)["things"][:1], broken, *others))
    bench.run(b'{"things": [{"id": 2, "name": "Ann Lee", "contact": "ann.lee\\u0040mail.example"')
    (dry,) = erase_person(MAIL, deps=deps, denylist=bench.denylist, dry_run=True)
    assert not bench.denylist.kept
    assert (dry.records, dry.answers, dry.quarantined > 0, dry.exports) == (1, 4, True, 2)
    (erased,) = erase_person(MAIL, deps=deps, denylist=bench.denylist)
    assert erased == dry
    hold_absent(bench)
    assert set(bench.current()) == {"things-1", "things-3", *(f"things-{n}" for n in range(5, 9))}
    (total,) = bench.reader.totals()
    assert (total.live, total.gone) == (6, 0)
    for record_id in ("things-1", "things-3"):
        record = bench.reader.record(record_id)
        assert record is not None
        element = at_pointer(json.loads(bench.object(record.raw_key)), record.raw_pointer)
        assert f"things-{element['id']}" == record_id, "others keep their place in the archive"
    for _ in range(2):
        result = bench.run(things(*everybody(4)["things"], *others))
        assert (result.outcome, result.found) in {("read", 6), ("unchanged", 0)}
    hold_absent(bench)
    (again,) = erase_person(MAIL, deps=deps, denylist=bench.denylist)
    assert (again.records, again.answers, again.quarantined, again.exports) == (0, 0, 0, 0)


def test_a_page_that_waits_in_the_queue_does_not_bring_the_person_back(bench: FeedBench) -> None:
    deps = ports(bench)
    bench.definitions.put("things", PEOPLE)
    bench.says(everybody())
    bench.fetch()
    erase_person(MAIL, deps=deps, denylist=bench.denylist)
    while bench.queue:
        bench.deliver()
    assert set(bench.current()) == {"things-1", "things-3"}
    hold_absent(bench)
    bench.hold_invariants()


def test_an_answer_that_names_the_person_outside_its_records_is_not_kept(bench: FeedBench) -> None:
    deps = ports(bench)
    bench.definitions.put("things", PEOPLE)
    erase_person(MAIL, deps=deps, denylist=bench.denylist)
    for body in (
        {**everybody(), "editor": MAIL},
        b"<p>" + MAIL.encode(),
        b'{"things": [{"x": "ann.lee@mail.example',
    ):
        result = bench.run(body)
        assert result.outcome == "not_json"
        assert "removed" in result.detail
    assert not bench.objects("raw/")


def test_only_feeds_about_people_are_cleared_and_only_of_an_address(bench: FeedBench) -> None:
    deps = ports(bench)
    bench.run(everybody())
    assert erase_person(MAIL, deps=deps, denylist=bench.denylist) == []
    assert len(bench.current()) == 3
    for text in ("Ann Lee", "", "a@b", f"{MAIL} and others"):
        with pytest.raises(InvalidInput):
            erase_person(text, deps=deps, denylist=bench.denylist)


def test_rows_of_others_stay_in_csv_files(bench: FeedBench) -> None:
    deps = ports(bench)
    bench.definitions.put("things", PEOPLE)
    bench.run(everybody())
    erase_person(MAIL, deps=deps, denylist=bench.denylist)
    table = list(csv.reader(io.StringIO(bench.object("data/latest/things.csv").decode())))
    assert table == [["name", "size"], ["Bo", "1"], ["Cy", "1"]]


def test_an_erased_feed_leaves_nothing(bench: FeedBench) -> None:
    deps = ports(bench)
    bench.s3.put_object(Bucket=bench.bucket, Key="data/things_more_20260301T090000Z.csv", Body=b"of another")
    bench.s3.put_object(Bucket=bench.bucket, Key="raw/source=things2/x.json", Body=b"of another")
    bench.run(everybody(1))
    bench.run(everybody(2))
    for _ in range(2):
        bench.run(things(*everybody(2)["things"][:2]))
    bench.run(b"<html>")
    found = holdings("things", deps=deps)
    assert (found.records, len(found.files.quarantine)) == (3, 1)
    assert sum(isinstance(one, FeedRecord) for one in deps.records.entries("things")) == 3
    erase_feed(found, deps=deps)
    assert not bench.items()
    assert every_version(bench) == [b"of another"] * 2
    assert bench.definitions.text("things") is None
    with pytest.raises(NotFound):
        holdings("things", deps=deps)

"""Contract of every lake, queue and event bus; emulated services and fakes pass the same tests."""

import gzip
import json
from dataclasses import replace
from datetime import timedelta

import boto3
import pytest

from inkscout.adapters.aws.eventbridge_events import EventBridgeEvents
from inkscout.adapters.aws.s3.lake import S3Lake
from inkscout.adapters.aws.s3.manifests import S3Manifests
from inkscout.adapters.aws.sqs.queue import SqsQueue
from inkscout.domain.job import Job, JobKind
from inkscout.domain.page import FetchStatus, Page
from inkscout.errors import StoreThrottled
from inkscout.ports import JobQueue, RawLake
from tests.support.fakes.clock import START, FakeClock
from tests.support.fakes.stores import FakeLake, FakeQueue
from tests.support.stores import BUCKET, create_bucket

PAGE = Page(
    url="https://s.example/team",
    final_url="https://s.example/team/",
    status=FetchStatus.OK,
    http_status=200,
    html="<h1>Zoë</h1>\ud800",
    fetched_at=START,
    etag='"x"',
)


@pytest.fixture(params=["fake", "service"])
def kind(request: pytest.FixtureRequest) -> str:
    if request.param == "service":
        request.getfixturevalue("aws")
    return str(request.param)


@pytest.fixture
def lake(kind: str) -> RawLake:
    return FakeLake() if kind == "fake" else S3Lake(s3(), BUCKET, FakeClock())


@pytest.fixture
def queue(kind: str) -> JobQueue:
    if kind == "fake":
        return FakeQueue()
    client = boto3.client("sqs")
    return SqsQueue(client, client.create_queue(QueueName="jobs")["QueueUrl"])


def s3() -> object:
    client = boto3.client("s3")
    create_bucket(client)
    return client


def test_a_page_is_read_again_as_it_was(lake: RawLake) -> None:
    key = lake.put_page("site", "s-1", PAGE)
    assert key.startswith("raw/s-1/source=site/date=2026-03-01/")
    assert list(lake.pages("s-1")) == [PAGE]
    assert list(lake.pages("s-2")) == []


def test_the_same_page_twice_is_one_object_even_on_another_day(lake: RawLake) -> None:
    key = lake.put_page("site", "s-1", PAGE)
    assert lake.put_page("site", "s-1", replace(PAGE, fetched_at=START + timedelta(days=1))) == key


def test_the_newest_version_of_a_page_is_replayed(lake: RawLake) -> None:
    lake.put_page("site", "s-1", PAGE)
    newer = replace(PAGE, html="<h1>Kim</h1>", fetched_at=START + timedelta(days=1))
    other = replace(PAGE, url="https://s.example/", html="<p>Hello</p>")
    lake.put_page("site", "s-1", newer)
    lake.put_page("site", "s-1", other)
    assert sorted(lake.pages("s-1"), key=lambda page: page.url) == [other, newer]


def test_documents_and_snapshots_are_named_by_their_content(lake: RawLake) -> None:
    first = lake.put_json("google", "p 1/../x", {"name": "Zoë", "rating": 4.5})
    assert first == lake.put_json("google", "p 1/../x", {"rating": 4.5, "name": "Zoë"})
    assert first != lake.put_json("google", "p 1/../x", {"name": "Zoë", "rating": 4.6})
    picture = lake.put_bytes("browser", "s-1", ".png", b"\x89PNG", "image/png")
    assert picture.startswith("raw/s-1/source=browser/date=2026-03-01/")
    assert picture.endswith(".png")


def test_a_hostile_subject_stays_within_the_lake(aws: None) -> None:
    client = s3()
    key = S3Lake(client, BUCKET, FakeClock()).put_json("goo/gle", "../../secrets\x00", {"a": 1})
    assert key.startswith("raw/answers/..-..-secrets-/source=goo-gle/date=2026-03-01/")
    assert key.count("/") == 5


def test_invalid_records_are_stored_with_a_reason(aws: None) -> None:
    client = s3()
    key = S3Lake(client, BUCKET, FakeClock()).quarantine("site", "s-1", {"name": ""}, "name: empty")
    assert key.startswith("quarantine/s-1/source=site/date=2026-03-01/")
    body = client.get_object(Bucket=BUCKET, Key=key)["Body"].read()  # type: ignore[attr-defined]
    kept = json.loads(gzip.decompress(body))
    assert kept == {"subject": "s-1", "reason": "name: empty", "document": {"name": ""}}


def test_an_unchanged_page_makes_no_second_version_of_an_object(aws: None) -> None:
    client = s3()
    lake = S3Lake(client, BUCKET, FakeClock())
    for _ in range(3):
        lake.put_page("site", "s-1", PAGE)
        lake.put_json("google", "p1", {"a": 1})
    versions = client.list_object_versions(Bucket=BUCKET)["Versions"]  # type: ignore[attr-defined]
    assert len(versions) == len({version["Key"] for version in versions}) == 3


def test_manifests_are_json_lines(aws: None) -> None:
    client = s3()
    manifests = S3Manifests(client, BUCKET)
    assert manifests.write_lines("manifests/m.jsonl", [{"a": "Zoë"}, {"b": 2}]) == 2
    body = client.get_object(Bucket=BUCKET, Key="manifests/m.jsonl")["Body"].read()  # type: ignore[attr-defined]
    assert body.decode() == '{"a": "Zoë"}\n{"b": 2}\n'


def test_jobs_are_sent_ten_to_a_message(queue: JobQueue) -> None:
    jobs = [
        Job(
            scrape_id=f"j-{n}",
            run_id="r-1",
            kind=JobKind.RENDER_SITE,
            url="https://s.example/",
            studio_id="s-1",
        )
        for n in range(123)
    ]
    assert queue.send("r-1", jobs) == 13
    assert (queue.depth(), queue.in_flight()) == (13, 0)
    assert queue.send("r-1", []) == 0


def test_messages_that_the_queue_refused_are_sent_again() -> None:
    class Refusing:
        def __init__(self) -> None:
            self.taken: list[str] = []

        def send_message_batch(self, QueueUrl: str, Entries: list[dict[str, str]]) -> dict[str, object]:  # noqa: N803
            self.taken.append(Entries[0]["MessageBody"])
            return {"Failed": [{"Id": entry["Id"]} for entry in Entries[1:]]}

    client = Refusing()
    job = Job(scrape_id="j", run_id="r", kind=JobKind.RENDER_SITE, url="https://s.example/", studio_id="s")
    sent = SqsQueue(client, "https://queue.example/", sleep=lambda _: None).send(
        "r", [replace(job, scrape_id=f"j{n}") for n in range(30)]
    )
    assert sent == len(client.taken) == len(set(client.taken)) == 3


def test_an_event_that_the_bus_did_not_take_is_an_error() -> None:
    class Full:
        def put_events(self, Entries: list[dict[str, str]]) -> dict[str, object]:  # noqa: N803
            return {"FailedEntryCount": 1, "Entries": [{"ErrorCode": "ThrottlingException"}]}

    with pytest.raises(StoreThrottled):
        EventBridgeEvents(Full()).publish("RunFinished", {"run_id": "r-1"})


def test_an_event_is_taken(aws: None) -> None:
    EventBridgeEvents(boto3.client("events")).publish("RunFinished", {"run_id": "r-1"})

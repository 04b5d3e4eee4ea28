"""After an approved removal no store yields the person, and another full visit leaves it so."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import boto3
import pytest

from functions.deny_artist.handler import lambda_handler as deny_artist
from functions.finish_removal.handler import lambda_handler as finish_removal
from functions.purge_directory.handler import lambda_handler as purge_directory
from functions.purge_files.handler import lambda_handler as purge_files
from functions.purge_index.handler import lambda_handler as purge_index
from functions.purge_operations.handler import lambda_handler as purge_operations
from functions.sync_index.handler import lambda_handler as sync_index
from inkscout.bootstrap import index, removal, stores
from inkscout.domain.job import Job, JobKind
from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.page import FetchStatus, Page
from inkscout.domain.reading import Evidence, FoundArtist, SiteReading
from inkscout.domain.removal_request import RemovalRequest, RemovalStatus
from inkscout.domain.snapshot import EntryKind
from inkscout.domain.studio import Studio
from inkscout.errors import InvalidInput
from inkscout.usecases.directory.export_directory import export_directory
from inkscout.usecases.directory.store_reading import StoredReading, store_reading
from inkscout.usecases.index.rebuild_index import RebuildIndexPorts, ensure_index, rebuild
from tests.support.fakes.clock import START
from tests.support.stores import BUCKET, create_bucket, create_tables
from tests.support.stream import Stream, event, passes_filter

STEPS = (deny_artist, purge_directory, purge_index, purge_files, purge_operations, finish_removal)
WORDS = ("zoë müller", "zoe muller", "zoe-muller", "zoe mueller", "zoe.inks", "zoe.old")
TEAM = """<h1>Team</h1><ul>
<li><h3>Zoë <b>Müller</b></h3><a href="https://instagram.com/zoe.inks">
<img alt="Zoë Müller" src="/zoe-muller.jpg"></a></li>
<li><h3>Kim Lee</h3><a href="https://instagram.com/kim.inks">Kim</a></li></ul>"""


def page(path: str, html: str) -> Page:
    url = f"https://harbour.example{path}"
    return Page(url=url, final_url=url, status=FetchStatus.OK, http_status=200, html=html, fetched_at=START)


PAGES = (page("/team", TEAM), page("/team/zoe-muller", "<h1>Zoë Müller</h1><p>Draws fish.</p>"))
ZOE = FoundArtist(
    name="Zoë Müller",
    instagram="zoe.inks",
    styles=("fine_line",),
    page_url="https://harbour.example/team/zoe-muller",
    evidence=(Evidence(url="https://harbour.example/team", finder="cards", snippet="Zoë Müller"),),
)
KIM = FoundArtist(name="Kim Lee", instagram="kim.inks", bio="Shares a room with others.")


class Platform:
    """Tables, bucket, index and stream, used through the composition root like on AWS."""

    def __init__(self, search_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.dynamodb, self.s3 = boto3.client("dynamodb"), boto3.client("s3")
        self.tables = create_tables(self.dynamodb, stream=True)
        create_bucket(self.s3)
        arn = boto3.client("secretsmanager").create_secret(Name="denylist", SecretString="a long random key")[
            "ARN"
        ]
        queue = boto3.client("sqs").create_queue(QueueName="failures")["QueueUrl"]
        for name, value in {
            "DIRECTORY_TABLE": self.tables["directory"],
            "OPERATIONS_TABLE": self.tables["operations"],
            "DENYLIST_TABLE": self.tables["denylist"],
            "DENYLIST_SECRET_ARN": arn,
            "DATA_BUCKET": BUCKET,
            "OPENSEARCH_URL": search_url,
            "INDEX_FAILURE_QUEUE_URL": queue,
            "POWERTOOLS_METRICS_DISABLED": "true",
        }.items():
            monkeypatch.setenv(name, value)
        forget()
        self.stream = Stream(self.dynamodb, boto3.client("dynamodbstreams"), self.tables["directory"])
        self.index = index.search_index()
        ensure_index(self.index)
        self.directory = stores.directory()
        self.studio = Studio(studio_id="s-1", name="Harbour", website="https://harbour.example/", city="Köln")
        self.directory.put_studio(self.studio)

    def visit(self, run_id: str, *found: FoundArtist) -> StoredReading:
        """Simulates a run's visit of the studio: fetch, store, queue, export."""
        lake, state_store = stores.redacting_lake(), stores.redacting_state_store()
        for fetched in PAGES:
            lake.put_page("website", "s-1", fetched)
        lake.put_bytes("browser", "s-1", ".png", b"a picture of everybody", "image/png")
        state_store.put("pages", "s-1", {"pages": {fetched.url: {"etag": "x"} for fetched in PAGES}})
        stored = store_reading(
            self.studio,
            SiteReading(outcome=VisitOutcome.ARTISTS_FOUND, artists=found),
            directory=self.directory,
            denylist=stores.denylist(),
            state_store=state_store,
            lake=lake,
            now=stores.clock().now(),
            visit_id=run_id,
        )
        ids = [artist.artist_id for artist in stored.artists]
        ledger = stores.ledger()
        ledger.record(run_id, "visit", "s-1", {"artists": ids, "outcome": "artists_found"})
        for artist in stored.artists:
            url = f"https://www.instagram.com/{artist.instagram}/"
            job = Job(
                scrape_id=f"{run_id}-{artist.artist_id}",
                run_id=run_id,
                kind=JobKind.READ_PROFILE,
                url=url,
                studio_id="s-1",
                artist_id=artist.artist_id,
            )
            ledger.add_jobs(run_id, [job])
            lake.put_page(
                "profile", artist.artist_id, page(f"/{artist.instagram}", f"<h1>{artist.name}</h1>")
            )
        export_directory(run_id, directory=self.directory, manifests=stores.manifests(), clock=stores.clock())
        self.sync()
        return stored

    def sync(self, *, replayed: bool = False) -> None:
        self.stream.poll(stores.clock().now())
        records = [record for record in self.stream.records if passes_filter(record)]
        for record in records if replayed else records[-20:]:
            sync_index(event([record]), None)
        for kind in EntryKind:
            for name in self.index.indexes(kind):
                self.index.refresh(name)

    def approve(self, **who: str) -> None:
        removals = stores.removals()
        removals.put(
            RemovalRequest(
                request_id="r-1",
                status=RemovalStatus.APPROVED,
                contact="zoe.inks@mail.example",
                reason="I, Zoë Müller, left.",
                **who,
            )
        )
        for step in STEPS:
            step({"request_id": "r-1"}, None)
        forget()

    def everything(self) -> dict[str, str]:
        """Every store's whole content as text, old versions of objects included."""
        found = {}
        for short, table in self.tables.items():
            items = self.dynamodb.scan(TableName=table)["Items"]
            found[short] = json.dumps(items, ensure_ascii=False, default=str)
        for version in self.s3.list_object_versions(Bucket=BUCKET).get("Versions", []):
            body = self.s3.get_object(Bucket=BUCKET, Key=version["Key"], VersionId=version["VersionId"])
            raw = body["Body"].read()
            text = gzip.decompress(raw) if version["Key"].endswith(".gz") else raw
            readable = text.decode()
            if version["Key"].endswith((".json", ".json.gz")):
                readable = json.dumps(json.loads(text), ensure_ascii=False)
            found[f"{version['Key']} {version['VersionId']}"] = version["Key"] + readable
        for name in [n for kind in EntryKind for n in self.index.indexes(kind)]:
            hits = self.index.search(name, {"size": 1000, "query": {"match_all": {}}})["hits"]["hits"]
            found[name] = json.dumps(hits, ensure_ascii=False)
        return found

    def showing(self, *words: str) -> list[tuple[str, str]]:
        return [
            (store, word)
            for store, text in self.everything().items()
            for word in words
            if word in text.lower()
        ]


def forget() -> None:
    for module in (stores, index, removal):
        for value in vars(module).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


@pytest.fixture
def platform(aws: None, search_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    forget()
    yield Platform(search_url, monkeypatch)
    forget()


def prepared(platform: Platform) -> str:
    platform.visit("run-0", replace(ZOE, instagram="zoe.old"), KIM)
    stored = platform.visit("run-1", ZOE, KIM)
    rebuild(
        EntryKind.ARTIST,
        deps=RebuildIndexPorts(directory=platform.directory, index=platform.index, clock=stores.clock()),
        segments=1,
    )
    shown = {store.split("/")[0].split("-v")[0] for store, _ in platform.showing(*WORDS)}
    assert shown == {"directory", "operations", "raw", "exports", "artists"}, (
        "the search itself finds everything"
    )
    assert len(platform.index.indexes(EntryKind.ARTIST)) == 2
    return stored.artists[0].artist_id


@pytest.mark.parametrize("by", ["artist_id", "instagram", "former handle"])
def test_no_store_shows_the_person_after_the_removal_nor_after_another_visit(
    platform: Platform, by: str
) -> None:
    artist_id = prepared(platform)
    who = (
        {"artist_id": artist_id}
        if by == "artist_id"
        else {"instagram": "zoe.inks" if by == "instagram" else "zoe.old"}
    )
    platform.approve(**who)
    assert platform.showing(*WORDS, "mail.example", "i, zoë") == []
    platform.sync(replayed=True)
    assert platform.showing(*WORDS) == []
    again = platform.visit("run-2", ZOE, KIM)
    assert (again.suppressed, [artist.name for artist in again.artists]) == (1, ["Kim Lee"])
    renamed = platform.visit(
        "run-3", replace(ZOE, instagram=""), replace(ZOE, name="Zo", instagram="zoe.old"), KIM
    )
    assert renamed.suppressed == 2
    platform.sync(replayed=True)
    assert platform.showing(*WORDS) == []
    for run_id in ("run-2", "run-3"):
        assert len(list(stores.ledger().jobs(run_id))) == 1


def test_everybody_else_stays(platform: Platform) -> None:
    prepared(platform)
    platform.approve(instagram="zoe.inks")
    assert [artist.name for artist in platform.directory.artists()] == ["Kim Lee"]
    assert platform.index.count("artists") == 1
    (team,) = [p for p in stores.lake().pages("s-1") if p.url.endswith("/team")]
    assert "Kim Lee" in team.html
    latest = platform.everything()
    assert any("exports/latest/artists.csv" in key and "Kim Lee" in text for key, text in latest.items())
    assert len(list(stores.ledger().jobs("run-1"))) == 1


def test_the_audit_trail_says_that_and_when_and_nothing_else(platform: Platform) -> None:
    prepared(platform)
    platform.approve(instagram="zoe.inks")
    request = stores.removals().get("r-1")
    assert request is not None
    assert request.status is RemovalStatus.REMOVED
    assert (request.artist_id, request.instagram, request.contact, request.reason, request.note) == ("",) * 5
    assert request.decided_at


def test_every_step_may_be_repeated(platform: Platform) -> None:
    prepared(platform)
    removals = stores.removals()
    removals.put(RemovalRequest(request_id="r-1", status=RemovalStatus.APPROVED, instagram="zoe.inks"))
    for step in STEPS[:-1]:
        for _ in range(2):
            step({"request_id": "r-1"}, None)
    for step in STEPS:
        step({"request_id": "r-1"}, None)
    assert platform.showing(*WORDS) == []


def test_a_request_that_nobody_approved_removes_nobody(platform: Platform) -> None:
    prepared(platform)
    removals = stores.removals()
    removals.put(RemovalRequest(request_id="r-1", instagram="zoe.inks"))
    with pytest.raises(InvalidInput):
        deny_artist({"request_id": "r-1"}, None)
    assert len(list(platform.directory.artists())) == 2


def test_a_person_who_was_never_listed_can_ask_all_the_same(platform: Platform) -> None:
    platform.approve(instagram="zoe.inks")
    assert platform.visit("run-1", ZOE, KIM).suppressed == 1
    assert [artist.name for artist in platform.directory.artists()] == ["Kim Lee"]


def test_a_write_that_the_approval_overtook_is_taken_back(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    denylist: Any = stores.denylist()
    asked: list[bool] = []
    real = denylist.contains

    def contains(**who: str) -> bool:
        """Nobody is listed until the artist has been written."""
        written = any(artist.name == "Zoë Müller" for artist in platform.directory.artists())
        asked.append(written)
        return bool(real(**who)) if written else False

    platform.approve(instagram="zoe.inks")
    denylist = stores.denylist()
    real = denylist.contains
    monkeypatch.setattr(denylist, "contains", contains)
    stored = platform.visit("run-1", ZOE, KIM)
    assert any(asked)
    assert (stored.suppressed, [artist.name for artist in stored.artists]) == (1, ["Kim Lee"])
    assert [artist.name for artist in platform.directory.artists()] == ["Kim Lee"]
    assert platform.directory.find_alias("handle", "zoe.inks") is None

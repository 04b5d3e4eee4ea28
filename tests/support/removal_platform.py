"""The stores of a removal in emulators, used through the composition root like on AWS."""

import gzip
import json
from collections.abc import Sequence

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
from inkscout.domain.reading import FoundArtist, SiteReading, StudioFacts
from inkscout.domain.removal_request import RemovalRequest, RemovalStatus
from inkscout.domain.snapshot import EntryKind
from inkscout.domain.studio import Studio
from inkscout.usecases.directory.export_directory import export_directory
from inkscout.usecases.directory.store_reading import StoredReading, store_reading
from inkscout.usecases.index.rebuild_index import ensure_index
from tests.support.fakes.clock import START
from tests.support.stores import BUCKET, create_bucket, create_tables
from tests.support.stream import Stream, event, passes_filter

STEPS = (deny_artist, purge_directory, purge_index, purge_files, purge_operations, finish_removal)
TEAM = """<h1>Team</h1><ul>
<li><h3>Zoë <b>Müller</b></h3><a href="https://instagram.com/zoe.inks">
<img alt="Zoë Müller" src="/zoe-muller.jpg"></a></li>
<li><h3>Kim Lee</h3><a href="https://instagram.com/kim.inks">Kim</a></li></ul>"""


def page(path: str, html: str) -> Page:
    url = f"https://harbour.example{path}"
    return Page(url=url, final_url=url, status=FetchStatus.OK, http_status=200, html=html, fetched_at=START)


PAGES = (page("/team", TEAM), page("/team/zoe-muller", "<h1>Zoë Müller</h1><p>Draws fish.</p>"))


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
        self.studio = Studio(
            studio_id="s-1", name="Harbour", website="https://harbour.example/", city="Köln", country="DE"
        )
        self.directory.put_studio(self.studio)

    def visit(
        self,
        run_id: str,
        *found: FoundArtist,
        studio: Studio | None = None,
        pages: Sequence[Page] = PAGES,
        facts: StudioFacts | None = None,
    ) -> StoredReading:
        """Simulates a run's visit of the studio: fetch, store, queue, export."""
        home = studio or self.studio
        lake, state_store = stores.redacting_lake(), stores.redacting_state_store()
        for fetched in pages:
            lake.put_page("website", home.studio_id, fetched)
        lake.put_bytes("browser", home.studio_id, ".png", b"a picture of everybody", "image/png")
        remembered = {fetched.url: {"etag": "x"} for fetched in pages}
        state_store.put("pages", home.studio_id, {"pages": remembered})
        stored = store_reading(
            home,
            SiteReading(outcome=VisitOutcome.ARTISTS_FOUND, artists=found, studio=facts or StudioFacts()),
            directory=self.directory,
            denylist=stores.denylist(),
            held_people=stores.held_people(),
            state_store=state_store,
            lake=lake,
            now=stores.clock().now(),
            visit_id=run_id,
        )
        ids = [artist.artist_id for artist in stored.artists]
        ledger = stores.ledger()
        ledger.record(run_id, "visit", home.studio_id, {"artists": ids, "outcome": "artists_found"})
        for artist in stored.artists:
            url = f"https://www.instagram.com/{artist.instagram}/"
            job = Job(
                scrape_id=f"{run_id}-{artist.artist_id}",
                run_id=run_id,
                kind=JobKind.READ_PROFILE,
                url=url,
                studio_id=home.studio_id,
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

    def held(self) -> list[str]:
        """Names of the people who wait for an operator's look."""
        return [person.name for person in stores.held_people().waiting()]

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

"""A queue, the stores and a world on loopback, and real worker processes between them."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import boto3

from inkscout.adapters.aws.dynamodb.directory import DynamoDbDirectory
from inkscout.adapters.aws.dynamodb.run_ledger import DynamoDbRunLedger
from inkscout.adapters.aws.sqs.dead_letters import SqsDeadLetters
from inkscout.adapters.aws.sqs.inbox import SqsInbox
from inkscout.adapters.aws.sqs.queue import SqsQueue
from inkscout.adapters.system_clock import SystemClock
from inkscout.domain.job import Job, JobKind
from inkscout.domain.naming import digest
from inkscout.domain.studio import Studio
from inkscout.usecases.visits.dead_letters import redrive_dead_letters
from scraper_task.browser import processes
from tests.support.emulator import CREDENTIALS, emulator
from tests.support.patience import PATIENCE_SECONDS, until
from tests.support.stores import create_bucket, create_tables

MARK = "INKSCOUT_TEST_FLEET"
"""Environment variable that every process of a fleet inherits, by which leftovers are found."""


@dataclass
class Fleet:
    """The outside of some workers; ``workers`` are those that were started."""

    endpoint: str
    proxy_url: str
    tables: dict[str, str]
    bucket: str
    queue_url: str
    dead_url: str
    secret_arn: str
    folder: Path
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def client(self, service: str) -> Any:
        return boto3.client(service, endpoint_url=self.endpoint, **CREDENTIALS)

    @property
    def directory(self) -> DynamoDbDirectory:
        return DynamoDbDirectory(self.client("dynamodb"), self.tables["directory"], SystemClock())

    @property
    def ledger(self) -> DynamoDbRunLedger:
        return DynamoDbRunLedger(self.client("dynamodb"), self.tables["operations"], SystemClock())

    @property
    def inbox(self) -> SqsInbox:
        return SqsInbox(self.client("sqs"), self.queue_url)

    @property
    def queue(self) -> SqsQueue:
        return SqsQueue(self.client("sqs"), self.queue_url)

    def add_sites(self, run_id: str, addresses: Sequence[str]) -> list[Job]:
        """A studio and a rendering job for each address, recorded and sent."""
        jobs = []
        for number, address in enumerate(addresses):
            studio_id = f"s-{number:03d}"
            self.directory.put_studio(
                Studio(
                    studio_id=studio_id, name=f"Studio {number}", website=address, country="GB", city="Leeds"
                )
            )
            jobs.append(
                Job(
                    scrape_id=digest(run_id, JobKind.RENDER_SITE, studio_id),
                    run_id=run_id,
                    kind=JobKind.RENDER_SITE,
                    url=address,
                    studio_id=studio_id,
                )
            )
        self.ledger.add_jobs(run_id, jobs)
        for job in jobs:  # a message each, so that several workers share them
            self.queue.send(run_id, [job])
        return jobs

    def start_worker(self, run_id: str, **settings: Any) -> subprocess.Popen[bytes]:
        """Starts ``python -m scraper_task``."""
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("AWS_")},
            MARK: str(self.folder),
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": CREDENTIALS["aws_access_key_id"],
            "AWS_SECRET_ACCESS_KEY": CREDENTIALS["aws_secret_access_key"],
            "AWS_DEFAULT_REGION": CREDENTIALS["region_name"],
            "DIRECTORY_TABLE": self.tables["directory"],
            "OPERATIONS_TABLE": self.tables["operations"],
            "DENYLIST_TABLE": self.tables["denylist"],
            "DENYLIST_SECRET_ARN": self.secret_arn,
            "DATA_BUCKET": self.bucket,
            "JOBS_QUEUE_URL": self.queue_url,
            "CRAWLER_CONTACT": "tests@inkscout.example",
            "UPSTREAM_PROXY_URLS": self.proxy_url,
            "MIN_DELAY_SECONDS": "0",
            "IDLE_SECONDS": "2",
            "STOP_GRACE_SECONDS": "2",
            "RUN_ID": run_id,
            **{name.upper(): str(value) for name, value in settings.items()},
        }
        log = (self.folder / f"worker-{len(self.workers)}.log").open("wb")
        worker = subprocess.Popen(
            [sys.executable, "-m", "scraper_task"],
            env=environment,
            cwd=self.folder,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        log.close()
        self.workers.append(worker)
        return worker

    def logs(self) -> str:
        """Returns the log lines of the workers."""
        return "\n".join(
            path.read_text(errors="replace") for path in sorted(self.folder.glob("worker-*.log"))
        )

    def send_open_jobs(self, run_id: str) -> int:
        """Sends again what has not ended, as CheckProgress does between rounds; returns how many jobs."""
        left = self.open_jobs(run_id)
        for job in left:
            self.queue.send(run_id, [job])
        return len(left)

    def redrive(self) -> int:
        """Puts every dead message back, as ``inkscout dlq redrive`` does; returns how many."""
        letters = SqsDeadLetters(self.client("sqs"), self.inbox)
        return redrive_dead_letters(letters)

    def open_jobs(self, run_id: str) -> list[Job]:
        """Jobs that the ledger holds as queued."""
        return [
            Job(
                scrape_id=entry["scrape_id"],
                run_id=run_id,
                kind=JobKind(entry["kind"]),
                url=entry["url"],
                studio_id=entry["studio_id"],
                artist_id=entry["artist_id"],
            )
            for entry in self.ledger.jobs(run_id)
            if entry["status"] == "queued"
        ]

    def table(self) -> dict[str, Any]:
        """Everything a searcher would see, without the times of writing."""
        studios = {studio.studio_id: _timeless(asdict(studio)) for studio in self.directory.studios()}
        artists = {artist.artist_id: _timeless(asdict(artist)) for artist in self.directory.artists()}
        residencies = {
            studio_id: sorted(
                json.dumps(_timeless(asdict(residency)), sort_keys=True, default=str)
                for residency in self.directory.residencies(studio_id)
            )
            for studio_id in studios
        }
        return {"studios": studios, "artists": artists, "residencies": residencies}

    def wait_for_a_browser(self, worker: subprocess.Popen[bytes]) -> list[processes.Process]:
        """The worker's processes once a browser is among them.

        They are found below the worker: Chromium's children overwrite the environment they were given.
        """

        def family() -> list[processes.Process] | None:
            assert worker.poll() is None, f"no browser was started\n{self.logs()}"
            found = processes.descendants(worker.pid)
            return found if any(re.search("chrom|headless", process.command) for process in found) else None

        return until(family)

    def leftovers(self) -> list[str]:
        """Processes that belong to this fleet's workers and are still alive."""
        return [f"{process.pid} {process.command}" for process in marked_processes(str(self.folder))]


def marked_processes(mark: str) -> list[processes.Process]:
    """Living processes whose environment carries the mark."""
    wanted = f"{MARK}={mark}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            marked = wanted in (entry / "environ").read_bytes()
        except OSError:
            continue
        process = processes.read_process(int(entry.name)) if marked else None
        if process is not None and process.state != "Z":
            found.append(process)
    return found


@contextmanager
def fleet(proxy_url: str) -> Iterator[Fleet]:
    """Queues, stores and secret in an emulator of their own; ends every worker afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="inkscout-fleet-"))
    with emulator() as endpoint:
        clients = {
            name: boto3.client(name, endpoint_url=endpoint, **CREDENTIALS)
            for name in ("dynamodb", "s3", "sqs", "secretsmanager")
        }
        dead = clients["sqs"].create_queue(QueueName="dead")["QueueUrl"]
        arn = clients["sqs"].get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])
        policy = {"deadLetterTargetArn": arn["Attributes"]["QueueArn"], "maxReceiveCount": "3"}
        queue = clients["sqs"].create_queue(
            QueueName="jobs", Attributes={"RedrivePolicy": json.dumps(policy), "VisibilityTimeout": "30"}
        )["QueueUrl"]
        secret = clients["secretsmanager"].create_secret(Name="denylist", SecretString="a key for tests")
        made = Fleet(
            endpoint=endpoint,
            proxy_url=proxy_url,
            tables=create_tables(clients["dynamodb"]),
            bucket=create_bucket(clients["s3"]),
            queue_url=queue,
            dead_url=dead,
            secret_arn=secret["ARN"],
            folder=folder,
        )
        try:
            yield made
        finally:
            _end(made)
            shutil.rmtree(folder, ignore_errors=True)


def _end(made: Fleet) -> None:
    for worker in made.workers:
        if worker.poll() is None:
            worker.send_signal(signal.SIGKILL)
        worker.wait(PATIENCE_SECONDS)
    processes.kill(marked_processes(str(made.folder)))


_TIMES = frozenset({"updated_at", "seen_at", "expires_at"})


def _timeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _timeless(inner) for key, inner in value.items() if key not in _TIMES}
    if isinstance(value, list | tuple):
        return [_timeless(inner) for inner in value]
    return value

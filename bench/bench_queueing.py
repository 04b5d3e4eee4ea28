"""Benchmark of QueueScraping on the AWS emulator: jobs a second, and CPU of the function, its limit on AWS.

For comparison, the same jobs are also queued with separate calls for each: a read of the artist, a read of
the denylist, and a write to the ledger.
"""

import os
import time

import boto3

from inkscout.adapters.aws.dynamodb.denylist import DynamoDbDenylist
from inkscout.adapters.aws.dynamodb.directory import DynamoDbDirectory
from inkscout.adapters.aws.dynamodb.run_ledger import DynamoDbRunLedger
from inkscout.adapters.aws.sqs.queue import SqsQueue
from inkscout.adapters.system_clock import SystemClock
from inkscout.contracts.queue_scraping import QueueScrapingRequest
from inkscout.contracts.stored.visit import Visit
from inkscout.domain.artist import Artist
from inkscout.domain.outcome import VisitOutcome
from inkscout.usecases.visits.queue_scraping import QueueScrapingPorts, profile_job, queue_scraping
from tests.support.emulator import CREDENTIALS, emulator
from tests.support.stores import create_tables

ARTISTS = int(os.environ.get("ARTISTS", "2000"))
PER_STUDIO = 5
LAMBDA_SECONDS = 900


def main() -> None:
    """Prints the table of both ways."""
    with emulator() as endpoint:
        dynamodb = boto3.client("dynamodb", endpoint_url=endpoint, **CREDENTIALS)
        sqs = boto3.client("sqs", endpoint_url=endpoint, **CREDENTIALS)
        tables, clock = create_tables(dynamodb), SystemClock()
        directory = DynamoDbDirectory(dynamodb, tables["directory"], clock)
        ledger = DynamoDbRunLedger(dynamodb, tables["operations"], clock)
        denylist = DynamoDbDenylist(dynamodb, tables["denylist"], lambda: b"a key for a bench")
        queue = SqsQueue(sqs, sqs.create_queue(QueueName="jobs")["QueueUrl"])
        artists = _seed(directory, ledger)
        print(f"{'way':<24} {'jobs':>6} {'s':>7} {'jobs/s':>8} {'CPU ms/job':>11} {'jobs in 900 CPU s':>18}")

        def one_by_one() -> int:
            jobs = []
            for artist_id in artists:
                artist = directory.artist(artist_id)
                if artist is None or denylist.contains(handle=artist.instagram, artist_id=artist_id):
                    continue
                job = profile_job("one", artist)
                jobs += [job] if job else []
            for job in jobs:
                ledger.add_jobs("one", [job])
            queue.send("one", jobs)
            return len(jobs)

        def in_slices() -> int:
            request = QueueScrapingRequest(run_id="many")
            return queue_scraping(
                request,
                deps=QueueScrapingPorts(ledger=ledger, directory=directory, denylist=denylist, queue=queue),
            ).jobs

        for name, way in (("one call at a time", one_by_one), ("in slices", in_slices)):
            began, cpu = time.monotonic(), time.process_time()
            jobs = way()
            wall, cpu = time.monotonic() - began, time.process_time() - cpu
            print(
                f"{name:<24} {jobs:>6} {wall:>7.1f} {jobs / wall:>8.0f} {cpu / jobs * 1000:>11.2f}"
                f" {LAMBDA_SECONDS / (cpu / jobs):>18,.0f}"
            )


def _seed(directory: DynamoDbDirectory, ledger: DynamoDbRunLedger) -> list[str]:
    """Writes artists, five for each studio, and the visits that found them; returns the artists' ids."""
    found = []
    for number in range(0, ARTISTS, PER_STUDIO):
        here = [f"a-{number + n:06d}" for n in range(PER_STUDIO)]
        for artist_id in here:
            handle = artist_id.replace("-", ".")
            directory.put_artist(Artist(artist_id=artist_id, name=artist_id, instagram=handle, studio_id="s"))
        visit = Visit(studio_id=f"s-{number:06d}", outcome=VisitOutcome.ARTISTS_FOUND, artists=here)
        ledger.record("many", "visit", visit.studio_id, visit.document())
        found += here
    return found


if __name__ == "__main__":
    main()

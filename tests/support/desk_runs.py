"""Runs, visits and executions for the pages of the desk, and a reader of them as an operator."""

import base64
import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from inkscout.bootstrap import api, desk, desk_reading, stores
from inkscout.desk import sessions
from inkscout.discovery.cell_records import CellRecord, CellStatus, cell_key
from inkscout.discovery.regions import circle_region
from inkscout.domain.feed_run import RunOutcome
from inkscout.domain.geo import GeoPoint
from inkscout.domain.job import Job, JobKind
from inkscout.domain.outcome import JobStatus
from inkscout.domain.page import FetchStatus, Page
from inkscout.domain.record import RecordChange
from inkscout.domain.state_progress import ExecutionRecord, ItemCounts, MapRun, history_event
from inkscout.usecases.discovery.planned_regions import PlannedRegion, keep_region
from tests.integration.api.conftest import World
from tests.support import api_client
from tests.support.feed_records import RecordShelf, noon, put_feed
from tests.support.project import ROOT
from tests.support.stores import REGION
from tests.support.website import Visited

DEFINITION = json.loads((ROOT / "statemachines" / "directory_pipeline.asl.json").read_text("utf-8"))
LIVE, ENDED, FAILED, STOPPED = "run-live", "run-ended", "run-failed", "run-stopped"
HOST = "127.0.0.1:8400"
OUTCOMES = (
    "artists_found", "artists_found", "artists_found", "no_artists_named", "needs_browser", "blocked",
    "unreachable", "robots_forbidden", "no_website", "artists_found", "parked", "error",
)  # fmt: skip


class Executions:
    """``ExecutionReader`` and ``Executions`` over executions that tests make."""

    def __init__(self) -> None:
        self.known: dict[str, ExecutionRecord] = {}

    def read(self, execution_arn: str) -> ExecutionRecord | None:
        return self.known.get(execution_arn)

    def is_running(self, execution_arn: str) -> bool:
        known = self.known.get(execution_arn)
        return known is not None and known.is_running


def execution(
    begun: datetime, steps: list[tuple[float, str]], status: str = "RUNNING", **more: Any
) -> ExecutionRecord:
    """An execution of the pipeline: ``+Name`` enters a state, ``-Name`` exits it; others are event types."""
    events = []
    for number, (at, word) in enumerate(steps, start=1):
        raw: dict[str, Any] = {"id": number, "timestamp": begun + timedelta(seconds=at), "type": word}
        if word[0] in "+-":
            side = "Entered" if word[0] == "+" else "Exited"
            raw |= {"type": f"State{side}", f"state{side}EventDetails": {"name": word[1:]}}
        elif word == "TaskFailed":
            raw["taskFailedEventDetails"] = {
                "error": "States.TaskFailed",
                "cause": "Essential container in task exited with code 137: killed",
            }
        events.append(history_event(raw))
    last = begun + timedelta(seconds=steps[-1][0])
    return ExecutionRecord(
        status=status,
        started_at=begun,
        stopped_at=None if status == "RUNNING" else last,
        definition=DEFINITION,
        events=tuple(events),
        **more,
    )


def to_the_fleet() -> list[tuple[float, str]]:
    """The steps of a pipeline that is at work with its browsers, one of which was killed."""
    return [
        (0, "+StartRun"), (0, "TaskScheduled"), (1.5, "TaskSucceeded"), (1.5, "-StartRun"),
        (1.5, "+DiscoverStudios"), (1.5, "TaskScheduled"), (1.6, "TaskScheduled"), (6, "TaskSucceeded"),
        (7, "TaskSucceeded"), (7, "-DiscoverStudios"), (7, "+StudiosWanted"), (7, "-StudiosWanted"),
        (7, "+PlanVisits"), (7, "TaskScheduled"), (7.5, "TaskFailed"), (9, "TaskScheduled"),
        (10, "TaskSucceeded"), (10, "-PlanVisits"), (10, "+AnyVisits"), (10, "-AnyVisits"),
        (10, "+FindArtists"), (62, "-FindArtists"), (62, "+QueueScraping"), (62, "TaskScheduled"),
        (63, "TaskSucceeded"), (63, "-QueueScraping"), (63, "+AnythingToScrape"), (63, "-AnythingToScrape"),
        (63, "+RunScraperFleet"), (63, "TaskScheduled"), (63, "TaskScheduled"), (75, "TaskFailed"),
    ]  # fmt: skip


def to_the_end() -> list[tuple[float, str]]:
    """The steps of a pipeline that succeeds."""
    return [
        *to_the_fleet(), (90, "TaskSucceeded"), (90, "-RunScraperFleet"), (90, "+CheckProgress"),
        (90, "TaskScheduled"), (91, "TaskSucceeded"), (91, "-CheckProgress"), (91, "+AnythingToScrape"),
        (91, "-AnythingToScrape"), (91, "+FinishRun"), (91, "TaskScheduled"), (95, "TaskSucceeded"),
        (95, "-FinishRun"), (95, "+AnythingRead"), (95, "-AnythingRead"), (95, "+RunEnded"),
        (95, "-RunEnded"), (95, "ExecutionSucceeded"),
    ]  # fmt: skip


def put_runs(world: World, executions: Executions, visits: int = 24) -> None:
    """Stores a run at work, one that ended, one that failed and one that was stopped."""
    ledger, now = stores.ledger(), datetime.now(UTC)
    artists = list({one.studio_id: one for one in world.generated.artists[:40] if one.studio_id}.values())
    for run_id in (ENDED, FAILED, STOPPED, LIVE):
        arn = f"arn:aws:states:eu-west-1:123456789012:execution:pipeline:{run_id}"
        document = {
            "execution_arn": arn, "regions": ["Leeds, UK", "Otley, UK"], "areas": 2,
            "input": {"regions": ["Leeds, UK", "Otley, UK"], "budget_usd": 5.0, "force": False},
        }  # fmt: skip
        ledger.start_run(run_id, document)
        for path, outcome in (("r", "exhausted"), ("r0", "open_cells")):
            area = {
                "region": "Leeds, UK", "region_key": "leeds-uk", "outcome": outcome, "studios": 17,
                "cells": 9, "exhausted_cells": 8, "spend_usd": 0.41, "new": 3,
            }  # fmt: skip
            ledger.record(run_id, "area", f"leeds-uk/{path}", area)
        ledger.record(run_id, "plan", "all", {"studios": visits})
        for number in range(visits):
            outcome = OUTCOMES[number % len(OUTCOMES)]
            artist = artists[number] if number < len(artists) else None
            studio_id = artist.studio_id if artist else f"t-{number:05}"
            found = [artist.artist_id] if artist and outcome == "artists_found" else []
            document = {
                "studio_id": studio_id, "outcome": outcome, "artists": found, "tier": "http",
                "website": f"https://studio-{number}.example/", "pages": 4, "bytes": 81_234, "seconds": 3.2,
                "new_artists": len(found), "written": 3, "unchanged": 1,
                "reason": "HTTP 403 on every page" if outcome == "blocked" else "",
            }  # fmt: skip
            ledger.record(run_id, "visit", studio_id, document)
        jobs = [
            Job(
                scrape_id=f"{run_id}-{number}", run_id=run_id, kind=JobKind.READ_PROFILE,
                url=f"https://instagram.example/{number}/", studio_id="s",
            )
            for number in range(9)
        ]  # fmt: skip
        ledger.add_jobs(run_id, jobs)
        for number, job in enumerate(jobs[:6]):
            status = JobStatus.FAILED if number == 2 else JobStatus.DONE
            ledger.finish_job(run_id, job.scrape_id, status, {"outcome": "read"})
        worker = {
            "worker": "1-0",
            "ending": "queue_empty",
            "seconds": 38.2,
            "done": 5,
            "failed": 1,
            "pages": 61,
        }
        ledger.record(run_id, "worker", "w-1", {**worker, "peak_megabytes": 903})
        begun = now - timedelta(seconds=80)
        maps = (MapRun(label="FindArtists", items=ItemCounts(total=12, succeeded=11, failed=1)),)
        if run_id == LIVE:
            executions.known[arn] = execution(begun, to_the_fleet(), map_runs=maps)
        elif run_id == ENDED:
            executions.known[arn] = execution(begun, to_the_end(), "SUCCEEDED", map_runs=maps)
            ledger.finish_run(run_id, "succeeded", _summary(run_id, now))
        elif run_id == FAILED:
            steps = [*to_the_fleet()[:14], (8, "TaskFailed"), (8, "-PlanVisits"), (8, "+RecordFailure")]
            steps += [(9, "TaskSucceeded"), (9, "-RecordFailure"), (9, "+RunFailed"), (9, "ExecutionFailed")]
            executions.known[arn] = execution(begun, steps, "FAILED")
            ledger.finish_run(
                run_id, "failed", {"error": "StoreThrottled", "cause": "the table answered 400"}
            )
        else:
            steps = [*to_the_fleet(), (70, "ExecutionAborted")]
            executions.known[arn] = execution(begun, steps, "ABORTED")
            ledger.finish_run(
                run_id, "failed", {"error": "ExecutionStopped", "cause": "stopped by operator@site.test"}
            )


def put_pages(studio_id: str) -> None:
    """Stores two pages of a studio's website, one with markup that must not run on the desk."""
    hostile = "<html><script>document.title='owned'</script><img src=x onerror=alert(1)><h1>Team</h1></html>"
    for path, text in (("", hostile), ("team", "<p>Iris, tattoo artist</p>")):
        stores.lake().put_page(
            "site",
            studio_id,
            Page(
                url=f"https://studio.example/{path}",
                final_url=f"https://studio.example/{path}",
                status=FetchStatus.OK,
                http_status=200,
                html=text,
                fetched_at=datetime(2026, 3, 1, tzinfo=UTC),
                size=len(text),
            ),
        )


def _summary(run_id: str, now: datetime) -> dict[str, Any]:
    return {
        "run_id": run_id, "status": "succeeded", "artists": 99, "new_artists": 12, "artists_before": 103,
        "outcomes": {"artists_found": 25, "no_artists_named": 3, "unreachable": 2, "robots_forbidden": 1},
        "due": 31, "reachable": 28, "read": 28, "success_rate": 1.0, "studios": 31,
        "discovery": {"spend_usd": 0.82, "areas": 18, "exhausted_areas": 16},
        "finished_at": now.isoformat(), "warning": "",
    }  # fmt: skip


@contextmanager
def composed(executions: Executions) -> Iterator[None]:
    """The desk composed anew, on the tables of now and the given executions."""
    secret = boto3.client("secretsmanager", region_name=REGION).create_secret(
        Name="desk", SecretString="a secret that is only for tests"
    )
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "DESK_LOGIN": "link",
            "DESK_SECRET_ARN": secret["ARN"],
            "SITE_URL": f"http://{HOST}",
            "REBUILD_INDEX_ARN": "arn:aws:states:eu-west-1:123456789012:stateMachine:rebuild",
            "TEND_INDEX_FUNCTION_ARN": "arn:aws:lambda:eu-west-1:123456789012:function:tend-index",
            "JOBS_QUEUE_URL": "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs",
        }.items():
            patch.setenv(name, value)
        patch.setattr("inkscout.adapters.aws.step_functions.StepFunctionsExecutions", lambda _: executions)
        patch.setattr("inkscout.adapters.aws.execution_history.ExecutionHistories", lambda _: executions)
        forget()
        yield
    forget()


def forget() -> None:
    """Drops the use cases that were composed, so that the next page takes the stores of now."""
    api_client.forget()
    for module in (api, desk, desk_reading):
        for value in vars(module).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


def session_cookie(name: str = "operator@site.test", groups: tuple[str, ...] = (sessions.OPERATORS,)) -> str:
    """The cookie of somebody who is logged in, on plain HTTP at ``HOST``'s port."""
    return f"desk-{HOST.rpartition(':')[2]}={sealed(name, groups)}"


def sealed(name: str = "operator@site.test", groups: tuple[str, ...] = (sessions.OPERATORS,)) -> str:
    """The value of a session's cookie."""
    until = int((datetime.now(UTC) + timedelta(hours=1)).timestamp())
    session = sessions.DeskSession(session_id="s-1", name=name, groups=frozenset(groups), until=until)
    return sessions.sealed(session, desk.secret())


def visit(path: str, query: str = "", **headers: str) -> Visited:
    """The answer to an operator's request."""
    from functions.desk.handler import lambda_handler

    bare, mark, inside = path.partition("?")
    event = api_client.event(
        "GET",
        bare,
        inside if mark else query,
        headers={"host": HOST, "cookie": session_cookie(), **headers},
        route_key="$default",
    )
    raw = lambda_handler(event, None)
    body = base64.b64decode(raw["body"]) if raw["isBase64Encoded"] else raw["body"].encode()
    kept = {name.lower(): value for name, value in raw["headers"].items()}
    if kept.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    return Visited(raw["statusCode"], kept, body)


def put_region(world: World) -> str:
    """Stores a region whose tree has exhausted, open and capped cells; returns its key."""
    region = circle_region("Leeds, UK", GeoPoint(53.8, -1.55), 9000.0)
    store = stores.state_store()
    keep_region(store, PlannedRegion(region=region, queries=(("tattoo", "en"),), depth=0))
    studios = tuple(studio.studio_id for studio in world.generated.studios[:6])
    states = {"r": CellStatus.SPLIT, "r0": CellStatus.EXHAUSTED, "r1": CellStatus.FULL, "r2": CellStatus.OPEN}
    for path, status in states.items():
        record = CellRecord(status=status, studios=studios, at="2026-11-29T10:00:00+00:00")
        store.put("area", cell_key(region.key, "google", path), record.document())
    return region.key


def put_feeds() -> None:
    """Stores two feeds with sixty records, one of which has a history."""
    s3 = boto3.client("s3", region_name=REGION)
    shelf = RecordShelf(boto3.client("dynamodb", region_name=REGION), s3, "records")
    put_feed(s3, "ski-lifts", kind="lifts", public=True, title="Ski lifts")
    put_feed(s3, "people", kind="people", public=False, title="People")
    for number in range(60):
        shelf.record("ski-lifts", str(number), noon(1) - timedelta(minutes=30 * number), kind="lifts")
    changed = shelf.record("ski-lifts", "wind", noon(1), kind="lifts", version=2)
    shelf.versions(changed, [RecordChange.NEW, RecordChange.CHANGED])
    shelf.record("people", "1", noon(), kind="people")
    shelf.total("ski-lifts", live=61)
    shelf.total("people", live=1, gone=1)
    shelf.day("ski-lifts", noon(1), new=2, changed=3)
    shelf.run("ski-lifts", noon(1), RunOutcome.REFUSED)
    shelf.paused("ski-lifts", "refused three times")

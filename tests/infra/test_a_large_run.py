"""A run of 20,000 studios held against the quotas that it meets, from the code's own constants."""

import json
from collections.abc import Mapping
from functools import cache
from itertools import cycle, islice
from types import SimpleNamespace
from typing import Any

import pytest

from inkscout.adapters.aws.sqs.queue import BATCH
from inkscout.contracts.find_artists import FindArtistsResult
from inkscout.contracts.plan_visits import VisitBatch
from inkscout.contracts.scrape_jobs import MAX_JOBS, ScrapeJob, ScrapeJobs
from inkscout.contracts.start_run import CircleRegion, StartRunResult
from inkscout.domain.job import JobKind
from inkscout.domain.naming import digest
from inkscout.domain.outcome import VisitOutcome
from inkscout.usecases.discovery.discover_studios import DiscoverStudiosPorts
from inkscout.usecases.discovery.plan_areas import MAX_AREAS, plan_areas
from inkscout.usecases.visits import plan_visits
from inkscout.usecases.visits.check_progress import MOST_WAITS
from inkscout.usecases.visits.queue_scraping import MAX_WORKERS
from inkscout_deploy.cost import Usage
from inkscout_local.platform.emulator_limits import STATE_BYTES, size
from tests.support.fakes.clock import FakeClock
from tests.support.fakes.operations import FakeStateStore
from tests.support.project import ROOT, machine, resources, states, template

STUDIOS, ARTISTS = 20_000, 80_000
CIRCLES = 50
"""Regions of the run, as many as an operator may ask for, each the largest circle: 500 km."""

ROUNDS = 3
_PIPELINE = template("pipeline")["Parameters"]
LOOKS = _PIPELINE["FleetDeadlineSeconds"]["MaxValue"] // _PIPELINE["FleetLookSeconds"]["Default"]
PIPELINE = machine(ROOT / "statemachines" / "directory_pipeline.asl.json")
FIND = PIPELINE["States"]["FindArtists"]
NO_GEOCODER: Any = None
RUN = "arn-like-run-id-of-the-longest-kind-that-step-functions-lets-an-execution-have-80"[:80]

QUOTAS: Mapping[str, tuple[float, str]] = {
    "state with all areas": (STATE_BYTES, "Step Functions: payload of a state, bytes"),
    "results of all batches": (STATE_BYTES, "Step Functions: payload of a Map's results, bytes"),
    "line of the manifest": (STATE_BYTES, "Step Functions: input of a child execution, bytes"),
    "manifest": (10 * 2**30, "Step Functions: object that an ItemReader reads, bytes"),
    "batches": (100_000_000, "Step Functions: items of a Map Run"),
    "batches at once": (10_000, "Step Functions: children of a Map Run at once"),
    "areas and workers at once": (40, "Step Functions: iterations of an inline Map at once"),
    "history of the run": (25_000, "Step Functions: events of an execution"),
    "history of a run with an external fleet": (25_000, "Step Functions: events of an execution"),
    "history of a batch": (25_000, "Step Functions: events of an execution"),
    "functions at once": (1_000, "Lambda: concurrent executions of an account"),
    "message": (1_048_576, "SQS: bytes of a message"),
    "messages of a request": (1_048_576, "SQS: bytes of a batch"),
    "messages of a request, number": (10, "SQS: messages of a batch"),
    "messages": (120_000, "SQS: messages in flight"),
    "writes a second": (4_000, "DynamoDB: write units a second of a new table on demand"),
    "writes a second to the run": (1_000, "DynamoDB: write units a second of one partition key"),
    "objects a second": (3_500, "S3: puts a second under one prefix"),
    "tasks at once": (100, "ECS: tasks of Fargate that are launched in a burst"),
}


def attempts(state: Mapping[str, Any]) -> int:
    """The most calls of a task: the first, and every retry that its definition allows."""
    return 1 + sum(int(retrier.get("MaxAttempts", 3)) for retrier in state.get("Retry", []))


def events(state: Mapping[str, Any], calls: int) -> int:
    """Events of one pass through a state (Step Functions API, ``HistoryEvent``)."""
    if state["Type"] == "Task":
        each = 4 if state["Resource"].endswith(".sync") else 3  # scheduled, started, (submitted,) ended
        return 2 + each * calls
    if state["Type"] == "Map":
        return 6  # entered, started, (its Map Run's two,) succeeded, exited; iterations count apart
    return 2


def history(mode: str) -> int:
    """Events of the run's own execution; each call of discovery is retried once, all others to the last.

    So is each look at an external fleet: they are bounded by the run's deadline, which retries eat up.
    """
    # A call hands back open cells only when its time is over, so the machine's time bounds such calls.
    areas, discover = MAX_AREAS, PIPELINE["States"]["DiscoverStudios"]
    worked = DiscoverStudiosPorts.__dataclass_fields__["work_seconds"].default
    calls = areas + int(discover["MaxConcurrency"] * PIPELINE["TimeoutSeconds"] / worked)
    workers = ROUNDS * MAX_WORKERS
    passes = {
        "DiscoverArea": calls, "AreaSearched": calls, "AreaDone": areas, "AreaLeftOpen": 0,
        "RunWorker": workers, "WorkerLost": workers,
        "RunScraperFleet": ROUNDS, "CheckProgress": ROUNDS * (1 + MOST_WAITS),
        "WaitForFleet": ROUNDS * MOST_WAITS, "AnythingToScrape": ROUNDS * (1 + MOST_WAITS) + 1,
        "ReadBatch": 0,
    }  # fmt: skip
    if mode == "external":
        looks = LOOKS + 1
        passes |= dict.fromkeys(("RunScraperFleet", "RunWorker", "WorkerLost"), 0)
        passes |= {"CheckProgress": looks, "WaitForFleet": looks, "AnythingToScrape": looks + 1}
    found = 2 * (areas + workers) + 2  # iterations of inline Maps; the execution's own start and end
    for name, state in states(PIPELINE).items():
        many = {"DiscoverArea"} | ({"CheckProgress"} if mode == "external" else set())
        tried = 2 if name in many else attempts(state)
        found += passes.get(name, 1) * events(state, tried)
    return found


@cache
def demands() -> dict[str, float]:
    """The run's demand on each quota, at its worst where the code bounds it."""
    ids = [digest("studio", str(number)) for number in range(STUDIOS)]
    # Hosts of nine and of two studios in turn: no two of them share a batch, which makes the most batches.
    hosts = [
        f"https://studio-{host}.example/"
        for host, count in enumerate(islice(cycle((9, 2)), STUDIOS))
        for _ in range(count)
    ][:STUDIOS]
    studios: Any = [
        SimpleNamespace(studio_id=one, website=host) for one, host in zip(ids, hosts, strict=True)
    ]
    batches = list(plan_visits._batches(studios))
    shared: Any = [SimpleNamespace(studio_id=one, website="https://chain.example/") for one in ids]
    largest = max(plan_visits._batches(shared), key=len)
    lines = [VisitBatch(run_id=RUN, studio_ids=one).model_dump() for one in batches]
    outcome = FindArtistsResult(visits=100, artists=400, outcomes=dict.fromkeys(map(str, VisitOutcome), 100))
    [child] = FIND["ItemProcessor"]["States"].values()
    result = {"visits": outcome.visits} if "ResultSelector" in child else outcome.model_dump()
    job = ScrapeJob(
        scrape_id="x" * 64, url="u" * 2048, studio_id="s" * 64, artist_id="a" * 64, reason="r" * 300
    )
    message = ScrapeJobs(run_id=RUN, kind=JobKind.RENDER_SITE, jobs=[job] * MAX_JOBS).model_dump_json()
    circles = [
        CircleRegion(name=f"{n}", lat=50.0 - 20.0 * (n % 3), lng=7.0 * n - 180.0, radius_km=500.0)
        for n in range(CIRCLES)
    ]
    areas = plan_areas(circles, geocoder=NO_GEOCODER, state_store=FakeStateStore(FakeClock()))
    plan = StartRunResult(run_id=RUN, areas=areas, mode="full", force=True, max_studios=STUDIOS)
    # Each studio and each artist a job of its own; the two kinds are not mixed, so the last of each is short.
    messages = STUDIOS / MAX_JOBS + ARTISTS / MAX_JOBS + 2 * STUDIOS / 500
    abreast = FIND["MaxConcurrency"] * plan_visits.BATCH_SIZE / Usage().function_seconds
    # A first run writes a studio, its four artists with a style and an alias each, and its ledger and state.
    written = 1 + ARTISTS / STUDIOS * 3 + 4
    [fleet] = resources("AWS::ECS::Service").values()
    assert fleet["Properties"]["CapacityProviderStrategy"]
    return {
        "state with all areas": size({"run": plan.model_dump(mode="json"), "visits": {}, "fleet": {}}),
        "results of all batches": size([result] * len(batches)),
        "line of the manifest": size(VisitBatch(run_id=RUN, studio_ids=largest).model_dump()),
        "manifest": sum(size(line) + 1 for line in lines),
        "batches": len(batches),
        "batches at once": FIND["MaxConcurrency"],
        "areas and workers at once": max(
            state["MaxConcurrency"] for state in PIPELINE["States"].values()
            if state["Type"] == "Map" and state["ItemProcessor"]["ProcessorConfig"]["Mode"] == "INLINE"
        ),
        "history of the run": history("fargate"),
        "history of a run with an external fleet": history("external"),
        "history of a batch": 2 + events(child, attempts(child)),
        "functions at once": FIND["MaxConcurrency"] + 10,
        "message": len(message.encode()),
        "messages of a request": BATCH * len(message.encode()),
        "messages of a request, number": BATCH,
        "messages": messages,
        "writes a second": abreast * written,
        "writes a second to the run": abreast * 3,
        "objects a second": abreast * 8,
        "tasks at once": MAX_WORKERS,
    }  # fmt: skip


def test_every_quota_is_computed() -> None:
    assert demands().keys() == QUOTAS.keys()
    assert all(value > 0 for value in demands().values())


@pytest.mark.parametrize("name", QUOTAS)
def test_twenty_thousand_studios_stay_below(name: str) -> None:
    limit, quota = QUOTAS[name]
    print(f"{name}: {demands()[name]:,.0f} of {limit:,.0f} ({quota})")
    assert demands()[name] <= limit


def test_the_batches_of_the_calculation_are_those_of_the_code() -> None:
    assert demands()["batches"] > STUDIOS / plan_visits.BATCH_SIZE, (
        "the worst case is worse than even batches"
    )
    assert json.loads(json.dumps(FIND["ItemReader"]["ReaderConfig"])) == {"InputType": "JSONL"}

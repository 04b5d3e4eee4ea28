"""Runs a feed on a platform, and waits until its records are stored."""

import json
import time
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from inkscout.domain.feed_run import FeedRun, RunState
from inkscout.domain.record import as_text
from inkscout_cli.choice import Reached
from inkscout_deploy.errors import BadInput, PlatformError
from inkscout_deploy.project import COMMAND

WAIT_SECONDS = 180.0
_POLL_SECONDS = 0.25
_MISSING = "NotFound"


def run_feed(connection: Reached, name: str, *, force: bool) -> dict[str, Any]:
    """Invokes FetchFeed for now; returns the run as JSON values once it has ended.

    Raises:
        BadInput: there is no such feed.
        PlatformError: the function failed, another run is under way, or the records were not stored in time.
    """
    scheduled = as_text(datetime.now(UTC))
    payload = {"feed": name, "scheduled": scheduled, "by_hand": True, "force": force}
    client = connection.client("lambda", read_timeout=320)
    answer = client.invoke(
        FunctionName=connection.outputs["FetchFeedFunctionArn"], Payload=json.dumps(payload).encode()
    )
    result = json.loads(answer["Payload"].read() or b"{}")
    if answer.get("FunctionError"):
        if result.get("errorType") == _MISSING:
            raise BadInput(f"There is no feed {name}. `{COMMAND} feeds list` shows the feeds in force.")
        raise PlatformError(f"FetchFeed failed: {result.get('errorMessage', 'no reason given')}")
    if result["outcome"] == "busy":
        raise PlatformError("Another run of the feed is under way; try again in a moment.")
    run = _ended(name, str(result["run"]))
    return {
        "run": run.run_id,
        "outcome": run.outcome.value,
        "detail": run.detail,
        "records": asdict(run.counts),
        "is_failure": run.outcome.is_failure,
    }


def _ended(name: str, run_id: str) -> FeedRun:
    from inkscout.bootstrap import feeds

    reader, deadline = feeds.record_reader(), time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        run = reader.run(name, run_id)
        if run is not None and run.state is RunState.ENDED:
            return run
        time.sleep(_POLL_SECONDS)
    raise PlatformError(f"The run's records were not stored in time; `{COMMAND} feeds dead` may say why.")

"""Actions on runs: start one, stop one."""

import json

from pydantic import ValidationError

from functions.desk.acting import Action, Field, act
from functions.desk.asking import DeskAnswer, DeskRequest
from functions.desk.problems import problem
from inkscout.bootstrap import api, desk, desk_reading
from inkscout.contracts.start_run import RunInput
from inkscout.domain.outcome import RunStatus
from inkscout.errors import InvalidParameter
from inkscout.usecases.runs.run_progress import ShownStatus

SECTION = "/desk/runs"


def start(asked: DeskRequest) -> DeskAnswer:
    """Starts a run."""
    action = Action(
        name="run.start",
        subject="directory pipeline",
        title="Start a run",
        says=(
            "The pipeline searches the regions for studios and reads their websites.",
            "It spends at most the budget that the deployment allows; one run is at work at a time.",
        ),
        button="Start the run",
        back=SECTION,
        section=SECTION,
        fields=(
            Field(
                name="regions",
                label="Regions, one a line",
                hint="Names such as “Leeds, UK”.",
                value="\n".join(asked.request.all("region"))[:2000],
                rows=4,
                required=True,
            ),
            Field(
                name="budget_usd",
                label="Budget in US dollars (optional)",
                hint="The most that this run may spend on places.",
            ),
            Field(name="force", label="Read unchanged websites again, as if new", kind="checkbox"),
            Field(name="discover_only", label="Stop after discovery", kind="checkbox"),
        ),
    )

    def do(values: dict[str, str]) -> str:
        return f"{SECTION}/{api.launch_run()(_input(values)).run_id}"

    return act(asked, action, do)


def stop(asked: DeskRequest) -> DeskAnswer:
    """Stops a run."""
    run_id = asked.parts["run_id"]
    status = desk_reading.read_run_progress()(run_id).status
    if status is ShownStatus.STARTING:
        return problem(asked, 409, "This run is not recorded yet. Try again in a few seconds.")
    if status is not ShownStatus.RUNNING and api.get_run()(run_id).status != RunStatus.RUNNING.value:
        return problem(asked, 409, "This run has ended; there is nothing to stop.")
    who = asked.session.name if asked.session else ""
    action = Action(
        name="run.stop",
        subject=run_id,
        title="Stop the run",
        says=(
            f"Run {run_id} ends now, with its workers, and is recorded as stopped.",
            "What it stored stays. The next run goes on with websites that this one did not read.",
        ),
        button="Stop the run",
        back=f"{SECTION}/{run_id}",
        section=SECTION,
        expects=RunStatus.RUNNING.value,
        grave=True,
    )

    def do(_: dict[str, str]) -> str:
        desk.stop_run()(run_id, f"stopped on the desk by {who}")
        return "The run is stopped."

    return act(asked, action, do)


def _input(values: dict[str, str]) -> RunInput:
    """Returns the input of a run.

    Raises:
        InvalidParameter: a region or the budget is not valid.
    """
    document: dict[str, object] = {
        "regions": [line.strip() for line in values["regions"].splitlines() if line.strip()],
        "force": values["force"] == "yes",
        "discover_only": values["discover_only"] == "yes",
    }
    if values["budget_usd"]:
        document["budget_usd"] = values["budget_usd"]
    try:
        return RunInput.model_validate_json(json.dumps(document), strict=False)
    except ValidationError as error:
        fault = error.errors()[0]
        raise InvalidParameter(str(fault["loc"][0]), f"is not valid: {fault['msg'].lower()}") from error

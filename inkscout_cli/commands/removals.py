"""``inkscout removals``: requests to be taken out of the directory."""

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich import box
from rich.table import Table

from inkscout.domain.removal_request import RemovalRequest, RemovalStatus
from inkscout_cli import common
from inkscout_cli.choice import Choice, on_a_platform

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Decide on requests to be removed.")

RequestArgument = Annotated[str, typer.Argument(help="The request's id.")]
NoteOption = Annotated[str, typer.Option("--note", help="Why, for whoever reads the request before it ends.")]


@app.command("list")
@on_a_platform
def list_requests(
    platform: Choice,
    *,
    status: Annotated[RemovalStatus | None, typer.Option(help="Only requests that stand so.")] = None,
    as_json: common.JsonOption = False,
) -> None:
    """Lists requests, oldest first."""
    from inkscout.bootstrap import stores

    with platform.connected():
        found = list(stores.removals().requests(status))
    if as_json:
        print(json.dumps([asdict(request) for request in found], indent=2, default=str))
    elif not found:
        print("No request to be removed.")
    else:
        common.console().print(_table(found))


@app.command()
@on_a_platform
def approve(
    platform: Choice,
    *,
    request_id: RequestArgument,
    note: NoteOption = "",
) -> None:
    """Approves a request and starts the removal from every store."""
    from inkscout.adapters.aws.step_functions import StepFunctionsWorkflows
    from inkscout.bootstrap import stores
    from inkscout.usecases.removal.removal_requests import ApproveRemoval

    with platform.connected() as connection:
        workflows = StepFunctionsWorkflows(
            connection.client("stepfunctions"),
            pipeline_arn="",
            scan_arn="",
            removal_arn=connection.outputs.get("RemoveArtistArn", ""),
        )
        view = ApproveRemoval(stores.removals(), workflows, stores.clock())(request_id, note)
    print(f"{view.request_id}: {view.status}; the removal has been started")


@app.command()
@on_a_platform
def reject(
    platform: Choice,
    *,
    request_id: RequestArgument,
    note: NoteOption = "",
) -> None:
    """Rejects a request; nothing is removed."""
    from inkscout.bootstrap import stores
    from inkscout.usecases.removal.removal_requests import RejectRemoval

    with platform.connected():
        view = RejectRemoval(stores.removals(), stores.clock())(request_id, note)
    print(f"{view.request_id}: {view.status}")


def _table(found: list[RemovalRequest]) -> Table:
    table = Table("Request", "Status", "Asked", "Artist", "Handle", "Contact", "Reason", box=box.SIMPLE_HEAD)
    table.columns[0].no_wrap = True
    for request in found:
        table.add_row(
            request.request_id,
            request.status.value,
            request.created_at[:16],
            request.artist_id,
            request.instagram,
            request.contact,
            request.reason,
        )
    return table

"""``inkscout removals``: lists and decides requests to be removed from the directory."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from secrets import token_urlsafe
from typing import Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from inkscout.contracts.api.operations import RemovalRequestView
from inkscout.domain.held_person import HeldPerson
from inkscout.domain.removal_request import RemovalRequest, RemovalStatus
from inkscout.usecases.removal.removal_requests import confirmation_link
from inkscout_cli import common, records
from inkscout_cli.choice import Choice, Reached, on_a_platform
from inkscout_cli.output import plain, say
from inkscout_cli.workflows import workflows
from inkscout_deploy.errors import BadInput

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Decide on requests to be removed.",
)

RequestArgument = Annotated[str, typer.Argument(help="The request's id, or how it begins.")]
HeldArgument = Annotated[str, typer.Argument(help="The id a person is held under.")]
NoteOption = Annotated[str, typer.Option("--note", help="Why, for whoever reads the request before it ends.")]


@app.command("list", short_help="Lists requests, and people held for review.")
@on_a_platform
def list_requests(
    platform: Choice,
    *,
    status: Annotated[RemovalStatus | None, typer.Option(help="Only requests that stand so.")] = None,
    as_json: common.JsonOption = False,
) -> None:
    """Lists requests, and people held for review as they may have asked before; oldest first."""
    from inkscout.bootstrap import stores

    def waiting(connection: Reached) -> tuple[list[RemovalRequest], list[HeldPerson], str]:
        # The emulator's address of the API holds a sign that a shell takes for a variable.
        address = (not platform.stage and connection.website) or connection.api_url
        held = [] if status else list(stores.held_people().waiting())
        return list(stores.removals().requests(status)), held, address

    found, held, address = platform.read(waiting)
    if as_json:
        document = {
            "requests": [_document(request, address) for request in found],
            "held": [asdict(person) for person in held],
        }
        say(json.dumps(document, indent=2, default=str))
        return
    if not found and not held:
        say("No request to be removed, and nobody is held.")
    if found:
        common.console().print(requests_shown(found, address))
    if held:
        common.console().print(held_shown(held))


@app.command()
@on_a_platform
def approve(
    platform: Choice,
    *,
    request_id: RequestArgument,
    note: NoteOption = "",
    as_json: common.JsonOption = False,
) -> None:
    """Approves a request and starts the removal from every store."""
    from inkscout.bootstrap import stores
    from inkscout.usecases.removal.removal_requests import ApproveRemoval

    with platform.connected() as connection:
        decide = ApproveRemoval(stores.removals(), stores.directory(), workflows(connection), stores.clock())
        view = decide(_whole_id(request_id), note)
    removed = view.status == "removed"
    told = "they were removed before" if removed else "the removal has been started"
    _tell(view, f"{view.request_id}: {view.status}; {told}", as_json=as_json)


@app.command()
@on_a_platform
def reject(
    platform: Choice,
    *,
    request_id: RequestArgument,
    note: NoteOption = "",
    as_json: common.JsonOption = False,
) -> None:
    """Rejects a request; nothing is removed."""
    from inkscout.bootstrap import stores
    from inkscout.usecases.removal.removal_requests import RejectRemoval

    with platform.connected():
        decide = RejectRemoval(stores.removals(), stores.state_store(), stores.clock())
        view = decide(_whole_id(request_id), note)
    _tell(view, f"{view.request_id}: {view.status}", as_json=as_json)


@app.command(short_help="Lets a held person be listed: another than who asked.")
@on_a_platform
def release(platform: Choice, *, held_id: HeldArgument, as_json: common.JsonOption = False) -> None:
    """Lets a held person be listed: another person than the one who asked to be removed."""
    from inkscout.bootstrap import stores
    from inkscout.usecases.removal.held_review import ReleaseHeldPerson

    with platform.connected():
        ReleaseHeldPerson(stores.held_people(), stores.denylist())(held_id)
    if as_json:
        say(json.dumps({"held_id": held_id, "status": "released"}, indent=2))
        return
    say(f"{held_id}: released; the next visit of the website stores them")


@app.command(short_help="Removes a held person: the one who asked before.")
@on_a_platform
def remove(platform: Choice, *, held_id: HeldArgument, as_json: common.JsonOption = False) -> None:
    """Removes a held person permanently: the one who asked before, under another name or handle."""
    from inkscout.bootstrap import stores
    from inkscout.usecases.removal.held_review import RemoveHeldPerson, RemoveHeldPersonPorts

    with platform.connected() as connection:
        ports = RemoveHeldPersonPorts(
            held_people=stores.held_people(),
            removals=stores.removals(),
            workflows=workflows(connection),
            clock=stores.clock(),
            new_id=token_urlsafe,
        )
        view = RemoveHeldPerson(ports)(held_id)
    _tell(view, f"{held_id}: the same person; request {view.request_id} removes them", as_json=as_json)


def _tell(view: RemovalRequestView, sentence: str, *, as_json: bool) -> None:
    say(view.model_dump_json(indent=2) if as_json else sentence)


def _whole_id(wanted: str) -> str:
    """Returns the id of the one request that a text is the beginning of; the text if there is none.

    Raises:
        BadInput: several requests begin so.
    """
    from inkscout.bootstrap import stores

    found = [one.request_id for one in stores.removals().requests(None) if one.request_id.startswith(wanted)]
    if len(found) > 1 and wanted not in found:
        raise BadInput(f"{wanted} begins {len(found)} requests; give more characters of the one you mean.")
    return wanted if wanted in found or not found else found[0]


def _document(request: RemovalRequest, address: str) -> dict[str, Any]:
    document = asdict(request)
    del document["confirm_token"]
    return {**document, "confirm": confirmation_link(request, address)}


def requests_shown(found: Sequence[RemovalRequest], address: str) -> RenderableType:
    """Returns removal requests, one below the other.

    ``address`` is the API's base URL, for confirmation links.
    """
    blocks: list[RenderableType] = [Text("Requests to be removed", "bold")]
    for request in found:
        confirmed = "confirmed" if request.confirmed_at else "not confirmed"
        blocks += (
            plain(f"{request.request_id}  {request.status.value}, {request.created_at[:16]}", "cyan"),
            records.lines(
                ("artist", request.artist_id),
                ("handle", request.instagram),
                ("name", request.name),
                ("contact", f"{request.contact} ({confirmed})" if request.contact else ""),
                ("reason", _one_line(request.reason)),
                ("confirm", _link_to_confirm(request, address)),
                ("note", _one_line(request.note)),
            ),
        )
    return Group(*blocks)


def _link_to_confirm(request: RemovalRequest, address: str) -> str:
    """Returns the link by which the contact confirms a request; empty once it has been decided."""
    return confirmation_link(request, address) if request.status is RemovalStatus.PENDING else ""


def held_shown(held: Sequence[HeldPerson]) -> RenderableType:
    """Returns the people who are held for review, one below the other."""
    blocks: list[RenderableType] = [Text("Held for review", "bold")]
    for person in held:
        blocks += (
            plain(f"{person.held_id}  {person.seen_at[:16]}", "cyan"),
            records.lines(
                ("name", _one_line(person.name)),
                ("handle", person.instagram),
                ("studio", _one_line(f"{person.studio_name}, {person.city}".strip(", "))),
                ("page", person.page_url),
            ),
        )
    return Group(*blocks)


def _one_line(text: str) -> str:
    return " ".join(text.split())

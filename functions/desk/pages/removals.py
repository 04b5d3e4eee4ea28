"""Removals: the queue of requests, a request beside the profile that it is about, and the decisions."""

from functions.desk.acting import Action, Field, act
from functions.desk.asking import DeskAnswer, DeskRequest
from functions.desk.rendering import page
from inkscout.bootstrap import api_removals, desk
from inkscout.domain.removal_request import RemovalStatus
from inkscout.usecases.desk.removal_queue import DAYS_TO_DECIDE, QueuedRemoval

SECTION = "/desk/removals"

_MOST_HELD = 200
_STEPS = (
    ("DenyArtist", "on the denylist: shown nowhere from here on"),
    ("PurgeDirectory", "out of the directory"),
    ("PurgeIndex", "out of the search"),
    ("ClearDirectory", "out of what is written about others"),
    ("PurgeFiles", "out of pages and pictures that were kept"),
    ("PurgeOperations", "out of the records of runs"),
    ("FinishRemoval", "out of the exports; the request forgets who asked"),
)


def show(asked: DeskRequest) -> DeskAnswer:
    """Returns the queue, and the people who are held for review."""
    queue = desk.list_removal_queue()()
    held = api_removals.list_held_people()(_MOST_HELD)
    open_ones = [one for one in queue if one.is_open]
    return page(
        asked,
        "removals.html",
        title="Removals",
        section=SECTION,
        open=open_ones,
        decided=[one for one in queue if not one.is_open],
        late=sum(one.is_late for one in open_ones),
        days_to_decide=DAYS_TO_DECIDE,
        held=held.items,
    )


def one(asked: DeskRequest) -> DeskAnswer:
    """Returns one request, with the profile that it is about."""
    queued = desk.read_removal()(asked.parts["request_id"])
    moves = queued.request.status is RemovalStatus.APPROVED
    state = desk.removal_state()(queued.request) if moves else None
    names = [name for name, _ in _STEPS]
    reached = names.index(state.last_state) if state and state.last_state in names else -1
    return page(
        asked,
        "removal_request.html",
        title="Request to be removed",
        section=SECTION,
        queued=queued,
        days_to_decide=DAYS_TO_DECIDE,
        steps=_STEPS,
        reached=len(_STEPS) if queued.request.status is RemovalStatus.REMOVED else reached,
        state_of_run=state,
        moves=moves,
    )


def approve(asked: DeskRequest) -> DeskAnswer:
    """Approves a request, and starts the removal."""
    queued = desk.read_removal()(asked.parts["request_id"])
    request_id, again = queued.request.request_id, queued.request.status is RemovalStatus.APPROVED
    says = (
        f"{_whom(queued)} is shown nowhere from the next request on.",
        "Profile, pictures, stored pages and what others' entries say about them are deleted, step by step.",
        "No later visit brings them back. This cannot be undone.",
    )
    action = Action(
        name="removal.approve",
        subject=request_id,
        title="Start the removal again" if again else "Approve the request",
        says=says,
        button="Start again" if again else "Approve and remove",
        back=f"{SECTION}/{request_id}",
        section=SECTION,
        expects=queued.request.status.value,
        fields=(_note("Kept until the removal has ended."),),
        grave=True,
    )

    def do(values: dict[str, str]) -> str:
        view = api_removals.approve_removal()(request_id, values["note"])
        return f"The request is {view.status}; the removal is at work."

    return act(asked, action, do)


def reject(asked: DeskRequest) -> DeskAnswer:
    """Rejects a request."""
    queued = desk.read_removal()(asked.parts["request_id"])
    request_id = queued.request.request_id
    action = Action(
        name="removal.reject",
        subject=request_id,
        title="Reject the request",
        says=(
            f"{_whom(queued)} stays as they are.",
            "Whoever asked sees at the request's address that it was rejected.",
        ),
        button="Reject",
        back=f"{SECTION}/{request_id}",
        section=SECTION,
        expects=queued.request.status.value,
        fields=(_note("Why, for whoever reads the request later."),),
    )

    def do(values: dict[str, str]) -> str:
        view = api_removals.reject_removal()(request_id, values["note"])
        return f"The request is {view.status}."

    return act(asked, action, do)


def release(asked: DeskRequest) -> DeskAnswer:
    """Lets somebody be listed who was held for review."""
    held_id = asked.parts["held_id"]
    action = Action(
        name="held.release",
        subject=held_id,
        title="Let this person be listed",
        says=(
            "They are another person than the one who asked to be removed.",
            "The next visit of the website stores them.",
        ),
        button="Release",
        back=SECTION,
        section=SECTION,
    )

    def do(_: dict[str, str]) -> str:
        api_removals.release_held_person()(held_id)
        return "Released; the next visit of the website stores them."

    return act(asked, action, do)


def remove(asked: DeskRequest) -> DeskAnswer:
    """Removes somebody who was held for review."""
    held_id = asked.parts["held_id"]
    action = Action(
        name="held.remove",
        subject=held_id,
        title="Remove this person",
        says=(
            "They are the one who asked to be removed before, under another name or handle.",
            "They are removed from every store, and stay away. This cannot be undone.",
        ),
        button="Remove",
        back=SECTION,
        section=SECTION,
        grave=True,
    )

    def do(_: dict[str, str]) -> str:
        view = api_removals.remove_held_person()(held_id)
        return f"{SECTION}/{view.request_id}"

    return act(asked, action, do)


def _note(hint: str) -> Field:
    return Field(name="note", label="Note (optional)", hint=hint, rows=3)


def _whom(queued: QueuedRemoval) -> str:
    if queued.matched is not None:
        return queued.matched.name
    return f"@{queued.request.instagram}" if queued.request.instagram else "Whoever the request is about"

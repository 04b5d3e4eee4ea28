"""Index: what the search serves, and audit, repair, rebuild and rollback of it."""

from functions.desk.acting import Action, act
from functions.desk.asking import DeskAnswer, DeskRequest
from functions.desk.problems import problem
from functions.desk.rendering import page
from inkscout.bootstrap import desk
from inkscout.domain.snapshot import EntryKind
from inkscout.errors import NotFound
from inkscout.usecases.index.desk_index import IndexState

SECTION = "/desk/index"


def show(asked: DeskRequest) -> DeskAnswer:
    """Returns the state of both indexes; the page is polled while something moves."""
    states = [desk.read_indexes()(kind) for kind in EntryKind]
    return page(
        asked,
        "indexes.html",
        title="Search index",
        section=SECTION,
        states=states,
        moving=any(state.is_moving for state in states),
    )


def audit(asked: DeskRequest) -> DeskAnswer:
    """Starts the comparison of an index with the table."""
    says = ("Every entry of the table is compared with its document. Nothing is changed.",)
    return _task(asked, "audit", "Audit the index of {kind}s", says, "Start the audit")


def repair(asked: DeskRequest) -> DeskAnswer:
    """Starts the comparison, and the repair of what differs."""
    says = (
        "Every entry of the table is compared with its document.",
        "Documents that are missing or stale are written again, and those without an entry are deleted.",
    )
    return _task(asked, "repair", "Repair the index of {kind}s", says, "Start the repair")


def roll_back(asked: DeskRequest) -> DeskAnswer:
    """Switches searches back to the index before the last rebuild."""
    state = _state(asked)
    if state.before is None:
        return problem(asked, 409, "There is no index before this one.")
    says = (
        f"{state.before.name} is brought up to date from the table, and serves searches in the place of"
        f" {state.live.name if state.live else 'none'}.",
        "The index that serves now is kept. The next rebuild drops it.",
    )
    return _task(asked, "rollback", "Roll the index of {kind}s back", says, "Roll back")


def rebuild(asked: DeskRequest) -> DeskAnswer:
    """Starts the rebuild of an index."""
    state = _state(asked)
    says = (
        "A new index is filled from the table beside the one that serves, compared, and swapped in.",
        "Searches go on meanwhile. The index that serves now is kept for a rollback; older ones are dropped.",
    )

    def do(_: object) -> str:
        desk.start_rebuild()(state.kind)
        return f"The rebuild of the index of {state.kind}s has begun."

    return act(
        asked, _action(state, "rebuild", "Rebuild the index of {kind}s", says, "Start the rebuild"), do
    )


def _task(asked: DeskRequest, task: str, title: str, says: tuple[str, ...], button: str) -> DeskAnswer:
    state = _state(asked)

    def do(_: object) -> str:
        desk.start_index_task()(task, state.kind)
        return f"The {task} of the index of {state.kind}s has begun."

    return act(asked, _action(state, task, title, says, button), do)


def _action(state: IndexState, name: str, title: str, says: tuple[str, ...], button: str) -> Action:
    return Action(
        name=f"index.{name}",
        subject=f"{state.kind}s",
        title=title.format(kind=state.kind),
        says=says,
        button=button,
        back=SECTION,
        section=SECTION,
        expects=state.mark,
    )


def _state(asked: DeskRequest) -> IndexState:
    """Returns the state of the index that the path names.

    Raises:
        NotFound: there is no such kind.
    """
    kinds = {kind.value: kind for kind in EntryKind}
    kind = kinds.get(asked.parts["kind"])
    if kind is None:
        raise NotFound("there is no such kind of index")
    return desk.read_indexes()(kind)

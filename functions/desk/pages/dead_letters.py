"""Dead letters: jobs that no worker could finish, and the way back into the queue."""

from functions.desk.acting import Action, act
from functions.desk.asking import DeskAnswer, DeskRequest
from functions.desk.rendering import page
from inkscout.bootstrap import scraper, stores
from inkscout.errors import NotFound
from inkscout.usecases.visits.dead_letters import list_dead_letters, redrive_dead_letters

SECTION = "/desk/dead-letters"

_SHOWN = 100


def show(asked: DeskRequest) -> DeskAnswer:
    """Returns the dead letters with their ages and the reasons that the ledger has for their jobs."""
    letters = scraper.dead_letters()
    found = list_dead_letters(letters, stores.ledger(), limit=_SHOWN)
    total = len(found) if len(found) < _SHOWN else max(letters.waiting(), len(found))
    runs: dict[str, int] = {}
    for letter in found:
        if letter.run_id:
            runs[letter.run_id] = runs.get(letter.run_id, 0) + 1
    return page(
        asked,
        "dead_letters.html",
        title="Dead letters",
        section=SECTION,
        letters=found,
        total=total,
        runs=runs,
        now=stores.clock().now(),
    )


def redrive(asked: DeskRequest) -> DeskAnswer:
    """Puts every dead letter back into the queue."""
    return _redrive(asked, "all of them", says="Every message that can be read goes back into the queue.")


def redrive_run(asked: DeskRequest) -> DeskAnswer:
    """Puts the dead letters of one run back into the queue."""
    run_id = asked.parts["run_id"]
    says = f"The messages of run {run_id} go back into the queue."
    return _redrive(asked, run_id, says=says, run_id=run_id)


def redrive_one(asked: DeskRequest) -> DeskAnswer:
    """Puts one dead letter back into the queue."""
    message_id = asked.parts["message_id"]
    says = f"Message {message_id} goes back into the queue."
    return _redrive(asked, message_id, says=says, message_id=message_id)


def _redrive(
    asked: DeskRequest, subject: str, *, says: str, run_id: str = "", message_id: str = ""
) -> DeskAnswer:
    action = Action(
        name="dead-letters.redrive",
        subject=subject,
        title="Redrive dead letters",
        says=(
            says,
            "The next worker does their jobs again: the service that is always up, or those of the next run.",
            "Messages that cannot be read stay, since they would only come back.",
        ),
        button="Redrive",
        back=SECTION,
        section=SECTION,
    )

    def do(_: dict[str, str]) -> str:
        moved = redrive_dead_letters(scraper.dead_letters(), run_id=run_id, message_id=message_id)
        if message_id and not moved:
            raise NotFound("no dead letter with this id can be put back")
        return f"Put back into the queue: {moved} {'message' if moved == 1 else 'messages'}."

    return act(asked, action, do)

"""Actions of the desk: a page that says what will happen and asks for confirmation, then the action itself.

A page of an action is opened with GET and acted on with POST at the same address. The form carries the state
that whoever confirms it has seen; if another state is there by then, nothing is done. It also carries an id,
so that a form sent twice acts once. Each action leaves an entry in the audit trail, shown on the next page.
"""

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from functions.desk.asking import DeskAnswer, DeskRequest
from functions.desk.problems import problem
from functions.desk.rendering import page
from inkscout.bootstrap import desk
from inkscout.errors import InvalidInput, InvalidParameter, RunAlreadyActive, StateChanged
from inkscout.usecases.desk.act import Intent

Do = Callable[[dict[str, str]], str]
"""Acts on the values of the fields, and returns a sentence about what it did."""

_ENTRY = re.compile(r"[A-Za-z0-9_-]{16,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field that whoever confirms an action may fill in; ``rows`` above 1 makes it a long text."""

    name: str
    label: str
    hint: str = ""
    value: str = ""
    rows: int = 1
    required: bool = False
    kind: str = "text"
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Description of an action, for its page of confirmation and for the audit trail.

    Attributes:
        name: Name in the audit trail, such as ``removal.approve``.
        subject: Id of what it is done to; never a person's name or contact.
        title: Heading of the page.
        says: What will happen, a sentence each.
        button: Label of the button.
        expects: State that the action is for; compared with the one that the form carries.
        back: Address that leads back, and that is shown afterwards.
        section: Path that the navigation marks.
        fields: Fields of the form.
        grave: Whether it cannot be undone.
    """

    name: str
    subject: str
    title: str
    says: tuple[str, ...]
    button: str
    back: str
    section: str
    expects: str = ""
    fields: tuple[Field, ...] = ()
    grave: bool = False


def act(asked: DeskRequest, action: Action, do: Do) -> DeskAnswer:
    """Returns the page of confirmation, or acts on its form and leads to ``action.back``.

    ``do`` gets the values of the fields and returns a sentence about what it did; a sentence that begins with
    ``/desk/`` is the address to lead to instead, such as that of a new run.
    """
    if not asked.is_form:
        return _confirmation(asked, action, {field.name: field.value for field in action.fields})
    values = {field.name: asked.request.written(field.name) for field in action.fields}
    wanted = [field.name for field in action.fields if field.required and not values[field.name]]
    if wanted:
        return _confirmation(asked, action, values, dict.fromkeys(wanted, "Please fill this in."))
    if asked.request.written("expects") != action.expects.strip():
        return problem(asked, 409)
    if asked.session is None or not _ENTRY.fullmatch(asked.request.written("entry")):
        return problem(asked, 400, "The form is not one of this desk. Open its page again.")
    return _done(asked, action, values, do)


def _done(asked: DeskRequest, action: Action, values: dict[str, str], do: Do) -> DeskAnswer:
    """Acts, and leads on; whatever the action refuses is a page that says so."""
    who = asked.session.name if asked.session else ""
    entry_id = asked.request.written("entry")
    intent = Intent(entry_id=entry_id, who=who, action=action.name, subject=action.subject)
    try:
        entry = desk.act()(intent, lambda: do(values))
    except InvalidParameter as error:
        field = error.name if error.name in values else next(iter(values), "")
        return _confirmation(asked, action, values, {field: f"This {error.reason}."})
    except (StateChanged, RunAlreadyActive) as error:
        return problem(asked, 409, f"Nothing was done: {error}.")
    except InvalidInput as error:
        return problem(asked, 400, f"Nothing was done: {error}.")
    path = entry.detail if entry.detail.startswith("/desk/") else action.back
    mark = "&" if urlsplit(path).query else "?"
    return DeskAnswer(status=303, headers={"Location": f"{path}{mark}done={entry.entry_id}"})


def _confirmation(
    asked: DeskRequest, action: Action, values: Mapping[str, str], errors: Mapping[str, str] | None = None
) -> DeskAnswer:
    return page(
        asked,
        "confirm.html",
        title=action.title,
        section=action.section,
        status=400 if errors else 200,
        action=action,
        values=values,
        errors=errors or {},
        entry=secrets.token_urlsafe(18),
    )

"""Pages for errors of the desk: each says what happened and offers a way on."""

from functions.desk.asking import DeskAnswer, DeskRequest
from functions.desk.rendering import page
from inkscout.bootstrap import desk

_TEXTS = {
    400: ("That cannot be done", "What was entered is not valid."),
    401: ("Log in to the desk", ""),
    403: ("You may not do this", ""),
    404: ("There is no such page", "It may have moved, or what it showed is gone."),
    405: ("This address takes no such request", "Open it in a browser instead."),
    409: ("It has changed meanwhile", "Nothing was done. Look at the present state and decide again."),
    413: ("That was too much", "A form of the desk takes a few lines of text."),
    500: ("Something went wrong here", "The fault is recorded. Trying again may help."),
    503: ("Not available for now", "A part of the platform does not answer. Try again in 5 seconds."),
}


def problem(asked: DeskRequest, status: int, text: str = "") -> DeskAnswer:
    """Returns the page for an error; ``text`` says more than the status does."""
    title, usual = _TEXTS[status]
    return page(
        asked,
        "problem.html",
        title=title,
        status=status,
        text=text or usual,
        code=status,
        login=desk.settings().desk_login if status == 401 else "",
        back=asked.request.path if asked.request.method == "GET" else "/desk",
    )

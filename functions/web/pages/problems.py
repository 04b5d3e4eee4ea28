"""Pages for errors: each says what happened and offers a way on."""

from collections.abc import Mapping

from functions.web.answers import WebAnswer
from functions.web.asked import PageRequest
from functions.web.rendering import render

_TEXTS = {
    403: ("This address is not open", "Use the address of the website; this one answers its edge alone."),
    404: ("There is no such page", "It may have moved, or what it showed is no longer in the directory."),
    405: ("This page takes no such request", "Open it in a browser instead."),
    413: ("That was too much", "The form takes a few lines of text. Please send less."),
    429: ("That was a lot at once", "Please wait a while before you try again."),
    500: ("Something went wrong here", "The fault is recorded. Trying again may help."),
    503: ("Not available for now", "A part of this website does not answer. Try again in 5 seconds."),
}


def problem(request: PageRequest, status: int, headers: Mapping[str, str] | None = None) -> WebAnswer:
    """Returns the page for an error, with the request's id for a visitor to quote."""
    title, text = _TEXTS[status]
    body = render(
        "problem.html",
        request,
        title=title,
        text=text,
        status=status,
        noindex=True,
        retry=request.path if status in (429, 500, 503) else "",
    )
    more = {"Allow": "GET, HEAD"} if status == 405 else {}
    return WebAnswer(body=body, status=status, noindex=True, headers={**more, **(headers or {})})

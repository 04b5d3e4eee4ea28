"""Runbooks: the instructions for what the desk says needs a person."""

from functions.desk.asking import DeskAnswer, DeskRequest
from functions.desk.rendering import page
from functions.desk.views import runbooks
from inkscout.errors import NotFound


def show(asked: DeskRequest) -> DeskAnswer:
    """Returns a runbook.

    Raises:
        NotFound: there is none of this name.
    """
    text = runbooks.read(asked.parts["name"])
    if text is None:
        raise NotFound("no runbook has this name")
    title, *blocks = runbooks.blocks(text)
    return page(asked, "runbook.html", title="".join(part.text for part in title.parts), blocks=blocks)

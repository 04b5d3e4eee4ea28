"""Overview: the directory's figures, and what needs a person."""

from functions.desk.asking import Asked, DeskAnswer
from functions.desk.rendering import page


def show(asked: Asked) -> DeskAnswer:
    """Returns the overview."""
    return page(asked, "overview.html", title="Overview", section="/desk")

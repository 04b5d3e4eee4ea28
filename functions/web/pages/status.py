"""Status: whether table and index answer, and the age of the data."""

from functions.web.answers import WebAnswer, kept
from functions.web.asked import PageRequest
from functions.web.rendering import render
from inkscout.bootstrap import api
from inkscout.errors import NotFound


def show(request: PageRequest, segments: tuple[str, ...]) -> WebAnswer:
    """Returns the state of the directory and of its search, in words.

    Raises:
        NotFound: the address goes on after ``/status``.
    """
    if len(segments) > 1:
        raise NotFound("no page has this address")
    health = api.check_readiness()()
    figures = api.read_directory_figures()()
    body = render(
        "status.html",
        request,
        title="Status",
        noindex=True,
        health=health,
        checks={check.name: check.ok for check in health.checks},
        figures=figures,
        days=[day for day in reversed(figures.last_30_days) if day.runs][:10],
    )
    return WebAnswer(body=body, cache=kept(5), noindex=True)

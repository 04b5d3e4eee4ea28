"""Results for studios, and a studio's page."""

from functions.web.answers import WebAnswer
from functions.web.asked import PageRequest
from functions.web.pages import results, studio


def show(request: PageRequest, segments: tuple[str, ...]) -> WebAnswer:
    """Returns the results, or the page of the studio whose id follows."""
    return results.studios(request) if len(segments) == 1 else studio.show(request, segments)

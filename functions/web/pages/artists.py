"""Results for artists as a grid or with a map, and an artist's profile."""

from functions.web.answers import WebAnswer
from functions.web.asked import PageRequest
from functions.web.pages import artist, results


def show(request: PageRequest, segments: tuple[str, ...]) -> WebAnswer:
    """Returns the results, the profile of the artist whose id follows, or the full map."""
    if segments[0] == "map":
        return results.artists(request, view="map")
    if len(segments) == 1:
        return results.artists(request)
    return artist.show(request, segments)

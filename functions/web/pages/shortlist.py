"""Shortlist: up to eight artists side by side, at an address that can be shared."""

from functions.web import links
from functions.web.answers import WebAnswer, kept
from functions.web.asked import PageRequest
from functions.web.rendering import render
from inkscout.bootstrap import api
from inkscout.contracts.api.profiles import ArtistProfile
from inkscout.errors import InvalidInput, NotFound

MOST = 8
_LONGEST_ID = 80


def show(request: PageRequest, segments: tuple[str, ...]) -> WebAnswer:
    """Returns the artists with the given ids; those who are no longer in the directory are left out.

    Raises:
        NotFound: the address goes on after ``/shortlist``.
    """
    if len(segments) > 1:
        raise NotFound("no page has this address")
    ids = [one for value in request.all("ids") for one in value.split(",")]
    wanted = list(dict.fromkeys(one.strip() for one in ids if 0 < len(one.strip()) <= _LONGEST_ID))[:MOST]
    artists = [artist for artist in map(_artist, wanted) if artist is not None]
    body = render(
        "shortlist.html",
        request,
        title="Shortlist",
        noindex=True,
        section="shortlist",
        artists=artists,
        missing=len(wanted) - len(artists),
        most=MOST,
        share=links.shortlist([artist.artist_id for artist in artists]),
        without={
            artist.artist_id: links.shortlist(
                [one.artist_id for one in artists if one.artist_id != artist.artist_id]
            )
            for artist in artists
        },
    )
    return WebAnswer(body=body, cache=kept(60), noindex=True)


def _artist(artist_id: str) -> ArtistProfile | None:
    try:
        return api.get_artist()(artist_id)
    except (NotFound, InvalidInput):
        return None

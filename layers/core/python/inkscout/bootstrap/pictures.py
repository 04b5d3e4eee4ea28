"""Composes the function that shows pictures of portfolios."""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from inkscout.bootstrap import stores, web

if TYPE_CHECKING:
    from collections.abc import Mapping

    from inkscout.usecases.search.show_picture import ShowPicture


@lru_cache(maxsize=1)
def show_picture() -> "ShowPicture":
    """Returns the ShowPicture use case, which serves ``GET /images/{artist_id}/{file}``."""
    from inkscout.adapters.aws.s3.pictures import S3Pictures
    from inkscout.adapters.pillow_pictures import shrink
    from inkscout.adapters.web.picture_source import GuardedPictureSource
    from inkscout.usecases.directory.denylist_filter import DenylistFilter
    from inkscout.usecases.search.get_artist import GetArtist
    from inkscout.usecases.search.show_picture import ShowPicture

    copies = S3Pictures(stores.aws_client("s3"), stores.store_settings().data_bucket)
    source = GuardedPictureSource(
        stores.fetch_policy(), state_store=stores.state_store(), clock=stores.clock()
    )
    profile = GetArtist(stores.directory(), DenylistFilter(stores.denylist))
    return ShowPicture(profile, copies, source, shrink)


def shows_pictures() -> bool:
    """Whether the operator lets pictures be shown."""
    return web.settings().images == "proxy"


def admits(event: "Mapping[str, Any]") -> bool:
    """Whether a request may be answered: there is no edge, or it came through the edge."""
    edge = web.edge()
    return edge is None or edge.admits(event)


def image() -> "ShowPicture":
    """Returns what the image function uses, to prove that its template's environment is sufficient."""
    return show_picture()

"""Composes the public website over the API's use cases, which it calls in its own process."""

from functools import lru_cache
from typing import TYPE_CHECKING

from inkscout.bootstrap import api, api_removals, stores

if TYPE_CHECKING:
    from inkscout.adapters.aws.s3.sitemaps import S3Sitemaps
    from inkscout.settings import WebsiteSettings
    from inkscout.usecases.search.open_places import OpenPlaces
    from inkscout.web.origin import Origin


@lru_cache(maxsize=1)
def settings() -> "WebsiteSettings":
    """Returns the website's settings, read from the environment once."""
    from inkscout.settings import WebsiteSettings

    return WebsiteSettings()


@lru_cache(maxsize=1)
def edge() -> "Origin | None":
    """Returns the check that a request came through the edge; None if there is no edge."""
    from inkscout.web.origin import Origin

    read_secret = api.origin_secret()
    return None if read_secret is None else Origin(read_secret)


@lru_cache(maxsize=1)
def sitemaps() -> "S3Sitemaps":
    """Returns the reader of the sitemaps that a run's exports write."""
    from inkscout.adapters.aws.s3.sitemaps import S3Sitemaps

    return S3Sitemaps(stores.aws_client("s3"), stores.store_settings().data_bucket)


@lru_cache(maxsize=1)
def open_places() -> "OpenPlaces":
    """Returns the OpenPlaces use case, for maps of results."""
    from inkscout.usecases.search.open_places import OpenPlaces

    return OpenPlaces(stores.directory)


def web() -> "tuple[object, ...]":
    """Returns everything that pages use, to prove that the environment of a template is sufficient."""
    return (
        settings(),
        sitemaps(),
        open_places(),
        api.search_artists(),
        api.search_studios(),
        api.get_artist(),
        api.get_studio(),
        api.suggest(),
        api.list_styles(),
        api.read_directory_figures(),
        api.check_readiness(),
        api_removals.request_limit(),
        api_removals.request_removal(),
        api_removals.get_removal_request(),
    )

"""The website over the stores of the API's tests, and a browser on it."""

from collections.abc import Iterator

import pytest

from functions.web.pages import removal
from inkscout.bootstrap import pictures
from inkscout.errors import PictureBusy
from tests.integration.api.conftest import World, store, world
from tests.support import api_client
from tests.support.project import template
from tests.support.website import SITE
from tests.support.website_browser import Site, launched
from tests.support.website_server import served

__all__ = ["World", "world"]


_ONLY_OF_THE_API = {"RECORDS_TABLE", "FEEDS_BUCKET", "DIRECTORY_PIPELINE_ARN", "SCAN_STUDIO_ARN"} - template(
    "web"
)["Resources"]["WebFunction"]["Properties"]["Environment"]["Variables"].keys()


@pytest.fixture(scope="module")
def site(world: World) -> Iterator[World]:
    """The website with its first artists and studios in the table too, composed once for a module.

    It has only the settings of tables and machines that its template gives it.
    """
    store(world)
    with pytest.MonkeyPatch.context() as patch:
        for name in _ONLY_OF_THE_API:
            patch.delenv(name)
        for name, value in {"SITE_URL": SITE, "SITE_INDEXED": "true", "MAP_PLACES": "all"}.items():
            patch.setenv(name, value)
        api_client.forget()
        yield world
    api_client.forget()


@pytest.fixture
def composed_anew(site: World) -> Iterator[World]:
    """The website for a test that changes its settings or its parts: composed anew before and after it."""
    api_client.forget()
    yield site
    api_client.forget()


@pytest.fixture(scope="module")
def browsed(site: World) -> Iterator[Site]:
    """The website on a port with a browser, both for all tests of a module."""
    with pytest.MonkeyPatch.context() as patch, served() as (url, requests), launched() as browser:
        patch.setattr(pictures, "show_picture", lambda: _no_picture)
        patch.setattr(removal, "LEAST_SECONDS", 0)  # the tests type faster than people
        yield Site(url, browser, requests)


@pytest.fixture
def shown(browsed: Site) -> Iterator[Site]:
    """The website in a browser without windows, whose errors fail the test."""
    browsed.begin()
    yield browsed
    browsed.end()


def _no_picture(artist_id: str, key: str, width: int) -> bytes:
    raise PictureBusy("the hosts of the tests do not exist")

"""The website over the stores of the API's tests."""

from collections.abc import Iterator

import pytest

from tests.integration.api.conftest import World, loaded_index, store, world
from tests.support import api_client
from tests.support.website import SITE

__all__ = ["World", "loaded_index", "world"]


@pytest.fixture
def site(world: World) -> Iterator[World]:
    """The website with its first artists and studios in the table too."""
    store(world)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"SITE_URL": SITE, "SITE_INDEXED": "true", "MAP_PLACES": "all"}.items():
            patch.setenv(name, value)
        api_client.forget()
        yield world
    api_client.forget()

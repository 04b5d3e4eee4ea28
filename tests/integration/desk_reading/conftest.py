"""The desk over the stores of the API's tests, with runs, composed once for all of this folder."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.integration.api.conftest import World, composed_world, store
from tests.support.desk_runs import Executions, composed, put_feeds, put_pages, put_region, put_runs
from tests.support.loaded_index import embedded_index, load
from tests.support.relevance_set.generator import directory, documents

SIZE = 240


@dataclass(frozen=True)
class Desk:
    """The desk's stores, and the executions that it follows."""

    world: World
    executions: Executions
    studio_id: str
    region: str


@pytest.fixture(scope="package")
def desk() -> Iterator[Desk]:
    """The desk with runs, a region and feeds; tests add to it and change nothing."""
    executions, generated = Executions(), directory(SIZE)
    with embedded_index() as url:
        load(url, documents(generated))
        with composed_world(url, generated) as world, composed(executions):
            store(world)
            put_runs(world, executions)
            studio_id = next(one.studio_id for one in generated.artists[:40] if one.studio_id)
            put_pages(studio_id)
            put_feeds()
            yield Desk(world, executions, studio_id, put_region(world))

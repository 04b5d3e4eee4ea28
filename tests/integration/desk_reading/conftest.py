"""The desk over the stores of the API's tests, with runs, and a browser on it."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.integration.api.conftest import World, loaded_index, store, world
from tests.support.desk_runs import Executions, composed, put_pages, put_runs

__all__ = ["World", "loaded_index", "world"]


@dataclass(frozen=True)
class Desk:
    """The desk's stores, and the executions that it follows."""

    world: World
    executions: Executions
    studio_id: str


@pytest.fixture(scope="module")
def desk(world: World) -> Iterator[Desk]:
    """The desk with four runs, composed once for a module."""
    executions = Executions()
    with composed(executions):
        store(world)
        put_runs(world, executions)
        studio_id = next(one.studio_id for one in world.generated.artists[:40] if one.studio_id)
        put_pages(studio_id)
        yield Desk(world, executions, studio_id)

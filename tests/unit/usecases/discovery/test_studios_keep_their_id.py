"""A studio keeps its id when its record, its domain or its name becomes another."""

from dataclasses import replace

import pytest

from inkscout.domain.place import Place
from inkscout.domain.studio import Studio
from tests.support.fakes.discovery import DiscoveryBench
from tests.support.fakes.scripted_places import Scripted, area, studio

FIRST = studio(1, name="Heron Tattoo", website="https://heron.test/", phone="+441134960001")


def rediscovered(changed: Place) -> tuple[Studio, list[Studio]]:
    """The studio as it was found first, and all studios after a run a month and a half later."""
    bench = DiscoveryBench(Scripted(FIRST))
    bench.discover(area())
    (before,) = bench.directory.studios()
    bench.clock.advance(days=45)
    bench.with_sources(Scripted(changed)).discover(area(), "later")
    return before, list(bench.directory.studios())


@pytest.mark.parametrize(
    ("changed", "field", "value"),
    [
        (replace(FIRST, source_id="g-other"), "website", "https://heron.test/"),
        (replace(FIRST, website="https://heron-ink.test/"), "website", "https://heron-ink.test/"),
        (replace(FIRST, name="Grey Heron Collective Tattoo"), "name", "Grey Heron Collective Tattoo"),
    ],
    ids=["place id", "domain", "name"],
)
def test_changed_facts_do_not_create_another_studio(changed: Place, field: str, value: str) -> None:
    before, after = rediscovered(changed)
    (kept,) = after
    assert kept.studio_id == before.studio_id
    assert getattr(kept, field) == value


def test_another_studio_at_another_place_is_another_one() -> None:
    elsewhere = studio(40, name="Magpie Tattoo", website="https://magpie.test/")
    before, after = rediscovered(elsewhere)
    assert before.studio_id in {found.studio_id for found in after}
    assert len(after) == 2

"""Loading a world folder."""

import json
from pathlib import Path

import pytest

from inkscout_local.simulator.model import World, WorldError
from tests.support.shared_data import shared_path
from tests.unit.inkscout_local.simulator.builders import place, world


def test_a_missing_folder_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(WorldError, match="There is no world folder at"):
        World.load(tmp_path / "nowhere")


def test_a_folder_without_world_json_is_no_world(tmp_path: Path) -> None:
    with pytest.raises(WorldError, match=r"it has no world\.json"):
        World.load(tmp_path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "is not valid JSON"),
        ("[]", "must hold a JSON object"),
        ('{"name": "x", "regions": [], "places": [{}], "hosts": {}}', "needs a place_id"),
        ('{"name": "x", "regions": [], "hosts": {}}', "places: Field required"),
        (
            '{"name": "x", "regions": [], "places": [], "hosts": {"a.test": {"faults": [{"kind": "boom"}]}}}',
            "faults",
        ),
        ('{"name": "x", "regions": [], "places": [], "hosts": {"a.test": {"needsjs": true}}}', "needsjs"),
    ],
)
def test_a_broken_world_is_named_by_its_first_fault(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "world.json").write_text(text)
    with pytest.raises(WorldError, match=says):
        World.load(tmp_path)


def test_a_place_id_may_stand_once_only() -> None:
    with pytest.raises(WorldError, match="appears twice"):
        world([place(1, 53.8, -1.5), place(1, 53.9, -1.5)])


def test_a_location_outside_the_globe_is_refused() -> None:
    with pytest.raises(WorldError, match="less than or equal to 90"):
        world([place(1, 153.8, -1.5)])


def test_control_fields_of_the_world_are_not_part_of_the_answer() -> None:
    loaded = world([place(1, 53.8, -1.5, category="tattoo", osm=True, address={"locality": "Leeds"})]).places[
        0
    ]
    assert not {"category", "osm", "address"} & set(loaded.raw)


def test_an_empty_world_loads(tmp_path: Path) -> None:
    (tmp_path / "world.json").write_text(json.dumps({"name": "x", "regions": [], "places": [], "hosts": {}}))
    assert World.load(tmp_path).places == ()


def test_the_recorded_world_loads_unchanged() -> None:
    folder = shared_path("worlds", "real-sites")
    if not folder.is_dir():
        pytest.skip("no shared data beside this checkout")
    assert len(World.load(folder).places) == 48

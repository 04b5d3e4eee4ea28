"""A region is named by a part of what a run searched."""

import pytest

from inkscout_cli.places import named_in_part, regions_of
from inkscout_deploy.errors import BadInput

SEARCHED = ["Headingley, Leeds, UK", "Leeds, UK", "Otley, UK", "leeds, uk", "Bad Homburg, DE", "Bad Tölz, DE"]


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("leeds", "leeds, uk"),
        ("LEEDS, UK", "leeds, uk"),
        ("headingley", "Headingley, Leeds, UK"),
        ("otley uk", "Otley, UK"),
        ("homburg", "Bad Homburg, DE"),
        ("York", "York"),
        ("", ""),
    ],
)
def test_a_part_of_a_name_is_understood(asked: str, meant: str) -> None:
    assert named_in_part(asked, SEARCHED) == meant


def test_a_part_of_several_names_is_answered_with_them() -> None:
    with pytest.raises(BadInput, match="Bad Homburg, DE; Bad Tölz, DE"):
        named_in_part("bad", SEARCHED)


def test_the_regions_of_a_run_are_read_from_its_input_or_its_summary() -> None:
    assert regions_of({"regions": ["Leeds, UK", {"name": "Harbour"}]}) == ["Leeds, UK", "Harbour"]
    assert regions_of({"summary": {"regions": ["Otley, UK"]}}) == ["Otley, UK"]
    assert regions_of({}) == []

"""Boxes: which ones no region can have."""

import pytest

from inkscout.domain.geo import Box


@pytest.mark.parametrize(
    "box",
    [
        Box(53.7, -1.7, 53.9, -1.4),
        Box(-21.0, 176.9, -12.4, -178.2),  # Fiji
        Box(41.2, 19.6, 81.9, -169.0),  # Russia
        Box(-90, -180, 90, 180),
        Box(53.8, -1.5, 53.8, -1.5),
    ],
)
def test_a_box_of_a_region_has_no_fault(box: Box) -> None:
    assert box.fault == ""


@pytest.mark.parametrize(
    "box", [Box(53.9, -1.4, 53.7, -1.7), Box(53.7, -1.4, 53.9, -1.7), Box(0, 170, 1, 10)]
)
def test_swapped_corners_are_a_fault(box: Box) -> None:
    assert "seem to be swapped" in box.fault

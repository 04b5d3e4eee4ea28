"""An address on a website is the studio's only where it can be that of the known place."""

import pytest

from inkscout.domain.addresses import agrees, is_part_of

HELD = "135 E Hickory St, Denton, TX 76201, United States"


@pytest.mark.parametrize(
    ("offered", "held", "city", "expected"),
    [
        ("135 East Hickory Street, Denton", HELD, "Denton", True),
        ("Hickory St, TX 76201", HELD, "Denton", True),
        ("9 Ink Street, Austin, TX 78701", HELD, "Denton", False),
        ("вул. Ярослава Мудрого, 1, Львів", "вул. 600-річчя, 50, Вінниця", "Вінниця", False),
        ("12 Call Lane, Leeds LS1 7BR", "Leeds, UK", "Leeds", True),
        ("12 Call Lane, LS1 7BR", "Leeds, UK", "Leeds", True),
        ("9 Ink Street, Austin, TX 78701", "Denton, United States", "Denton", False),
        ("12 Call Lane", "Leeds, UK", "Leeds", True),
        ("9 Ink Street, Austin", "", "", True),
    ],
)
def test_an_address_agrees_with_the_known_one(offered: str, held: str, city: str, expected: bool) -> None:
    assert agrees(offered, held, city, ("United States", "US")) is expected


def test_an_address_that_says_less_is_a_part() -> None:
    assert is_part_of("135 E Hickory St", HELD)
    assert not is_part_of("135 E Hickory St, Suite 4", HELD)

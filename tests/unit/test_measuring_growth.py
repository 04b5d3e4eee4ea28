"""The measure that bounds of extraction rest on: it passes what is linear and tells what is quadratic."""

from tests.support.cpu_growth import LINEAR, growth

SIZE = 400_000


def test_linear_work_keeps_the_bound() -> None:
    assert growth(lambda size: sum(range(size * 4)), SIZE) < LINEAR


def test_quadratic_work_breaks_the_bound() -> None:
    assert growth(lambda size: [sum(range(size // 100)) for _ in range(size // 100)], SIZE) >= LINEAR

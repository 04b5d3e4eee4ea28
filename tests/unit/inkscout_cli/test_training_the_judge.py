"""Training the judge: aided and unaided people of a site stay apart, and the threshold meets its bounds."""

from inkscout_cli.evaluation import training
from inkscout_cli.evaluation.training import UNAIDED, Proposed


def _person(host: str, *, right: bool = True, reading: int = 0, weight: float = 1.0) -> Proposed:
    return Proposed(host, "Anna", {"a": 1.0}, frozenset(), right, weight, reading)


def test_people_read_without_the_rules_are_no_company_for_those_read_with_them() -> None:
    rows = [_person("a.test"), _person("a.test", reading=UNAIDED), _person("a.test", reading=UNAIDED)]
    beside = training._beside(rows, [0.9, 0.5, 0.5])
    assert [round(2.71828 ** row["people"] - 1) for row in beside] == [1, 2, 2]


def test_thresholds_come_from_real_sites_as_they_are_read() -> None:
    rows = [_person("a.test"), _person("a.test", reading=UNAIDED), _person("case:b", weight=0.5)]
    assert [row.is_typical for row in rows] == [True, False, False]


def test_the_threshold_keeps_sites_without_artists_clean() -> None:
    right = [(0.6 if at else 0.4, _person(f"{at}.test")) for at in range(60)]
    right += [(0.4, _person(f"{at}.test")) for at in range(9)]
    empty = [(0.5, _person("empty.test", right=False)), (0.1, _person("other.test", right=False))]
    assert training._threshold([*right, *empty], 69, frozenset()) <= 0.4
    assert 0.5 < training._threshold([*right, *empty], 69, frozenset(["empty.test", "other.test"])) <= 0.6


def test_the_threshold_keeps_its_precision() -> None:
    right = [(0.8, _person("a.test")) for _ in range(20)]
    wrong = [(0.4, _person("a.test", right=False)) for _ in range(5)]
    few = [(0.3, _person("a.test"))]
    assert 0.4 < training._threshold([*right, *wrong, *few], 21, frozenset()) <= 0.8

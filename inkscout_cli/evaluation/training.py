"""Trains the judge of people from labelled websites: boosted trees and a regression, in two stages.

Needs scikit-learn and LightGBM, which nothing needs at run time: the result is a document of numbers. Every
step is seeded, single-threaded and ordered by host, so that equal sites give an equal document to the byte.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from inkscout.extraction import group_features
from inkscout_deploy.errors import BadInput

SEEDS = (1, 2, 3)
"""Seeds of the boosted models whose mean is taken: single ones differ much on so few sites."""
_REPEATS = ("", "again", "once more")
"""Salts of the splits over which probabilities out of fold are averaged."""
_FALSE_COST = 3.0
"""Right people that one false person outweighs where the threshold is lowered."""
INNER_FOLDS = 5
LEAST_PRECISION = 0.92
"""Precision that the threshold must reach on sites the judge was not trained on."""
_TREES: Mapping[str, Any] = {
    "n_estimators": 60,
    "learning_rate": 0.1,
    "num_leaves": 7,
    "min_child_samples": 10,
    "colsample_bytree": 0.4,
    "subsample": 0.8,
    "subsample_freq": 1,
    "reg_lambda": 5.0,
    "n_jobs": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}
_PENALTY = 0.05
_PARTS = 3
_DIGITS = 7
_LEAST_LOWER = 0.25


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposed person of a labelled site, with evidence and the label's answer.

    Attributes:
        host: The site.
        name: The name as printed.
        features: Evidence by name.
        groups: The groups of lines in which the person stands alone.
        right: Whether the label lists the person.
        weight: Weight in training; page cases written for tests weigh less than real sites.
    """

    host: str
    name: str
    features: Mapping[str, float]
    groups: frozenset[object]
    right: bool
    weight: float = 1.0


def fold_of(host: str, folds: int, salt: str = "") -> int:
    """Returns the fold of a site, by a hash of its host."""
    return int(hashlib.sha256(f"{salt}{host}".encode()).hexdigest(), 16) % folds


def is_held_out(host: str) -> bool:
    """Whether a site belongs to the third that no judge is trained on, drawn by a hash of its host."""
    return fold_of(host, _PARTS) == 0


def train(proposed: Iterable[Proposed], labelled: int) -> dict[str, Any]:
    """Trains both stages; returns the document that ``people.judge.model`` reads.

    Args:
        proposed: People of all sites of the training.
        labelled: Number of people that the labels list, those nobody proposed included.

    Raises:
        BadInput: scikit-learn or LightGBM is not installed.
    """
    rows = sorted(proposed, key=lambda row: row.host)
    first = _fit([row.features for row in rows], rows)
    judged = _out_of_fold(rows, [row.features for row in rows], "first")
    both = _beside(rows, judged)
    second = _fit(both, rows)
    final = _out_of_fold(rows, both, "second")
    real = [(value, row) for value, row in zip(final, rows, strict=True) if row.weight >= 1.0]
    judged_right = [(value, row.right) for value, row in real]
    threshold = _threshold(judged_right, labelled)
    return {
        "first": first.document(),
        "second": second.document(),
        "threshold": threshold,
        "lower": _lower(real, threshold),
        "calibration": _calibration(judged_right),
    }


class _Fitted:
    """A fitted stage: LightGBM's trees and scikit-learn's regression on standardised features."""

    def __init__(self, names: Sequence[str], trees: Sequence[Any], scaler: Any, regression: Any) -> None:  # noqa: ANN401
        self.names = tuple(names)
        self._trees, self._scaler, self._regression = trees, scaler, regression

    def probabilities(self, table: Any) -> list[float]:  # noqa: ANN401 - a NumPy array
        """Returns the mean probability of both parts for every row."""
        numpy = _libraries()[0]
        raw = sum(trees.predict_proba(table, raw_score=True) for trees in self._trees) / len(self._trees)
        boosted = 1.0 / (1.0 + numpy.exp(-raw))
        linear = self._regression.predict_proba(self._scaler.transform(table))[:, 1]
        return [min(max(float(value), 0.001), 0.999) for value in (boosted + linear) / 2]

    def document(self) -> dict[str, Any]:
        """Returns the stage as plain numbers."""
        dumped = [tree for trees in self._trees for tree in trees.booster_.dump_model()["tree_info"]]
        return {
            "names": list(self.names),
            "trees": [_tree(tree["tree_structure"], len(self._trees)) for tree in dumped],
            "mean": [_round(value) for value in self._scaler.mean_],
            "scale": [_round(value) for value in self._scaler.scale_],
            "weight": [_round(value) for value in self._regression.coef_[0]],
            "bias": _round(self._regression.intercept_[0]),
        }


def _round(value: float) -> float:
    return float(f"{float(value):.{_DIGITS}g}")


def _tree(root: Mapping[str, Any], models: int) -> dict[str, list[Any]]:
    flat: dict[str, list[Any]] = {"feature": [], "threshold": [], "left": [], "right": [], "value": []}

    def add(node: Mapping[str, Any]) -> int:
        if "leaf_value" in node and "split_feature" not in node:
            flat["value"].append(_round(node["leaf_value"] / models))
            return -len(flat["value"])
        at = len(flat["feature"])
        flat["feature"].append(int(node["split_feature"]))
        flat["threshold"].append(_round(node["threshold"]))
        flat["left"].append(0)
        flat["right"].append(0)
        flat["left"][at] = add(node["left_child"])
        flat["right"][at] = add(node["right_child"])
        return at

    add(root)
    return flat


def _libraries() -> tuple[Any, Any, Any, Any]:
    try:
        import numpy
        from lightgbm import LGBMClassifier
        from sklearn.linear_model import LogisticRegression
        from sklearn.preprocessing import StandardScaler
    except ImportError as error:
        raise BadInput(
            "Training needs scikit-learn and LightGBM: use make train-judge or make folds."
        ) from error
    return numpy, LGBMClassifier, LogisticRegression, StandardScaler


def _table(features: Sequence[Mapping[str, float]], names: Sequence[str]) -> Any:  # noqa: ANN401
    numpy = _libraries()[0]
    return numpy.array([[row[name] for name in names] for row in features], dtype=float)


def _fit(features: Sequence[Mapping[str, float]], rows: Sequence[Proposed]) -> _Fitted:
    _, boosting, logistic, standard = _libraries()
    names = sorted(features[0])
    table = _table(features, names)
    right, weight = [int(row.right) for row in rows], [row.weight for row in rows]
    scaler = standard().fit(table)
    scaler.scale_[scaler.scale_ == 0] = 1.0
    regression = logistic(C=_PENALTY, max_iter=5000, random_state=SEEDS[0])
    regression.fit(scaler.transform(table), right, sample_weight=weight)
    trees = [boosting(**_TREES, random_state=seed) for seed in SEEDS]
    for model in trees:
        model.fit(table, right, sample_weight=weight)
    return _Fitted(names, trees, scaler, regression)


def _out_of_fold(rows: Sequence[Proposed], features: Sequence[Mapping[str, float]], salt: str) -> list[float]:
    """Probabilities of every row by stages that were fitted on the other folds of sites, a mean of splits."""
    judged = [0.0] * len(rows)
    names = sorted(features[0])
    for repeat, fold in product(_REPEATS, range(INNER_FOLDS)):
        folds = [fold_of(row.host, INNER_FOLDS, salt + repeat) for row in rows]
        inside = [at for at, own in enumerate(folds) if own == fold]
        outside = [at for at, own in enumerate(folds) if own != fold]
        if not inside or not outside:
            continue
        fitted = _fit([features[at] for at in outside], [rows[at] for at in outside])
        values = fitted.probabilities(_table([features[at] for at in inside], names))
        for at, value in zip(inside, values, strict=True):
            judged[at] += value / len(_REPEATS)
    return judged


def _beside(rows: Sequence[Proposed], judged: Sequence[float]) -> list[dict[str, float]]:
    """Features of every row with those of the other people of its site."""
    sites: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        sites.setdefault(row.host, []).append(at)
    both: list[dict[str, float]] = [{} for _ in rows]
    for members in sites.values():
        values, groups = [judged[at] for at in members], [rows[at].groups for at in members]
        for place, at in enumerate(members):
            both[at] = {**rows[at].features, **group_features(values, groups, place)}
    return both


def _threshold(judged: Sequence[tuple[float, bool]], labelled: int) -> float:
    """The threshold of the best F1 among those that reach the precision; the most precise if none does."""
    best, most = (0.0, 0.5), (0.0, 0.5)
    for step in range(10, 90):
        threshold = step / 100
        taken = [right for value, right in judged if value >= threshold]
        found = sum(taken)
        precision, recall = found / len(taken) if taken else 0.0, found / labelled if labelled else 0.0
        score = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        most = max(most, (precision, -threshold))
        if precision >= LEAST_PRECISION:
            best = max(best, (score, -threshold))
    return abs((best if best[0] else most)[1])


def _lower(judged: Sequence[tuple[float, Proposed]], threshold: float) -> float:
    """The threshold for sites where nobody reaches the first one: most right people beyond the false ones."""
    best: dict[str, float] = {}
    for value, row in judged:
        best[row.host] = max(best.get(row.host, 0.0), value)
    left = [(value, row.right) for value, row in judged if best[row.host] < threshold]
    gains = []
    for step in range(int(_LEAST_LOWER * 100), int(threshold * 100) + 1):
        taken = [right for value, right in left if value >= step / 100]
        gains.append((sum(taken) - _FALSE_COST * (len(taken) - sum(taken)), step / 100))
    return max(gains, default=(0.0, threshold))[1]


def _calibration(judged: Sequence[tuple[float, bool]]) -> list[list[float]]:
    """Points of a monotonous curve from the judge's probability to the share that is right."""
    from sklearn.isotonic import IsotonicRegression

    curve = IsotonicRegression(y_min=0.02, y_max=0.98, out_of_bounds="clip")
    curve.fit([value for value, _ in judged], [float(right) for _, right in judged])
    points = [step / 20 for step in range(21)]
    return [
        [point, round(float(share), 3)] for point, share in zip(points, curve.predict(points), strict=True)
    ]

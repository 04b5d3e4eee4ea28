"""Trains the judge (classifier of people) on labelled sites: boosted trees and a regression, in two stages.

Needs scikit-learn and LightGBM, which are not needed at run time: the result is a document of numbers. Every
step is seeded, single-threaded and ordered by host, so the same sites give a byte-identical document.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from inkscout.extraction import group_features, is_ruled_out
from inkscout_cli.evaluation.scoring import SiteLabel
from inkscout_deploy.errors import BadInput

CASE = "case:"
"""Beginning of the hosts of page cases."""
UNAIDED = 1
"""Reading without the finders that read a page by rules."""
SEEDS = (1, 2, 3)
"""Seeds of the boosted models that are averaged, since single ones vary much with so few sites."""
_REPEATS = ("", "again", "once more")
"""Salts of the repeated splits over which out-of-fold probabilities are averaged."""
_FALSE_COST = 3.0
"""Cost of one false person, in right people, when the lower threshold is chosen."""
INNER_FOLDS = 5
LEAST_PRECISION = 0.92
"""Minimum precision of the threshold on sites on which the judge was not trained."""
LEAST_CLEAN = 0.9
"""Minimum share of the sites without artists on which nobody may be accepted at the threshold."""
_NEARLY_BEST = 0.995
"""Share of the best F1 that is as good as the best: of such thresholds one at the lower third is chosen.

F1 hardly changes over a wide range, of which the lowest and the highest turn on a few people: they move with
every training. Sites of other kinds than the labelled ones give less evidence of a right person than the
labelled ones do, which the middle of the range would miss, and the lowest lets in false people.
"""
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
_READINGS = 2
"""Number of times that a real site is among the people of a training: as it is read, and unaided."""
_DIGITS = 7
_LEAST_LOWER = 0.25


@dataclass(frozen=True, slots=True)
class Proposed:
    """A person proposed for a labelled site.

    Attributes:
        host: Host of the website.
        name: The name as printed.
        features: Features by name.
        groups: Groups of similar text lines in which the name is alone on its line.
        right: Whether the label lists the person.
        weight: Weight in training; page cases written for tests weigh less than real sites.
        reading: How the site was read: 0 as in a visit, :data:`UNAIDED` without the finders that read a page
            by rules (see ``extraction.proposals``), others with fewer words (see ``evaluation.word_loss``).
            Rules and words were made for known sites, so a judge trained only with them trusts them too much
            on others.
    """

    host: str
    name: str
    features: Mapping[str, float]
    groups: frozenset[object]
    right: bool
    weight: float = 1.0
    reading: int = 0

    @property
    def is_typical(self) -> bool:
        """Whether the person is proposed as in a visit of a real site: the calibration comes from these."""
        return self.is_real and not self.reading

    @property
    def is_real(self) -> bool:
        """Whether the person is proposed for a real site, not for a page case."""
        return not self.host.startswith(CASE)


def fold_of(host: str, folds: int, salt: str = "") -> int:
    """Returns the fold of a site, 0 to ``folds`` - 1, by a hash of its host; ``salt`` varies the split."""
    return int(hashlib.sha256(f"{salt}{host}".encode()).hexdigest(), 16) % folds


def is_held_out(host: str) -> bool:
    """Whether a site is in the third on which no judge is trained, selected by a hash of its host."""
    return fold_of(host, _PARTS) == 0


def train(proposed: Iterable[Proposed], labels: Iterable[SiteLabel]) -> dict[str, Any]:
    """Trains both stages; returns the document that ``people.judge.model`` loads.

    Args:
        proposed: People proposed for all training sites.
        labels: Labels of the sites, page cases aside.

    Raises:
        BadInput: scikit-learn or LightGBM is not installed.
    """
    rows = sorted(proposed, key=lambda row: row.host)
    first = _fit([row.features for row in rows], rows)
    judged = _out_of_fold(rows, [row.features for row in rows], "first")
    both = _beside(rows, judged)
    second = _fit(both, rows)
    final = _out_of_fold(rows, both, "second")
    real = [
        (0.0 if is_ruled_out(row.features) else value, row)
        for value, row in zip(final, rows, strict=True)
        if row.is_typical
    ]
    either = [
        (0.0 if is_ruled_out(row.features) else value, row)
        for value, row in zip(final, rows, strict=True)
        if row.is_real and row.reading <= UNAIDED
    ]
    expected = list(labels)
    labelled = _READINGS * sum(len(label.artists) for label in expected)
    threshold = _threshold(either, labelled, frozenset(one.host for one in expected if not one.artists))
    return {
        "first": first.document(),
        "second": second.document(),
        "threshold": threshold,
        "lower": _lower(real, threshold),
        "calibration": _calibration([(value, row.right) for value, row in real]),
    }


class _Fitted:
    """A trained stage: LightGBM's trees, and scikit-learn's regression on standardised features."""

    def __init__(self, names: Sequence[str], trees: Sequence[Any], scaler: Any, regression: Any) -> None:  # noqa: ANN401
        self.names = tuple(names)
        self._trees, self._scaler, self._regression = trees, scaler, regression

    def probabilities(self, table: Any) -> list[float]:  # noqa: ANN401 - a NumPy array
        """Returns the mean of the trees' and the regression's probability for every row."""
        numpy = _libraries()[0]
        raw = sum(trees.predict_proba(table, raw_score=True) for trees in self._trees) / len(self._trees)
        boosted = 1.0 / (1.0 + numpy.exp(-raw))
        linear = self._regression.predict_proba(self._scaler.transform(table))[:, 1]
        return [min(max(float(value), 0.001), 0.999) for value in (boosted + linear) / 2]

    def document(self) -> dict[str, Any]:
        """Returns the stage as plain numbers, for the JSON document."""
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
    """Returns out-of-fold probabilities: for every row by a stage trained on other folds of sites.

    They are averaged over several splits.
    """
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
    """Returns the features of every row, with those from the other people of its site added."""
    sites: dict[tuple[str, int], list[int]] = {}
    for at, row in enumerate(rows):
        sites.setdefault((row.host, row.reading), []).append(at)
    both: list[dict[str, float]] = [{} for _ in rows]
    for members in sites.values():
        values, groups = [judged[at] for at in members], [rows[at].groups for at in members]
        for place, at in enumerate(members):
            both[at] = {**rows[at].features, **group_features(values, groups, place)}
    return both


def _threshold(judged: Sequence[tuple[float, Proposed]], labelled: int, empty: frozenset[str]) -> float:
    """Returns a low threshold of nearly the best F1 within both bounds, else the most precise one.

    The bounds are :data:`LEAST_PRECISION` and :data:`LEAST_CLEAN`.

    Args:
        judged: People of real sites with their out-of-fold probability, as read and unaided.
        labelled: Number of labelled people in both readings, including those not proposed.
        empty: Hosts of the sites without artists.
    """
    scores: dict[float, float] = {}
    most = (0.0, 0.5)
    for step in range(10, 90):
        threshold = step / 100
        taken = [row for value, row in judged if value >= threshold]
        found = sum(row.right for row in taken)
        precision, recall = found / len(taken) if taken else 0.0, found / labelled if labelled else 0.0
        most = max(most, (precision, -threshold))
        clean = 1.0 - len(empty & {row.host for row in taken}) / max(1, len(empty))
        if precision >= LEAST_PRECISION and clean >= LEAST_CLEAN:
            both = precision + recall
            scores[threshold] = 2 * precision * recall / both if both else 0.0
    best = max(scores.values(), default=0.0)
    nearly = [at for at, score in scores.items() if score >= _NEARLY_BEST * best]
    return nearly[len(nearly) // 3] if nearly else -most[1]


def _lower(judged: Sequence[tuple[float, Proposed]], threshold: float) -> float:
    """Returns the threshold for sites on which nobody reaches the normal one.

    It gains the most right people, less :data:`_FALSE_COST` for each false one.
    """
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
    """Returns points (probability, share of right people) of a monotonic calibration curve."""
    from sklearn.isotonic import IsotonicRegression

    curve = IsotonicRegression(y_min=0.02, y_max=0.98, out_of_bounds="clip")
    curve.fit([value for value, _ in judged], [float(right) for _, right in judged])
    points = [step / 20 for step in range(21)]
    return [
        [point, round(float(share), 3)] for point, share in zip(points, curve.predict(points), strict=True)
    ]

"""Evaluates the trained judge: boosted trees and a logistic regression, loaded from a JSON file."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

WEIGHTS = "judge.json"
_LEAST = 0.001
"""Minimum distance of every probability from 0 and 1."""


@dataclass(frozen=True, slots=True)
class Tree:
    """A decision tree.

    If ``row[feature[i]] <= threshold[i]``, node ``i`` leads to ``left[i]``, else to ``right[i]``. A negative
    child is the leaf with index ``-child - 1`` in ``value``.
    """

    feature: tuple[int, ...]
    threshold: tuple[float, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    value: tuple[float, ...]

    def score(self, row: Sequence[float]) -> float:
        """Returns the value of the leaf for a row of features."""
        if not self.feature:
            return self.value[0]
        node = 0
        while node >= 0:
            inside = row[self.feature[node]] <= self.threshold[node]
            node = self.left[node] if inside else self.right[node]
        return self.value[-node - 1]


@dataclass(frozen=True, slots=True)
class JudgeStage:
    """One stage of the judge; its probability is the mean of that of the trees and that of the regression.

    ``names`` are the features in order; ``mean`` and ``scale`` standardise them, ``weight`` and ``bias`` are
    the regression's.
    """

    names: tuple[str, ...]
    trees: tuple[Tree, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    weight: tuple[float, ...]
    bias: float

    def probability(self, features: Mapping[str, float]) -> float:
        """Returns the probability that a person with these features is an artist of the studio."""
        row = [features[name] for name in self.names]
        boosted = sum(tree.score(row) for tree in self.trees)
        linear = self.bias + sum(
            weight * (value - mean) / scale
            for weight, value, mean, scale in zip(self.weight, row, self.mean, self.scale, strict=True)
        )
        both = (_sigmoid(boosted) + _sigmoid(linear)) / 2
        return min(max(both, _LEAST), 1.0 - _LEAST)


@dataclass(frozen=True, slots=True)
class Judge:
    """A classifier with two stages: each person alone, then together with the other people of the site.

    ``threshold`` is the probability from which a person is accepted; ``lower`` replaces it on sites where
    nobody reaches it, since most studios name somebody. ``calibration`` are points (probability, confidence).
    """

    first: JudgeStage
    second: JudgeStage
    threshold: float
    lower: float
    calibration: tuple[tuple[float, float], ...]

    def confidence(self, probability: float) -> float:
        """Returns the calibrated confidence: the share of correct people among those with a probability."""
        points = self.calibration
        for (low, at_low), (high, at_high) in pairwise(points):
            if probability <= high:
                part = (probability - low) / (high - low) if high > low else 0.0
                return at_low + (at_high - at_low) * max(0.0, part)
        return points[-1][1]


def _sigmoid(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-value)) if value > -500 else 0.0


_NOTHING = JudgeStage((), (), (), (), (), 0.0)
NOBODY = Judge(_NOTHING, _NOTHING, threshold=2.0, lower=2.0, calibration=((0.0, 0.0), (1.0, 0.0)))
"""Judge that accepts nobody, for visits that must fetch the same pages whichever judge is used."""


@lru_cache(maxsize=1)
def judge() -> Judge:
    """Returns the shipped judge; loaded once per process."""
    document: dict[str, Any] = json.loads((files(__package__) / WEIGHTS).read_text(encoding="utf-8"))
    return judge_from(document)


def judge_from(document: Mapping[str, Any]) -> Judge:
    """Returns the judge in a document written by the training."""
    return Judge(
        first=_stage(document["first"]),
        second=_stage(document["second"]),
        threshold=float(document["threshold"]),
        lower=float(document["lower"]),
        calibration=tuple((float(at), float(share)) for at, share in document["calibration"]),
    )


def _stage(document: Mapping[str, Any]) -> JudgeStage:
    return JudgeStage(
        names=tuple(document["names"]),
        trees=tuple(
            Tree(
                tuple(tree["feature"]),
                tuple(tree["threshold"]),
                tuple(tree["left"]),
                tuple(tree["right"]),
                tuple(tree["value"]),
            )
            for tree in document["trees"]
        ),
        mean=tuple(document["mean"]),
        scale=tuple(document["scale"]),
        weight=tuple(document["weight"]),
        bias=float(document["bias"]),
    )

"""Evaluates the trained judge: boosted trees and a logistic regression, loaded from a JSON file."""

import json
import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from operator import getitem, itemgetter, mul
from typing import Any

WEIGHTS = "judge.json"
_LEAST = 0.001
"""Minimum distance of every probability from 0 and 1."""
_BITS = 8
"""Maximum number of leaves of a tree: one bit for each in the byte that stands for the tree."""
_LOWEST = bytes([0, *((bits & -bits).bit_length() - 1 for bits in range(1, 1 << _BITS))])
"""Place of the lowest bit of each byte."""


@dataclass(frozen=True, slots=True)
class Tree:
    """A decision tree with at most eight leaves.

    If ``row[feature[i]] <= threshold[i]``, node ``i`` leads to ``left[i]``, else to ``right[i]``. A negative
    child is the leaf with index ``-child - 1`` in ``value``.
    """

    feature: tuple[int, ...]
    threshold: tuple[float, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    value: tuple[float, ...]

    def leaves_below(self, child: int) -> list[int]:
        """Returns the leaves below a child of a node, from left to right, as indexes of ``value``."""
        if child < 0:
            return [-child - 1]
        return [*self.leaves_below(self.left[child]), *self.leaves_below(self.right[child])]

    def leaves(self) -> list[int]:
        """Returns all leaves from left to right, as indexes of ``value``."""
        return self.leaves_below(0) if self.feature else [0]


@dataclass(frozen=True, slots=True)
class Forest:
    """Sum of decision trees, evaluated for all trees at once with sets of bits.

    Each tree has one byte of a number, and in it one bit for each leaf, from left to right. A node whose
    condition is false rules out the leaves on its left; the lowest bit that is left is the tree's leaf. The
    nodes of one feature are sorted by threshold, so that a single binary search finds all its false ones
    (Lucchese et al., "QuickScorer", SIGIR 2015).

    Attributes:
        nodes: By feature: its index, the sorted thresholds, and the leaves kept if the first 0, 1, … of these
            are exceeded.
        values: Values of each tree's leaves, from left to right.
    """

    nodes: tuple[tuple[int, tuple[float, ...], tuple[int, ...]], ...]
    values: tuple[tuple[float, ...], ...]

    def score(self, row: Sequence[float]) -> float:
        """Returns the sum of all trees' values for a row of features."""
        left = (1 << _BITS * len(self.values)) - 1
        for feature, thresholds, kept in self.nodes:
            if exceeded := bisect_left(thresholds, row[feature]):  # mostly none, since most features are 0
                left &= kept[exceeded]
        places = left.to_bytes(len(self.values), "little").translate(_LOWEST)
        return sum(map(getitem, self.values, places))


def forest_of(trees: Sequence[Tree]) -> Forest:
    """Returns the sum of trees.

    Raises:
        ValueError: a tree has more than eight leaves.
    """
    nodes: dict[int, list[tuple[float, int]]] = defaultdict(list)
    values: list[tuple[float, ...]] = []
    for at, tree in enumerate(trees):
        leaves = tree.leaves()
        if len(leaves) > _BITS:
            raise ValueError(f"a tree has {len(leaves)} leaves, more than {_BITS}")
        bit = {leaf: 1 << place for place, leaf in enumerate(leaves)}
        for feature, threshold, left in zip(tree.feature, tree.threshold, tree.left, strict=True):
            ruled_out = sum(bit[leaf] for leaf in tree.leaves_below(left))
            nodes[feature].append((threshold, ruled_out << _BITS * at))
        values.append(tuple(tree.value[leaf] for leaf in leaves))
    every = (1 << _BITS * len(trees)) - 1
    return Forest(
        nodes=tuple((feature, *_cumulated(sorted(found), every)) for feature, found in sorted(nodes.items())),
        values=tuple(values),
    )


def _cumulated(nodes: Sequence[tuple[float, int]], every: int) -> tuple[tuple[float, ...], tuple[int, ...]]:
    """Returns the thresholds of a feature's nodes, and the leaves kept if the first 0, 1, … are exceeded."""
    kept = [every]
    for _, ruled_out in nodes:
        kept.append(kept[-1] & ~ruled_out)
    return tuple(threshold for threshold, _ in nodes), tuple(kept)


@dataclass(frozen=True, slots=True)
class JudgeStage:
    """One stage of the judge; its probability is the mean of that of the trees and that of the regression.

    ``names`` are the features in order; ``weights`` and ``bias`` are the regression's.
    """

    names: tuple[str, ...]
    forest: Forest
    weights: tuple[float, ...]
    bias: float

    def probability(self, features: Mapping[str, float]) -> float:
        """Returns the probability that a person with these features is an artist of the studio."""
        row = _in_order(self.names)(features)
        linear = self.bias + sum(map(mul, self.weights, row))
        both = (_sigmoid(self.forest.score(row)) + _sigmoid(linear)) / 2
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


@lru_cache(maxsize=16)
def _in_order(names: tuple[str, ...]) -> Callable[[Mapping[str, float]], Sequence[float]]:
    """Returns a function that takes features out of a mapping, in the order of their names."""
    return itemgetter(*names) if len(names) > 1 else lambda features: [features[name] for name in names]


def _sigmoid(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-value)) if value > -500 else 0.0


_NOTHING = JudgeStage((), forest_of(()), (), 0.0)
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
    """Returns one stage; its regression is on standardised features, with ``mean`` and ``scale`` of each."""
    fields = ("feature", "threshold", "left", "right", "value")
    trees = [Tree(*(tuple(tree[field]) for field in fields)) for tree in document["trees"]]
    regression = list(zip(document["weight"], document["mean"], document["scale"], strict=True))
    return JudgeStage(
        names=tuple(document["names"]),
        forest=forest_of(trees),
        weights=tuple(weight / scale for weight, _, scale in regression),
        bias=float(document["bias"]) - sum(weight * mean / scale for weight, mean, scale in regression),
    )

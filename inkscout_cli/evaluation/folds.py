"""Cross-validation by site: each fold of sites is read with a judge trained on the other folds."""

import random
from collections.abc import Callable, Sequence

from inkscout.extraction import judge_from
from inkscout_cli.evaluation.proposing import all_proposed
from inkscout_cli.evaluation.scoring import Evaluation
from inkscout_cli.evaluation.training import fold_of, train
from inkscout_cli.evaluation.visits import VisitedSite, score_sites

_SAMPLES = 1000
_SEED = 1


def cross_validate(
    sites: Sequence[VisitedSite], folds: int, say: Callable[[str], None] = lambda _text: None
) -> list[Evaluation]:
    """Returns one evaluation per fold. Sites are assigned to folds by a hash of their host.

    Args:
        sites: Visited sites of one or several worlds.
        folds: Number of folds, at least two.
        say: Callback for progress messages, called before each fold.

    Raises:
        BadInput: scikit-learn or LightGBM is not installed.
    """
    say("proposing people")
    people = all_proposed(sites)
    evaluations = []
    for fold in range(folds):
        say(f"fold {fold + 1} of {folds}")
        inside = [site for site in sites if fold_of(site.label.host, folds) == fold]
        outside = [site for site in sites if fold_of(site.label.host, folds) != fold]
        judge = judge_from(
            train(
                (row for site in outside for row in people[site.label.host]),
                [site.label for site in outside],
            )
        )
        evaluations.append(score_sites(inside, judge))
    return evaluations


def together(evaluations: Sequence[Evaluation]) -> Evaluation:
    """Returns one evaluation with the sites of all the given ones."""
    return Evaluation([site for evaluation in evaluations for site in evaluation.sites])


def interval(evaluation: Evaluation, name: str) -> dict[str, tuple[float, float]]:
    """Returns the 95 % confidence intervals of precision and recall of one score, by bootstrap over sites.

    The keys are ``precision`` and ``recall``, the values the lower and the upper bound. ``name`` is that of
    the score, such as ``artists``.
    """
    draw = random.Random(_SEED)  # noqa: S311 - sampling, not a secret
    scores = [site.scores[name] for site in evaluation.sites if name in site.scores]
    precision, recall = [], []
    for _ in range(_SAMPLES):
        drawn = [draw.choice(scores) for _ in scores]
        right, false = sum(score.right for score in drawn), sum(score.false for score in drawn)
        missed = sum(score.missed for score in drawn)
        precision.append(right / (right + false) if right + false else 1.0)
        recall.append(right / (right + missed) if right + missed else 1.0)
    return {"precision": _middle(precision), "recall": _middle(recall)}


def _middle(values: list[float]) -> tuple[float, float]:
    ordered = sorted(values)
    return ordered[int(0.025 * len(ordered))], ordered[int(0.975 * len(ordered)) - 1]

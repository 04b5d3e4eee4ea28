"""Cross-validation by site: each fold of sites is read with a judge trained on the other folds."""

import random
from collections.abc import Callable, Sequence

from inkscout.domain.page import Page
from inkscout.extraction import judge_from, proposals
from inkscout_cli.evaluation.scoring import Evaluation, is_name
from inkscout_cli.evaluation.training import Proposed, fold_of, train
from inkscout_cli.evaluation.visits import VisitedSite, score_sites

_SAMPLES = 1000
_SEED = 1


def proposed_people(site: VisitedSite) -> list[Proposed]:
    """Returns the people proposed for a visited site, each marked as labelled (``right``) or not.

    Everybody is proposed twice: with all finders, and unaided (see :class:`Proposed`). People whom the label
    calls optional are left out. Of the visits by plain HTTP and by browser, the one that proposes more
    labelled people is used; plain HTTP if they are equal.
    """
    found: list[Proposed] = []
    for unaided in (False, True):
        plain = _proposed(site, site.plain.pages, unaided)
        rendered = _proposed(site, site.rendered.pages, unaided) if site.rendered is not None else []
        found += max(plain, rendered, key=lambda people: sum(person.right for person in people))
    return found


def _proposed(site: VisitedSite, pages: Sequence[Page], unaided: bool) -> list[Proposed]:
    labelled = [str(artist["name"]) for artist in site.label.artists]
    optional = [str(artist["name"]) for artist in site.label.optional_artists]
    found = []
    known = site.site
    for proposal in proposals(pages, studio_name=known.studio_name, country=known.country, unaided=unaided):
        name = proposal.names[0]
        right = any(is_name(label, name) for label in labelled)
        if right or not any(is_name(label, name) for label in optional):
            found.append(
                Proposed(site.label.host, name, proposal.features, proposal.groups, right, unaided=unaided)
            )
    return found


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
    people = {site.label.host: proposed_people(site) for site in sites}
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

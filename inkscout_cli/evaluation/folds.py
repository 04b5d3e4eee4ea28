"""Cross-validation by site: each fold is read by a judge that was trained on the other folds."""

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
    """Returns the proposed people of a visited site with the label's answer; optional people are left out.

    They are those of plain HTTP, or the browser's where its pages show more of the labelled people.
    """
    plain = _proposed(site, site.plain.pages)
    rendered = _proposed(site, site.rendered.pages) if site.rendered is not None else []
    return max(plain, rendered, key=lambda people: sum(person.right for person in people))


def _proposed(site: VisitedSite, pages: Sequence[Page]) -> list[Proposed]:
    labelled = [str(artist["name"]) for artist in site.label.artists]
    optional = [str(artist["name"]) for artist in site.label.optional_artists]
    found = []
    known = site.site
    for proposal in proposals(pages, studio_name=known.studio_name, country=known.country):
        name = proposal.names[0]
        right = any(is_name(label, name) for label in labelled)
        if right or not any(is_name(label, name) for label in optional):
            found.append(Proposed(site.label.host, name, proposal.features, proposal.groups, right))
    return found


def cross_validate(
    sites: Sequence[VisitedSite], folds: int, say: Callable[[str], None] = lambda _text: None
) -> list[Evaluation]:
    """Returns one evaluation a fold; sites are split by a hash of their host, never by page.

    Args:
        sites: Visited sites of one or several worlds.
        folds: Number of folds.
        say: Told of each fold before it is trained and read.
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
                sum(len(site.label.artists) for site in outside),
            )
        )
        evaluations.append(score_sites(inside, judge))
    return evaluations


def together(evaluations: Sequence[Evaluation]) -> Evaluation:
    """Returns the evaluation of all sites of several evaluations."""
    return Evaluation([site for evaluation in evaluations for site in evaluation.sites])


def interval(evaluation: Evaluation, name: str) -> dict[str, tuple[float, float]]:
    """Returns the 95 % bootstrap intervals over sites of precision and recall of one score."""
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

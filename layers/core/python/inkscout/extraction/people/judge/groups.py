"""Groups of people whose names are set alike, and features of a person from the others of the site."""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from inkscout.extraction.people.judge.alt_texts import AltText
from inkscout.extraction.people.judge.features import SiteEvidence
from inkscout.extraction.people.judge.mentions import Mention


class LinesUnderHeading(NamedTuple):
    """Similarly formatted text lines under one heading of a page: ``heading`` is its index."""

    page: int
    heading: int
    setting: object


def group_features(
    probabilities: Sequence[float], groups: Sequence[frozenset[object]], at: int
) -> dict[str, float]:
    """Returns features from the other people of a site, since names are usually listed with other names.

    Args:
        probabilities: First-stage probability of every person, computed without these features.
        groups: For every person, the groups of similar text lines in which their name is alone.
        at: Index of the person.
    """
    own = probabilities[at]
    beside: list[float] = []
    apart: list[float] = []
    near: list[float] = []
    under = frozenset(group for group in groups[at] if isinstance(group, LinesUnderHeading))
    for index, value in enumerate(probabilities):
        if index == at:
            continue
        (apart if groups[at].isdisjoint(groups[index]) else beside).append(value)
        if not under.isdisjoint(groups[index]):
            near.append(value)
    total = sum(probabilities)
    return {
        "first_judgement": own,
        "first_logit": math.log(own / (1.0 - own)),
        "beside_mean": sum(beside) / len(beside) if beside else 0.0,
        "beside_best": max(beside, default=0.0),
        "beside_many": float(len(beside) > 1),
        "beside_least": min(beside, default=0.0),
        "with_beside": (own + sum(beside)) / (1 + len(beside)),
        "beside_likely": sum(value > 0.3 for value in beside) / len(beside) if beside else 0.0,
        "near_mean": sum(near) / len(near) if near else 0.0,
        "near_least": min(near, default=0.0),
        "near_many": float(len(near) > 1),
        "with_near": (own + sum(near)) / (1 + len(near)),
        "apart_best": max(apart, default=0.0),
        "apart_likely": math.log1p(sum(value > 0.5 for value in apart)),
        "better": math.log1p(sum(value > own for value in probabilities)),
        "share": own / total if total else 0.0,
        "people": math.log1p(len(probabilities)),
    }


def groups_of(shared: SiteEvidence, key: tuple[str, ...]) -> frozenset[object]:
    """Returns the groups of a name: similar text lines on a page and under a heading, and lists of images.

    In these text lines the name is alone; these images have the name as alt text.
    """
    mentions: Iterable[Mention] = shared.text.mentions(key)
    alone = [mention for mention in mentions if mention.is_alone][:10]
    lists = shared.alt_texts.get(key, AltText()).lists
    blocks = (
        LinesUnderHeading(id(mention.view), shared.text.block(mention), mention.line.setting)
        for mention in alone
    )
    return frozenset((*((id(mention.view), mention.line.setting) for mention in alone), *blocks, *lists))

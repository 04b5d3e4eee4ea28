"""The judge: a classifier, trained on labelled websites, that decides who is an artist of the studio."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inkscout.domain.reading import StudioFacts
from inkscout.extraction.model import SiteContext
from inkscout.extraction.people.judge.features import features_of, group_features, groups_of, site_evidence
from inkscout.extraction.people.judge.mentions import read_text
from inkscout.extraction.people.judge.model import Judge, judge
from inkscout.extraction.people.person import Person
from inkscout.extraction.text.names import name_key

__all__ = ["Judgement", "Proposal", "evidence", "group_features", "judge_people"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A person who might be an artist: all names, features by name, and groups of similar text lines.

    Two people with a common group are in the same list.
    """

    names: tuple[str, ...]
    features: Mapping[str, float]
    groups: frozenset[object]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The judge's decision on a person.

    ``probability`` is its estimate that they are an artist of the studio, ``confidence`` the same calibrated,
    and ``accepted`` whether it is high enough.
    """

    person: Person
    probability: float
    confidence: float
    accepted: bool


def judge_people(
    site: SiteContext, facts: StudioFacts, people: Sequence[Person], by: Judge | None = None
) -> list[Judgement]:
    """Returns a judgement for each person of a website; they are judged together.

    Args:
        site: The website's pages, and facts that concern all of it.
        facts: The studio's facts; its handle and e-mail address are used.
        people: The proposed people, each with all their candidates.
        by: The judge to use; None for the shipped one.
    """
    if not people or not site.views:
        return []
    by = by or judge()
    keys = [name_key(person.names()[0]) for person in people]
    text = read_text(site.views, keys)
    shared = site_evidence(site, facts, text, people)
    rows = [features_of(shared, at) for at in range(len(people))]
    first = [by.first.probability(row) for row in rows]
    groups = [groups_of(text, key) for key in keys]
    second = [by.second.probability(row | group_features(first, groups, at)) for at, row in enumerate(rows)]
    threshold = by.threshold if max(second) >= by.threshold else by.lower
    return [
        Judgement(
            person,
            probability,
            by.confidence(probability),
            accepted=probability >= threshold and not _is_ruled_out(row),
        )
        for person, probability, row in zip(people, second, rows, strict=True)
    ]


def _is_ruled_out(row: Mapping[str, float]) -> bool:
    """Whether a person is rejected whatever the probability, since labelled sites have few such cases.

    The studio's name is not a person if there is no other evidence for one, or if somebody else introduces
    themselves. An image title in a gallery without other evidence is a motif.
    """
    if row["by_rules"]:
        return False
    return bool((row["brand"] and row["bare"]) or row["brand_beside_introduced"] or row["bare_in_gallery"])


def evidence(site: SiteContext, facts: StudioFacts, people: Sequence[Person]) -> list[Proposal]:
    """Returns the names, features and groups of all people of a website, for training."""
    if not people or not site.views:
        return []
    keys = [name_key(person.names()[0]) for person in people]
    text = read_text(site.views, keys)
    shared = site_evidence(site, facts, text, people)
    return [
        Proposal(tuple(person.names()), features_of(shared, at), groups_of(text, keys[at]))
        for at, person in enumerate(people)
    ]

"""Judges which of the proposed people are artists of a studio, by weights learned from labelled sites."""

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
    """A person who might be an artist: printed names, evidence by name, groups of lines with names alike."""

    names: tuple[str, ...]
    features: Mapping[str, float]
    groups: frozenset[object]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person, the probability that they are an artist of the studio, and whether that is enough."""

    person: Person
    probability: float
    confidence: float
    accepted: bool


def judge_people(
    site: SiteContext, facts: StudioFacts, people: Sequence[Person], by: Judge | None = None
) -> list[Judgement]:
    """Judges all people of a website together.

    Args:
        site: The website's pages and what is known across them.
        facts: The studio's facts, for its handle and e-mail address.
        people: The proposed people, each with all of its candidates.
        by: The judge; None for the trained one.
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
    """Whether a proposal is none whatever the weights say, since labelled sites show too few of its kind.

    The brand is no person where nothing else speaks of one, nor beside somebody who introduces themselves; a
    picture's title in a gallery with nothing beside it is a motif.
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

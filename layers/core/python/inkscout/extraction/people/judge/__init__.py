"""The judge: a classifier, trained on labelled websites, that decides who is an artist of the studio."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inkscout.domain.reading import StudioFacts
from inkscout.extraction.model import SiteContext
from inkscout.extraction.people.judge.features import SiteEvidence, features_of, site_evidence
from inkscout.extraction.people.judge.groups import group_features, groups_of
from inkscout.extraction.people.judge.list_mates import with_list_mates
from inkscout.extraction.people.judge.mentions import read_text
from inkscout.extraction.people.judge.model import Judge, judge
from inkscout.extraction.people.judge.other_work import does_cosmetic_work_alone, is_title_of_work
from inkscout.extraction.people.person import Person
from inkscout.extraction.text.name_forms import is_web_address
from inkscout.extraction.text.names import name_key

__all__ = [
    "Judgement",
    "Proposal",
    "evidence",
    "group_features",
    "is_ruled_out",
    "judge_people",
    "makes_tattoos_alone",
]

_LIKELY = 0.4
_AMONG_OTHERS = {"bare": 0.0}
"""Evidence in which somebody listed with artists differs from who is named by the way."""
_LEAST_LISTED = 0.05
"""Probability below which nobody is accepted, whoever else is."""
_ONCE = math.log1p(1)
"""Value of the feature ``mentions`` for a name that the site has once."""


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
    text = read_text(site.views, (name_key(name) for person in people for name in person.names()))
    shared = site_evidence(site, facts, text, people)
    rows = [features_of(shared, at) for at in range(len(people))]
    first = [by.first.probability(row) for row in rows]
    groups = [groups_of(shared, key) for key in keys]
    second = [by.second.probability(row | group_features(first, groups, at)) for at, row in enumerate(rows)]
    second = [max(value, _stated(row)) for value, row in zip(second, rows, strict=True)]
    is_signed = any(row["signs"] and not row["in_studio_name"] for row in rows)
    ruled_out = [
        is_ruled_out(row)
        or (is_signed and _is_signed_brand(row))
        or (second[at] >= _LEAST_LISTED and _does_other_work(shared, row, at))
        for at, row in enumerate(rows)
    ]
    best = max((value for value, out in zip(second, ruled_out, strict=True) if not out), default=0.0)
    threshold = by.threshold if best >= by.threshold else by.lower
    accepted = [value >= threshold and not out for value, out in zip(second, ruled_out, strict=True)]
    if not any(accepted):
        accepted = _signing_alone(rows, second, ruled_out)
    barred = [
        out and bool(row["brand"] or not is_ruled_out(row) or is_ruled_out(row | _AMONG_OTHERS))
        for row, out in zip(rows, ruled_out, strict=True)
    ]
    accepted = with_list_mates(shared, groups, second, accepted, barred)
    return [
        Judgement(person, value, by.confidence(value), accepted=is_accepted)
        for person, value, is_accepted in zip(people, second, accepted, strict=True)
    ]


def _does_other_work(shared: SiteEvidence, row: Mapping[str, float], at: int) -> bool:
    person = shared.people[at]
    is_title = not row["finders"] and is_title_of_work(shared, at)
    return is_title or does_cosmetic_work_alone(person) or is_web_address(person.names()[0].lower())


def _signing_alone(
    rows: Sequence[Mapping[str, float]], values: Sequence[float], ruled_out: Sequence[bool]
) -> list[bool]:
    """Returns who is accepted where nobody is: the only likely listed given name that stands alone.

    The site must speak in the first person: such a name is its signature.
    """
    signing = [
        value >= _LIKELY
        and not out
        and bool(row["first_person"] and row["alone"] and row["listed_given_first"] and not row["any_review"])
        for row, value, out in zip(rows, values, ruled_out, strict=True)
    ]
    return signing if sum(signing) == 1 else [False] * len(signing)


def _stated(row: Mapping[str, float]) -> float:
    """Returns the probability of a person to whom structured data or the person gives the job; else 0.

    All 21 such people of the labelled websites are artists. The studio's name counts only if nobody else is
    named, since some studios describe themselves as a person. The same holds for whoever introduces
    themselves by a listed given name as the only one on a site in the first person.
    """
    is_studio = row["brand"] and not row["nobody_else"]
    if row["role"] and row["by_structured"] and not (row["other_trade"] or is_studio):
        return row["by_structured"]
    if makes_tattoos_alone(row):
        return row["by_sentence"]
    is_known = row["listed_given_first"] and row["first_person"] and not row["other_trade"]
    return row["by_sentence"] if is_known and row["introduced"] and row["only_by_rules"] else 0.0


def makes_tattoos_alone(row: Mapping[str, float]) -> bool:
    """Whether a site in the first person has tattoos by its namesake and names nobody else."""
    is_told = row["brand_alone"] and row["first_person"] and row["by_sentence"] and row["nobody_else"]
    is_of_words = row["everyday"] >= 1.0 or row["no_name"]
    return bool(is_told and row["role"] and not (row["one_word"] or is_of_words or row["other_trade"]))


def is_ruled_out(row: Mapping[str, float]) -> bool:
    """Whether a person is rejected whatever the probability, since labelled sites have few such cases.

    The studio's own handle among those of its artists is nobody. The studio's name is not a person if there
    is no other evidence for one, unless it has a known given name or signs the site, or if somebody else
    introduces themselves. An image title in a gallery without other evidence is a motif. One word that never
    stands alone in a text line or as an image's alt text in a list of people is no name without other
    evidence. The initials of the studio's name are its logo. Somebody whom running text mentions once without
    other evidence on a site that speaks as a studio is usually a guest, a teacher or an idol. A name beside
    another trade ("Hairdresser") is of a colleague who does not tattoo. A text of everyday words, one of
    which is no name ("Select Artist"), is a label; words of the studio's address are a place.
    """
    is_colleague = row["other_trade"] and not (row["by_sentence"] or row["role_in_prose"])
    if is_colleague or (row["one_word"] and row["is_handle"] and row["handle_of_studio"] and row["others"]):
        return True
    if row["by_rules"]:
        return False
    if _is_label_or_place(row):
        return True
    if row["brand_beside_introduced"] and not (row["by_sentence"] or row["signs"]):
        return True
    is_named = row["signs"] or row["listed_given_first"] or (row["listed_given"] and row["listed"] >= 1.0)
    is_logo = row["initials"] and not row["in_section"]
    is_brand = (row["brand"] and row["bare"] and not is_named) or _is_brand_of_words(row)
    return bool(is_brand or row["bare_in_gallery"] or is_logo or _is_mentioned_by_the_way(row))


def _is_label_or_place(row: Mapping[str, float]) -> bool:
    """Whether no finder names a person, and the words are everyday words one of which is no name, or a place.

    Such are "Select Artist" and words of the studio's address.
    """
    is_label = row["no_name"] and row["everyday"] >= 1.0
    return bool((row["in_address"] or is_label) and not row["finders"])


def _is_mentioned_by_the_way(row: Mapping[str, float]) -> bool:
    """Whether nothing but a word that never stands alone, or one mention in running text, names a person."""
    if row["one_word"] and row["bare"] and not (row["alone"] or row["finders"] or row["alt_in_section"]):
        return True
    is_mentioned_once = row["mentions"] <= _ONCE and not row["first_elsewhere"]
    is_told = row["first_person"] and row["role_in_prose"]
    return bool(row["bare"] and not is_told and is_mentioned_once and _is_in_prose_alone(row))


def _is_signed_brand(row: Mapping[str, float]) -> bool:
    """Whether a person is the studio's whole name, which somebody else signs ("Black Rose by Anna Bell")."""
    return bool(row["brand_alone"] and not (row["signs"] or row["listed_given_first"] or row["in_section"]))


def _is_brand_of_words(row: Mapping[str, float]) -> bool:
    """Whether a person is the studio's name made of words that are none of a name, with no sign of a person.

    Such words are everyday words, or all stand in lower case on the website ("Hot Needle"), or nothing on the
    website proposes them but the studio's name. The studio's own handle beside the name and a copyright line
    are no signs: a studio has both.
    """
    is_of_words = row["everyday"] >= 1.0 or row["all_spoken"] or _is_known_elsewhere_alone(row)
    is_found = row["finders"] > float(bool(row["by_handle"] and row["handle_of_studio"]))
    is_person = row["first_person"] or row["listed_given"] or row["given_any"] or row["in_section"]
    return bool(row["brand"] and is_of_words and not is_found and not is_person)


def _is_known_elsewhere_alone(row: Mapping[str, float]) -> bool:
    return bool(row["by_studio_name"] and not (row["by_short_text"] or row["finders"]))


def _is_in_prose_alone(row: Mapping[str, float]) -> bool:
    others = ("finders", "by_short_text", "by_unseen", "by_studio_name")
    return bool(row["by_prose"]) and not any(row[name] for name in others)


def evidence(site: SiteContext, facts: StudioFacts, people: Sequence[Person]) -> list[Proposal]:
    """Returns the names, features and groups of all people of a website, for training."""
    if not people or not site.views:
        return []
    keys = [name_key(person.names()[0]) for person in people]
    text = read_text(site.views, keys)
    shared = site_evidence(site, facts, text, people)
    return [
        Proposal(tuple(person.names()), features_of(shared, at), groups_of(shared, keys[at]))
        for at, person in enumerate(people)
    ]

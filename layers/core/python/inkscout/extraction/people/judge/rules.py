"""Judges people by hand-written rules on the finders' confidence; the results are features of the judge."""

from collections.abc import Sequence

from inkscout.extraction.model import JUDGED_ALONE, Candidate, SiteContext
from inkscout.extraction.people.person import Person
from inkscout.extraction.text.names import KNOWN

_ACCEPT = 0.55
"""Minimum joint confidence for a person to be accepted as an artist."""
_ACCEPT_WEAK = 0.6
"""Minimum joint confidence for a person found only in running text and captions."""
_ACCEPT_WEAK_BESIDE_ROSTER = 0.72
"""Minimum joint confidence for a person found only in running text and captions if the site lists people.

A name in a sentence is then usually somebody else's.
"""
_SINGLE = "solo"
"""Name of the finder that is used only if nobody else is accepted."""


def ruled(site: SiteContext, people: Sequence[Person]) -> tuple[list[bool], list[float]]:
    """Returns for every person whether the rules accept them as an artist, and their joint confidence."""
    believed = [
        Person([one for one in person.candidates if _is_believed(site, one) and one.finder.name != _SINGLE])
        for person in people
    ]
    confidences = [person.confidence() if person.candidates else 0.0 for person in believed]
    strong = [
        bool(person.candidates) and not person.is_weak() and value >= _ACCEPT
        for person, value in zip(believed, confidences, strict=True)
    ]
    limit = _ACCEPT_WEAK_BESIDE_ROSTER if sum(strong) >= 2 else _ACCEPT_WEAK
    accepted = [
        is_strong or (bool(person.candidates) and person.is_weak() and _weak_confidence(person) >= limit)
        for person, is_strong in zip(believed, strong, strict=True)
    ]
    if not any(accepted):
        accepted = [any(one.finder.name == _SINGLE for one in person.candidates) for person in people]
    return accepted, confidences


def _is_believed(site: SiteContext, candidate: Candidate) -> bool:
    return candidate.finder.name not in JUDGED_ALONE and not _is_brand(site, candidate)


def _weak_confidence(person: Person) -> float:
    """Returns the confidence of a person found by weak finders: several pages add a little to it."""
    pages = {candidate.url for candidate in person.candidates}
    best = max(candidate.confidence for candidate in person.candidates)
    return max(person.confidence(), best + 0.04 * (len(pages) - 1))


def _is_brand(site: SiteContext, candidate: Candidate) -> bool:
    """Whether a candidate is probably the studio's name, with nothing to show that a person is meant."""
    if not site.brand.covers(candidate.name) or not candidate.finder.may_be_brand:
        return False
    if candidate.role == "owner" and candidate.finder.heads_list and candidate.group > 1:
        return False
    return candidate.name_score < KNOWN or (candidate.group < 2 and not candidate.finder.introduces)

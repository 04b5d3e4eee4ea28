"""Judges people by hand-set rules over the confidence of finders; one witness among many for the judge."""

from collections.abc import Sequence

from inkscout.extraction.model import JUDGED_ALONE, Candidate, SiteContext
from inkscout.extraction.people.person import Person
from inkscout.extraction.text.names import KNOWN

_ACCEPT = 0.55
"""Joint confidence from which a person is an artist."""
_ACCEPT_WEAK = 0.6
"""The same for people of running text and captions alone."""
_ACCEPT_WEAK_BESIDE_ROSTER = 0.72
"""The same when the site lists its people elsewhere: then a name in a sentence is mostly someone else."""
_SINGLE = "solo"
"""Finder that is believed where nobody else is found."""


def ruled(site: SiteContext, people: Sequence[Person]) -> tuple[list[bool], list[float]]:
    """Returns for every person whether the rules take them for an artist, and their joint confidence."""
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
    """Weak witnesses corroborate one another only when they are of different finders or pages."""
    pages = {candidate.url for candidate in person.candidates}
    best = max(candidate.confidence for candidate in person.candidates)
    return max(person.confidence(), best + 0.04 * (len(pages) - 1))


def _is_brand(site: SiteContext, candidate: Candidate) -> bool:
    """Whether a candidate's words are the studio's, and nothing says that a person is meant."""
    if not site.brand.covers(candidate.name) or not candidate.finder.may_be_brand:
        return False
    if candidate.role == "owner" and candidate.finder.heads_list and candidate.group > 1:
        return False
    return candidate.name_score < KNOWN or (candidate.group < 2 and not candidate.finder.introduces)

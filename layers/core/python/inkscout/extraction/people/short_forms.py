"""Joins a short form of a name to the name: on a website named after Jayden, Jay is the same person.

A spelling that only the file of a picture has ("anthony.jpg") is left out beside a colleague's name that
sounds alike.
"""

from collections.abc import Sequence
from copy import copy

from inkscout.extraction.model import Candidate, SiteContext
from inkscout.extraction.people.person import Person
from inkscout.extraction.people.portraits import is_called_by_file
from inkscout.extraction.text.names import name_key
from inkscout.extraction.text.sounds import differ_in_spelling

_LEAST_LETTERS = 3


def without_short_forms(
    site: SiteContext, accepted: Sequence[tuple[Person, float]]
) -> list[tuple[Person, float]]:
    """Returns the accepted people, with those made one whose name is the beginning of the studio's namesake.

    Elsewhere Alex and Alexandra may be colleagues; at "Alexandra's" they are one, unless each has a handle.

    Args:
        site: The website.
        accepted: People, with the confidence that they are artists of the studio.
    """
    left = [one for one in accepted if not _is_spelling_of_another(one[0], accepted)]
    for namesake in accepted:
        first = _only_word(namesake[0])
        if not first or first not in site.brand.words:
            continue
        short = [one for one in left if one is not namesake and _is_short_form(one[0], first)]
        if len(short) != 1 or (_handles(namesake[0]) and _handles(short[0][0])):
            continue
        name = namesake[0].names()[0]
        joined = Person([*namesake[0].candidates, *(_renamed(one, name) for one in short[0][0].candidates)])
        kept = (joined, max(namesake[1], short[0][1]))
        left = [kept if one is namesake else one for one in left if one is not short[0]]
    return left


def _is_spelling_of_another(person: Person, accepted: Sequence[tuple[Person, float]]) -> bool:
    """Whether somebody named once, and by a file alone, has a name that sounds like a colleague's."""
    word = _only_word(person)
    if not word or len(person.candidates) > 1 or not is_called_by_file(person.candidates[0]):
        return False
    others = (_only_word(other) for other, _ in accepted if other is not person)
    return any(other and differ_in_spelling((word,), (other,)) for other in others)


def _only_word(person: Person) -> str:
    words = name_key(person.names()[0]) if person.names() else ()
    return words[0] if len(words) == 1 else ""


def _is_short_form(person: Person, name: str) -> bool:
    word = _only_word(person)
    return len(word) >= _LEAST_LETTERS and word != name and name.startswith(word)


def _handles(person: Person) -> set[str]:
    return {candidate.instagram for candidate in person.candidates} - {""}


def _renamed(candidate: Candidate, name: str) -> Candidate:
    other = copy(candidate)
    other.name = name
    return other

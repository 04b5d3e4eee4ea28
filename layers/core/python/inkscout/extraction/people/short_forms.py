"""Joins a short form of a name to the name: on a website named after Jayden, Jay is the same person.

So are Ada and Quillfeather where a page sets them in two lines and another place says "Ada Quillfeather". A
spelling that only the file of a picture has ("anthony.jpg") is left out beside a colleague's name that sounds
alike.
"""

from collections.abc import Iterator, Sequence
from copy import copy
from itertools import pairwise, permutations

from inkscout.extraction.model import Candidate, SiteContext
from inkscout.extraction.people.person import Person
from inkscout.extraction.people.portraits import is_called_by_file
from inkscout.extraction.text.names import name_key
from inkscout.extraction.text.sounds import differ_in_spelling
from inkscout.vocabulary.folding import fold
from inkscout.vocabulary.loader import long_list

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
    accepted = _with_halves_joined(site, accepted)
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


def _with_halves_joined(
    site: SiteContext, accepted: Sequence[tuple[Person, float]]
) -> Sequence[tuple[Person, float]]:
    """Returns the accepted people, with those made one whose names are the two halves of a full name.

    The second half is no listed given name, and somewhere both stand in one line, title or description.
    """
    single = [one for one in accepted if _only_word(one[0])]
    for given, family in permutations(single, 2):
        first, last = _only_word(given[0]), _only_word(family[0])
        if first not in long_list("given_names") or last in long_list("given_names"):
            continue
        if not _is_beside_half(site, first, last) or not (full := _full_name(site, first, last)):
            continue
        candidates = (_renamed(one, full) for one in (*given[0].candidates, *family[0].candidates))
        joined = (Person(list(candidates)), max(given[1], family[1]))
        rest = [one for one in accepted if one is not given and one is not family]
        return _with_halves_joined(site, [*rest, joined])
    return accepted


def _is_beside_half(site: SiteContext, first: str, last: str) -> bool:
    """Whether a page has the two halves of a name in lines of one element that follow each other."""
    return any(
        line.element is after.element and name_key(line.text) == (first,) and name_key(after.text) == (last,)
        for view in site.views
        for line, after in pairwise(view.document.lines)
    )


def _full_name(site: SiteContext, first: str, last: str) -> str:
    """Returns a full name as a line, title or description writes it; empty if none does."""
    for text in _texts(site):
        if last not in fold(text):
            continue
        for one, other in pairwise(text.split()):
            if name_key(one) == (first,) and name_key(other) == (last,) and one[-1].isalpha():
                return f"{one} {other.rstrip('.,;:!')}"
    return ""


def _texts(site: SiteContext) -> Iterator[str]:
    for view in site.views:
        yield view.document.title
        yield view.document.meta.get("description", "")
        yield from (line.text for line in view.document.lines)


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

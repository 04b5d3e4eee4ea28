"""Decides together the people whom a page's data lists under a name for people ("artists")."""

from collections import defaultdict
from collections.abc import Sequence

from inkscout.extraction.people.literal_lists import is_of_people
from inkscout.extraction.people.person import Person

_LEAST_ACCEPTED = 2
_LEAST_SHARE = 0.5
_DATA = "embedded"


def with_list_mates(
    people: Sequence[Person], accepted: Sequence[bool], ruled_out: Sequence[bool]
) -> list[bool]:
    """Returns whom the judge accepts, with the others of a list of people in which most are accepted.

    Args:
        people: The people of a website.
        accepted: Whether the judge accepts each of them.
        ruled_out: Whether each of them is rejected whatever the probability.
    """
    lists: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, person in enumerate(people):
        for candidate in person.candidates:
            name, colon, _ = candidate.snippet.partition(":")
            if candidate.finder.name == _DATA and colon and is_of_people(name):
                lists[candidate.url, name].append(at)
    out = list(accepted)
    for members in lists.values():
        chosen = sum(accepted[at] for at in set(members))
        if chosen >= _LEAST_ACCEPTED and chosen >= _LEAST_SHARE * len(set(members)):
            for at in members:
                out[at] = not ruled_out[at]
    return out

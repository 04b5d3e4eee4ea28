"""Tells colleagues with the same first name apart: Vera and Vera K. of one list, each with an own page."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from inkscout.extraction.model import Candidate
from inkscout.extraction.page.urls import page_key
from inkscout.extraction.people.person import Person
from inkscout.extraction.text.names import name_key, same_person


def namesakes(candidates: Sequence[Candidate]) -> Mapping[str, frozenset[str]]:
    """Returns for the key of a page of one person those of the pages of that person's namesakes.

    Two people of one list are namesakes if one name is a form of the other, and they differ both in the
    handle and in the page.
    """
    lists: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
    for one in candidates:
        if one.finder.heads_list and one.instagram and one.page_url and (key := name_key(one.name)):
            lists[one.url, key[0]].append(one)
    found: dict[str, set[str]] = defaultdict(set)
    for group in lists.values():
        for one in group:
            for other in group:
                if _differ(one, other):
                    found[page_key(one.page_url)].add(page_key(other.page_url))
    return {page: frozenset(others) for page, others in found.items()}


def _differ(one: Candidate, other: Candidate) -> bool:
    if one.instagram == other.instagram or page_key(one.page_url) == page_key(other.page_url):
        return False
    return name_key(one.name) != name_key(other.name) and same_person(one.name, other.name)


def are_apart(known: Mapping[str, frozenset[str]], person: Person, candidate: Candidate) -> bool:
    """Whether a candidate's page is that of a namesake of the person; ``known`` are a site's namesakes."""
    if not known or not candidate.page_url:
        return False
    others = known.get(page_key(candidate.page_url), frozenset())
    key = name_key(candidate.name)
    return any(
        one.page_url and page_key(one.page_url) in others and name_key(one.name) != key
        for one in person.candidates
    )

"""Decides together the people whom a page lists alike, or its data under a name for people ("artists")."""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from inkscout.extraction.people.judge.features import SiteEvidence
from inkscout.extraction.people.judge.groups import LinesUnderHeading
from inkscout.extraction.people.literal_lists import is_of_people
from inkscout.extraction.people.person import Person
from inkscout.extraction.text.names import name_key, role_in
from inkscout.extraction.text.styles import styles_in
from inkscout.extraction.text.titles import name_of_line
from inkscout.vocabulary.folding import fold

_LEAST_ACCEPTED = 2
_LEAST_SHARE = 0.5
_LEAST_BESIDE_MANY = 0.3
"""Minimum probability of somebody in a list most of whose people, at least two, are accepted."""
_LEAST_IN_ROWS = 0.08
"""The same in rows that each begin with a name."""
_LEAST_BESIDE_ONE = 0.4
_LIST, _LIKELY = 3, 0.4
"""Number of people of a finder's list, and their mean probability, by which none of them need be sure."""
_SURE = 0.6
"""Minimum probability of somebody accepted by whom others are taken in."""
_DATA = "embedded"
_LISTING = ("roster", "section")
_ANYWHERE = -2
"""Stands for the whole page in place of a heading."""
_MOST_MENTIONS = 10
_TRADE = ("tatt", "tatu", "tato", "taetow", "tetov", "dovme", "тату", "body pierc", "pierc", "пирс", "пірс")
_LEADS = re.compile(r"[^\s,.:;(–—-][^,.:;(–—]{0,30}(?:\s[–—-]|[:(–—])\s?\S.{0,80}$")
_LABEL = re.compile(r"([^:]{3,30}):\s{0,3}\S.{0,40}$")


class _NamedRows(NamedTuple):
    """Lines set alike that each begin with a name, or end with one after a label."""

    place: tuple[object, ...]
    label: str


class _FindersList(NamedTuple):
    """People whom one finder reads as a list on one page."""

    finder: str
    url: str


def with_list_mates(
    shared: SiteEvidence,
    groups: Sequence[frozenset[object]],
    probabilities: Sequence[float],
    accepted: Sequence[bool],
    ruled_out: Sequence[bool],
) -> list[bool]:
    """Returns whom the judge accepts, with the others of a list of people in which most are accepted.

    Args:
        shared: The people of a website, and the evidence for them.
        groups: The groups of similar text lines in which their names are alone, one set each.
        probabilities: The judge's probability of each of them.
        accepted: Whether the judge accepts each of them.
        ruled_out: Whether each of them is rejected whatever the others are.
    """
    out = list(accepted)
    for members in _lists_of_data(shared.people):
        if _are_mostly(accepted, members):
            for at in members:
                out[at] = not ruled_out[at]
    if not any(
        value >= _LEAST_IN_ROWS and not (taken or barred)
        for value, taken, barred in zip(probabilities, out, ruled_out, strict=True)
    ):
        return out
    lists: dict[object, set[int]] = defaultdict(set)
    for at, own in enumerate(groups):
        for group in (*own, *_lists_with(shared, at)):
            if isinstance(group, LinesUnderHeading | _NamedRows | _FindersList) and not ruled_out[at]:
                lists[group].add(at)
    is_new = True
    while is_new:  # somebody taken in may vouch for the next
        taken = {at for group, members in lists.items() for at in _taken(group, members, probabilities, out)}
        is_new = not all(out[at] for at in taken)
        for at in taken:
            out[at] = True
    return out


def _taken(
    group: object, members: set[int], probabilities: Sequence[float], accepted: Sequence[bool]
) -> set[int]:
    """Returns the members of a list who are accepted for the sake of the others."""
    if any(accepted[at] and probabilities[at] >= _SURE for at in members):
        many = _LEAST_IN_ROWS if isinstance(group, _NamedRows) else _LEAST_BESIDE_MANY
        least = many if _are_mostly(accepted, members) else _LEAST_BESIDE_ONE
    elif isinstance(group, _FindersList) and len(members) >= _LIST:
        mean = sum(probabilities[at] for at in members) / len(members)
        least = _LEAST_BESIDE_MANY if mean >= _LIKELY else 1.0
    else:
        return set()
    return {at for at in members if probabilities[at] >= least}


def _lists_with(shared: SiteEvidence, at: int) -> set[object]:
    """Returns the lists with a person: what one finder reads as a list, and lines like the name's.

    These are that name alone, begin with it ("Anna – fine line", "Anna (fine line)"), or end with it after
    the same label ("Tattooed by: Anna").
    """
    person = shared.people[at]
    found: set[object] = {
        _FindersList(candidate.finder.name, candidate.url)
        for candidate in person.candidates
        if candidate.finder.name in _LISTING and candidate.group > 1
    }
    names = person.names()
    keys = dict.fromkeys(map(name_key, names))
    mentions = (mention for key in keys for mention in shared.text.mentions(key)[:_MOST_MENTIONS])
    for mention in mentions:
        line = mention.line
        place = LinesUnderHeading(id(mention.view), shared.text.block(mention), line.setting)
        guess = name_of_line(line)
        if guess is not None and guess.name in names:
            found.add(place)
            if line.heading:
                found.add(LinesUnderHeading(id(mention.view), _ANYWHERE, (line.element.tag, line.heading)))
        if mention.at == 0 and mention.rest and _LEADS.match(line.text) is not None:
            found.add(_NamedRows(place, ""))
        elif mention.at and (label := _LABEL.match(line.text)) is not None:
            said = "label" if _is_of_trade(label[1]) else label[1]
            found.add(_NamedRows((id(mention.view), line.element.tag, line.heading), said))
    return found


def _is_of_trade(label: str) -> bool:
    """Whether a label before a name is a role, a style or another word of tattooing ("Piercing: Anna")."""
    return bool(role_in(label) or styles_in(label, listed=True)) or fold(label).startswith(_TRADE)


def _lists_of_data(people: Sequence[Person]) -> list[set[int]]:
    lists: dict[tuple[str, str], set[int]] = defaultdict(set)
    for at, person in enumerate(people):
        for candidate in person.candidates:
            name, colon, _ = candidate.snippet.partition(":")
            if candidate.finder.name == _DATA and colon and is_of_people(name):
                lists[candidate.url, name].add(at)
    return list(lists.values())


def _are_mostly(accepted: Sequence[bool], members: set[int]) -> bool:
    chosen = sum(accepted[at] for at in members)
    return chosen >= _LEAST_ACCEPTED and chosen >= _LEAST_SHARE * len(members)

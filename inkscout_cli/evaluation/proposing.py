"""Proposes the people on whom the judge is trained: those of labelled websites, each read in several ways."""

from collections.abc import Sequence
from dataclasses import replace

from inkscout.domain.page import Page
from inkscout.extraction import proposals
from inkscout_cli.evaluation.scoring import is_name
from inkscout_cli.evaluation.training import UNAIDED, Proposed
from inkscout_cli.evaluation.visits import VisitedSite
from inkscout_cli.evaluation.word_loss import with_fewer_words

WORD_LOSSES = (1, 2)
"""Seeds of the readings with fewer words."""
_LOSS_WEIGHT = 0.5


def all_proposed(sites: Sequence[VisitedSite], weight: float = 1.0) -> dict[str, list[Proposed]]:
    """Returns the people proposed for visited sites by host, in every way in which a site is read.

    These are: as in a visit, unaided, and twice as in a visit but with half of the words missing
    (:mod:`inkscout_cli.evaluation.word_loss`).

    Args:
        sites: The visited sites.
        weight: Weight of their people in training; half of it for those with fewer words.
    """
    found = {
        site.label.host: [replace(person, weight=weight) for person in proposed_people(site)]
        for site in sites
    }
    for seed in WORD_LOSSES:
        for people in with_fewer_words(seed, proposed_as_visited, sites):
            for person in people:
                own = replace(person, weight=_LOSS_WEIGHT * weight, reading=UNAIDED + seed)
                found[own.host].append(own)
    return found


def proposed_people(site: VisitedSite) -> list[Proposed]:
    """Returns the people proposed for a visited site, each marked as labelled (``right``) or not.

    Everybody is proposed twice: with all finders, and unaided (see ``Proposed.reading``). People whom the
    label calls optional are left out. Of the visits by plain HTTP and by browser, the one that proposes more
    labelled people is used; plain HTTP if they are equal.
    """
    return [*proposed_as_visited(site), *_better(site, UNAIDED)]


def proposed_as_visited(site: VisitedSite) -> list[Proposed]:
    """Returns the people proposed for a visited site with all finders, as :func:`proposed_people` does."""
    return _better(site, 0)


def _better(site: VisitedSite, reading: int) -> list[Proposed]:
    plain = _proposed(site, site.plain.pages, reading)
    rendered = _proposed(site, site.rendered.pages, reading) if site.rendered is not None else []
    return max(plain, rendered, key=lambda people: sum(person.right for person in people))


def _proposed(site: VisitedSite, pages: Sequence[Page], reading: int) -> list[Proposed]:
    labelled = [str(artist["name"]) for artist in site.label.artists]
    optional = [str(artist["name"]) for artist in site.label.optional_artists]
    found = []
    known = site.site
    unaided = reading == UNAIDED
    for proposal in proposals(pages, studio_name=known.studio_name, country=known.country, unaided=unaided):
        name = proposal.names[0]
        right = any(is_name(label, name) for label in labelled)
        if right or not any(is_name(label, name) for label in optional):
            found.append(
                Proposed(site.label.host, name, proposal.features, proposal.groups, right, reading=reading)
            )
    return found

"""Finds the studio's e-mail address; excludes those of artists, of the website's maker, and samples."""

import re
from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz.distance import Levenshtein

from inkscout.extraction.model import Candidate, PageView
from inkscout.extraction.page.document import Link
from inkscout.extraction.page.urls import host_word, page_key
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.studio.contacts import (
    FoundFact,
    contact_lines,
    is_contact_page,
    is_legal_page,
    is_makers,
    makers_lines,
)
from inkscout.extraction.studio.mail_sources import mails_in_markup
from inkscout.extraction.text.mails import is_sample, mails_in, recipients
from inkscout.extraction.text.names import name_key
from inkscout.vocabulary.folding import tokens
from inkscout.vocabulary.loader import word_set

_GENERIC = word_set("trade.mailboxes")
"""Local parts of a business's mailbox, such as ``info``."""
_SOMEBODY_S = 2.4
"""Penalty for an e-mail address with a word of an artist's name; higher than the score of one link."""
_HIDDEN = 0.6
"""Score of a link to another address than the one it shows, which is more often what a template left."""
_LEAST_SPELT = 6
"""Minimum length of a studio's name that tells the right one of two spellings of an address."""
_SEVERAL_PAGES = 2
_SLIPS = 2
"""Maximum number of letters in which two spellings of an address differ."""
_SIGNS = re.compile(r"[._+\-]")
_OF_LEGAL_PAGE = 0.05
"""Factor for e-mail addresses on an imprint or privacy notice, used only if there is no better one."""


def find_email(
    views: list[PageView], structured: list[tuple[str, str]], studio_name: str, people: list[Candidate]
) -> FoundFact | None:
    """Returns the studio's e-mail address, with its source; None if there is none.

    The address with the highest score wins: structured data, links and printed text add to it.

    Args:
        views: The pages of the website.
        structured: URL of a page and e-mail address, for each address in structured data of the business.
        studio_name: The studio's name; empty if unknown.
        people: Candidates for artists, whose own addresses score lower.
    """
    votes: dict[str, float] = defaultdict(float)
    first: dict[str, FoundFact] = {}
    given = [(url, mail, 3.0) for url, raw in structured for mail in recipients(raw) or mails_in(raw)]
    for at, view in enumerate(views):
        found = _mails_of(view, contact=at == 0 or is_contact_page(view))
        share = _OF_LEGAL_PAGE if is_legal_page(view) else 1.0
        given.extend((view.document.url, mail, weight * share) for mail, weight in found)
    for url, mail, weight in given:
        if not is_sample(mail):
            votes[mail] += weight
            first.setdefault(mail, FoundFact(mail, url, mail[:160]))
    if not votes:
        return None
    _weigh_owners(votes, f"{studio_name} {host_word(views[0].document.url)}", people)
    for mail in _on_own_pages_alone(given, people):
        votes[mail] -= _SOMEBODY_S
    best = max(votes, key=lambda mail: votes[mail])
    return first[_well_spelt(best, votes, studio_name)] if votes[best] > 0 else None


def _on_own_pages_alone(given: Iterable[tuple[str, str, float]], people: list[Candidate]) -> set[str]:
    """Returns the addresses that stand on one artist's own page alone, if several artists have such pages."""
    own = {page_key(person.page_url) for person in people if person.page_url}
    if len(own) < _SEVERAL_PAGES:
        return set()
    pages: dict[str, set[str]] = defaultdict(set)
    for url, mail, _ in given:
        pages[mail].add(page_key(url))
    return (
        {mail for mail, urls in pages.items() if len(urls) == 1 and urls <= own} if len(pages) > 1 else set()
    )


def _well_spelt(mail: str, others: Iterable[str], studio_name: str) -> str:
    """Returns the spelling of an address that has the studio's name in full, else the address itself.

    A footer may repeat a slip of the pen on every page, where the contact page has the mailbox.
    """
    name = "".join(tokens(studio_name)).replace("-", "")
    if len(name) < _LEAST_SPELT or name in _letters(mail):
        return mail
    return next(
        (
            other
            for other in others
            if name in _letters(other) and Levenshtein.distance(mail, other, score_cutoff=_SLIPS) <= _SLIPS
        ),
        mail,
    )


def _letters(mail: str) -> str:
    return _SIGNS.sub("", mail)


def _weigh_owners(votes: dict[str, float], brand_text: str, people: list[Candidate]) -> None:
    """Lowers the votes of e-mail addresses like an artist's name; raises those like a business's."""
    brand = [word for token in tokens(brand_text) for word in {token, *token.split("-")} if len(word) > 2]
    only = len(votes) == 1 and len({name_key(person.name)[:1] for person in people if person.email}) <= 1
    people_words = {word for person in people for word in name_key(person.name) if len(word) > 2} - set(brand)
    for mail, votes_so_far in list(votes.items()):
        local = mail.split("@")[0]
        if any(word in local for word in people_words):
            votes[mail] -= 0.0 if only else _SOMEBODY_S  # the only mailbox is the studio's too
        elif any(word in mail for word in brand if len(word) > 3) or local in _GENERIC:
            votes[mail] += 0.8 if votes_so_far > _OF_LEGAL_PAGE * 3 else 0.0


def _mails_of(view: PageView, *, contact: bool) -> list[tuple[str, float]]:
    """Returns a page's e-mail addresses with their weights: from forms, from links, else as printed."""
    document = view.document
    bonus = 0.6 if contact else 0.0
    makers = makers_lines(view)
    out: list[tuple[str, float]] = []
    for node in document.elements:
        if node.tag == "form":
            out.extend((mail, 1.6) for mail in recipients(node.get("action"))[:1])
    mailed = [(link, several) for link in document.links if (several := recipients(link.href))]
    for link, several in mailed:
        if not _is_of_maker(view, link, makers):
            shown = mails_in(link.text) if "@" in link.text else several
            first = 1.6 if not set(shown).isdisjoint(several) else _HIDDEN
            out.extend((mail, (first if at == 0 else 1.0) + bonus) for at, mail in enumerate(several))
    linked = {mail for _, several in mailed for mail in several}
    for line in contact_lines(view, Zone.REVIEW | Zone.FORM):
        weight = 1.0 + bonus + (0.3 if view.zones[line.index] & Zone.FOOTER else 0.0)
        for mail in mails_in(line.text):
            at = max(0, line.text.lower().find(mail))
            if mail not in linked and not is_makers(makers, line, at):
                out.append((mail, weight))
    known = {mail for mail, _ in out}
    out.extend((mail, weight + bonus) for mail, weight in mails_in_markup(document) if mail not in known)
    return out


def _is_of_maker(view: PageView, link: Link, makers: dict[int, int]) -> bool:
    lines = view.document.lines
    if link.line >= len(lines):
        return False
    line = lines[link.line]
    return is_makers(makers, line, max(0, line.text.find(link.text)))

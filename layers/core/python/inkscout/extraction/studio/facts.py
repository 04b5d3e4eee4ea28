"""Extracts studio facts from a website, each with evidence.

They are name, postal address, contacts, social media profiles, opening hours, styles and booking policy.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from inkscout.domain.excerpt import shortened
from inkscout.domain.reading import Evidence, StudioFacts
from inkscout.extraction.model import SNIPPET, Candidate, PageView
from inkscout.extraction.page.document import Document, Link
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.people.finders.structured import structured_data, texts_of
from inkscout.extraction.studio.contacts import FoundFact
from inkscout.extraction.studio.emails import find_email
from inkscout.extraction.studio.hours_and_policy import find_address, find_hours, find_policy
from inkscout.extraction.studio.phones import find_phone
from inkscout.extraction.studio.script_facts import handles_in_scripts
from inkscout.extraction.studio.studio_names import find_name
from inkscout.extraction.text.handles import handle_of, handles_printed, social_profile
from inkscout.extraction.text.names import name_key
from inkscout.extraction.text.styles_meant import is_asked_or_sold, styles_meant
from inkscout.vocabulary.folding import fold
from inkscout.vocabulary.handles import clean_handle
from inkscout.vocabulary.networks import network_of

NAME = "facts.name"
"""Finder named in the evidence for a studio's name."""
_LEAST_VOTES = 0.3
_LONGEST_CREDIT = 60
"""Number of characters before a handle in which a credit such as "website by" stands."""
_MADE_BY = re.compile(
    r"(?:(?:design|develop|cod|mad|creat|buil)\w{0,4}(?: and \w{1,12})?(?: with \S{1,12})? by|powered by"
    r"|(?:web)?sites? (?:by|par|por|von|da|от)|webdesign|realis\w{1,5}(?: par)?|realizz\w{1,4} da"
    r"|(?:diseñad|desarrollad|hech|desenvolvid|feit|criad)\w por|gestaltet von|umsetzung|projekt i wykonanie"
    r"|разработ\w{1,6}|создание сайтов|сайт сделан\w?|дизайн)\W{0,6}$",
    re.IGNORECASE,
)
_SHOWN = 0.8
"""Votes from which the only handle of a site is the studio's, also if it has an artist's name."""
_HOUSE = ("studio", "shop", "salon", "parlor", "parlour", "atelier", "collective")
"""Parts of handles that a studio has and seldom an artist."""
_OF_SCRIPT = 0.5
"""Votes for the only handle of a site, which stands in a script."""
_SEVERAL = 3


def read_facts(
    views: list[PageView],
    studio_name: str,
    country: str,
    people: list[Candidate],
) -> StudioFacts:
    """Returns the facts of a studio, from all its pages; facts that the site does not state are empty."""
    evidence: list[Evidence] = []

    def keep(found: FoundFact | None, fact: str) -> str:
        if found is None or not found.value:
            return ""
        evidence.append(Evidence(url=found.url, finder=fact, snippet=found.snippet))
        return found.value

    nodes = _businesses(views)
    phones = [(url, text) for url, node in nodes for text in _said(node, "telephone")]
    addresses = [given for _, node in nodes for given in [node.get("address")] if isinstance(given, dict)]
    emails = [(url, text) for url, node in nodes for text in _said(node, "email")]
    name = keep(find_name(views, nodes, studio_name), NAME)
    return StudioFacts(
        name=name,
        address=_without_brand(keep(find_address(views, nodes), "facts.address"), (studio_name, name)),
        phone=keep(find_phone(views, phones, country, addresses), "facts.phone"),
        email=keep(find_email(views, emails, studio_name or name, people), "facts.email"),
        instagram=keep(find_instagram(views, nodes, studio_name or name, people), "facts.instagram"),
        socials=find_socials(views),
        opening_hours=keep(find_hours(views, nodes), "facts.hours"),
        styles=find_styles(views),
        booking_policy=keep(find_policy(views), "facts.policy"),
        evidence=tuple(evidence),
    )


def _said(node: Mapping[str, Any], name: str) -> list[str]:
    """Returns the texts of a business's property, else those of its contact points (schema.org)."""
    points = node.get("contactPoint")
    several = points if isinstance(points, list) else [points]
    inner = [text for point in several if isinstance(point, dict) for text in texts_of(point.get(name))]
    return texts_of(node.get(name)) or inner


def _without_brand(address: str, names: Sequence[str]) -> str:
    """Returns an address without the studio's name before it."""
    for name in names:
        if name and address.lower().startswith(name.lower()) and len(address) > len(name):
            return address[len(name) :].strip(" ,·:|-–—")
    return address


def _businesses(views: list[PageView]) -> list[tuple[str, Mapping[str, Any]]]:
    """Returns the distinct businesses in the structured data of pages, with the page's URL; at most 20."""
    seen: set[str] = set()
    out: list[tuple[str, Mapping[str, Any]]] = []
    businesses = [(view.document.url, node) for view in views for node in structured_data(view).businesses]
    for url, node in businesses:
        key = repr(sorted((str(k), str(v)[:200]) for k, v in node.items()))
        if key not in seen:
            seen.add(key)
            out.append((url, node))
    return out[:20]


def find_instagram(
    views: list[PageView],
    nodes: list[tuple[str, Mapping[str, Any]]],
    studio_name: str,
    people: list[Candidate],
) -> FoundFact | None:
    """Returns the studio's own Instagram handle, with its source; None if there is none.

    Handles score higher if many pages link to them from menus and footers and if they resemble the studio's
    name or host, lower if they are probably an artist's.
    """
    votes: dict[str, float] = defaultdict(float)
    first: dict[str, FoundFact] = {}

    def vote(handle: str, weight: float, url: str, snippet: str) -> None:
        if handle:
            votes[handle] += weight
            first.setdefault(handle, FoundFact(handle, url, shortened(snippet, SNIPPET)))

    for url, node in nodes:
        for same in texts_of(node.get("sameAs")):
            vote(handle_of(same), 2.0 if url == views[0].document.url else 0.5, url, same)
    for view in views:
        for handle, weight, snippet in _page_handles(view):
            vote(handle, weight, view.document.url, snippet)
    if not votes:
        scripted = {handle: view for view in views for handle in handles_in_scripts(view.document)}
        if len(scripted) == 1:
            handle, view = next(iter(scripted.items()))
            vote(handle, _OF_SCRIPT, view.document.url, handle)
    words = [
        word
        for word in name_key(studio_name)
        if len(word) > 2 and word not in ("tattoo", "studio", "the", "ink")
    ]
    host = re.sub(r"[^a-z0-9]", "", fold(views[0].document.url.split("/")[2])) if views else ""
    for handle, so_far in list(votes.items()):
        plain = re.sub(r"[^a-z0-9]", "", handle)
        if any(word in plain for word in words):
            votes[handle] += 1.5
        if len(plain) > 5 and plain in host:
            votes[handle] += 1.0
        listed = any(person.group > 1 and person.instagram == handle for person in people)
        if len(votes) > 1 or so_far < _SHOWN or listed:
            votes[handle] -= _ownership(handle, people, words)
    best = max(votes, key=lambda handle: votes[handle], default="")  # of equal ones the first on the pages
    if not best or votes[best] <= _LEAST_VOTES:
        return None
    return None if _one_of_many(best, votes, words) and best not in _framed(views) else first[best]


def _one_of_many(handle: str, votes: Mapping[str, float], words: list[str]) -> bool:
    """Whether a handle is one of more than three on the site, and no word in it tells of the studio."""
    return len(votes) > _SEVERAL and not any(word in handle for word in (*words, *_HOUSE))


def _framed(views: list[PageView]) -> set[str]:
    """Returns the Instagram handles that are linked from a menu, a header or a footer."""
    return {
        handle
        for view in views
        for link in view.document.links
        if (handle := handle_of(link.href))
        and any(node.tag in ("nav", "footer", "header") for node in link.element.ancestors())
    }


def _ownership(handle: str, people: list[Candidate], brand: list[str]) -> float:
    """Returns a penalty for a handle that is probably a person's, not the studio's.

    It is higher if all candidates with the handle share a first name, or if the handle contains a word of a
    candidate's name. Words of the studio's name (``brand``) are ignored.
    """
    owners = {name_key(person.name)[:1] for person in people if person.instagram == handle}
    given = sum(1 for person in people if person.instagram == handle)
    lost = 1.2 * min(3, given) if len(owners) == 1 else 0.0
    telling = {
        word for person in people for word in name_key(person.name) if len(word) > 3 and word not in brand
    }
    return lost + (1.5 if any(word in handle for word in telling) else 0.0)


def _page_handles(view: PageView) -> list[tuple[str, float, str]]:
    document = view.document
    out: dict[str, tuple[float, str]] = {}
    edges = [node for node in document.elements if node.tag in ("nav", "footer", "header")]
    for link in document.links:
        handle = handle_of(link.href)
        if not handle or _is_makers(document, link):
            continue
        zone = view.zones[min(link.line, len(view.zones) - 1)] if view.zones else Zone.MAIN
        framed = any(node.contains(link.element) for node in edges) or bool(zone & (Zone.FOOTER | Zone.NAV))
        weight = 1.2 if framed else 0.8
        out[handle] = (max(weight, out.get(handle, (0.0, ""))[0]), link.href)
    for line in document.lines:
        lowered = line.text.lower()
        if "@" in lowered or "nsta" in lowered or "инст" in lowered or lowered.startswith(("ig:", "ig ")):
            if view.zones[line.index] & (Zone.REVIEW | Zone.FORM):
                continue
            for handle in handles_printed(document, line):
                if _says_made_by(document, line.index, f"@{handle}"):
                    continue
                weight = 0.9 if view.zones[line.index] & Zone.FOOTER else 0.6
                out.setdefault(handle, (weight, line.text))
    card = clean_handle(document.meta.get("instagram:creator", "") or "")
    if card:
        out.setdefault(card, (0.5, "meta"))
    return [(handle, weight, snippet) for handle, (weight, snippet) in out.items()]


def _is_makers(document: Document, link: Link) -> bool:
    """Whether a link leads to whoever made the website: "designed by" stands before it."""
    return link.line < len(document.lines) and _says_made_by(document, link.line, link.text)


def _says_made_by(document: Document, index: int, name: str) -> bool:
    """Whether a credit stands before a name in a line, or in the line above if the name begins its line."""
    at = document.lines[index].text.casefold().find(name.casefold()) if name else -1
    if at < 0:
        return False
    above = document.lines[index - 1].text if at == 0 and index else ""
    before = above or document.lines[index].text[:at]
    return _MADE_BY.search(before[-_LONGEST_CREDIT:]) is not None


def find_socials(views: list[PageView]) -> tuple[str, ...]:
    """Returns at most 8 social media profiles, except Instagram, to which a third of the pages link."""
    counts: Counter[str] = Counter()
    for view in views:
        found = (
            social_profile(link.href)
            for link in view.document.links
            if network_of(link.href) not in ("", "instagram")
        )
        counts.update(dict.fromkeys((profile for profile in found if profile), 1))
    least = max(1, len(views) // 3)
    return tuple(url for url, count in counts.most_common(8) if count >= least)


_LONGEST_DESCRIPTION = 400


def find_styles(views: list[PageView]) -> tuple[str, ...]:
    """Returns the keys of the styles that the site mentions, most frequent first; at most 12.

    The description that search engines show counts like a line.
    """
    counts: Counter[str] = Counter()
    descriptions = (view.document.meta.get("description", "")[:_LONGEST_DESCRIPTION] for view in views)
    for said in dict.fromkeys(descriptions):
        counts.update(sorted(set(styles_meant(said))))
    for view in views:
        for line in view.document.lines[:400]:
            if view.zones[line.index] & (Zone.REVIEW | Zone.CREDIT | Zone.FORM):
                continue
            short = len(line.text) < 40
            styles = styles_meant(line.text, listed=short and bool(line.heading))
            if styles and not is_asked_or_sold(view.document, line):
                counts.update(sorted(set(styles)))
    return tuple(style for style, _ in counts.most_common(12))

"""Extracts studio facts from a website, each with evidence.

They are name, postal address, contacts, social media profiles, opening hours, styles and booking policy.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from rapidfuzz import fuzz

from inkscout.domain.excerpt import shortened
from inkscout.domain.reading import Evidence, StudioFacts
from inkscout.extraction.model import SNIPPET, Candidate, PageView
from inkscout.extraction.page.document import Document, Link
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.people.finders.structured import structured_data, text_of, texts_of
from inkscout.extraction.people.scoring import SURE
from inkscout.extraction.studio.contacts import FoundFact
from inkscout.extraction.studio.emails import find_email
from inkscout.extraction.studio.hours_and_policy import find_address, find_hours, find_policy
from inkscout.extraction.studio.phones import find_phone
from inkscout.extraction.studio.script_facts import handles_in_scripts
from inkscout.extraction.text.brand import shares_telling_word, tells_apart
from inkscout.extraction.text.handles import handle_of, handles_printed, social_profile
from inkscout.extraction.text.names import name_key, read_name
from inkscout.extraction.text.styles_meant import is_asked_or_sold, styles_meant
from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.handles import clean_handle
from inkscout.vocabulary.loader import word_set
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
_LEAST_SPELT, _SPELT = 4, 80
"""Letters and likeness (0 to 100) from which two words are spellings of one."""
_FITTING = 10.0
"""Votes for a name that fits the one known from another source: it goes before all others."""
_TITLE_SPLIT = re.compile(r"\s{1,9}[|\-–—·•:»]\s{1,9}|\s{0,9}[|·•»]\s{0,9}")
_TRADE_WORD = re.compile(
    r"tattoo|tatto\b|tatoo|tatouage|tatuaj|tatuag|tatuagg|tatuaz|tatua|tatow|\bink\b|studio|estudio|atelier|collective|piercing|parlou?r|тату|салон|студия|студія|טאטו|קעקוע|タトゥー|타투|刺青",
    re.I,
)
_OF_WEBSITES = word_set("trade.website_words")
_MARK = re.compile(r"\s{0,3}[,:;(/]\s|\s{1,3}[-–—~]\s")
_GENERIC_PART = re.compile(
    r"^(?:home|homepage|welcome|index|inicio|accueil|startseite|start|hem|strona główna|главная|contact\w*"
    r"|kontakt|about.*|gallery|artists?|our .*|document|my app|vite.*|react app|untitled|artistes?"
    r"|tatuadores|team|the team|faq.*|studio|tattoo|piercings?|tattoos)$",
    re.I,
)


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


def find_name(
    views: list[PageView], nodes: list[tuple[str, Mapping[str, Any]]], studio_name: str
) -> FoundFact | None:
    """Returns the studio's name, with its source; None if there is none.

    From structured data, else the best of ``og:site_name`` and the parts of page titles.
    """
    for url, node in nodes:
        name = text_of(node.get("name"))
        if name and len(name) < 80 and _may_be_called(name, studio_name):
            return FoundFact(name, url, f"JSON-LD name {name}")
    votes: dict[str, float] = defaultdict(float)
    where: dict[str, str] = {}
    for at, view in enumerate(views):
        document = view.document
        site = document.meta.get("og:site_name", "").strip()
        if site and len(site) < 80 and not _GENERIC_PART.match(site):
            votes[site] += 2.0
            where.setdefault(site, document.url)
        heads = {fold(line.text) for line in document.lines if line.heading == 1} if at == 0 else set()
        for piece in _TITLE_SPLIT.split(document.title):
            part = piece.strip()
            if not part or len(part) > 60 or _GENERIC_PART.match(part) or (at > 0 and _is_person(part)):
                continue
            part += "»" if part.count("«") > part.count("»") else ""
            telling = tells_apart(part)
            votes[part] += (0.5 if at == 0 else 0.0) + (1.0 if fold(part) in heads else 0.0)
            votes[part] += (1.0 + (0.6 if _TRADE_WORD.search(part) else 0.0)) if telling else 0.2
            where.setdefault(part, document.url)
    if not votes:
        return None
    hint = fold(studio_name)
    fits = {name: _may_be_called(name, studio_name) for name in votes}

    def rank(name: str) -> tuple[float, int, str]:
        folded = fold(name)
        known = 2.5 if hint and (folded in hint or hint in folded) else 0.0
        return (votes[name] + known + (_FITTING if fits[name] else 0.0), -len(name), name)

    best = max(votes, key=rank)
    return FoundFact(best, where[best], best)


def known_name(name: str, studio_name: str) -> str:
    """Returns the name that a site gives its studio if it fits the one known elsewhere, else none.

    Neither a page's title ("Services"), a person's name nor a part of the studio's name must replace it, nor
    a slip of the pen ("Electirc"). The same name in other letters is returned as the other source writes it.
    """
    if studio_name and fold(name) == fold(studio_name):
        return studio_name
    name = _without_owner(name, studio_name)
    said, known = _told_words(name), tokens(studio_name)
    if not _may_be_called(name, studio_name) or set(said) < set(known) or _is_slip(said, known):
        return ""
    is_owner = _TRADE_WORD.search(studio_name) is not None and _is_person(name)
    return "" if is_owner or _goes_on(name, studio_name) else name


def _without_owner(name: str, studio_name: str) -> str:
    """Returns a name without a person's after "by" ("Black Heron Tattoo by Anna Cole")."""
    studio, by, person = name.partition(" by ")
    return studio if by and " by " not in studio_name and tells_apart(studio) and _is_person(person) else name


def _told_words(name: str) -> list[str]:
    """Returns the words of a name without those that say it is a website's ("Amelia's Website")."""
    return [word.removesuffix("'s") for word in tokens(name) if word not in _OF_WEBSITES]


def _goes_on(name: str, studio_name: str) -> bool:
    """Whether a name is the known one and, after a mark, a place or a slogan ("Thorn Tattoo, Bristol")."""
    said, known = fold(name), fold(studio_name)
    return bool(known) and said.startswith(known) and _MARK.match(said[len(known) :]) is not None


def _is_slip(said: Sequence[str], known: Sequence[str]) -> bool:
    """Whether a name differs from the known one in the spelling of words, and says nothing beyond it."""
    return len(said) <= len(known) and all(
        word in known
        or any(len(word) > _LEAST_SPELT and fuzz.ratio(word, other) >= _SPELT for other in known)
        for word in said
    )


def _may_be_called(name: str, studio_name: str) -> bool:
    """Whether a name on a site may be the studio's: it shares a telling word with the name that is known."""
    if fold(name) == fold(studio_name):
        return True
    if studio_name and tells_apart(studio_name):
        return shares_telling_word(name, studio_name)
    return not studio_name or tells_apart(name)


def _is_person(title: str) -> bool:
    """Whether a page title is a person's name rather than the studio's."""
    guess = read_name(title)
    return guess is not None and guess.score >= SURE and _TRADE_WORD.search(title) is None


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

"""Finds pages about one artist, by the links to them and by their URL, title and headline."""

import re
from collections import Counter

from inkscout.extraction.model import Candidate, PageView, SiteContext
from inkscout.extraction.page.document import Line, Link
from inkscout.extraction.page.urls import (
    is_below_team,
    is_page_named,
    page_key,
    path_segments,
    path_words,
    same_host,
)
from inkscout.extraction.page.zones import Zone, zone_between
from inkscout.extraction.people.records import Record
from inkscout.extraction.people.scoring import candidate_of
from inkscout.extraction.people.section_headings import has_team_word, sections_of
from inkscout.extraction.text.brand import Brand
from inkscout.extraction.text.handles import handle_of, resembles
from inkscout.extraction.text.names import KNOWN, NameGuess, is_role_text, read_name, role_in
from inkscout.vocabulary.folding import tokens

_TITLE_SPLIT = re.compile(r"\s{1,9}[|\-–—·•:»]\s{1,9}|\s{0,9}[|·•»]\s{0,9}")
_PAGE_PREFIX = re.compile(
    r"^(?:artist|artists?\s+page|tattoo\s+artist|portfolio|about|meet|our artist)\s*[-–:|]\s*", re.I
)
_HOUSE = re.compile(
    r"(?:tattoo|tattoos|ink|studio|piercing|tatuajes|tatouage|atelier|тату)\s*$", re.IGNORECASE
)
"""Matches headlines that end like a studio's name; they are a person's only if linked as one."""
_LONGEST_ROLE = 90
_LONGEST_ABOUT = 200
_TRADE = re.compile(
    r"tattoo|tatouage|tatou|tatuaj|tatuad|tatua|tatow|tätow|tetov|dövme|pierc|ink\b|apprentice|тату|пирс|кастом|קעקוע|タトゥー|刺青|타투|文身|纹身",
    re.I,
)


def people_with_own_pages(site: SiteContext) -> list[Candidate]:
    """Returns one person for each page that is about one person."""
    menu = _menu_of(site.views) if len(site.views) > 2 else frozenset()
    linked = _artist_pages_of(site.views, menu)
    people = (_person_of_page(site, view, linked.get(page_key(view.document.url))) for view in site.views)
    return [person for person in people if person is not None]


def _menu_of(views: list[PageView]) -> frozenset[str]:
    """Returns the keys of pages to which most pages link: the site's menu."""
    framed: Counter[str] = Counter()
    anywhere: Counter[str] = Counter()
    for view in views:
        keys: dict[str, bool] = {}
        for link in view.document.links:
            key = page_key(view.document.absolute(link.href))
            keys[key] = keys.get(key, False) or _is_framed(view, link)
        anywhere.update(dict.fromkeys(keys, 1))
        framed.update({key: 1 for key, inside in keys.items() if inside})
    most, nearly_all = max(2, int(0.6 * len(views))), max(3, len(views) - 1)
    often = {key for key, count in framed.items() if count >= most}
    return frozenset(often | {key for key, count in anywhere.items() if count >= nearly_all})


def _is_framed(view: PageView, link: Link) -> bool:
    """Whether a link is in a menu, a header or a footer."""
    zone = view.zones[min(link.line, len(view.zones) - 1)] if view.zones else Zone.MAIN
    if zone & (Zone.NAV | Zone.FOOTER):
        return True
    return any(node.tag in ("nav", "header", "footer") for node in link.element.ancestors())


def _artist_pages_of(views: list[PageView], menu: frozenset[str]) -> dict[str, str]:
    """Returns the link text by page key, for pages linked as people's own.

    These are linked from a section that lists people or from a menu of artists, or are in a folder named for
    people.
    """
    found: dict[str, str] = {}
    home = page_key(views[0].document.url) if views else ""
    for view in views:
        spans = [(section.start, section.end) for section in sections_of(view)]
        own = page_key(view.document.url)
        for link in view.document.links:
            url = view.document.absolute(link.href)
            if not same_host(url, view.document.url) or link.href.startswith("#"):
                continue
            key = page_key(url)
            if key in menu or key in (home, own) or has_team_word(link.text):
                continue
            zone = view.zones[min(link.line, len(view.zones) - 1)] if view.zones else Zone.MAIN
            inside = any(start <= link.line <= end for start, end in spans) and not zone & (
                Zone.NAV | Zone.FOOTER | Zone.BLOG | Zone.SHOP
            )
            if inside or is_below_team(url):
                found.setdefault(key, link.text)
        for candidate in view.people:
            if candidate.finder.links_people and candidate.page_url and page_key(candidate.page_url) != home:
                found[page_key(candidate.page_url)] = candidate.name
    return found


def _person_of_page(site: SiteContext, view: PageView, linked: str | None) -> Candidate | None:
    """Returns the artist whom a page is about; None if it is about something else."""
    document = view.document
    if (
        view.is_article
        or view.is_team
        or (linked is None and not is_below_team(document.url) and not _named_after_person(site, view))
        or (linked is None and _lists_people(view))
    ):
        return None
    lead = _headline(view, site.brand) or _as_linked(view, linked)
    if lead is None:
        return _as_called(view) if linked is not None else None
    line, guess = lead
    is_told = bool(guess.role) or _is_told(view, line, guess)
    if linked is None and ((guess.score < KNOWN and not is_told) or _HOUSE.search(line.text)):
        return None
    record = _page_record(view, line)
    trade = is_told or any(_TRADE.search(other.text) for other in record.lines)
    if not trade and linked is None:
        return None
    candidate = candidate_of(
        view, line, guess, record, group=1, base=0.3 + (0.15 if linked is not None else 0.0)
    )
    if candidate is None:
        return None
    _prefer_own_handle(view, candidate)
    candidate.page_url = document.url
    candidate.guest = view.is_guest
    return candidate


def _is_told(view: PageView, line: Line, guess: NameGuess) -> bool:
    """Whether a page called like a person says their role: below the headline, or in its description.

    A description must have the name too ("MCL is our resident realism artist").
    """
    if not _slug_matches(view, guess):
        return False
    below = view.document.lines[line.index + 1 : line.index + 2] if line.heading else []
    about = view.document.meta.get("description", "")[:_LONGEST_ABOUT]
    names = set(tokens(guess.name)) <= set(tokens(about))
    return any(map(_says_role, below)) or (names and bool(role_in(about)))


def _says_role(line: Line) -> bool:
    return is_role_text(line.text) or (len(line.text) < _LONGEST_ROLE and bool(role_in(line.text)))


def _lists_people(view: PageView) -> bool:
    """Whether a page lists several people under a heading, so that it is not one person's own."""
    headed = any(section.heading is not None for section in sections_of(view))
    people = {candidate.name for candidate in view.people if candidate.finder.heads_list}
    return headed and len(people) > 1


def _named_after_person(site: SiteContext, view: PageView) -> bool:
    """Whether the page's title is a person's name, or its headline is followed by a role."""
    for part in _TITLE_SPLIT.split(view.document.title)[:2]:
        guess = read_name(_PAGE_PREFIX.sub("", part))
        if guess is None or site.brand.covers(guess.name):
            continue
        if guess.score >= KNOWN or (view.document.lines and _is_told(view, view.document.lines[0], guess)):
            return True
    lead = _headline(view, site.brand)
    if lead is None:
        return False
    following = view.document.lines[lead[0].index + 1 : lead[0].index + 4]
    return any(map(_says_role, following))


def _headline(view: PageView, brand: Brand) -> tuple[Line, NameGuess] | None:
    """Returns the headline of a page that is a person's name, with its text line; None if there is none.

    Headings are tried first, then the first text lines, then the parts of the title.
    """
    document = view.document
    titles = [
        guess
        for part in _TITLE_SPLIT.split(document.title)[:3]
        if (guess := read_name(_PAGE_PREFIX.sub("", part))) is not None
    ]
    content = [
        line
        for line in document.lines
        if not view.zones[line.index] & (Zone.NAV | Zone.FOOTER | Zone.REVIEW | Zone.CREDIT)
        and len(line.text) < 80
    ]
    heads = [line for line in content if line.heading][:4]
    for pool in (heads, [line for line in content if not line.href][:6]):
        for line in pool:
            guess = read_name(_PAGE_PREFIX.sub("", line.text))
            if guess is None or brand.covers(guess.name):
                continue
            if guess.score >= 0.5 or line.heading or _slug_matches(view, guess):
                return line, guess
    named = next((line for line in heads if is_page_named(document.url, line.text)), None)
    if named is not None and not brand.covers(named.text):
        return named, NameGuess(name=named.text, score=0.5)
    is_title = titles and content and not brand.covers(titles[0].name)
    if is_title and (titles[0].score >= 0.5 or _is_told(view, content[0], titles[0])):
        return content[0], titles[0]
    called = next((guess for guess in titles if guess.role and not brand.covers(guess.name)), None)
    return (document.lines[0], called) if called is not None and document.lines and not content else None


def _as_linked(view: PageView, linked: str | None) -> tuple[Line, NameGuess] | None:
    """Returns the name in the text of the link to a page, with the page's first text line; None if none."""
    guess = read_name(linked) if linked else None
    return (view.document.lines[0], guess) if guess is not None and view.document.lines else None


def _as_called(view: PageView) -> Candidate | None:
    """Returns the person after whom a page of pictures in a folder for people is called; None if none is.

    An example is ``/artists/jane-doe.html`` without a headline.
    """
    document = view.document
    segments = path_segments(document.url)
    guess = read_name(" ".join(map(str.capitalize, path_words("/" + segments[-1])))) if segments else None
    if guess is None or not is_below_team(document.url) or not document.pictures:
        return None
    return Candidate(
        name=guess.name,
        url=document.url,
        confidence=0.6,
        name_score=guess.score,
        page_url=document.url,
        snippet=segments[-1],
    )


def _prefer_own_handle(view: PageView, candidate: Candidate) -> None:
    """Sets a person's handle to that on their page, footer included, which is most like their name."""
    handles = dict.fromkeys(handle for link in view.document.links if (handle := handle_of(link.href)))
    best = max(handles, key=lambda handle: resembles(candidate.name, handle), default="")
    if best and resembles(candidate.name, best) > resembles(candidate.name, candidate.instagram):
        candidate.instagram = best
        candidate.own_handle = True


def _slug_matches(view: PageView, guess: NameGuess) -> bool:
    words = set(path_words(view.document.url))
    return any(token in words for token in tokens(guess.name))


def _page_record(view: PageView, line: Line) -> Record:
    """Returns a record of the whole page without menu, footer, reviews and credits."""
    document = view.document
    skip = Zone.NAV | Zone.FOOTER | Zone.REVIEW | Zone.CREDIT
    zone_at = view.zones
    last = len(zone_at) - 1

    def kept(index: int) -> bool:
        return last < 0 or not zone_at[min(index, last)] & skip

    outside = [node for node in document.elements if node.tag in ("nav", "footer")]

    def shown(element_order: int) -> bool:
        return not any(node.order <= element_order <= node.last for node in outside)

    return Record(
        lines=[other for other in document.lines if not zone_at[other.index] & skip],
        links=[link for link in document.links if kept(link.line) and shown(link.element.order)],
        pictures=[
            picture
            for picture in document.pictures
            if not zone_between(zone_at, picture.line) & skip and shown(picture.element.order)
        ],
    )

"""Finds the people that a website names, and merges what it says about each of them.

To support a new page layout, add a module to ``finders`` and a line to the table below.
"""

from inkscout.extraction.model import Candidate, Finder, PageView, Scope, SiteContext
from inkscout.extraction.people.finders.beside_roles import people_by_role
from inkscout.extraction.people.finders.captions import people_in_captions
from inkscout.extraction.people.finders.embedded import people_in_scripts
from inkscout.extraction.people.finders.forms import people_in_forms
from inkscout.extraction.people.finders.menus import people_in_menus
from inkscout.extraction.people.finders.near_handles import people_by_handles
from inkscout.extraction.people.finders.own_pages import people_with_own_pages
from inkscout.extraction.people.finders.prose import people_in_prose
from inkscout.extraction.people.finders.rosters import people_in_rosters
from inkscout.extraction.people.finders.sections import people_in_sections
from inkscout.extraction.people.finders.sentences import people_in_sentences
from inkscout.extraction.people.finders.short_texts import people_in_short_texts, people_in_studio_name
from inkscout.extraction.people.finders.single_artist import artist_named_as_brand
from inkscout.extraction.people.finders.structured import people_in_structured_data, refer_across
from inkscout.extraction.people.finders.tables import people_in_tables
from inkscout.extraction.people.finders.unseen import people_unseen

STRUCTURED: Finder[PageView] = Finder(
    "structured", people_in_structured_data, may_be_brand=False, site_wide=True, on_articles=True
)

PAGE_FINDERS: tuple[Finder[PageView], ...] = (
    STRUCTURED,
    Finder("section", people_in_sections, heads_list=True),
    Finder("role", people_by_role),
    Finder("handle", people_by_handles, joins_by_handle=True),
    Finder("table", people_in_tables),
    Finder("menu", people_in_menus, links_people=True, site_wide=True),
    Finder("form", people_in_forms, may_be_brand=False, site_wide=True),
    Finder("caption", people_in_captions, weak=True),
    Finder("roster", people_in_rosters),
    Finder("embedded", people_in_scripts, may_be_brand=False, site_wide=True),
    Finder("sentence", people_in_sentences, weak=True, introduces=True),
)
"""Finders that run on every page, in this order."""

OWN_PAGES: Finder[SiteContext] = Finder("own_page", people_with_own_pages, owns_page=True)
"""Finder that runs once per website, after all its pages are read."""

SINGLE_ARTIST: Finder[SiteContext] = Finder("solo", artist_named_as_brand, may_be_brand=False)
"""Finder for websites written in the first person that do not name their artist; runs once per website."""

PROPOSER: Finder[PageView] = Finder("short_text", people_in_short_texts)
"""Finder that runs on every page except articles, after all are read; proposes many names to the judge."""

PROSE: Finder[PageView] = Finder("prose", people_in_prose, only_adds=True)
"""Finder of names in running text; runs on every page except articles, after all are read."""

UNSEEN: Finder[PageView] = Finder("unseen", people_unseen, only_adds=True)
"""Finder of names in labels, scripts and URLs; runs on every page except articles, after all are read."""

STUDIO_NAME: Finder[SiteContext] = Finder("studio_name", people_in_studio_name)
"""Finder that proposes the studio's names, which are often its only artist's; runs once per website."""

MAX_PEOPLE = 80
"""Maximum number of candidates taken from one run of a finder; no studio has that many artists."""


def find(finder: Finder[Scope], scope: Scope) -> list[Candidate]:
    """Runs one finder; returns at most 80 of its candidates, with their ``finder`` set."""
    found = finder.find(scope)[:MAX_PEOPLE]
    for candidate in found:
        candidate.finder = finder
    return found


def find_on_page(view: PageView) -> list[Candidate]:
    """Runs the page finders on a page; returns their candidates.

    On blog posts and news, only finders with ``on_articles`` run. Candidates on a page of guest artists are
    marked as guests.
    """
    asked = [finder for finder in PAGE_FINDERS if finder.on_articles or not view.is_article]
    found = [candidate for finder in asked for candidate in find(finder, view)]
    for candidate in found:
        candidate.guest = candidate.guest or (view.is_guest and not candidate.finder.site_wide)
    return found


def propose(site: SiteContext) -> list[Candidate]:
    """Returns all candidates on a site: those of the page finders, and every text that looks like a name.

    Adds people to ``people`` of the pages if another page's structured data says that they work at the
    studio.
    """
    refer_across(site.views, STRUCTURED)
    found = [candidate for view in site.views for candidate in view.people]
    for view in site.views:
        if not view.is_article:
            found.extend(find(PROPOSER, view))
            found.extend(find(PROSE, view))
            found.extend(find(UNSEEN, view))
    found.extend(find(OWN_PAGES, site))
    found.extend(find(SINGLE_ARTIST, site))
    found.extend(find(STUDIO_NAME, site))
    _unmark_repeated(site, found)
    return found


def _unmark_repeated(site: SiteContext, candidates: list[Candidate]) -> None:
    """Unmarks guests whom a page of guests names just as other pages do: in the menu that all pages share."""
    guests = {view.document.url for view in site.views if view.is_guest}
    others = {(one.name, one.snippet) for one in candidates if one.url not in guests}
    for one in candidates if guests else ():
        one.guest = one.guest and not (one.url in guests and (one.name, one.snippet) in others)

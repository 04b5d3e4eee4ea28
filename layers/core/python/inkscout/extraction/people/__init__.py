"""Finds the people a website names, and merges what is said of each.

A new page layout is one module in ``finders`` and one line in this table.
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
"""Asked on every page, in this order."""

OWN_PAGES: Finder[SiteContext] = Finder("own_page", people_with_own_pages, owns_page=True)
"""Asked once for a site, when its pages are read."""

SINGLE_ARTIST: Finder[SiteContext] = Finder("solo", artist_named_as_brand, may_be_brand=False)
"""Asked last, where nobody else was found."""

PROPOSER: Finder[PageView] = Finder("short_text", people_in_short_texts)
"""Asked on every page once all are read: proposes widely, and believes nothing; the judge decides."""

PROSE: Finder[PageView] = Finder("prose", people_in_prose, only_adds=True)
"""Asked on every page once all are read: names in running text, for sites that print them nowhere else."""

UNSEEN: Finder[PageView] = Finder("unseen", people_unseen, only_adds=True)
"""Asked as the last one is: names in labels, scripts and addresses."""

STUDIO_NAME: Finder[SiteContext] = Finder("studio_name", people_in_studio_name)
"""Asked once for a site: the studio's names, which are often its one artist's."""

MAX_PEOPLE = 80
"""Candidates that one finder may give at once; no studio has so many artists."""


def find(finder: Finder[Scope], scope: Scope) -> list[Candidate]:
    """Asks one finder, and marks what it finds as its own."""
    found = finder.find(scope)[:MAX_PEOPLE]
    for candidate in found:
        candidate.finder = finder
    return found


def find_on_page(view: PageView) -> list[Candidate]:
    """Asks all finders of pages; of a blog post or news only those that tell its people from the studio's."""
    asked = [finder for finder in PAGE_FINDERS if finder.on_articles or not view.is_article]
    found = [candidate for finder in asked for candidate in find(finder, view)]
    for candidate in found:
        candidate.guest = candidate.guest or (view.is_guest and not candidate.finder.site_wide)
    return found


def propose(site: SiteContext) -> list[Candidate]:
    """Returns everybody who might be an artist of a site: all finds, and every text like a name."""
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
    return found

"""Extracts artists, studio facts and a visit's outcome from stored pages; pure functions without I/O.

Also reads an artist's public profile. Other packages import only from this module (enforced by
import-linter).
"""

from inkscout.extraction.crawl.frontier import Frontier
from inkscout.extraction.crawl.needs_browser import shell_reason
from inkscout.extraction.crawl.part_choice import Lack, chosen_parts, lacks_links
from inkscout.extraction.crawl.profile_pages import further_pages, script_reason
from inkscout.extraction.crawl.sitemaps import best_sitemaps, read_sitemap
from inkscout.extraction.model import PageView
from inkscout.extraction.page.parts import MAX_PART
from inkscout.extraction.page.urls import page_key, same_host
from inkscout.extraction.people.judge import Proposal, group_features, is_ruled_out
from inkscout.extraction.people.judge.model import NOBODY, Judge, judge_from
from inkscout.extraction.profiles.business_profile import read_business_profile
from inkscout.extraction.profiles.profile import is_login_wall, read_profile
from inkscout.extraction.site import lacks_contacts, proposals, read_site, read_views, view_of, wants_browser
from inkscout.extraction.studio.not_a_site import home_page_outcome, social_only_reason
from inkscout.extraction.studio.relevance import is_studio_site
from inkscout.extraction.text.names import name_key, role_in, same_person
from inkscout.extraction.text.styles import styles_in

__all__ = [
    "MAX_PART",
    "NOBODY",
    "Frontier",
    "Judge",
    "Lack",
    "PageView",
    "Proposal",
    "best_sitemaps",
    "chosen_parts",
    "further_pages",
    "group_features",
    "home_page_outcome",
    "is_login_wall",
    "is_ruled_out",
    "is_studio_site",
    "judge_from",
    "lacks_contacts",
    "lacks_links",
    "name_key",
    "page_key",
    "proposals",
    "read_business_profile",
    "read_profile",
    "read_site",
    "read_sitemap",
    "read_views",
    "role_in",
    "same_host",
    "same_person",
    "script_reason",
    "shell_reason",
    "social_only_reason",
    "styles_in",
    "view_of",
    "wants_browser",
]

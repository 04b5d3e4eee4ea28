"""Models of a website visit: the site, the pages that the reader requests, and a profile's first page."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteToRead:
    """One website and what is known of its studio.

    Attributes:
        url: The website's URL in the directory.
        studio_name: The studio's name from another source, to distinguish the brand from people.
        country: ISO 3166-1 alpha-2 or a name; the hint for phone numbers printed without a prefix.
        studio_handles: Instagram handles known to be the studio's.
        max_pages: Maximum number of pages to request, without robots.txt and sitemaps.
    """

    url: str
    studio_name: str = ""
    country: str = ""
    studio_handles: tuple[str, ...] = ()
    max_pages: int = 12


@dataclass(frozen=True, slots=True)
class WantedPage:
    """A page that a visit requests next.

    Attributes:
        url: The URL to request.
        counts: False for robots.txt and sitemaps, which are not kept.
        part_of: URL of the page that loads the file; empty if a page is requested.
    """

    url: str
    counts: bool = True
    part_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfilePage:
    """A profile's first page.

    Attributes:
        is_login_wall: The page only asks to sign in.
        further: URLs on the same site that most likely contain the portfolio or the bio.
        promised: Reason why a browser would show more of it; empty if the HTML is complete.
    """

    is_login_wall: bool = False
    further: tuple[str, ...] = ()
    promised: str = ""

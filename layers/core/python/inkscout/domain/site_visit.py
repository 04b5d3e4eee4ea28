"""A visit of a website as its reader sees it: the site, the pages it asks for, a profile's first page."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteToRead:
    """One website and what is known of its studio.

    Attributes:
        url: The website's address as the directory knows it.
        studio_name: The studio's name from another source, to tell the brand from people.
        country: ISO 3166-1 alpha-2 or a name; the hint for phone numbers printed without a prefix.
        studio_handles: Instagram handles known to be the studio's.
        max_pages: Most pages that are asked for; robots.txt and sitemaps are none.
    """

    url: str
    studio_name: str = ""
    country: str = ""
    studio_handles: tuple[str, ...] = ()
    max_pages: int = 12


@dataclass(frozen=True, slots=True)
class WantedPage:
    """A page that a visit asks for next; ``counts`` is False for robots.txt and sitemaps."""

    url: str
    counts: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfilePage:
    """A profile's first page.

    Attributes:
        is_login_wall: The page asks to sign in and says nothing else.
        further: Addresses on the same site that most likely hold the portfolio or the bio.
        promised: Why a browser would show more of it; empty if the HTML is complete.
    """

    is_login_wall: bool = False
    further: tuple[str, ...] = ()
    promised: str = ""

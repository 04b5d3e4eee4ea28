"""Models shared by the finders and the merge: pages, the site, and candidates with their evidence.

Possible artists with their evidence; and the site they were read from.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from inkscout.domain.reading import Evidence, Image
from inkscout.extraction.page.document import Document
from inkscout.extraction.text.brand import Brand

SNIPPET = 160
"""Characters of text kept as evidence."""


@dataclass(slots=True, kw_only=True)
class Candidate:
    """A possible artist read by one layer; ``confidence`` is that layer's own, 0 to 1."""

    name: str
    url: str
    layer: str
    confidence: float
    name_score: float = 0.5
    group: int = 1
    own_handle: bool = False
    nickname: str = ""
    instagram: str = ""
    socials: tuple[str, ...] = ()
    role: str = ""
    styles: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    bio: str = ""
    email: str = ""
    booking_url: str = ""
    page_url: str = ""
    website: str = ""
    portfolio: tuple[Image, ...] = ()
    guest: bool = False
    guest_from: str = ""
    guest_to: str = ""
    snippet: str = ""

    def evidence(self) -> Evidence:
        """The candidate's place, layer and text."""
        return Evidence(url=self.url, layer=self.layer, snippet=self.snippet[:SNIPPET])


@dataclass(slots=True)
class PageView:
    """A page with what the layers share about it."""

    document: Document
    zones: list[int]
    is_team: bool = False
    is_guest: bool = False
    is_about: bool = False
    is_article: bool = False
    sections: list[Any] | None = None
    is_piercing: bool = False
    key: str = ""
    people: list[Candidate] = field(default_factory=list)
    businesses: list[Mapping[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class SiteContext:
    """All pages of one website and what is known across them."""

    views: list[PageView]
    studio_name: str = ""
    country: str = ""
    studio_handles: frozenset[str] = frozenset()
    studio_emails: frozenset[str] = frozenset()
    brand: Brand = field(default_factory=Brand)
    menu: frozenset[str] = frozenset()
    shared_pages: frozenset[str] = frozenset()
    artist_pages: dict[str, str] = field(default_factory=dict)

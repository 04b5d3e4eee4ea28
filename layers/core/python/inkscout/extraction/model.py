"""Data that finders share: a page with what is known of it, the site, and the possible artists they find."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from inkscout.domain.excerpt import shortened
from inkscout.domain.reading import Evidence, Image, StudioFacts
from inkscout.extraction.page.document import Document
from inkscout.extraction.text.brand import Brand

SNIPPET = 160
"""Characters of text kept as evidence."""

JUDGED_ALONE = ("short_text", "studio_name", "prose", "unseen")
"""Names of the finders that propose every text like a name; nothing but the judge believes them."""

Scope = TypeVar("Scope")
"""What a finder reads: one page, or the whole site."""


@dataclass(frozen=True, slots=True)
class Finder(Generic[Scope]):
    """One way in which a website names people, and how far what it finds can be believed.

    Attributes:
        name: Stored with the evidence, and shown by the API, as its ``layer``; never renamed.
        find: Finds people on a page or on a site; does not set their ``finder``.
        weak: Reads running text or captions. Alone it must be surer, the more so beside a list of people.
        may_be_brand: Can take the studio's own name for a person; false where data or a form says that a
            person is meant.
        introduces: Reads texts that present somebody, so that a known given name is enough to tell that
            person from the brand.
        heads_list: Reads lists under a heading: an owner in one is a person even under the brand's name,
            and a page with several people is the studio's.
        joins_by_handle: Ties a name to a handle, so that the handle joins people on one page too.
        owns_page: Reads pages of one person: such a page is that person's own.
        links_people: Reads links that lead to people's own pages.
        site_wide: Reads what every page repeats (menus, forms, data), so that a page of guests makes nobody a
            guest.
        on_articles: Is asked on blog posts and news too, whose other people are not the studio's.
        only_adds: Proposes people whom no other finder names, and says nothing of the others.
    """

    name: str
    find: Callable[[Scope], list["Candidate"]]
    weak: bool = False
    may_be_brand: bool = True
    introduces: bool = False
    heads_list: bool = False
    joins_by_handle: bool = False
    owns_page: bool = False
    links_people: bool = False
    site_wide: bool = False
    on_articles: bool = False
    only_adds: bool = False


@dataclass(slots=True, kw_only=True)
class Candidate:
    """A possible artist; ``confidence`` is the finder's own, 0 to 1.

    ``finder`` is set by :func:`inkscout.extraction.people.find`, the only caller of finders.
    """

    finder: Finder[Any] = field(init=False)
    name: str
    url: str
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
        """Returns the candidate's page, finder and text."""
        return Evidence(url=self.url, finder=self.finder.name, snippet=shortened(self.snippet, SNIPPET))


@dataclass(slots=True)
class StructuredData:
    """People and the business's own facts in a page's markup.

    Attributes:
        people: People whom the markup gives a role or a place of work.
        businesses: Objects of businesses.
        persons: All people by their ``@id``, of whom another page may say that they work there.
        referred: Ids that a business names as its people, with the key that it names them under.
    """

    people: list[Candidate] = field(default_factory=list)
    businesses: list[Mapping[str, Any]] = field(default_factory=list)
    persons: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    referred: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class PageView:
    """A page with what finders share; ``sections`` and ``structured`` are read when first asked for."""

    document: Document
    zones: list[int]
    is_team: bool = False
    is_guest: bool = False
    is_about: bool = False
    is_article: bool = False
    is_piercing: bool = False
    key: str = ""
    people: list[Candidate] = field(default_factory=list)
    sections: list[Any] | None = None
    structured: StructuredData | None = None


@dataclass(slots=True)
class SiteContext:
    """All pages of one website and what is known across them."""

    views: list[PageView]
    studio_name: str = ""
    country: str = ""
    facts: StudioFacts = field(default_factory=StudioFacts)
    studio_handles: frozenset[str] = frozenset()
    studio_emails: frozenset[str] = frozenset()
    brand: Brand = field(default_factory=Brand)
    shared_pages: frozenset[str] = frozenset()
    strangers_handles: frozenset[str] = frozenset()

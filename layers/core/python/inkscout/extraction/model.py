"""Data types shared by all finders: a parsed page, a website, and the candidates (possible artists) found."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from inkscout.domain.excerpt import shortened
from inkscout.domain.reading import Evidence, Image, StudioFacts
from inkscout.extraction.page.document import Document
from inkscout.extraction.text.brand import Brand

SNIPPET = 160
"""Maximum length of the text kept as evidence, in characters."""

JUDGED_ALONE = ("short_text", "studio_name", "prose", "unseen")
"""Names of the finders that propose every text that looks like a name.

Only the trained judge may accept a person whom no other finder found.
"""

Scope = TypeVar("Scope")
"""Type of a finder's input: one page (``PageView``) or the whole website (``SiteContext``)."""


@dataclass(frozen=True, slots=True)
class Finder(Generic[Scope]):
    """A method of finding people on a page or website, with properties that say how reliable its results are.

    Attributes:
        name: Stored with the evidence and returned by the API as its ``layer``; must never be renamed.
        find: Returns the candidates found in a page or website; does not set their ``finder``.
        weak: The finder reads running text or captions. If no other finder agrees, a higher confidence is
            required, higher still if the site lists its people elsewhere.
        may_be_brand: The finder can mistake the studio's name for a person; false if the data or a form
            states that a person is meant.
        introduces: The finder reads texts that introduce somebody, so a known given name is enough to
            distinguish that person from the studio's name.
        heads_list: The finder reads lists under a heading. An owner in such a list is a person even if named
            like the studio, and a page that lists several people is not one person's own page.
        joins_by_handle: The finder pairs names with handles, so two of its candidates on one page with the
            same handle may be merged.
        owns_page: The finder reads pages about one person; such a page is that person's own page.
        links_people: The finder reads links that lead to people's own pages.
        site_wide: The finder reads content repeated on every page (menus, forms, data), so its people on a
            page of guest artists are not marked as guests.
        on_articles: The finder also runs on blog posts and news; the others do not, since people named there
            rarely work at the studio.
        only_adds: The finder's candidates are ignored for people whom another finder has found.
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
    """A possible artist found by one finder on one page.

    Empty fields are unknown. ``confidence`` is the finder's own, from 0 to 1; ``name_score`` (0 to 1) says
    how much the text looks like a name; ``group`` is the number of people listed together; ``own_handle``
    marks a handle that is certainly this person's; ``hints`` are styles that running text only mentions,
    ``styles`` those that are stated. ``finder`` is set by :func:`inkscout.extraction.people.find`.
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
        """Returns the page's URL, the finder's name and the text that support this candidate."""
        return Evidence(url=self.url, finder=self.finder.name, snippet=shortened(self.snippet, SNIPPET))


@dataclass(slots=True)
class StructuredData:
    """People and businesses in a page's structured data (JSON-LD, microdata or RDFa).

    Attributes:
        people: People for whom the data states a role or a place of work.
        businesses: Objects that describe a business.
        persons: All people by their ``@id``; another page may state that they work at the studio.
        referred: The ``@id`` of each person to whom a business refers, with the property that refers to it,
            such as ``employee``.
    """

    people: list[Candidate] = field(default_factory=list)
    businesses: list[Mapping[str, Any]] = field(default_factory=list)
    persons: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    referred: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class PageView:
    """A parsed page with its classification, shared by all finders.

    ``zones`` holds the bit flags (see ``Zone``) of each text line, ``is_…`` the kind of page; ``key`` is the
    normalised URL (``page_key``); ``people`` are the candidates of the page finders. ``sections``,
    ``structured``, ``first_person``, ``language``, ``makers`` and ``priced`` are computed on first use.
    """

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
    first_person: tuple[int, int, bool] | None = None
    language: str | None = None
    makers: dict[int, int] | None = None
    priced: frozenset[int] | None = None


@dataclass(slots=True)
class SiteContext:
    """All pages of one website, with facts that concern the whole site.

    ``studio_handles`` and ``studio_emails`` are the studio's own; ``shared_pages`` are keys of pages to which
    the records of several people link; ``strangers_handles`` are handles shown with the full names of several
    different people; ``namesakes`` are, for the key of a person's page, those of their namesakes' pages.
    """

    views: list[PageView]
    studio_name: str = ""
    country: str = ""
    facts: StudioFacts = field(default_factory=StudioFacts)
    studio_handles: frozenset[str] = frozenset()
    studio_emails: frozenset[str] = frozenset()
    brand: Brand = field(default_factory=Brand)
    shared_pages: frozenset[str] = frozenset()
    strangers_handles: frozenset[str] = frozenset()
    namesakes: Mapping[str, frozenset[str]] = field(default_factory=dict)

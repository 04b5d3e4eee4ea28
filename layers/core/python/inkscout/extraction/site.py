"""Reads one website from its stored pages: runs finders, merges candidates, determines the outcome."""

from collections.abc import Sequence
from dataclasses import replace

from inkscout.domain.garbled import is_garbled
from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.page import FetchStatus, Page
from inkscout.domain.reading import FoundArtist, SiteReading, StudioFacts
from inkscout.extraction.crawl.needs_browser import reason_for_browser
from inkscout.extraction.model import JUDGED_ALONE, PageView, SiteContext
from inkscout.extraction.page.document import Line
from inkscout.extraction.page.parse import parse
from inkscout.extraction.page.urls import host_word, page_key, path_segments, path_words
from inkscout.extraction.page.zones import zones_of
from inkscout.extraction.people import STRUCTURED, UNSEEN, find_on_page, propose
from inkscout.extraction.people.colleagues import works_beside_others
from inkscout.extraction.people.doubts import with_doubts
from inkscout.extraction.people.first_person import speaks_alone, speaks_as_house
from inkscout.extraction.people.judge import Proposal, evidence, judge_people
from inkscout.extraction.people.judge.model import Judge
from inkscout.extraction.people.merge import artists_of, people_of
from inkscout.extraction.people.named_contacts import with_contacts_named_after_them
from inkscout.extraction.people.own_studio import (
    with_contacts_of_own_studio,
    with_profiles_named_after_them,
)
from inkscout.extraction.people.records import PIERCING
from inkscout.extraction.people.section_headings import heading_strength
from inkscout.extraction.people.short_forms import without_short_forms
from inkscout.extraction.studio.contacts import is_legal_page
from inkscout.extraction.studio.facts import NAME, read_facts
from inkscout.extraction.studio.not_a_site import home_page_outcome
from inkscout.extraction.studio.relevance import WRITES_ABOUT, is_studio_site
from inkscout.extraction.studio.studio_names import known_name
from inkscout.extraction.text.brand import brand_of, is_named_after
from inkscout.extraction.text.handles import handle_of, resembles
from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.loader import word_set

_ABOUT = word_set("pages.about")
_GUEST = word_set("team.guest")
_TEAM = word_set("team.people")
_ARTICLE_WORDS = word_set("pages.article")


_STYLES_OF_ONE = 5
_ALIKE = 0.7
"""Minimum likeness of a handle to a name, by which it is that person's wherever the site links to it."""
_LIKE = 0.5
"""Minimum likeness of the studio's handle to a name, by which it is not somebody else's."""
_ALMOST_CERTAIN = 0.95
_SURE = 0.7
"""Minimum confidence of the most certain artist to do without a browser.

Below it, a site whose HTML looks incomplete is visited with a browser, although artists were found.
"""


def read_site(
    pages: Sequence[Page],
    *,
    studio_name: str = "",
    country: str = "",
    studio_handles: Sequence[str] = (),
    judge: Judge | None = None,
) -> SiteReading:
    """Returns the artists, studio facts and outcome of one website, read from its stored pages.

    Args:
        pages: Pages in the order they were fetched, the home page first; pages without a body count as
            failed. Among them may be parts of pages (``Page.part_of``), which are read with their pages.
        studio_name: The studio's name if known from another source; helps to distinguish the brand from
            people.
        country: ISO 3166-1 alpha-2 code or name of a country, for phone numbers without an international
            prefix.
        studio_handles: Instagram handles known to be the studio's.
        judge: The judge (classifier of people) to use instead of the shipped one, for cross-validation.
    """
    pages, parts = _parted(pages)
    read = [page for page in pages if page.status is FetchStatus.OK and page.html]
    read = [page for page in read if page is pages[0] or not is_garbled(page.html)]
    failed = frozenset(page_key(page.url) for page in pages if page.status is not FetchStatus.OK)
    if not pages:
        return SiteReading(outcome=VisitOutcome.UNREACHABLE, reason="no page of the website could be read")
    views = [view_of(page, parts.get(_key(page), ())) for page in _distinct(read)]
    home = pages[0]
    first = views[0] if views and read[0] is home else None
    if (ended := home_page_outcome(home, home.final_url or home.url, first)) is not None and (
        first or not read
    ):
        return SiteReading(outcome=ended[0], reason=ended[1])
    return read_views(
        views,
        studio_name=studio_name,
        country=country,
        studio_handles=studio_handles,
        failed=failed,
        judge=judge,
    )


def read_views(
    views: Sequence[PageView],
    *,
    studio_name: str = "",
    country: str = "",
    studio_handles: Sequence[str] = (),
    failed: frozenset[str] = frozenset(),
    judge: Judge | None = None,
) -> SiteReading:
    """Returns the artists, studio facts and outcome of one website, read from pages that are already parsed.

    Args:
        views: The parsed pages, the home page first.
        studio_name: The studio's name if known from another source; empty otherwise.
        country: ISO 3166-1 alpha-2 code or name of a country, for phone numbers without an international
            prefix.
        studio_handles: Instagram handles known to be the studio's.
        failed: Keys (``page_key``) of pages that could not be read.
        judge: The judge (classifier of people) to use instead of the shipped one, for cross-validation.
    """
    site = _site_of(views, studio_name, country, studio_handles)
    reading = _conclude(site, failed, judge)
    return replace(reading, studio=_with_fitting_name(reading.studio, studio_name))


def _with_fitting_name(facts: StudioFacts, studio_name: str) -> StudioFacts:
    """Returns the facts of a studio without a name that does not fit the one known from another source."""
    fitting = known_name(facts.name, studio_name, facts.address) if facts.name else ""
    if fitting or not facts.name:
        return replace(facts, name=fitting)
    evidence = tuple(entry for entry in facts.evidence if entry.finder != NAME)
    return replace(facts, name="", evidence=evidence)


def wants_browser(views: Sequence[PageView], failed: frozenset[str] = frozenset()) -> bool:
    """Whether a website's pages show that scripts add their content, so that a browser would be asked for.

    The arguments are those of :func:`read_views`.
    """
    return bool(views) and bool(reason_for_browser(SiteContext(views=list(views)), failed))


def lacks_contacts(views: Sequence[PageView], *, studio_name: str = "", country: str = "") -> bool:
    """Whether a website's pages state no e-mail address or no phone number of the studio.

    The arguments are those of :func:`read_views`.
    """
    facts = _site_of(views, studio_name, country, ()).facts
    return not (facts.email and facts.phone)


def proposals(
    pages: Sequence[Page],
    *,
    studio_name: str = "",
    country: str = "",
    studio_handles: Sequence[str] = (),
    unaided: bool = False,
) -> list[Proposal]:
    """Returns everybody on a website who might be an artist, with the features on which the judge is trained.

    Empty if the website is not a tattoo studio's. The arguments are those of :func:`read_site`; with
    ``unaided``, the finders that read a page by rules find nobody, as on a website whose layout they do not
    know.
    """
    pages, parts = _parted(pages)
    views = [
        view_of(page, parts.get(_key(page), ())) for page in _distinct([page for page in pages if page.html])
    ]
    if unaided:
        for view in views:
            view.people = [candidate for candidate in view.people if candidate.finder is STRUCTURED]
    site = _site_of(views, studio_name, country, studio_handles)
    if not views or not is_studio_site(site.views, site.studio_name or site.facts.name)[0]:
        return []
    return evidence(site, site.facts, people_of(site, propose(site)))


def _site_of(
    views: Sequence[PageView], studio_name: str, country: str, known_handles: Sequence[str]
) -> SiteContext:
    site = SiteContext(views=list(views), studio_name=studio_name, country=country)
    read = [candidate for view in site.views for candidate in view.people]
    site.facts = read_facts(site.views, studio_name, country, read)
    site.brand = brand_of(
        studio_name, site.facts.name, host=host_word(site.views[0].document.url) if views else ""
    )
    site.studio_handles = frozenset(known_handles) | (frozenset({site.facts.instagram}) - {""})
    site.studio_emails = frozenset({site.facts.email} - {""})
    return site


def view_of(page: Page, parts: Sequence[Page] = ()) -> PageView:
    """Parses and classifies a page (team page, guest page, article …) and runs the page finders on it.

    ``parts`` are files that the page loads (``Page.part_of``), read as the page's own content.
    """
    document = parse(page, parts)
    view = PageView(document=document, zones=zones_of(document), key=_key(page))
    words = path_words(document.url)
    segments = path_segments(document.url)
    last = (
        set(path_words("/" + segments[-1]))
        if segments and not page_key(document.url).endswith("/")
        else set()
    )
    title = set(tokens(document.title)) if len(document.title) < 80 else set()
    heads = [line for line in document.lines if line.heading in (1, 2)][:3]
    view.is_article = (
        bool(_ARTICLE_WORDS.intersection(words))
        or document.meta.get("og:type") == "article"
        or is_legal_page(view)
    )
    named = bool(last & _TEAM) or any(heading_strength(line) >= 1.0 for line in heads[:1])
    view.is_team = not view.is_article and (named or bool(title & _TEAM and len(title) <= 5 and last & _TEAM))
    view.is_guest = bool(last & _GUEST)
    view.is_about = bool(last & _ABOUT)
    view.is_piercing = any(word.startswith(PIERCING) for word in last) or _is_about_piercing(heads)
    view.people = find_on_page(view)
    return view


def _is_about_piercing(heads: list[Line]) -> bool:
    """Whether the first of a page's headings mentions piercing but not tattooing."""
    text = fold(heads[0].text) if heads else ""
    return any(stem in text for stem in PIERCING) and "tat" not in text and "тат" not in text


def _key(page: Page) -> str:
    return page_key(page.final_url or page.url)


def _parted(pages: Sequence[Page]) -> tuple[list[Page], dict[str, list[Page]]]:
    """Returns the pages of a site, and their readable parts by the key of the page that loads them."""
    parts: dict[str, list[Page]] = {}
    for page in pages:
        if page.part_of and page.status is FetchStatus.OK and page.html and not is_garbled(page.html):
            parts.setdefault(page_key(page.part_of), []).append(page)
    return [page for page in pages if not page.part_of], parts


def _distinct(pages: list[Page]) -> list[Page]:
    """Returns the pages without duplicates: pages with the same normalised URL or the same content."""
    seen: set[tuple[str, str]] = set()
    out: list[Page] = []
    for page in pages:
        key = _key(page)
        mark = (page.content_hash or str(hash(page.html)), "")
        if ("", key) in seen or mark in seen:
            continue
        seen.update({("", key), mark})
        out.append(page)
    return out


def _conclude(site: SiteContext, failed: frozenset[str], judge: Judge | None) -> SiteReading:
    facts = site.facts
    ours, why_not = is_studio_site(site.views, site.studio_name or facts.name)
    browser_reason = reason_for_browser(site, failed)
    if not ours:
        if browser_reason and not sum(len(view.document.lines) for view in site.views) > 30:
            return SiteReading(
                outcome=VisitOutcome.NEEDS_BROWSER,
                studio=facts,
                reason=browser_reason,
                browser_reason=browser_reason,
            )
        own = facts if why_not != WRITES_ABOUT else StudioFacts()  # a publisher's are no studio's
        return SiteReading(outcome=VisitOutcome.NOT_A_STUDIO_SITE, studio=own, reason=why_not)
    artists = _artists(site, judge)
    artists = _with_handles_like_names(site, artists)
    artists = _with_handle_of_namesake(artists, facts, site.studio_name)
    if len(artists) == 1 and not works_beside_others(site.views, artists[0]):
        only = _with_studio_styles(_with_brand(site, artists[0], facts), facts)
        artists = [with_contacts_of_own_studio(site, only, facts)]
    elif (resident := _only_resident(site, artists)) is not None:
        whole = with_contacts_of_own_studio(site, _with_brand(site, resident, facts), facts)
        artists = [whole if artist is resident else artist for artist in artists]
    artists = with_profiles_named_after_them(artists, facts)
    artists = with_contacts_named_after_them(site.views, artists, facts)
    artists = with_doubts(site, artists)
    if artists and not (browser_reason and not any(_is_surely_shown(artist) for artist in artists)):
        naming = {item.url for artist in artists for item in artist.evidence}
        reason = f"{len(artists)} named on {len(naming)} of {len(site.views)} pages"
        return SiteReading(
            outcome=VisitOutcome.ARTISTS_FOUND, artists=tuple(artists), studio=facts, reason=reason
        )
    if browser_reason:
        return SiteReading(
            outcome=VisitOutcome.NEEDS_BROWSER,
            studio=facts,
            reason=browser_reason,
            browser_reason=browser_reason,
        )
    return SiteReading(
        outcome=VisitOutcome.NO_ARTISTS_NAMED,
        studio=facts,
        reason=f"{len(site.views)} pages read, none names an artist",
    )


def _only_resident(site: SiteContext, artists: Sequence[FoundArtist]) -> FoundArtist | None:
    """Returns the one artist beside guests, if the site speaks in the first person; None if there is none."""
    residents = [artist for artist in artists if artist.residency != "guest"]
    return residents[0] if len(residents) == 1 < len(artists) and speaks_alone(site.views) else None


def _is_surely_shown(artist: FoundArtist) -> bool:
    """Whether an artist is certain, and named where visitors read it, not just in a URL or a script.

    Somebody whom no finder of people names, as a headline may be taken for, must be almost certain.
    """
    if any(item.finder not in JUDGED_ALONE for item in artist.evidence):
        return artist.confidence >= _SURE
    shown = any(item.finder != UNSEEN.name for item in artist.evidence)
    return shown and artist.confidence >= _ALMOST_CERTAIN


def _artists(site: SiteContext, judge: Judge | None) -> list[FoundArtist]:
    people = people_of(site, propose(site))
    judged = judge_people(site, site.facts, people, judge)
    accepted = [(found.person, found.confidence) for found in judged if found.accepted]
    return artists_of(site, without_short_forms(site, accepted))


def _with_studio_styles(artist: FoundArtist, facts: StudioFacts) -> FoundArtist:
    """Returns the studio's only artist, with the studio's styles if none is known."""
    return artist if artist.styles else replace(artist, styles=facts.styles[:_STYLES_OF_ONE])


def _with_handle_of_namesake(
    artists: list[FoundArtist], facts: StudioFacts, studio_name: str
) -> list[FoundArtist]:
    """Returns the artists, with the studio's handle for the one after whom studio and handle are named.

    Unless the handle is like another artist's name too, or that artist has one of their own.
    """
    handle = facts.instagram
    alike = [artist for artist in artists if handle and resembles(artist.name, handle) > 0]
    if len(alike) != 1 or alike[0].instagram or any(artist.instagram == handle for artist in artists):
        return artists
    if not is_named_after(facts.name or studio_name, alike[0].name):
        return artists
    return [replace(artist, instagram=handle) if artist is alike[0] else artist for artist in artists]


def _with_handles_like_names(site: SiteContext, artists: list[FoundArtist]) -> list[FoundArtist]:
    """Returns the artists; who has no handle like their name gets a linked one that is like theirs alone."""
    linked = {
        handle for view in site.views for link in view.document.links if (handle := handle_of(link.href))
    }
    if not linked:
        return artists
    held = {artist.instagram for artist in artists}
    out = []
    for artist in artists:
        others = [other.name for other in artists if other is not artist]
        like = [
            handle
            for handle in linked - held
            if resembles(artist.name, handle) >= _ALIKE
            and not any(resembles(name, handle) for name in others)
        ]
        is_missing = not artist.instagram or not resembles(artist.name, artist.instagram)
        out.append(replace(artist, instagram=like[0]) if len(like) == 1 and is_missing else artist)
    return out


def _with_brand(site: SiteContext, artist: FoundArtist, facts: StudioFacts) -> FoundArtist:
    """Returns the studio's only artist, with the studio's Instagram handle if the artist has none.

    The handle is not added if the site speaks mostly as "we" or names somebody else whom the handle is made
    of, unless the studio or the handle is named after the artist.
    """
    handle = facts.instagram
    if artist.instagram or not handle:
        return artist
    named_after = is_named_after(facts.name or site.studio_name, artist.name, handle)
    if named_after or not (speaks_as_house(site.views) or _is_of_somebody_else(site, artist, handle)):
        return replace(artist, instagram=handle)
    return artist


def _is_of_somebody_else(site: SiteContext, artist: FoundArtist, handle: str) -> bool:
    """Whether a handle is unlike an artist's name and like one that the site gives to somebody else."""
    own = (artist.name, *artist.aliases)
    if any(resembles(name, handle) for name in own):
        return False
    named = {candidate.name for view in site.views for candidate in view.people} - set(own)
    return any(resembles(name, handle) >= _LIKE and not site.brand.covers(name) for name in named)

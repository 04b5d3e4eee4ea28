"""Detects pages that are no real website: parked domains, hosting placeholders, links to social media."""

from inkscout.domain.garbled import is_garbled
from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.page import FetchStatus, Page
from inkscout.extraction.model import PageView
from inkscout.extraction.people.finders.structured import structured_data
from inkscout.extraction.people.first_person import first_person
from inkscout.extraction.text.alternation import by_first_letter
from inkscout.extraction.text.names import KNOWN, name_key
from inkscout.vocabulary.folding import tokens
from inkscout.vocabulary.networks import network_of

_PARKED = by_first_letter(
    r"domain (?:name )?(?:is |may be |has been )?(?:for sale|parked|available for purchase"
    r"|expired|registered)|buy this domain|domain parking|parked (?:free|domain)"
    r"|sedoparking|domain steht zum verkauf|diese domain|ce (?:nom de )?domaine est (?:à vendre|en vente)"
    r"|dominio (?:está )?(?:en venta|a la venta)|dominio in vendita|domena (?:jest )?na sprzedaż"
    r"|домен (?:продается|продаётся|припаркован)|hugedomains|dan\.com|afternic"
    r"|is coming soon to this domain|website expired|account (?:has been )?suspended|default web site page"
    r"|welcome to nginx|apache2 (?:ubuntu|debian) default page|index of /|plesk default page"
    r"|future home of something|domain isn.t connected to a website"
    r"|this (?:shop|store) is (?:currently )?unavailable|your domain has expired|this domain has expired"
    r"|site has been (?:archived|suspended)|blog has been (?:archived|suspended)"
    r"|there isn.t a github pages site here|site not published"
    r"|domain (?:was|has been) (?:recently |just )?registered|renew (?:your|this) domain"
    r"|hier entsteht eine neue (?:internetpräsenz|webseite|homepage)|félicitations ! votre domaine"
    r"|domena (?:została )?zarejestrowana|dominio (?:está )?(?:aparcado|registrado)|dominio registrato"
)
"""Matches phrases of a registrar's or host's placeholder in lower-case text."""
_MAX_PARKED_TEXT = 2500
_CARD_TEXT = 200
"""Maximum number of characters of text on a page that only links to social media."""
_ANALYTICS = 1500
"""Number of characters up to which an inline script is taken for analytics, which writes no content."""

OUTCOME_OF_STATUS = {
    FetchStatus.ROBOTS_FORBIDDEN: (VisitOutcome.ROBOTS_FORBIDDEN, "robots.txt forbids the home page"),
    FetchStatus.BLOCKED: (VisitOutcome.BLOCKED, "the site answers with a challenge or refuses crawlers"),
    FetchStatus.TOO_LARGE: (VisitOutcome.TOO_LARGE, "the home page is larger than the limit"),
    FetchStatus.UNREACHABLE: (VisitOutcome.UNREACHABLE, "the site does not answer"),
    FetchStatus.TIMEOUT: (VisitOutcome.UNREACHABLE, "the site does not answer in time"),
    FetchStatus.NOT_FOUND: (VisitOutcome.UNREACHABLE, "the home page does not exist"),
    FetchStatus.HTTP_ERROR: (VisitOutcome.UNREACHABLE, "the site answers with an error"),
    FetchStatus.TOO_MANY_REDIRECTS: (VisitOutcome.UNREACHABLE, "the site redirects without end"),
    FetchStatus.NOT_HTML: (VisitOutcome.NOT_A_STUDIO_SITE, "the address answers with a file and no page"),
    FetchStatus.EGRESS_REFUSED: (VisitOutcome.ERROR, "the address leads to a network that is never visited"),
    FetchStatus.CRASHED: (VisitOutcome.ERROR, "the browser ended under the page"),
    FetchStatus.UNREADABLE: (VisitOutcome.UNREADABLE, "the home page cannot be read within its bounds"),
    FetchStatus.NOT_MODIFIED: (VisitOutcome.ERROR, "the home page was asked for conditionally"),
}
"""Outcome and reason of a visit whose home page could not be read, by the fetch status."""


def outcome_without_page(page: Page) -> tuple[VisitOutcome, str]:
    """Returns the outcome of a visit whose home page could not be read, and the reason."""
    outcome, reason = OUTCOME_OF_STATUS.get(
        page.status, (VisitOutcome.ERROR, "the home page could not be read")
    )
    return outcome, f"{reason} ({page.detail})" if page.detail else reason


def home_page_outcome(home: Page, url: str, view: PageView | None) -> tuple[VisitOutcome, str] | None:
    """Returns outcome and reason of a visit if the home page alone decides them; None to read the site.

    Args:
        home: The home page as fetched.
        url: Its URL after redirects.
        view: The parsed page; None if it has no body.
    """
    if view is None:
        if home.status is FetchStatus.OK:
            return VisitOutcome.NO_ARTISTS_NAMED, "the home page is empty"
        return outcome_without_page(home)
    if is_garbled(home.html):
        return VisitOutcome.ERROR, "the text of the home page is garbled: its encoding is not known"
    if reason := social_only_reason(url, view):
        return VisitOutcome.SOCIAL_MEDIA_ONLY, reason
    if reason := parked_reason(view):
        return VisitOutcome.PARKED, reason
    return None


def parked_reason(view: PageView) -> str:
    """Returns the reason why a home page is a registrar's or host's placeholder; empty if it is not."""
    text = f"{view.document.title} " + " ".join(line.text for line in view.document.lines[:80])
    if len(text) > _MAX_PARKED_TEXT:
        return ""
    lowered = text.lower()
    found = _PARKED.search(lowered)
    said = text if len(lowered) == len(text) else lowered
    return f"the page says \u201c{said[found.start() : found.end()]}\u201d" if found else ""


def _says_more(view: PageView) -> bool:
    """Whether a page has content besides its own name and its links.

    That is a person's name (with a known given name, not in its headings, or with a role in structured data),
    somebody who says "I", more than one heading, or a script that may write content.
    """
    document = view.document
    if any(person.role for person in structured_data(view).people):
        return True
    if any(script.src or len(script.text) > _ANALYTICS for script in document.scripts):
        return True
    if sum(1 for line in document.lines if line.heading) > 1 or first_person([view])[0]:
        return True
    heads = [document.title, *(line.text for line in document.lines if line.heading)]
    own = {name_key(candidate.name) for candidate in view.people if candidate.name_score < KNOWN}
    named = {name_key(candidate.name) for candidate in view.people}
    return any(name not in own or not any(_within(name, head) for head in heads) for name in named)


def _within(name: tuple[str, ...], text: str) -> bool:
    return set(name) <= set(tokens(text))


def social_only_reason(url: str, view: PageView | None) -> str:
    """Returns the reason why a studio has social media only; empty if it has a site of its own."""
    if network := network_of(url):
        return f"the website is an address at {network}"
    if view is None:
        return ""
    if network := network_of(view.document.url):
        return f"the website leads to {network}"
    document = view.document
    links = [document.absolute(link.href) for link in document.links]
    social = [link for link in links if network_of(link)]
    own = [link for link in links if link.startswith("http") and not network_of(link)]
    text = sum(len(line.text) for line in document.lines)
    if social and not own and text < _CARD_TEXT and not _says_more(view):
        return "the page holds links to social networks and nothing else"
    return ""

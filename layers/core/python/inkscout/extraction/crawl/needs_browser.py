"""Detects websites that need a browser, because scripts fill in what their HTML leaves out."""

import re

from inkscout.domain.excerpt import shortened
from inkscout.extraction.model import PageView, SiteContext
from inkscout.extraction.page.document import Document, Element, Script
from inkscout.extraction.page.urls import page_key, same_host
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.people.section_headings import (
    has_team_word,
    heading_strength,
    sections_of,
)

_MOUNT = re.compile(
    r"^(?:root|app|__next|__nuxt|gatsby-focus-wrapper|svelte|q-app|main-app|react-root|app-root|___gatsby|wix-|site-root|SITE_CONTAINER)",
    re.I,
)
_NOSCRIPT = re.compile(
    r"enable javascript|javascript (?:to|is|muss|requis|deaktiviert|erforderlich)|requires? javascript"
    r"|activer javascript|habilita(?:r)? javascript|включ\w{1,12} javascript|without javascript",
    re.I,
)
_LOADING = re.compile(
    r"^(?:loading|cargando|chargement|lädt|laden|caricamento|carregando|ładowanie|laddar|загрузка|завантаження|טוען|読み込み中|로딩)\b|\{\{[^{}]*\}\}|^\.\.\.$",
    re.I,
)
_CODE = ("", "text/javascript", "application/javascript", "module", "text/babel", "text/jsx")
_CLICKS = (
    "onclick",
    "@click",
    "v-on:click",
    "ng-click",
    "(click)",
    "data-page",
    "data-view",
    "data-section",
    "data-tab",
)
_NO_TEXT = 40
_TEMPLATE = re.compile(
    r"(?:v-for|x-for|\*ngFor|ng-repeat|data-repeat|x-data)\s*=\s*[\"'][^\"'>]{0,120}"
    r"(?:artist|team|member|staff|crew|tatu|tatou|guest|resident)",
    re.IGNORECASE,
)
_REPEATERS = (b"v-for", b"x-for", b"*ngfor", b"ng-repeat", b"data-repeat", b"x-data")
"""Substrings, at least one of which every such template has; searched before the slower expression."""
_DECORATION = re.compile(
    r"map|load|overlay|modal|lightbox|progress|cursor|particle|toast|cookie|nav|menu|captcha|fb-root|slider|carousel|swiper"
    r"|gallery|galeria|background|\bbg|canvas|video|footer|header|banner|popup|scroll|widget|feed|insta|calendar|chat|back",
    re.IGNORECASE,
)
"""Matches ids and classes of empty elements that scripts fill with something other than people."""
_SHELL_TEXT = 200
"""Number of characters of text below which a page with scripts may be an empty shell."""
_CONTAINER = re.compile(
    r"(?:^|[\s_-])(?:artists?|team|tatuador(?:es)?|tatoueurs?|artistes?|artistas?|colaboradores|crew|staff|members?|roster|tattooers?|kuenstler|equipo|equipe)(?:$|[\s_-])",
    re.I,
)


def reason_for_browser(site: SiteContext, failed: frozenset[str]) -> str:
    """Returns the reason to render the site in a browser; empty if its plain HTML is complete.

    Args:
        site: The pages as read.
        failed: Keys (``page_key``) of pages that were linked but could not be fetched.
    """
    if any(view.document.page.rendered for view in site.views):
        return ""
    for view in site.views:
        if (view is site.views[0] or view.is_team) and (reason := shell_reason(view)):
            return reason
    for view in site.views:
        if view.is_team and (reason := _empty_team_page(view)):
            return reason
        if reason := _empty_section(view) or _list_template(view):
            return reason
    return _dead_team_link(site, failed) or _dead_team_button(site) or _bare_home(site.views[0])


def shell_reason(view: PageView) -> str:
    """Returns the reason why a page is an empty shell filled by scripts; empty if it is not."""
    document = view.document
    has_scripts = any(script.src or _is_code(script) for script in document.scripts)
    text = sum(len(line.text) for line in document.lines if not line.hidden)
    if not has_scripts or text >= _SHELL_TEXT:
        return ""
    for node in document.elements:
        mounted = node.tag in ("div", "main") and _MOUNT.match(node.get("id"))
        if mounted and node.end - node.start <= 2:
            return f"the page is an empty #{node.get('id')} that scripts fill"
        if node.tag.endswith("-root") or node.tag == "router-view":
            return "the page is an application's root element without content"
    if text < _NO_TEXT and not document.pictures and has_scripts:
        return "the page shows nothing until its scripts run"
    asks = _NOSCRIPT.search(document.noscript)
    return "the page asks for JavaScript and shows next to nothing without it" if asks else ""


def _is_code(script: Script) -> bool:
    """Whether an inline script is executable, however short: ``import("/app.js")`` can fill a page."""
    return bool(script.text.strip()) and script.kind in _CODE


def _empty_team_page(view: PageView) -> str:
    """Returns the reason why scripts fill a team page's list; empty if they do not.

    Evidence is a loading message or an empty container.
    """
    document = view.document
    if not any(script.src or script.text for script in document.scripts):
        return ""
    if any(_LOADING.search(line.text) and len(line.text) < 40 for line in document.lines):
        return "the team page shows that it is loading"
    for node in document.elements:
        if (
            node.tag not in ("div", "ul", "section", "main", "tbody")
            or node.start != node.end
            or not node.is_childless
        ):
            continue
        ident = node.get("id")
        bare = not view.people and not _DECORATION.search(f"{ident} {node.get('class')}")
        if ident and (_CONTAINER.search(ident) or _is_filled(view, ident) or bare):
            return f"the team page has an empty container (#{shortened(ident, 40)}) that scripts fill"
        label = node.get("class")
        if label and _CONTAINER.search(label) and _alone(document, node):
            return f"the team page has an empty container (.{shortened(label, 40)}) that scripts fill"
    return ""


def _empty_section(view: PageView) -> str:
    """Returns the reason why scripts fill a section that lists people; empty if they do not."""
    document = view.document
    if not any(script.src or len(script.text) > 200 for script in document.scripts):
        return ""
    for section in sections_of(view):
        if section.heading is None or section.strength < 0.8:
            continue
        for node in document.elements:
            below = node.order > section.heading.element.order and node.start == node.end == section.start
            if below and _waits(node):
                return f"nothing stands under “{shortened(section.heading.text, 40)}” but an empty {node.tag}"
    return ""


def _list_template(view: PageView) -> str:
    """Returns the reason why a client-side template renders the list of people; empty if none does."""
    html = view.document.page.html
    lowered = html.encode(errors="replace").lower()  # of texts, other letters would be slow
    found = _TEMPLATE.search(html) if any(map(lowered.__contains__, _REPEATERS)) else None
    return f"a template fills the list of people ({shortened(found.group(0), 60)})" if found else ""


def _waits(node: Element) -> bool:
    """Whether an empty element looks like a container for scripts to fill."""
    if not node.is_childless or node.tag not in ("div", "ul", "ol", "section", "tbody"):
        return False
    return bool(node.attrs) or node.tag in ("ul", "ol")


def _bare_home(home: PageView) -> str:
    """Returns the reason if a home page has no internal link and an empty menu or footer; else empty."""
    document = home.document
    scripted = any(
        script.src and same_host(document.absolute(script.src), document.url) for script in document.scripts
    )
    if not scripted:
        return ""
    own = [
        link for link in document.links if link.href and same_host(document.absolute(link.href), document.url)
    ]
    empty = [
        node
        for node in document.elements
        if node.tag in ("header", "nav", "footer") and node.is_childless and node.start == node.end
    ]
    return (
        f"the {empty[0].tag} is empty until a script fills it, and no page is linked"
        if empty and not own
        else ""
    )


def _is_filled(view: PageView, ident: str) -> bool:
    """Whether an inline script of the page mentions the container's id."""
    return len(ident) > 2 and any(ident in script.text for script in view.document.scripts if script.text)


def _alone(document: Document, node: Element) -> bool:
    """Whether no other element with the same first class has content."""
    first = node.get("class").split()[0]
    return not any(
        other is not node and other.end > other.start and first in other.get("class").split()
        for other in document.elements
    )


def _dead_team_link(site: SiteContext, failed: frozenset[str]) -> str:
    """Returns the reason why a link to the team does not work without scripts; empty if all do.

    It runs a script, or leads to a script's route, an anchor that scripts add or a page that could not be
    fetched.
    """
    for view in site.views:
        document = view.document
        scripted = any(script.src or len(script.text) > 200 for script in document.scripts)
        for link in document.links:
            if not link.text or len(link.text) > 40 or not has_team_word(link.text):
                continue
            href = link.href.strip()
            if href.startswith(("#/", "#!/")) and scripted:
                return f"the link to the people is a script's route ({shortened(href, 40)})"
            if href.lower().startswith("javascript:") and scripted and not has_section_heading(view):
                return "the link to the people runs a script"
            if scripted and len(href) > 1 and href.startswith("#") and not _has_target(document, href[1:]):
                return f"the link to the people leads to {shortened(href, 40)}, which scripts add"
            url = document.absolute(href)
            if scripted and same_host(url, document.url) and page_key(url) in failed:
                return f"the link to the people ({shortened(href, 60)}) leads nowhere without scripts"
    return ""


def _dead_team_button(site: SiteContext) -> str:
    """Returns the reason if a button or list of choices for the team works only with scripts; else empty."""
    for view in site.views:
        document = view.document
        if not any(script.src or _is_code(script) for script in document.scripts):
            continue
        if has_section_heading(view):
            continue
        linked = {id(link.element) for link in document.links}
        for line in document.lines:
            node = line.element
            if len(line.text) > 40 or not has_team_word(line.text) or line.heading:
                continue
            clickable = next((part for part in list(node.ancestors())[:3] if _is_clickable(part)), None)
            if clickable is not None and id(clickable) not in linked:
                return f"a button for the people (“{shortened(line.text, 40)}”) runs a script"
        for node in document.elements:
            if node.tag != "select":
                continue
            named = f"{node.get('id')} {node.get('name')}"
            if _CONTAINER.search(named) and node.end - node.start <= 1:
                return f"the choice of people (#{named.split(maxsplit=1)[0][:40]}) is filled by scripts"
    return ""


def _is_clickable(node: Element) -> bool:
    return node.tag == "button" or any(name in node.attrs for name in _CLICKS)


def _has_target(document: Document, ident: str) -> bool:
    """Whether an element of the page has the id or name to which an anchor points."""
    return any(ident in (node.get("id"), node.get("name")) for node in document.elements)


def has_section_heading(view: PageView) -> bool:
    """Whether a page has a heading that opens a section that lists people."""
    return any(
        heading_strength(line) and not view.zones[line.index] & (Zone.NAV | Zone.FOOTER)
        for line in view.document.lines
    )

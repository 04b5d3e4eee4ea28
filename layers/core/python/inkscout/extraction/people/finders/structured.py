"""Reads people and businesses from a page's structured data: JSON-LD, microdata and RDFa.

Microdata and RDFa are read with extruct, and only if the page contains them.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from inkscout.domain.excerpt import shortened
from inkscout.extraction.model import Candidate, Finder, PageView, StructuredData
from inkscout.extraction.page.document import Document
from inkscout.extraction.page.json_ld import Graph, is_reference, read_values, walk
from inkscout.extraction.people.records import MAX_BIO
from inkscout.extraction.text.handles import handle_of, social_profile
from inkscout.extraction.text.mails import mails_in
from inkscout.extraction.text.names import NameGuess, names_other_trade, read_name, role_in
from inkscout.extraction.text.styles import styles_in
from inkscout.extraction.text.styles_meant import styles_meant
from inkscout.vocabulary.folding import fold
from inkscout.vocabulary.loader import long_list
from inkscout.vocabulary.networks import network_of

_PERSON = frozenset(("Person",))
_FULL_NAME = 2
"""Number of words of a full name."""
_BUSINESS = frozenset(
    [
        "TattooParlor",
        "LocalBusiness",
        "HealthAndBeautyBusiness",
        "BeautySalon",
        "ArtGallery",
        "Store",
        "Organization",
        "ProfessionalService",
        "BarberShop",
        "HairSalon",
        "NailSalon",
        "DaySpa",
        "Corporation",
        "EntertainmentBusiness",
        "TattooShop",
        "VisualArtsEvent",
    ]
)
_PEOPLE_KEYS = ("employee", "employees", "founder", "founders", "member", "members", "owner")
_ROLE_OF_KEY = {"founder": "owner", "founders": "owner", "owner": "owner"}
_SKIP_PARENTS = (
    "author",
    "review",
    "creator",
    "reviewedBy",
    "publisher",
    "contributor",
    "editor",
    "itemReviewed",
)
_MAX_DEPTH = 6


def people_in_structured_data(view: PageView) -> list[Candidate]:
    """Returns the people in a page's structured data."""
    return structured_data(view).people


def structured_data(view: PageView) -> StructuredData:
    """Returns the people and businesses in a page's structured data; computed once per page."""
    if view.structured is None:
        view.structured = _read(view)
    return view.structured


def _read(view: PageView) -> StructuredData:
    """Reads the people, businesses and references in a page's structured data."""
    found = StructuredData()
    blocks = _blocks(view.document)
    graph = Graph(blocks, view.document.url, any_ids='"@id"' in view.document.page.html)
    told: set[str] = set()
    for node, parent in walk(blocks, _SKIP_PARENTS):
        whole = graph.resolved(node)
        types = _types(whole)
        if types & _BUSINESS:
            found.businesses.append(whole)
        ident = graph.ident(node)
        is_person = bool(types & _PERSON) or (not types and parent in _PEOPLE_KEYS)
        if is_person and not (ident and ident in told):
            person = _person(view, whole, parent)
            if person is not None:
                found.people.append(person)
                told.add(ident)
        if is_reference(node) and parent in _PEOPLE_KEYS:
            found.referred.setdefault(ident, parent)
        elif types & _PERSON and ident:
            found.persons[ident] = whole
    return found


def refer_across(views: Sequence[PageView], finder: Finder[PageView]) -> None:
    """Adds people to a page's ``people`` if another page names them as a business's, by ``@id``.

    Args:
        views: All pages of the website.
        finder: The finder of structured data, set on the added people.
    """
    referred = {ident: parent for view in views for ident, parent in structured_data(view).referred.items()}
    for view in views if referred else ():
        known = {person.name for person in view.people if person.finder is finder}
        for ident, node in structured_data(view).persons.items():
            person = _person(view, node, referred[ident]) if ident in referred else None
            if person is not None and person.name not in known:
                known.add(person.name)
                person.finder = finder
                view.people.append(person)


def _blocks(document: Document) -> list[Any]:
    blocks: list[Any] = []
    for script in document.scripts:
        if "ld+json" in script.kind and script.text.strip():
            blocks.extend(read_values(script.text))
    html = document.page.html
    if _needs_extruct(html):
        blocks.extend(_extruct(html, document.url))
    return blocks


def _needs_extruct(html: str) -> bool:
    """Whether a page has microdata or RDFa about people or businesses; most have none, which saves time."""
    if len(html) > 300_000:
        return False
    if "itemtype" in html and re.search(
        r"schema\.org/(?:Person|TattooParlor|LocalBusiness|HealthAndBeauty|Organization)", html
    ):
        return True
    return (
        "typeof=" in html
        and re.search(r"typeof=[\"'](?:schema:)?(?:Person|TattooParlor|LocalBusiness|Organization)", html)
        is not None
    )


def _extruct(html: str, url: str) -> list[Any]:
    import extruct  # noqa: PLC0415 - rdflib behind it takes half a second to import, and few pages need it

    data = extruct.extract(html, base_url=url, syntaxes=["microdata", "rdfa"], uniform=False, errors="ignore")
    blocks: list[Any] = [_from_microdata(item) for item in data.get("microdata", [])]
    blocks.extend(_from_rdfa(item) for item in data.get("rdfa", []))
    return blocks


def _from_microdata(item: object) -> object:
    if isinstance(item, dict) and "properties" in item:
        node = {key: _from_microdata(value) for key, value in item["properties"].items()}
        kind = item.get("type", "")
        node["@type"] = kind if isinstance(kind, list) else [kind]
        return node
    if isinstance(item, list):
        return [_from_microdata(value) for value in item]
    return item


def _from_rdfa(item: object) -> object:
    if not isinstance(item, dict):
        return item
    node: dict[str, Any] = {}
    for key, value in item.items():
        plain = str(key).rsplit("/", 1)[-1].rsplit("#", 1)[-1]
        listed = [_from_rdfa_value(one) for one in value] if isinstance(value, list) else [value]
        node[plain] = listed[0] if len(listed) == 1 and plain != "@type" else listed
    return node


def _from_rdfa_value(value: object) -> object:
    return value.get("@value", value.get("@id", value)) if isinstance(value, dict) else value


def _types(node: Mapping[str, Any]) -> set[str]:
    kinds = node.get("@type", [])
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return {str(kind).rsplit("/", 1)[-1].rsplit(":", 1)[-1] for kind in kinds}


def text_of(value: object, depth: int = 0) -> str:
    """Returns a property's text: of a list the first, of an object its name, value, URL or id.

    Empty if there is none, or if it is nested deeper than six levels.
    """
    if depth > _MAX_DEPTH:
        return ""
    if isinstance(value, list):
        return next((text for item in value[:50] if (text := text_of(item, depth + 1))), "")
    if isinstance(value, dict):
        inner = value.get("name") or value.get("@value") or value.get("url") or value.get("@id") or ""
        return text_of(inner, depth + 1)
    return str(value).strip() if isinstance(value, str | int | float) else ""


def texts_of(value: object) -> list[str]:
    """Returns all texts of a property."""
    items = value if isinstance(value, list) else [value]
    return [text for item in items if (text := text_of(item))]


def _stated_name(text: str) -> NameGuess | None:
    """Returns a full name that begins with what is an everyday word in some language ("Jak Orlund")."""
    words = text.split()
    if len(words) != _FULL_NAME or not all(word.isalpha() and word.istitle() for word in words):
        return None
    last = read_name(words[-1])
    if last is None or fold(words[-1]) in long_list("everyday_words") or names_other_trade(text):
        return None
    return NameGuess(text, score=last.score)


def _person(view: PageView, node: Mapping[str, Any], parent: str) -> Candidate | None:
    name_text = text_of(node.get("name"))
    if not name_text:
        name_text = f"{text_of(node.get('givenName'))} {text_of(node.get('familyName'))}".strip()
    title = text_of(node.get("jobTitle"))
    guess = read_name(name_text) or (_stated_name(name_text) if role_in(title) == "artist" else None)
    if guess is None or (title and names_other_trade(title)):
        return None
    role = role_in(title) or _ROLE_OF_KEY.get(parent, "") or guess.role
    works = bool(node.get("worksFor")) or parent in _PEOPLE_KEYS
    if not role and not works:
        return None
    same = texts_of(node.get("sameAs"))
    handle = next((found for url in same if (found := handle_of(url))), "")
    description = text_of(node.get("description"))
    skills = ", ".join([*texts_of(node.get("knowsAbout")), title])
    page = text_of(node.get("url"))
    return Candidate(
        name=guess.name,
        nickname=text_of(node.get("alternateName")) if read_name(text_of(node.get("alternateName"))) else "",
        url=view.document.url,
        confidence=0.6 + (0.15 if role else 0.0) + (0.1 if works else 0.0) + 0.1 * guess.score,
        instagram=handle,
        socials=tuple(
            profile for url in same if network_of(url) != "instagram" and (profile := social_profile(url))
        ),
        role=role,
        styles=styles_in(skills, listed=True) or styles_meant(description),
        bio=shortened(description, MAX_BIO),
        email=next(iter(mails_in(text_of(node.get("email")).removeprefix("mailto:"))), ""),
        page_url=view.document.absolute(page) if page else "",
        snippet=f"{name_text} {title}".strip(),
    )

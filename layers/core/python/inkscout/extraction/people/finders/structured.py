"""Structured data: JSON-LD read directly.

Microdata and RDFa through extruct, only where a page has their marks.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from inkscout.extraction.model import Candidate, PageView, StructuredData
from inkscout.extraction.page.document import Document
from inkscout.extraction.text.handles import handle_of, network_of, social_profile
from inkscout.extraction.text.mails import mails_in
from inkscout.extraction.text.names import names_other_trade, read_name, role_in
from inkscout.extraction.text.styles import styles_in

_PERSON = frozenset(("Person",))
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
_TRAILING = re.compile(r",(\s*[}\]])")
_COMMENT = re.compile(r"<!--|-->|//<!\[CDATA\[|//\]\]>|<!\[CDATA\[|\]\]>")
_MAX_DEPTH = 6
_MAX_NODES = 3000


def people_in_structured_data(view: PageView) -> list[Candidate]:
    """Finds people in a page's structured data."""
    return structured_data(view).people


def structured_data(view: PageView) -> StructuredData:
    """Returns people and businesses of a page's structured data, read once however many ask."""
    if view.structured is None:
        view.structured = _read(view)
    return view.structured


def _read(view: PageView) -> StructuredData:
    """People and businesses of a page's structured data."""
    found = StructuredData()
    for node, parent in _nodes(_blocks(view.document)):
        types = _types(node)
        if types & _BUSINESS:
            found.businesses.append(node)
        if types & _PERSON or (not types and parent in _PEOPLE_KEYS):
            person = _person(view, node, parent)
            if person is not None:
                found.people.append(person)
    return found


def _blocks(document: Document) -> list[Any]:
    blocks: list[Any] = []
    for script in document.scripts:
        if "ld+json" in script.kind and script.text.strip():
            data = _load(script.text)
            if data is not None:
                blocks.append(data)
    html = document.page.html
    if _needs_extruct(html):
        blocks.extend(_extruct(html, document.url))
    return blocks


def _needs_extruct(html: str) -> bool:
    """Microdata or RDFa that speaks of people or businesses; most pages have none and skip the cost."""
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


def _load(text: str) -> object:
    cleaned = _COMMENT.sub("", text).strip().rstrip(";")
    for attempt in (cleaned, _TRAILING.sub(r"\1", cleaned)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(blocks: list[Any]) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Every object with the key it stands under; reviewers, authors and makers are left out."""
    stack: list[tuple[Any, str]] = [(block, "") for block in reversed(blocks)]
    count = 0
    while stack and count < _MAX_NODES:
        node, parent = stack.pop()
        count += 1
        if isinstance(node, list):
            stack.extend((item, parent) for item in reversed(node))
        elif isinstance(node, dict):
            yield node, parent
            for key, value in node.items():
                if isinstance(value, dict | list) and key not in _SKIP_PARENTS:
                    stack.append((value, str(key)))


def _types(node: Mapping[str, Any]) -> set[str]:
    kinds = node.get("@type", [])
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return {str(kind).rsplit("/", 1)[-1].rsplit(":", 1)[-1] for kind in kinds}


def text_of(value: object, depth: int = 0) -> str:
    """A property's text: the first of several, the name of an object.

    Nested deeper than data is, it has none.
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
    """All texts of a property."""
    items = value if isinstance(value, list) else [value]
    return [text for item in items if (text := text_of(item))]


def _person(view: PageView, node: Mapping[str, Any], parent: str) -> Candidate | None:
    name_text = text_of(node.get("name"))
    if not name_text:
        name_text = f"{text_of(node.get('givenName'))} {text_of(node.get('familyName'))}".strip()
    guess = read_name(name_text)
    title = text_of(node.get("jobTitle"))
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
        styles=styles_in(skills, listed=True) or styles_in(description),
        bio=description[:1200],
        email=next(iter(mails_in(text_of(node.get("email")).removeprefix("mailto:"))), ""),
        page_url=view.document.absolute(page) if page else "",
        snippet=f"{name_text} {title}".strip(),
    )

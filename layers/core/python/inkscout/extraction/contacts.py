"""Phone numbers, e-mail addresses and postal addresses of a studio, with the places they stood in."""

import re
from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import phonenumbers

from inkscout.extraction.candidates import Candidate, View
from inkscout.extraction.countries import region_of
from inkscout.extraction.names import name_key
from inkscout.extraction.records import EMAIL
from inkscout.extraction.zones import Zone
from inkscout.vocabulary.folding import tokens

_DIGITS = re.compile(r"\d")
_PHONE_LIKE = re.compile(r"(?<![\d.,/=])\+?\(?\d[\d\s().\-/–]{5,20}\d(?![\d/=]|,\d)")
_PHONE_WORD = re.compile(
    r"tel|phone|call|text us|mobil|whats|fon\b|appel|llam|ligue|тел|звон|טלפון|電話|전화|电话|handy|gsm|puh",
    re.I,
)
_FILLER_PHONE = re.compile(r"^(\d)\1+$|0{5,}|9{6,}|1234567|7654321|(?:555)?0100\d\d$")
_NOT_PHONE_LINE = re.compile(
    r"\bsiret\b|\bsiren\b|\bvat\b|\btva\b|\bust-?id|\bcif\b|\bnif\b|\bcnpj\b|\bp\.? ?iva\b|\bнип\b|\bинн\b"
    r"|\bогрн|\bregon\b|\bkvk\b|\biban\b|\border\b",
    re.I,
)
_PRICE = re.compile(r"^\d{1,3}(?:[.,\s]\d{3})+$")
_FILLER_MAIL = re.compile(
    r"^(?:info|contact|mail|email|your|you|name|user|test|example|exemplo|ejemplo|hello|someone|john|jane)?[._]?(?:name|email)?"
    r"@(?:example|domain|email|e-mail|mail|yourdomain|yoursite|mysite|site|website|company|exemplo|ejemplo|test|sample)\.",
    re.IGNORECASE,
)
_NOT_MAIL = re.compile(r"\.(?:png|jpe?g|gif|webp|svg|css|js)$|sentry|wixpress|@\dx|u003e", re.IGNORECASE)
_CONTACT = frozenset(
    [
        "contact",
        "contacts",
        "kontakt",
        "contacto",
        "contato",
        "contatti",
        "contactez",
        "contactus",
        "контакты",
        "контакти",
        "find",
        "visit",
    ]
)
GENERIC_MAILS = frozenset(
    [
        "info",
        "contact",
        "hello",
        "studio",
        "tattoo",
        "booking",
        "bookings",
        "mail",
        "office",
        "shop",
        "team",
        "post",
        "kontakt",
        "hallo",
        "hola",
        "contacto",
        "bonjour",
        "ciao",
    ]
)
"""Local parts that belong to a business and to no person."""
_MAX_TEXT_LINES = 400


@dataclass(frozen=True, slots=True)
class Found:
    """A value, the page it stood on and the text around it."""

    value: str
    url: str
    snippet: str


def find_phone(views: list[View], structured: list[tuple[str, str]], country: str) -> Found | None:
    """The studio's phone number: marked up, linked or printed; E.164 where it can be parsed."""
    region = region_of(country, views)
    votes: dict[str, float] = defaultdict(float)
    first: dict[str, Found] = {}

    def vote(raw: str, weight: float, url: str, snippet: str) -> None:
        digits = "".join(_DIGITS.findall(raw))
        if not 6 <= len(digits) <= 15 or _FILLER_PHONE.search(digits):
            return
        key = digits.lstrip("0")[-7:]
        votes[key] += weight
        known = first.get(key)
        value = normal_phone(raw, region)
        if known is None or (value.startswith("+") and not known.value.startswith("+")):
            first[key] = Found(value, url, snippet[:160])

    for url, raw in structured:
        vote(raw, 3.0, url, raw)
    for view in views:
        _vote_page(view, vote)
    if not votes:
        return None
    return first[max(votes, key=lambda key: (votes[key], key))]


def _vote_page(view: View, vote: "object") -> None:
    document = view.document
    put = vote
    assert callable(put)
    contact = bool(_CONTACT.intersection(tokens(document.url.rsplit("/", 1)[-1])))
    for link in document.links:
        lowered = link.href.lower()
        if lowered.startswith("tel:"):
            put(unquote(link.href[4:]), 2.0, document.url, link.text or link.href)
        elif "wa.me/" in lowered or "api.whatsapp.com" in lowered or lowered.startswith("whatsapp:"):
            found = re.search(r"(?:wa\.me/|phone=)\+?(\d{7,15})", lowered)
            if found:
                put("+" + found.group(1), 1.2, document.url, link.href)
    for line in document.lines[:_MAX_TEXT_LINES]:
        if len(line.text) > 400 or sum(map(str.isdigit, line.text)) < 6:
            continue
        zone = view.zones[line.index]
        if zone & (Zone.REVIEW | Zone.SHOP) or _NOT_PHONE_LINE.search(line.text):
            continue
        said = _PHONE_WORD.search(line.text) is not None
        for match in _PHONE_LIKE.finditer(line.text):
            if _is_date_or_price(match.group(0), line.text[match.end() : match.end() + 3]):
                continue
            weight = 1.0 + (0.8 if said else 0.0) + (0.6 if zone & Zone.FOOTER or contact else 0.0)
            put(match.group(0), weight, document.url, line.text)


def _is_date_or_price(text: str, after: str) -> bool:
    if re.match(r"^(?:19|20)\d\d\s*[-–]\s*(?:19|20)\d\d$", text.strip()) or re.match(r"\s*[€$£%]", after):
        return True
    if re.match(r"^(?:19|20)\d\d[-/.]\d{1,2}(?:[-/.]\d{1,2})?$|^\d+[.,]\d{2}$", text.strip()):
        return True
    if re.match(r"^\d{1,2}[.:/]\d{1,2}[.:/]\d{2,4}$", text.strip()) or _PRICE.match(text.strip()):
        return True
    return re.match(r"^\d{1,2}(?:[.:]\d{2})?\s*[-–]\s*\d{1,2}(?:[.:]\d{2})?$", text.strip()) is not None


def normal_phone(raw: str, region: str) -> str:
    """E.164 when the number is possible in its region, else the number as printed."""
    text = raw.strip()
    if text.startswith("00"):
        text = "+" + text[2:]
    try:
        number = phonenumbers.parse(re.sub(r"\(0\)", "", text), region or None)
    except phonenumbers.NumberParseException:
        return text
    if phonenumbers.is_valid_number(number):
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return text


def find_email(
    views: list[View], structured: list[tuple[str, str]], studio_name: str, people: list[Candidate]
) -> Found | None:
    """The studio's e-mail address: marked up, linked or printed most, and no artist's own."""
    votes: dict[str, float] = defaultdict(float)
    first: dict[str, Found] = {}

    def vote(raw: str, weight: float, url: str) -> None:
        value = raw.strip().lower().strip(".")
        if not EMAIL.fullmatch(value) or _FILLER_MAIL.match(value) or _NOT_MAIL.search(value):
            return
        votes[value] += weight
        first.setdefault(value, Found(value, url, raw[:160]))

    for url, raw in structured:
        vote(raw.removeprefix("mailto:"), 3.0, url)
    for at, view in enumerate(views):
        document = view.document
        contact = at == 0 or bool(_CONTACT.intersection(tokens(document.url.rsplit("/", 1)[-1])))
        seen: set[str] = set()
        for node in document.elements:
            if node.tag == "form" and node.get("action").lower().startswith("mailto:"):
                vote(unquote(node.get("action")[7:]).split("?")[0], 1.6, document.url)
        for link in document.links:
            if link.href.lower().startswith("mailto:"):
                address = unquote(link.href[7:]).split("?")[0]
                seen.add(address.lower())
                vote(address, 1.6 + (0.6 if contact else 0.0), document.url)
        for line in document.lines:
            if "@" not in line.text or view.zones[line.index] & (Zone.REVIEW | Zone.FORM):
                continue
            for address in EMAIL.findall(line.text):
                if address.lower() not in seen:
                    footer = bool(view.zones[line.index] & Zone.FOOTER)
                    vote(address, 1.0 + (0.6 if contact else 0.0) + (0.3 if footer else 0.0), document.url)
    if not votes:
        return None
    brand = [word for word in tokens(f"{studio_name} {host_word(views[0].document.url)}") if len(word) > 3]
    for address in votes:
        local = address.split("@")[0]
        if any(word in address for word in brand) or local in GENERIC_MAILS:
            votes[address] += 0.8
        if any(
            word in local
            for person in people
            for word in name_key(person.name)
            if len(word) > 3 and word not in brand
        ):
            votes[address] -= 2.0
    return first[max(votes, key=lambda key: (votes[key], key))]


def host_word(url: str) -> str:
    """The telling part of a host, without suffix."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return host.split(".")[0]

"""Phone numbers, e-mail addresses and postal addresses of a studio, with the places they stood in."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import unquote

import phonenumbers

from inkscout.extraction.model import Candidate, PageView
from inkscout.extraction.page.urls import host_word
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.people.records import EMAIL
from inkscout.extraction.studio.countries import region_of
from inkscout.extraction.text.names import name_key
from inkscout.vocabulary.folding import tokens
from inkscout.vocabulary.loader import word_set

_WHATSAPP = re.compile(r"(?:wa\.me/|phone=)\+?(\d{7,15})")
_BEFORE_CURRENCY = re.compile(r"\s*[€$£%]")
_NOT_NUMBERS = (
    re.compile(r"^(?:19|20)\d\d\s*[-–]\s*(?:19|20)\d\d$"),
    re.compile(r"^(?:19|20)\d\d[-/.]\d{1,2}(?:[-/.]\d{1,2})?$"),
    re.compile(r"^\d{1,2}[.:/]\d{1,2}[.:/]\d{2,4}$"),
    re.compile(r"^\d{1,2}(?:[.:]\d{2})?\s*[-–]\s*\d{1,2}(?:[.:]\d{2})?$"),
    re.compile(r"^\d+[.,]\d{2}$"),
    re.compile(r"^\d{1,3}(?:[.,\s]\d{3})+$"),
)
"""Years, months, days, hours and prices that look like numbers."""
_DIGITS = re.compile(r"\d")
_PHONE_LIKE = re.compile(r"(?<![\d.,/=])\+?\(?\d[\d\s().\-/–]{5,20}\d(?![\d/=]|,\d)")
_PHONE_WORD = re.compile(
    r"tel|phone|call|text us|mobil|whats|fon\b|appel|llam|ligue|тел|звон|טלפון|電話|전화|电话|handy|gsm|puh",
    re.I,
)
_FILLER_PHONE = re.compile(r"^(\d)\1+$|0{5,}|9{6,}|^(?:0|1|00\d\d)?1234567\d{0,3}$|^(?:1?555)?0100\d\d$")
_NOT_PHONE_LINE = re.compile(
    r"\bsiret\b|\bsiren\b|\bvat\b|\btva\b|\bust-?id|\bcif\b|\bnif\b|\bcnpj\b|\bp\.? ?iva\b|\bнип\b|\bинн\b"
    r"|\bогрн|\bregon\b|\bkvk\b|\biban\b|\border\b",
    re.I,
)
_FILLER_MAIL = re.compile(
    r"^(?:info|contact|mail|email|your|you|name|user|test|example|exemplo|ejemplo|hello|someone|john|jane)?[._]?(?:name|email)?"
    r"@(?:example|domain|email|e-mail|mail|yourdomain|yoursite|mysite|site|website|company|exemplo|ejemplo|test|sample)\.",
    re.IGNORECASE,
)
_NOT_MAIL = re.compile(r"\.(?:png|jpe?g|gif|webp|svg|css|js)$|sentry|wixpress|@\dx|u003e", re.IGNORECASE)
_CONTACT = word_set("pages.contact")
_GENERIC_MAILS = word_set("trade.mailboxes")
"""Local parts that belong to a business and to no person."""
_SOMEBODY_S = 2.4
"""What an address loses that is spelled like an artist's name; more than its being linked once earns."""
_MAX_TEXT_LINES = 400


@dataclass(frozen=True, slots=True)
class FoundFact:
    """A value, the page it stood on and the text around it."""

    value: str
    url: str
    snippet: str


def find_phone(views: list[PageView], structured: list[tuple[str, str]], country: str) -> FoundFact | None:
    """The studio's phone number: marked up, linked or printed; E.164 where it can be parsed."""
    votes = _PhoneVotes(region_of(country, views))
    for url, raw in structured:
        votes.add(raw, 3.0, url, raw)
    for view in views:
        _vote_links(view, votes)
        _vote_lines(view, votes)
    return votes.best()


@dataclass(slots=True)
class _PhoneVotes:
    """Numbers by their last seven digits, so that spellings of one number count together."""

    region: str
    weights: dict[str, float] = field(default_factory=dict)
    first: dict[str, FoundFact] = field(default_factory=dict)

    def add(self, raw: str, weight: float, url: str, snippet: str) -> None:
        """Counts a number; fillers and lengths that no number has are dropped."""
        digits = "".join(_DIGITS.findall(raw))
        if not 6 <= len(digits) <= 15 or _FILLER_PHONE.search(digits):
            return
        key = digits.lstrip("0")[-7:]
        self.weights[key] = self.weights.get(key, 0.0) + weight
        known = self.first.get(key)
        value = normal_phone(raw, self.region)
        if known is None or (value.startswith("+") and not known.value.startswith("+")):
            self.first[key] = FoundFact(value, url, snippet[:160])

    def best(self) -> FoundFact | None:
        """The number with most weight."""
        if not self.weights:
            return None
        return self.first[max(self.weights, key=lambda key: (self.weights[key], key))]


def _is_contact_page(view: PageView) -> bool:
    return bool(_CONTACT.intersection(tokens(view.document.url.rsplit("/", 1)[-1])))


def _vote_links(view: PageView, votes: _PhoneVotes) -> None:
    for link in view.document.links:
        lowered = link.href.lower()
        if lowered.startswith("tel:"):
            votes.add(unquote(link.href[4:]), 2.0, view.document.url, link.text or link.href)
        elif "wa.me/" in lowered or "api.whatsapp.com" in lowered or lowered.startswith("whatsapp:"):
            found = _WHATSAPP.search(lowered)
            if found:
                votes.add("+" + found.group(1), 1.2, view.document.url, link.href)


def _vote_lines(view: PageView, votes: _PhoneVotes) -> None:
    contact = _is_contact_page(view)
    for line in view.document.lines[:_MAX_TEXT_LINES]:
        if len(line.text) > 400 or sum(map(str.isdigit, line.text)) < 6:
            continue
        zone = view.zones[line.index]
        if zone & (Zone.REVIEW | Zone.SHOP) or _NOT_PHONE_LINE.search(line.text):
            continue
        said = _PHONE_WORD.search(line.text) is not None
        weight = 1.0 + (0.8 if said else 0.0) + (0.6 if zone & Zone.FOOTER or contact else 0.0)
        for match in _PHONE_LIKE.finditer(line.text):
            if not _is_date_or_price(match.group(0).strip(), line.text[match.end() : match.end() + 3]):
                votes.add(match.group(0), weight, view.document.url, line.text)


def _is_date_or_price(text: str, after: str) -> bool:
    return _BEFORE_CURRENCY.match(after) is not None or any(pattern.match(text) for pattern in _NOT_NUMBERS)


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
    views: list[PageView], structured: list[tuple[str, str]], studio_name: str, people: list[Candidate]
) -> FoundFact | None:
    """The studio's e-mail address: marked up, linked or printed most, and no artist's own."""
    votes: dict[str, float] = defaultdict(float)
    first: dict[str, FoundFact] = {}
    given = [(url, raw.removeprefix("mailto:"), 3.0) for url, raw in structured]
    for at, view in enumerate(views):
        given.extend(_mails_of(view, contact=at == 0 or _is_contact_page(view)))
    for url, raw, weight in given:
        value = raw.strip().lower().strip(".")
        if EMAIL.fullmatch(value) and not _FILLER_MAIL.match(value) and not _NOT_MAIL.search(value):
            votes[value] += weight
            first.setdefault(value, FoundFact(value, url, raw[:160]))
    if not votes:
        return None
    brand = [word for word in tokens(f"{studio_name} {host_word(views[0].document.url)}") if len(word) > 3]
    people_words = {word for person in people for word in name_key(person.name) if len(word) > 2} - set(brand)
    for address in votes:
        local = address.split("@")[0]
        if any(word in local for word in people_words):
            votes[address] -= _SOMEBODY_S
        elif any(word in address for word in brand) or local in _GENERIC_MAILS:
            votes[address] += 0.8
    best = max(votes, key=lambda key: (votes[key], key))
    return first[best] if votes[best] > 0 else None


def _mails_of(view: PageView, *, contact: bool) -> list[tuple[str, str, float]]:
    """Addresses of a page with their weight: of forms, of links, and printed where no link repeats them."""
    document = view.document
    bonus = 0.6 if contact else 0.0
    out: list[tuple[str, str, float]] = []
    for node in document.elements:
        if node.tag == "form" and node.get("action").lower().startswith("mailto:"):
            out.append((document.url, unquote(node.get("action")[7:]).split("?")[0], 1.6))
    for link in document.links:
        if link.href.lower().startswith("mailto:"):
            out.append((document.url, unquote(link.href[7:]).split("?")[0], 1.6 + bonus))
    linked = {address.lower() for _, address, _ in out}
    for line in document.lines:
        if "@" not in line.text or view.zones[line.index] & (Zone.REVIEW | Zone.FORM):
            continue
        weight = 1.0 + bonus + (0.3 if view.zones[line.index] & Zone.FOOTER else 0.0)
        out.extend(
            (document.url, address, weight)
            for address in EMAIL.findall(line.text)
            if address.lower() not in linked
        )
    return out

"""Finds the studio's phone number, by the dialling rules of the studio's country."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

import phonenumbers
from phonenumbers import Leniency, PhoneNumber, PhoneNumberMatcher, PhoneNumberType

from inkscout.extraction.model import PageView
from inkscout.extraction.page.document import Line, Link
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.studio.contacts import (
    NOT_OWN,
    FoundFact,
    contact_lines,
    is_contact_page,
    is_legal_page,
    is_makers,
    makers_lines,
)
from inkscout.extraction.studio.countries import regions_of
from inkscout.extraction.studio.icons import icon_of
from inkscout.extraction.studio.phone_votes import Printed, Votes, is_filler
from inkscout.extraction.studio.script_facts import phones_in_scripts
from inkscout.vocabulary.loader import alternatives

_DIGITS = re.compile(r"\d")
_LEAST_DIGITS = 6
_LEAST_PRINTED = 7
"""Minimum digits of a number that is valid in no country, but kept as printed as a last resort."""
_MOST_DIGITS = 15  # E.164
_MESSENGER = re.compile(
    r"(?:wa\.me/|whatsapp[^?]{0,40}\?(?:[^&]{0,300}&)?phone=|^viber:[^?]{0,40}\?number=|t\.me/\+(?=\d+/?$))"
    r"\s?(?:\+|%2b)?(\d{7,15})"
)
"""Matches the number in a link to WhatsApp, Viber or Telegram, in lower case."""
_NUMBER_ATTRIBUTES = (
    "data-phone", "data-phone-number", "data-tel", "data-telephone", "data-whatsapp", "data-whatsapp-number",
    "data-whatsapp-phone", "data-wa", "data-mobile",
)  # fmt: skip
"""Attributes of which a script makes a link to call or to write to the studio."""
_LONGEST_NUMBER = 24
_MESSENGERS = ("wa.me/", "whatsapp", "viber:", "t.me/+")
_JOINED = re.compile(r"(?<=[^\W\d_])(?=\+?\d{3})|(?<=\d{3})(?=[^\W\d_]{2})")
"""Matches the position at which a number and a word touch."""
_DOTS = str.maketrans({"·": "-", "•": "-", "∙": "-", "|": "/", "\u2010": "-", "\u2011": "-", "\u2212": "-"})
_PRINTED = re.compile(r"(?<![\d.,/=\w])\+?\(?\d[\d\s().\-/–]{5,22}\d(?![\d/=]|,\d)")
_ROW = re.compile(r"(?<![\d.,/=\w])\+?\(?\d[\d\s().\-/–]{12,44}\d(?![\d/=]|,\d)")
_VANITY = re.compile(
    r"(?<!\w)(?:\+?1[\-. ]?)?(?:\(\d{3}\)|\d{3,4})[\-. ](?=[\d\-. ]*[A-Z]{3})"
    r"[A-Z0-9]+(?:[\-. ][A-Z0-9]+){0,2}(?!\w)"
)
_VANITY_LETTERS = 9
_NOT_NUMBERS = (
    re.compile(r"^(?:19|20)\d\d\s*[-–]\s*(?:19|20)\d\d$"),
    re.compile(r"^(?:19|20)\d\d[-/.]\d{1,2}(?:[-/.]\d{1,2})?$"),
    re.compile(r"^\d{1,2}[.:/]\d{1,2}[.:/]\d{2,4}$"),
    re.compile(r"^\d{1,2}(?:[.:]\d{2})?\s*[-–]\s*\d{1,2}(?:[.:]\d{2})?$"),
    re.compile(r"^(?:[01]\d|2[0-4])[0-5]0\s*[-–]\s*(?:[01]\d|2[0-4])[0-5]0$"),
    re.compile(r"^\d+[.,]\d{2}$"),
    re.compile(r"^-?\d{1,3}\.\d{4,}$"),
    re.compile(r"^\d{1,3}(?:[.,\s]\d{3})+$"),
    re.compile(r"^\d{5}-\d{4}$"),
    re.compile(r"^97[89][\s-]?\d{1,5}[\s-]"),
)
"""Match years, months, days, hours, prices, coordinates, postcodes and ISBNs that look like numbers."""
_PLAIN_GROUPS = re.compile(r"^\d{1,3}(?:[.,\s]\d{3})+$")
_NINE = re.compile(r"^\d{3}([\s.])\d{3}\1\d{3}$")
"""Matches nine digits in threes, as telephones are printed in Poland and Spain; no price is so high."""
_MONEY = r"(?:[€$£¥₽₴₺₩฿%]|eur\b|usd\b|gbp\b|руб|грн|kč|zł|kr\b|ft\b|rp\b|px\b|km\b|m²)"
_BEFORE_MONEY = re.compile(rf"\s*{_MONEY}", re.IGNORECASE)
_AFTER_MONEY = re.compile(rf"{_MONEY}\s*$", re.IGNORECASE)
_WORD = r"(?<![^\W\d_])(?:{})"
_SAYS_PHONE = re.compile(
    _WORD.format(alternatives("contacts.phone_words")) + r"|(?<!\w)[tmph]\s?[.:]", re.IGNORECASE
)
_CHATS = re.compile(r"whats|telegram|viber|signal|wechat|вайбер|телеграм|ватсап|вотсап", re.IGNORECASE)
"""Matches the name of a messenger, which begins like words for a telephone or is in their list."""
_SAYS_FAX = re.compile(_WORD.format(alternatives("contacts.fax_words")) + r"|(?<!\w)f\s?[.:]", re.IGNORECASE)
_SAYS_OTHER = re.compile(_WORD.format(alternatives("contacts.number_words")) + r"(?![^\W\d_])", re.IGNORECASE)
_SAYS_OTHERS = re.compile(_WORD.format(alternatives("contacts.others_words")), re.IGNORECASE)
_TELEPHONE_AND_FAX = re.compile(
    r"(?:tel|phone|fon)\w{0,12}\.?\s{0,3}(?:[/&+,]|and|und|et|y|e)\s{0,3}\w{0,12}fa[xk]", re.IGNORECASE
)
_SAYS_CONTACT = re.compile(r"[☎☏✆📞📱📲]|contac?t|kontakt|связ|зв.яз", re.IGNORECASE)
_LITTLE = 20
_BEFORE = 60
_MORE_ON_CONTACT = 0.6
_SHOWS_ANOTHER = 0.6
"""Weight of a link to another number than the one it shows, which is more often what a template left."""
_SAME_END = 6
"""Number of last digits that a number shown and the number called must share to be the same."""
_OF_SCRIPT = 0.4
"""Weight of a number in a script: less than that of one that visitors see."""
_TOLL_FREE = (PhoneNumberType.TOLL_FREE, PhoneNumberType.SHARED_COST, PhoneNumberType.UAN)
_NEVER = (PhoneNumberType.PREMIUM_RATE, PhoneNumberType.PAGER, PhoneNumberType.VOICEMAIL)


def find_phone(
    views: Sequence[PageView],
    structured: Sequence[tuple[str, str]],
    country: str,
    addresses: Sequence[Mapping[str, Any]] = (),
) -> FoundFact | None:
    """Returns the studio's phone number, with its source; None if there is none.

    In E.164 form if it is valid in the country, else as printed.

    Args:
        views: The pages of the site.
        structured: URL of a page and phone number, for each number in structured data of the business.
        country: The studio's country, as a code or name; empty if unknown.
        addresses: Postal addresses in the structured data of the business.
    """
    regions = regions_of(country, views, addresses)
    votes = Votes()
    for url, raw in structured:
        for number in numbers_in(raw, regions) or _raw(raw):
            votes.add(number, 3.0, url, raw, called=True)
    for view in views:
        makers = makers_lines(view)
        _vote_links(view, regions, makers, votes)
        _vote_lines(view, regions, makers, votes)
        for text in phones_in_scripts(view.document):
            for number in filter(lambda number: number.valid, numbers_in(text, regions)):
                votes.add(number, _OF_SCRIPT, view.document.url, text, spare=is_legal_page(view))
    return votes.best()


def _vote_links(view: PageView, regions: Sequence[str], makers: dict[int, int], votes: Votes) -> None:
    spare = is_legal_page(view)
    for link in view.document.links:
        lowered = unquote(link.href.lower()) if "%2f" in link.href.lower() else link.href.lower()
        is_call = lowered.startswith(("tel:", "callto:", "sms:"))
        if not is_call and not any(map(lowered.__contains__, _MESSENGERS)):
            continue
        line = _line_of(view, link)
        if line is not None and (
            is_makers(makers, line, max(0, line.text.find(link.text)))
            or view.zones[line.index] & NOT_OWN
            or _is_not_a_phone(line.text, line.text.find(link.text))
        ):
            continue
        if is_call:
            text = unquote(link.href.split(":", 1)[1]).lstrip("/").split("?")[0]
            if (same := _shows_same(link.text, text)) is None:
                continue
            weight = 2.0 if same else _SHOWS_ANOTHER
            for number in numbers_in(text, regions) or _raw(text):
                votes.add(number, weight, view.document.url, link.text or link.href, spare=spare, called=same)
        else:
            found = _MESSENGER.search(lowered)
            for number in numbers_in("+" + found.group(1), regions) if found else ():
                votes.add(number, 1.2, view.document.url, link.href, spare=spare, chatted=True)
    if not votes.weights:
        _vote_attributes(view, regions, votes)


def _vote_attributes(view: PageView, regions: Sequence[str], votes: Votes) -> None:
    for element in view.document.having(_NUMBER_ATTRIBUTES):
        for name in _NUMBER_ATTRIBUTES:
            text = (element.attrs.get(name) or "").strip()
            plain = text if text.startswith("+") or "wa" not in name else f"+{text}"
            for number in numbers_in(plain, regions) if len(text) <= _LONGEST_NUMBER else ():
                if number.valid:
                    votes.add(number, 1.0, view.document.url, text, spare=is_legal_page(view))


def _shows_same(shown: str, called: str) -> bool | None:
    """Whether the text of a link shows the number that it calls, or none; None if it shows an example."""
    printed = "".join(_DIGITS.findall(shown))
    if not _LEAST_PRINTED <= len(printed) <= _MOST_DIGITS:
        return True
    if is_filler(printed):
        return None
    return printed[-_SAME_END:] in "".join(_DIGITS.findall(called))


def _line_of(view: PageView, link: Link) -> Line | None:
    """Returns the text line that contains a link's text; None if none does."""
    lines = view.document.lines
    return (
        lines[link.line]
        if link.line < len(lines) and link.text and link.text in lines[link.line].text
        else None
    )


def _vote_lines(view: PageView, regions: Sequence[str], makers: dict[int, int], votes: Votes) -> None:
    contact, spare = is_contact_page(view), is_legal_page(view)
    for line in contact_lines(view, NOT_OWN):
        if _count_digits(line.text) < _LEAST_DIGITS - 3:
            continue
        words = line.text if _SAYS_PHONE.search(line.text) else icon_of(view.document, line)
        said = _SAYS_PHONE.search(words) is not None
        if words is not line.text and _SAYS_FAX.search(words) and not said:
            continue
        called = said and any(not _CHATS.match(words, found.start()) for found in _SAYS_PHONE.finditer(words))
        zone = view.zones[line.index]
        weight = 1.0 + (0.8 if said else 0.0) + (_MORE_ON_CONTACT if zone & Zone.FOOTER or contact else 0.0)
        before = 0
        for number in numbers_in(line.text, regions, vanity=said):
            alone = _is_not_a_phone(line.text[before:], number.start - before)
            before = number.end
            if alone or is_makers(makers, line, number.start):
                continue
            if not (number.valid or said or _stands_alone(line.text, number)):
                continue
            votes.add(
                number,
                weight,
                view.document.url,
                line.text,
                spare=spare,
                called=called,
                chatted=_CHATS.search(words) is not None,
            )


def _count_digits(text: str) -> int:
    """Returns the number of digits in a text, in any script."""
    if text.isascii():
        return sum(map(text.count, "0123456789"))  # much faster than a look at each character
    return sum(map(str.isdigit, text))


def _stands_alone(text: str, number: Printed) -> bool:
    """Whether a text line is little more than a number; it is then kept even if it is valid in no country."""
    rest = text[: number.start] + text[number.end :]
    called = _SAYS_CONTACT.search(rest) is not None
    return len(rest) <= _LITTLE and (called or number.value.startswith(("+", "(")))


def _is_not_a_phone(text: str, at: int) -> bool:
    """Whether the words before a position announce a number that is not a phone's (fax, tax number …)."""
    before = text[max(0, at - _BEFORE) : max(0, at)]
    if _SAYS_OTHERS.search(before):
        return True
    if _TELEPHONE_AND_FAX.search(before):
        return False
    phone = max((match.end() for match in _SAYS_PHONE.finditer(before)), default=-1)
    fax = max((match.end() for match in _SAYS_FAX.finditer(before)), default=-1)
    other = max((match.end() for match in _SAYS_OTHER.finditer(before)), default=-1)
    return max(fax, other) >= max(phone, 0)


def numbers_in(text: str, regions: Sequence[str], *, vanity: bool = False) -> list[Printed]:
    """Returns the phone numbers in a text, in order.

    Those valid in the first country for which there is any; without one, numbers as printed.

    Args:
        text: A text line, or a link's target.
        regions: Countries (ISO 3166-1 alpha-2) whose rules may apply to a number without prefix, the
            likeliest first.
        vanity: Whether to read letters as the digits on their keys ("1-800-FLOWERS").
    """
    return list(_numbers_in(text, tuple(regions) or ("",), vanity))


@lru_cache(maxsize=1024)  # footers are the same on every page of a site
def _numbers_in(text: str, regions: tuple[str, ...], vanity: bool) -> tuple[Printed, ...]:
    plain = _JOINED.sub(" ", text.translate(_DOTS))
    for region in regions:
        found = list(_valid_in(plain, region))
        if not found and vanity:
            found = list(_vanity_in(plain, region))
        if found:
            return tuple(found)
    return tuple(
        Printed(match.group().strip(), valid=False, start=match.start(), end=match.end())
        for match in _PRINTED.finditer(plain)
        if not _is_date_or_price(plain, match.start(), match.end())
        and _LEAST_PRINTED <= len(_DIGITS.findall(match.group())) <= _MOST_DIGITS
    )


def _valid_in(text: str, region: str) -> Iterator[Printed]:
    matches = list(PhoneNumberMatcher(text, region or None, leniency=Leniency.VALID, max_tries=200))
    spans = [(0, 0), *((match.start, match.end) for match in matches), (len(text), len(text))]
    found = [(match.number, match.start, match.end) for match in matches]
    for (_, left), (right, _) in pairwise(spans):
        found.extend(_run_together(text, left, right, region))
    for number, start, end in sorted(found, key=lambda item: item[1]):
        if not _is_date_or_price(text, start, end) and phonenumbers.number_type(number) not in _NEVER:
            yield Printed(_e164(number), valid=True, start=start, end=end)


def _run_together(text: str, left: int, right: int, region: str) -> Iterator[tuple[PhoneNumber, int, int]]:
    """Yields pairs of numbers separated only by a space, in the gap between two numbers already found."""
    for match in _ROW.finditer(text, left, right):
        groups = list(re.finditer(r"\+?\(?\d+\)?", match.group()))
        for at in range(1, len(groups)):
            cut = groups[at].start()
            first = _parsed(match.group()[:cut], region)
            second = _parsed(match.group()[cut:], region)
            if first is not None and second is not None:
                yield first, match.start(), match.start() + cut
                yield second, match.start() + cut, match.end()
                break


def _vanity_in(text: str, region: str) -> Iterator[Printed]:
    for match in _VANITY.finditer(text):
        if sum(map(str.isalpha, match.group())) <= _VANITY_LETTERS:
            number = _parsed(match.group(), region)
            if number is not None:
                yield Printed(_e164(number), valid=True, start=match.start(), end=match.end())


def _is_date_or_price(text: str, start: int, end: int) -> bool:
    number = text[start:end].strip()
    if number.startswith("+"):
        return False
    if _BEFORE_MONEY.match(text, end) or _AFTER_MONEY.search(text, max(0, start - 6), start):
        return True
    if _NINE.match(number) or (number.startswith("0") and _PLAIN_GROUPS.match(number)):
        return False
    return any(pattern.match(number) for pattern in _NOT_NUMBERS)


def _raw(text: str) -> list[Printed]:
    """Returns a phone number that is valid in no country, as printed; empty if it is too short or long."""
    digits = _DIGITS.findall(text)
    if not _LEAST_PRINTED <= len(digits) <= _MOST_DIGITS:
        return []
    return [Printed(text.strip(), valid=False, start=0, end=len(text))]


def normal_phone(raw: str, region: str) -> str:
    """Returns a number in E.164 form if it is valid in its region, else as printed."""
    number = _parsed(raw, region)
    return raw.strip() if number is None else _e164(number)


@lru_cache(maxsize=1024)
def _parsed(raw: str, region: str) -> PhoneNumber | None:
    """Returns the number if it is valid in the region; None if it is not."""
    text = re.sub(r"^00\s?", "+", raw.strip())
    try:
        number = phonenumbers.parse(re.sub(r"\(0\)", "", text), region or None)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def _e164(number: PhoneNumber) -> str:
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))

"""Extracts the postal address, opening hours and booking rules of a studio."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from inkscout.domain.excerpt import shortened
from inkscout.extraction.model import SNIPPET, PageView
from inkscout.extraction.page.document import Line
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.people.finders.structured import text_of, texts_of
from inkscout.extraction.studio.contacts import FoundFact
from inkscout.extraction.text.alternation import by_first_letter
from inkscout.vocabulary.folding import fold
from inkscout.vocabulary.loader import word_set

_DAY = re.compile(
    r"\b(?:mon|tue|wed|thu|fri|sat|sun)(?:day|s|nes|nesday|sday|rs|urs|ursday|urday)?s?\b|\b(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|mo|di|mi|do|fr|sa|so)\b"
    r"|\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo|luned[iì]|marted[iì]|mercoled[iì]|gioved[iì]|venerd[iì]|sabato|domenica)s?\b"
    r"|\b(?:segunda|ter[çc]a|quarta|quinta|sexta|poniedzia[łl]ek|wtorek|[śs]roda|czwartek|pi[ąa]tek|sobota|niedziela|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|m[åa]ndag|tisdag|onsdag|torsdag|fredag|l[öo]rdag|s[öo]ndag)\b"
    r"|\b(?:пн|вт|ср|чт|пт|сб|вс|нд|понедельник|воскресенье|ежедневно|щодня|понеділок|неділя)\b|[月火水木金土日]曜"
    r"|ימים|daily|täglich|tous les jours|every day|7/7"
)
"""Matches days of the week in lower-case text."""
_CLOCK = re.compile(r"\d{1,2}(?:\s{0,9}(?:[:.h]\s{0,9}\d{2}\s{0,9})?(?:am|pm|uhr|h\b|ч\b)|[:.h]\d{2})")
"""Matches times in lower-case text."""
_TIME_WORDS = (
    "closed", "geschlossen", "fermé", "cerrado", "chiuso", "fechado", "zamkn", "gesloten", "stängt",
    "выходной", "noon", "midnight", "定休",
)  # fmt: skip
_POLICY = by_first_letter(
    r"deposit|anzahlung|kaution|acompte|arrhes|sena\b|anticipo|acconto|caparra|sinal"
    r"|zadatek|zaliczka|aanbetaling|borg\b|предоплат|завдаток|передоплат|walk-?ins?\b"
    r"|by appointment|appointment only"
    r"|sur rendez-vous|nur nach (?:termin|vereinbarung)|solo con cita|con cita previa|su appuntamento"
    r"|no[- ]shows?|reschedul|cancell?ation|non-?refundable|avbokning|отмен|予約制|予約金|예약금"
)
"""Matches words of terms of booking in folded text."""
_STREET = re.compile(
    r"\b(?:street|st\.?|avenue|ave\.?|road|rd\.?|lane|ln\.?|drive|dr\.?|boulevard|blvd\.?|square|sq\.?|highway|hwy|suite|court|ct\.?|place|parade|terrace|way|row|circle|broadway|route)\b"
    r"|stra(?:ß|ss)e\b|str\.|\bplatz\b|\bweg\b|\ballee\b|gasse\b|\brue\b|\bcours\b|\bquai\b|\bimpasse\b|\bcalle\b|\bavenida\b|\bav\.|\bpaseo\b|\bplaza\b|\bcarrer\b|\bcarretera\b|\bvia\b|\bviale\b|\bpiazza\b|\bcorso\b"
    r"|\brua\b|\btravessa\b|\bul\.|\bulica\b|\baleja\b|straat\b|\bplein\b|gracht\b|\blaan\b|gatan\b|gata\b|vägen\b|\bvej\b|gade\b|katu\b|\bтupик\b|\bул\.|\bулица\b|\bпроспект\b|\bпр-т\b|\bвул\.|\bвулиця\b|\btriq\b"
    r"|utca\b|\bstrada\b|\bulice\b|\bnám\b|caddesi|sokak|丁目|番地|区|รถนน|רחוב|הרצל",
    re.I,
)
_POSTAL = re.compile(
    r"\b(?:[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}|\d{5}(?:-\d{4})?|\d{4}\s?[A-Z]{2}|\d{2}-\d{3}|\d{3}\s?\d{2}|[A-Z]\d[A-Z]\s?\d[A-Z]\d|〒?\d{3}-\d{4}|\d{5}-\d{3}|\d{4,6})\b"
)
_ADDRESS_LABEL = re.compile(
    r"^\s*(?:address|adresse|direcci[óo]n|indirizzo|endere[çc]o|adres|adress|адрес[аи]?|location|ubicaci[óo]n|כתובת|住所|주소|地址)\s*[:：\-–]\s*",
    re.I,
)
_ADDRESS_LEAD = re.compile(
    r"^(?:we(?:'re| are)? (?:conveniently )?(?:located|based) (?:at|in)"
    r"|(?:find|visit|come see) us (?:at|in|on)|located (?:at|in)"
    r"|our (?:studio|shop) is (?:located )?(?:at|in|on)"
    r"|wir sind in der|du findest uns|nous sommes situ[ée]s?|estamos (?:en|na)|ci trovi in)\s{1,3}:?\s{0,3}",
    re.IGNORECASE,
)
_BESIDE_ADDRESS = re.compile(r"\s{0,3}[|•☎📞📍✉]\s{0,3}|\s{1,3}/\s{1,3}")
_PHONE_BESIDE = re.compile(
    r"\s{0,3}(?:\b(?:tel(?:efono?|éfono)?|phone|call|mobile|mob|ph|fon|tél|тел)\b\.?:?\s{0,3})?"
    r"(?:\+\d[\d ()./-]{7,17}\d|\(\d{2,4}\)\s?\d{3,5}[ .-]?\d{4}|\b\d{3}[.-]\d{3}[.-]\d{4}"
    r"|\b0\d{2,4}[ /-]\d{3,4}[ -]?\d{3,4})\b",
    re.IGNORECASE,
)
_NOT_ADDRESS = re.compile(
    r"@|https?:|\bwww\.|\b\d{1,2}(?::\d{2})?\s?[ap]m\b|\d{1,2}[:.h]\d{2}"
    r"|\b\d\s?(?:days|tage|jours|d[ií]as|giorni)\b|©|\bopen\b|^\+?[\d ()./-]{7,20}$",
    re.IGNORECASE,
)
_NOT_ONLY_ADDRESS = re.compile(r"@|https?:|©|\b(?:am|pm)\b|\d{1,2}:\d{2}", re.IGNORECASE)
_BLIND = re.compile(r"\blorem\b|\bipsum\b|\bxxxx|\bcode postale?, ville\b|\bstreet name\b|\bcity name\b")
_TEMPLATE = re.compile("|".join(sorted(word_set("filler.phrases"))))
_PIECES = re.compile(r"(\s?[,·]\s?)")
"""Matches what separates the parts of an address; splitting keeps it."""
_TRADE = re.compile(r"tat(?:t?oo|ouage|uaj|uag|uat|ow)|\bink\b|piercing|\bтату")
_DIGIT = re.compile(r"\d")
_MOST_PIECES = 3
_NOT_TOWN = re.compile(r"[@+]|tel", re.IGNORECASE)
_MAX_POLICY, _MAX_STATEMENT, _MAX_HOURS = 600, 300, 400
_LONGEST_LINE, _MOST_LINES = 120, 16
"""Characters of a text line of opening hours, and number of its lines."""


def find_address(views: list[PageView], nodes: list[tuple[str, Mapping[str, Any]]]) -> FoundFact | None:
    """Returns the postal address, with its source; None if there is none.

    From structured data, else the best text line: in ``<address>``, labelled, or with a street and a number.
    """
    for url, node in nodes:
        address = node.get("address")
        text = tidy_address(_postal(address))
        if len(text) > 8:
            return FoundFact(text, url, text)
    votes: dict[str, tuple[float, FoundFact]] = {}
    for view in views:
        for line in view.document.lines:
            if (
                view.zones[line.index] & (Zone.REVIEW | Zone.BLOG | Zone.FORM)
                or not 8 <= len(line.text) <= 140
            ):
                continue
            if not _may_be_address(line.text):
                continue
            score = _address_score(
                line.text, tag=any(node.tag == "address" for node in line.element.ancestors())
            )
            if score <= 0:
                continue
            text = tidy_address(line.text)
            if not text:
                continue
            if (town := tidy_address(_town_below(view, line.index))) and not _POSTAL.search(text):
                text = f"{text}, {town}"
                score += 0.5
            known = votes.get(text)
            total = score + (known[0] if known else 0.0)
            votes[text] = (
                total,
                known[1] if known else FoundFact(text, view.document.url, shortened(line.text, SNIPPET)),
            )
    if not votes:
        return None
    best = max(votes, key=lambda text: (votes[text][0], text))
    return votes[best][1]


def tidy_address(text: str) -> str:
    """Returns the part of a text that is a postal address; empty if it is what a template says in its place.

    Labels, introductions ("Find us at"), phone numbers, e-mail addresses and opening hours beside it are left
    out.
    """
    if _TEMPLATE.search(fold(text)) or _BLIND.search(fold(text)):
        return ""
    plain = _without_name(_ADDRESS_LEAD.sub("", _ADDRESS_LABEL.sub("", text)))
    pieces = [piece.strip(" ,·-–—") for piece in _BESIDE_ADDRESS.split(plain)]
    kept = [_PHONE_BESIDE.sub("", piece).strip(" ,;:·-–—(") for piece in pieces if piece]
    if len(kept) < 2:
        return kept[0] if kept else ""
    lines = [piece for piece in kept if piece and not _has_day(piece) and not _NOT_ADDRESS.search(piece)]
    first = next((at for at, piece in enumerate(lines) if _STREET.search(piece) or _POSTAL.search(piece)), 0)
    return ", ".join(lines[first : first + _MOST_PIECES])


def _without_name(address: str) -> str:
    """Returns an address without the studio's name before it and without a copyright notice behind it."""
    pieces = [piece for piece in _PIECES.split(address) if "©" not in piece]
    first = pieces[0] if pieces else ""
    is_name = len(pieces) > 2 and _TRADE.search(fold(first)) and not _DIGIT.search(first)
    kept = pieces[2:] if is_name else pieces
    return "".join(kept).strip(" ,·")


def _town_below(view: PageView, index: int) -> str:
    """Returns the text line below a street if it has a postal code, and no phone number or e-mail address.

    Empty otherwise.
    """
    lines = view.document.lines
    text = _PHONE_BESIDE.sub("", lines[index + 1].text) if index + 1 < len(lines) else ""
    is_town = 0 < len(text) < 60 and _POSTAL.search(text) and not _NOT_TOWN.search(text)
    is_town = is_town and any(map(str.isalpha, text))
    return text if is_town else ""


def _may_be_address(text: str) -> bool:
    return ":" in text or "：" in text or any(map(str.isdigit, text))


def _address_score(text: str, *, tag: bool) -> float:
    score = 0.0
    numbered = any(map(str.isdigit, text))
    labelled = ":" in text or "：" in text
    if labelled and _ADDRESS_LABEL.match(text):
        score += 1.2
    if numbered and _has_street(text):
        score += 1.0
    if _POSTAL.search(text) and "," in text:
        score += 0.6
    if tag and numbered:
        score += 0.6
    if score >= 1.0 and (_NOT_ONLY_ADDRESS.search(text) or len(text.split()) > 20):
        score -= 1.0
    return score if score >= 1.0 else 0.0


@lru_cache(maxsize=2048)
def _has_street(text: str) -> bool:
    return _STREET.search(text) is not None


def _postal(address: object) -> str:
    if isinstance(address, list):
        address = address[0] if address else ""
    if isinstance(address, str):
        return address.strip()
    if isinstance(address, dict):
        keys = ("streetAddress", "postalCode", "addressLocality", "addressRegion", "addressCountry")
        return ", ".join(text for key in keys if (text := text_of(address.get(key))))
    return ""


def find_hours(views: list[PageView], nodes: list[tuple[str, Mapping[str, Any]]]) -> FoundFact | None:
    """Returns the opening hours as printed, with their source; None if there are none.

    From structured data, else the longest run of consecutive text lines with days and times.
    """
    for url, node in nodes:
        plain = "; ".join(texts_of(node.get("openingHours")))
        if plain:
            return FoundFact(plain, url, shortened(plain, SNIPPET))
        spec = node.get("openingHoursSpecification")
        if isinstance(spec, list | dict):
            parts = [
                _hours_of(item)
                for item in (spec if isinstance(spec, list) else [spec])
                if isinstance(item, dict)
            ]
            text = "; ".join(filter(None, parts))
            if text:
                return FoundFact(text, url, shortened(text, SNIPPET))
    best: FoundFact | None = None
    for view in views:
        run: list[str] = []
        timed = _near_times(view.document.lines)
        for line in view.document.lines:
            text = line.text
            listed = line.index in timed and len(run) < _MOST_LINES
            if listed and len(text) <= _LONGEST_LINE and (_has_day(text) or (run and _has_time(text))):
                run.append(text)
                continue
            best = _longer(best, run, view.document.url)
            run = []
        best = _longer(best, run, view.document.url)
    return best


def _near_times(lines: Sequence[Line]) -> set[int]:
    """Returns the indexes of text lines that may belong to hours: those around one that states a time."""
    near: set[int] = set()
    for line in lines:
        if len(line.text) <= _LONGEST_LINE and _has_time(line.text):
            near.update(range(line.index - _MOST_LINES + 1, line.index + _MOST_LINES))
    return near


@lru_cache(maxsize=4096)
def _has_time(text: str) -> bool:
    lowered = text.lower()
    return any(map(lowered.__contains__, _TIME_WORDS)) or _CLOCK.search(lowered) is not None


@lru_cache(maxsize=4096)
def _has_day(text: str) -> bool:
    return _DAY.search(text.lower()) is not None


@lru_cache(maxsize=4096)
def _is_policy(text: str) -> bool:
    return _POLICY.search(fold(text)) is not None


def _longer(best: FoundFact | None, run: list[str], url: str) -> FoundFact | None:
    text = "; ".join(run)
    if not run or not _has_time(text) or not _has_day(text):
        return best
    return (
        FoundFact(shortened(text, _MAX_HOURS), url, shortened(text, SNIPPET))
        if best is None or len(text) > len(best.value)
        else best
    )


def _hours_of(item: Mapping[str, Any]) -> str:
    days = ", ".join(text.rsplit("/", 1)[-1] for text in texts_of(item.get("dayOfWeek")))
    opens, closes = text_of(item.get("opens")), text_of(item.get("closes"))
    return f"{days} {opens}-{closes}".strip() if opens and closes else ""


def find_policy(views: list[PageView]) -> FoundFact | None:
    """Returns the statements on deposits, cancellations and appointments, with their source; None if none."""
    parts: list[str] = []
    where = ""
    for view in views:
        for line in view.document.lines:
            if len(line.text) < 30 or view.zones[line.index] & (Zone.REVIEW | Zone.NAV | Zone.CREDIT):
                continue
            if line.text not in parts and _is_policy(line.text):
                parts.append(shortened(line.text, _MAX_STATEMENT))
                where = where or view.document.url
        if len(parts) >= 3:
            break
    text = shortened(" ".join(parts), _MAX_POLICY)
    return FoundFact(text, where, shortened(text, SNIPPET)) if text else None

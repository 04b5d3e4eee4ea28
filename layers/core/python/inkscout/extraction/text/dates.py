"""Reads the first and last day of a guest artist's stay from ``<time>`` elements and printed dates."""

import re
from datetime import date

from inkscout.extraction.page.document import Element
from inkscout.vocabulary.folding import fold
from inkscout.vocabulary.loader import by_word

_MONTHS = {word: int(number) for word, number in by_word("months.months").items()}
_ISO = re.compile(r"(20\d\d)-(\d{2})-(\d{2})")
_NUMERIC = re.compile(
    r"(\d{1,2})[./](\d{1,2})?[./]?(20\d\d|\d{2}(?!\d))?\s{0,4}(?:-|–|—|bis|to|au|al|a|do|до)\s{0,4}(\d{1,2})[./](\d{1,2})[./]?(20\d\d|\d{2}(?!\d))?"
)
_WORDY = re.compile(
    r"(\d{1,2})\.?(?:st|nd|rd|th)?\s{0,4}([^\W\d_]{3,12})?\.?\s{0,4}(20\d\d)?\s{0,4}(?:-|–|—|bis|to|until|au|al|do|до)\s{0,4}(\d{1,2})\.?(?:st|nd|rd|th)?\s{1,4}(?:de\s{1,4})?([^\W\d_]{3,12})\.?,?\s{0,4}(?:de\s{1,4})?(20\d\d)?"
)
_MONTH_FIRST = re.compile(
    r"([^\W\d_]{3,12})\.?\s{1,4}(\d{1,2})(?:st|nd|rd|th)?\s{0,4}(?:-|–|—|to|until)\s{0,4}(?:([^\W\d_]{3,12})\.?\s{1,4})?(\d{1,2})(?:st|nd|rd|th)?,?\s{0,4}(20\d\d)?"
)


def span_of_elements(elements: list[Element]) -> tuple[str, str]:
    """Returns the first and last day in ``<time datetime>`` elements, as ISO 8601 dates.

    The last day is empty if there is only one day; both are empty if there is none.
    """
    days = [
        match.group(0)
        for node in elements
        if node.tag == "time" and (match := _ISO.search(node.get("datetime")))
    ]
    return (min(days), max(days)) if len(days) > 1 else (days[0], "") if days else ("", "")


def span_of_text(text: str, year: int) -> tuple[str, str]:
    """Returns the first and last day of a date range printed in a text, as ISO 8601 dates; empty if none.

    Args:
        text: Text that may contain a date range, such as "3-9 May".
        year: Year to assume for dates printed without one: that in which the page was fetched.
    """
    iso = _ISO.findall(text)
    if len(iso) >= 2:
        return _iso(*iso[0]), _iso(*iso[1])
    for reader in (_read_numeric, _read_wordy, _read_month_first):
        span = reader(text, year)
        if span[0]:
            return span
    return "", ""


def _read_numeric(text: str, year: int) -> tuple[str, str]:
    match = _NUMERIC.search(text)
    if match is None:
        return "", ""
    day, month, first_year, end_day, end_month, end_year = match.groups()
    last = _full(end_year) or year
    return _day(_full(first_year) or last, month or end_month, day), _day(last, end_month, end_day)


def _read_wordy(text: str, year: int) -> tuple[str, str]:
    match = _WORDY.search(text)
    if match is None:
        return "", ""
    day, month, first_year, end_day, end_month, end_year = match.groups()
    end = _MONTHS.get(fold(end_month), 0)
    start = _MONTHS.get(fold(month), 0) if month else end
    if not end or not start:
        return "", ""
    last = int(end_year) if end_year else year
    begin = int(first_year) if first_year else (last - 1 if start > end and end_year else last)
    return _day(begin, start, day), _day(last + (1 if start > end and not end_year else 0), end, end_day)


def _read_month_first(text: str, year: int) -> tuple[str, str]:
    match = _MONTH_FIRST.search(text)
    if match is None:
        return "", ""
    month, day, end_month, end_day, end_year = match.groups()
    start = _MONTHS.get(fold(month), 0)
    end = _MONTHS.get(fold(end_month), 0) if end_month else start
    if not start or not end:
        return "", ""
    last = int(end_year) if end_year else year
    return _day(last, start, day), _day(last, end, end_day)


def _full(year: str | None) -> int:
    return 0 if not year else int(year) + (2000 if len(year) == 2 else 0)


def _day(year: int | str, month: int | str | None, day: int | str) -> str:
    try:
        return date(int(year), int(month or 0), int(day)).isoformat()
    except ValueError:
        return ""


def _iso(year: str, month: str, day: str) -> str:
    return f"{year}-{month}-{day}"

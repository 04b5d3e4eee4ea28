"""Addresses of the pages of a request, and the value from which the next run reads on."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from inkscout.feeds import expressions, schedules
from inkscout.feeds.definition import Definition, Paging
from inkscout.feeds.requests import Request

_MAX_CURSOR = 2_000
_NUMBER = re.compile(r"[+-]?[0-9]{1,40}(\.[0-9]{1,40})?")
_EPOCH_SECONDS, _EPOCH_END = 946_684_800, 4_102_444_800  # the years 2000 and 2100
_DATE_CHARS = 10
_PORTS = {"https": ":443", "http": ":80"}


class PagingFault(Exception):
    """An answer leads to no page that may be asked; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAddress:
    """A page to ask: its number from 1, its address, and the value of its parameter."""

    number: int
    url: str
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Content of a page: its document, its entries, those of all pages so far, and its link to the next."""

    body: Any
    entries: int
    entries_so_far: int
    link_next: str = ""


def first_page(definition: Definition, request: Request, cursor: str) -> PageAddress:
    """Returns the first page of a request; ``cursor`` is what the last run ended with."""
    paging, query = definition.paging, dict(request.query)
    if definition.since is not None:
        begin = _before(cursor, definition.since.overlap) if cursor else definition.since.first
        query |= {definition.since.param: begin} if begin else {}
    if paging.size:
        query[paging.size_param] = paging.size
    base = _with(request.url, query)
    value = "" if paging.first is None else str(paging.first)
    if paging.kind in {"page", "offset"}:
        value = value or ("1" if paging.kind == "page" else "0")
    if paging.kind in {"page", "offset", "cursor"} and value:
        return PageAddress(number=1, url=_with(base, {paging.param: value}), value=value)
    return PageAddress(number=1, url=base)


def next_page(paging: Paging, page: PageAddress, seen: Seen) -> PageAddress | None:
    """Returns the page after one; None if it is the last.

    Raises:
        PagingFault: the answer names a page on another host, or a cursor that is no text or number.
    """
    if paging.kind == "none" or not _goes_on(paging, seen):
        return None
    if paging.kind == "page":
        value = str(int(page.value) + 1)
    elif paging.kind == "offset":
        value = str(int(page.value) + seen.entries)
    elif paging.kind == "cursor":
        value = _cursor(paging, seen.body)
    else:
        found = seen.link_next if paging.kind == "link" else _cursor(paging, seen.body)
        return PageAddress(number=page.number + 1, url=_same_host(page.url, found)) if found else None
    if not value:
        return None
    return PageAddress(number=page.number + 1, url=_with(page.url, {paging.param: value}), value=value)


def entries(definition: Definition, body: Any) -> int:  # noqa: ANN401 - any JSON
    """Returns the number of entries of the list that the records' first step reads, before any filter."""
    return expressions.listed(definition.records.each[0].at, body)


def newest(values: Sequence[Any], *, until: datetime | None = None) -> str:
    """Returns the newest of some values as text: the largest number, the latest time, or the last text.

    Values that are null are left out, and so are times after ``until``: a record that its source dates years
    ahead would hide all that come after it. Times without a zone are compared as UTC.
    """
    texts = [
        str(value)
        for value in values
        if isinstance(value, str | int | float) and not isinstance(value, bool) and value != ""
    ]
    if texts and all(_NUMBER.fullmatch(text) for text in texts):
        return max(texts, key=Decimal)
    try:
        times = {text: _time(text) for text in texts}
    except ValueError:
        return max(texts)
    known = (text for text, time in times.items() if until is None or time <= until)
    return max(known, key=lambda text: times[text], default="")


def _goes_on(paging: Paging, seen: Seen) -> bool:
    """Whether there may be another page.

    An empty page is the last one where pages are counted. A source that names the next page may filter all
    entries of one away and go on.
    """
    if not seen.entries and paging.kind in {"page", "offset"}:
        return False
    total = expressions.value_of(paging.total, seen.body) if paging.total else None
    if isinstance(total, str) and total.isdecimal():
        total = int(total)
    return not (isinstance(total, int | float) and seen.entries_so_far >= total)


def _cursor(paging: Paging, body: Any) -> str:  # noqa: ANN401 - any JSON
    value = expressions.value_of(paging.next or "@", body)
    if value is None or value is False or value == "":
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float) or len(str(value)) > _MAX_CURSOR:
        raise PagingFault("the cursor of the next page is neither text nor number")
    return str(value)


def with_secrets(url: str, secrets: Mapping[str, str]) -> str:
    """Returns an address with the values of its secret parameters: the secrets, or their names again."""
    return _with(url, secrets) if secrets else url


def _same_host(base: str, found: str) -> str:
    """Returns the address of a link of a page.

    Sources behind a proxy write ``http`` for themselves; the host is asked as the definition says.
    """
    try:
        here, there = urlsplit(base), urlsplit(urljoin(base, found))
        is_same = here.netloc == there.netloc.lower().removesuffix(_PORTS.get(there.scheme, ""))
    except ValueError:
        is_same = False
    if not is_same or there.scheme not in _PORTS:
        raise PagingFault("the next page is on another host")
    return urlunsplit(there._replace(scheme=here.scheme, netloc=here.netloc))


def _with(url: str, query: Mapping[str, str | int | float | bool]) -> str:
    """Returns the address with parameters set, each once."""
    parts = urlsplit(url)
    kept = [
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in query
    ]
    said = [
        (name, str(value).lower() if isinstance(value, bool) else str(value)) for name, value in query.items()
    ]
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", urlencode(kept + said), ""))


def _before(cursor: str, overlap: str) -> str:
    """Returns the cursor less the overlap, in the form in which the source wrote it.

    A number is a time if it can be one of this century, in seconds or milliseconds; other numbers are ids.
    """
    seconds = schedules.seconds(overlap)
    if not seconds:
        return cursor
    if _NUMBER.fullmatch(cursor):
        number = Decimal(cursor)
        if _EPOCH_SECONDS <= number < _EPOCH_END:
            return str(number - seconds)
        is_time = _EPOCH_SECONDS * 1000 <= number < _EPOCH_END * 1000
        return str(number - seconds * 1000) if is_time else cursor
    try:
        moment = datetime.fromisoformat(cursor) - timedelta(seconds=seconds)
    except (ValueError, OverflowError):
        return cursor
    if len(cursor) == _DATE_CHARS:
        return moment.date().isoformat()
    is_spaced = cursor[_DATE_CHARS : _DATE_CHARS + 1] == " "
    text = moment.isoformat(" " if is_spaced else "T", "auto" if moment.microsecond else "seconds")
    return text.replace("+00:00", "Z") if cursor.endswith("Z") else text


def _time(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)

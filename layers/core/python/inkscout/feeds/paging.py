"""Addresses of the pages of a request, and the value from which the next run reads on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from inkscout.feeds import expressions, schedules
from inkscout.feeds.definition import Definition, Paging
from inkscout.feeds.requests import Request

_MAX_CURSOR = 2_000


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
    """Returns the number of entries of the list that the records' first step finds; 0 if there is none."""
    found = expressions.value_of(definition.records.each[0].at, body)
    return len(found) if isinstance(found, list | Mapping) else 0


def newest(values: Sequence[Any]) -> str:
    """Returns the newest of some values as text: the largest number, the latest time, or the last text.

    Values that are null are left out, and so are all of them if they cannot be compared.
    """
    texts = [str(value) for value in values if isinstance(value, str | int | float) and value != ""]
    if not texts:
        return ""
    for parse in (float, _time):
        try:
            return max(texts, key=parse)
        except (ValueError, TypeError):
            continue
    return max(texts)


def _goes_on(paging: Paging, seen: Seen) -> bool:
    if not seen.entries:
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
    try:
        url = urljoin(base, found)
        here, there = urlsplit(base), urlsplit(url)
        is_same = (here.scheme, here.netloc) == (there.scheme, there.netloc)
    except ValueError:
        is_same = False
    if not is_same:
        raise PagingFault("the next page is on another host")
    return url


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
    seconds = schedules.seconds(overlap)
    if not seconds:
        return cursor
    try:
        moment = datetime.fromisoformat(cursor) - timedelta(seconds=seconds)
    except (ValueError, OverflowError):
        return cursor
    return moment.isoformat().replace("+00:00", "Z")


def _time(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()

"""Decides whether a business is a tattoo studio, by its name, the host of its website and its types.

Categories of the sources are unreliable: real studios have types that say nothing, and brow studios have the
tattoo category. The name therefore comes first. Undecidable places are kept for review; their website
decides.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from urllib.parse import urlsplit

from inkscout.discovery.words import pattern, plain, searchable
from inkscout.domain.place import Place
from inkscout.vocabulary.loader import load_toml

# Separators of trades in a name: "Tattoo & Barber", "Ink – Laser Removal", "Studio | Academy". A hyphen
# before the "and" is German for one trade of two: "Tattoo- und Piercingversicherung".
_SEPARATORS = re.compile(
    r"(?<!-)\s{1,9}(?:and|und|et|y|e|och|og|en|i|a|и|та|ve|&|\+|n|with|by|by:)\s{1,9}|\s{0,9}[&+|/,:;•·–—()]\s{0,9}|\s{1,9}-\s{1,9}",
    re.IGNORECASE,
)
_HOST_NOISE = frozenset({"www", "m", "co", "com", "net", "org", "en", "shop"})


class Verdict(StrEnum):
    """Decision on a place: keep, review or reject."""

    ACCEPT = "accept"
    REVIEW = "review"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Relevance:
    """A verdict with its reason in plain words."""

    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class _Trade:
    kind: str
    takes_over: bool
    words: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _TradeWords:
    ignore: re.Pattern[str]
    tattoo: re.Pattern[str]
    ink: re.Pattern[str]
    likely: re.Pattern[str]
    others: tuple[_Trade, ...]
    types_for: frozenset[str]
    types_silent: frozenset[str]
    types_bare: frozenset[str]


@dataclass(frozen=True, slots=True)
class _NameReading:
    """Interpretation of a name: its tattoo words by part, and other trades with their parts."""

    tattoo: tuple[tuple[int, str], ...]
    ink: str
    likely: str
    others: tuple[tuple[int, str, str], ...]
    taken: str


def judge(place: Place) -> Relevance:
    """Returns the verdict on a place; deterministic."""
    words = _vocabulary()
    reading = _read(place.name, words)
    if reading.tattoo:
        return _tattoo_named(reading)
    if reading.taken:
        return Relevance(Verdict.REJECT, reading.taken)
    types = frozenset(place.types)
    telling = sorted(types - words.types_silent - words.types_for)
    if reading.others:
        _, kind, word = reading.others[0]
        return Relevance(Verdict.REJECT, f"{kind}: {word!r} in the name, and no word of tattooing")
    host = _host_words(place.website)
    if found := words.tattoo.search(host):
        return Relevance(Verdict.ACCEPT, f"{found.group()!r} in the website's address")
    if reading.ink:
        verdict = Verdict.REVIEW if telling else Verdict.ACCEPT
        return Relevance(
            verdict, f"{reading.ink!r} in the name" + (f", but its type is {telling[0]}" if telling else "")
        )
    return _silent_name(types, telling, reading, words)


def _tattoo_named(reading: _NameReading) -> Relevance:
    first_part, word = reading.tattoo[0]
    serious = [(part, kind, other) for part, kind, other in reading.others if _takes_over(kind)]
    if not serious:
        return Relevance(Verdict.ACCEPT, f"{word!r} in the name")
    part, kind, other = serious[0]
    if first_part < part:
        return Relevance(Verdict.ACCEPT, f"{word!r} in the name, before {kind} ({other!r})")
    return Relevance(Verdict.REVIEW, f"{kind} ({other!r}) in the name, before {word!r}")


def _silent_name(
    types: frozenset[str], telling: list[str], reading: _NameReading, words: _TradeWords
) -> Relevance:
    if known := sorted(types & words.types_for):
        return Relevance(Verdict.ACCEPT, f"its type is {known[0]}, and nothing in the name speaks against it")
    if telling:
        return Relevance(Verdict.REJECT, f"its type is {telling[0]}, and no word of tattooing in the name")
    if reading.likely and types:
        return Relevance(
            Verdict.ACCEPT, f"answered a search for tattoo studios; {reading.likely!r} in the name"
        )
    if types and types <= words.types_bare:
        return Relevance(
            Verdict.ACCEPT, "answered a search for tattoo studios, and is filed under no other trade"
        )
    return Relevance(Verdict.REVIEW, "neither name, website nor types say what it is")


def _read(name: str, words: _TradeWords) -> _NameReading:
    tattoo: list[tuple[int, str]] = []
    others: list[tuple[int, str, str]] = []
    taken = ink = likely = ""
    for index, part in enumerate(_parts(name, words)):
        rest = part
        for trade in words.others:
            found = trade.words.search(rest)
            if not found:
                continue
            others.append((index, trade.kind, found.group()))
            if trade.takes_over:
                own = words.tattoo.search(rest)
                taken = taken or f"{trade.kind}: {found.group()!r} in the name"
                rest = "" if own else trade.words.sub(" ", rest)
        if found := words.tattoo.search(rest):
            tattoo.append((index, found.group()))
        ink = ink or _first(words.ink, rest)
        likely = likely or _first(words.likely, rest)
    return _NameReading(tuple(tattoo), ink, likely, tuple(others), taken)


def _parts(name: str, words: _TradeWords) -> Iterator[str]:
    for part in _SEPARATORS.split(name):
        bare = " ".join(words.ignore.sub(" ", searchable(part)).split())
        if bare:
            yield bare


def _first(words: re.Pattern[str], text: str) -> str:
    found = words.search(text)
    return found.group() if found else ""


def _host_words(website: str) -> str:
    host = urlsplit(website).hostname or ""
    labels = host.split(".")[:-1]
    return plain(" ".join(label for label in labels if label not in _HOST_NOISE).replace("-", " "))


def _takes_over(kind: str) -> bool:
    return any(trade.kind == kind and trade.takes_over for trade in _vocabulary().others)


@lru_cache(maxsize=1)
def _vocabulary() -> _TradeWords:
    table = load_toml("relevance")
    return _TradeWords(
        ignore=pattern(table["ignore"]),
        tattoo=pattern(table["tattoo"]["words"]),
        ink=pattern(table["ink"]["words"]),
        likely=pattern(table["likely"]["words"]),
        others=tuple(
            _Trade(row["kind"], row["takes_over"], pattern(row["words"])) for row in table["against"]
        ),
        types_for=frozenset(table["types"]["for"]),
        types_silent=frozenset(table["types"]["silent"] + table["types"]["bare"]),
        types_bare=frozenset(table["types"]["bare"]),
    )

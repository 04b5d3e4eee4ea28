"""Decides whether two records are the same studio: by website, phone, or name and distance."""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

import phonenumbers
from rapidfuzz import fuzz

from inkscout.discovery.words import pattern, plain
from inkscout.domain.geo import GeoPoint
from inkscout.domain.place import Place
from inkscout.vocabulary.addresses import meant_address
from inkscout.vocabulary.handles import profile_handle
from inkscout.vocabulary.loader import load_toml

NEAR_M = 150.0
"""Maximum distance in metres of two records with the same name that are one studio."""
SAME_HOUSE_M = 400.0
"""Maximum distance in metres of two records with the same website or phone that are one studio.

Farther apart, they are branches.
"""
SIMILAR = 90.0
_NUMBER = re.compile(r"\d+|[ivx]+")


@dataclass(frozen=True, slots=True)
class Traits:
    """Properties that decide identity.

    ``source`` is one of them because one source rarely lists a studio twice.
    """

    source: str
    name: str
    location: GeoPoint | None
    host: str = ""
    phone: str = ""


def traits_of(place: Place) -> Traits:
    """Returns the traits of a record; the host is empty for social networks and link lists."""
    return Traits(place.source, place.name, place.location, own_host(place.website), place.phone)


def same_studio(one: Traits, other: Traits) -> str:
    """Returns the reason why two records are one studio: ``site``, ``phone`` or ``name``.

    Empty if they are not.
    """
    distance = one.location.distance_m(other.location) if one.location and other.location else None
    if distance is not None and distance > SAME_HOUSE_M:
        return ""
    if one.source == other.source and _contradict(one, other):
        return ""
    if one.host and one.host == other.host:
        return "site"
    if one.phone and one.phone == other.phone:
        return "phone"
    if distance is not None and distance <= NEAR_M and similar_names(one.name, other.name):
        return "name"
    return ""


def similar_names(one: str, other: str) -> bool:
    """Whether two names are equal except for words of the trade, order and typos; numbers must agree."""
    first, second = core_name(one), core_name(other)
    if not first or not second:
        return plain(one) == plain(other)
    if _numbers(first) != _numbers(second):
        return False
    return first == second or fuzz.token_sort_ratio(first, second) >= SIMILAR


@lru_cache(maxsize=16_384)
def core_name(name: str) -> str:
    """Returns a name without words of the trade: ``The Black Rose Tattoo Studio Ltd`` is ``black rose``.

    Empty if nothing else is left.
    """
    return " ".join(_trade_words().sub(" ", plain(name)).split())


def own_host(website: str) -> str:
    """Returns the host of a studio's own website, without ``www.``.

    Empty for shared hosts and invalid URLs.
    """
    host = _host(website)
    return "" if not host or social_network(website) else host


def social_network(website: str) -> str:
    """Returns the network or link list of a URL, such as ``instagram``; empty for other websites."""
    host = _host(website)
    for name, hosts in load_toml("networks")["hosts"].items():
        if any(host == known or host.endswith(f".{known}") for known in hosts):
            return str(name)
    return ""


def instagram_handle(website: str) -> str:
    """Returns the handle in an Instagram profile's URL, in lower case; empty if there is none."""
    return profile_handle(website)


def e164(raw: str, country: str) -> str:
    """Returns a printed phone number in E.164; empty if it is invalid.

    ``country`` (ISO 3166-1) is the default country.
    """
    if not raw.strip():
        return ""
    try:
        number = phonenumbers.parse(raw, country.upper() or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _contradict(one: Traits, other: Traits) -> bool:
    """Whether records of one source differ in website, in phone, or in name.

    A different name alone does not count if website and phone are the same: that is one studio listed twice.
    """
    if one.host and other.host and one.host != other.host:
        return True
    if one.phone and other.phone and one.phone != other.phone:
        return True
    if one.host and one.phone and (one.host, one.phone) == (other.host, other.phone):
        return False
    return not similar_names(one.name, other.name)


def _host(website: str) -> str:
    address = meant_address(website)
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
    return host.rstrip(".").removeprefix("www.")


def _numbers(name: str) -> tuple[str, ...]:
    return tuple(word for word in name.split() if _NUMBER.fullmatch(word) or any(c.isdigit() for c in word))


@lru_cache(maxsize=1)
def _trade_words() -> re.Pattern[str]:
    relevance = load_toml("relevance")
    silent = load_toml("networks")["silent_name_words"]
    return pattern([*relevance["tattoo"]["words"], *relevance["likely"]["words"], *silent])

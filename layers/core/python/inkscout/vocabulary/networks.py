"""Recognises addresses at social networks."""

from functools import lru_cache
from urllib.parse import urlsplit

from inkscout.vocabulary.loader import by_word

_SOCIAL_HOSTS = by_word("networks.profile_hosts")
_SERVICE_HOSTS = by_word("networks.service_hosts")


def host_of(url: str) -> str:
    """Returns the lower-case host of a URL without ``www.``, ``m.`` and the like; empty if it has none."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
    for prefix in ("www.", "m.", "mobile.", "web.", "l."):
        host = host.removeprefix(prefix)
    return host


@lru_cache(maxsize=8192)
def network_of(url: str) -> str:
    """Returns the social network of a URL ("instagram", "facebook" …); empty if it is of none."""
    host = host_of(url if "//" in url else f"//{url}")
    if not host:
        return ""
    while host:
        if host in _SOCIAL_HOSTS:
            return _SOCIAL_HOSTS[host]
        if host.startswith(("pinterest.", "facebook.")):
            return host.split(".")[0]
        _, _, host = host.partition(".")
    return ""


@lru_cache(maxsize=8192)
def service_of(url: str) -> str:
    """Returns the kind of service that a URL leads to: ``lookup`` (maps, searches), ``booking``, or empty.

    Maps of countries' own Google hosts count too.
    """
    host = host_of(url if "//" in url else f"//{url}")
    if host.startswith(("maps.", "google.")) or ".google." in f".{host}":
        return _SERVICE_HOSTS.get(host, "lookup")
    while host:
        if host in _SERVICE_HOSTS:
            return _SERVICE_HOSTS[host]
        _, _, host = host.partition(".")
    return ""

"""Tells valid phone numbers from others, so that no source's slip replaces what another said rightly."""

from functools import lru_cache

from phonenumbers import Leniency, PhoneNumberMatcher


@lru_cache(maxsize=4096)
def is_valid(raw: str, country: str) -> bool:
    """Whether a phone dials the number: it has a prefix of a country, or follows the rules of ``country``."""
    return any(True for _ in PhoneNumberMatcher(raw, country or None, leniency=Leniency.VALID, max_tries=10))


def is_worse(offered: str, held: str, country: str) -> bool:
    """Whether an offered number must not take the place of a held one: that one is valid, and it is not."""
    return is_valid(held, country) and not is_valid(offered, country)

"""Interprets the content codings that a client accepts."""

import re

_WEIGHT = re.compile(r"0(\.\d{0,3})?|1(\.0{0,3})?")


def takes_gzip(accept_encoding: str) -> bool:
    """Whether an Accept-Encoding value (RFC 9110, section 12.5.3) accepts gzip.

    It does if gzip, or ``*`` when gzip is not named, has a weight above zero.
    """
    weights = {}
    for entry in accept_encoding.lower().split(","):
        coding, *parameters = (part.strip() for part in entry.split(";"))
        weight = next((p.partition("=")[2] for p in parameters if p.startswith("q=")), "1")
        weights[coding] = bool(_WEIGHT.fullmatch(weight)) and float(weight) > 0
    named = [weights[coding] for coding in ("gzip", "x-gzip") if coding in weights]
    return any(named) if named else weights.get("*", False)

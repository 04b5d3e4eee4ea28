"""Pieces of a short text in which a name may stand: between separators, without numbers and pronouns.

Most texts have nothing of all this, so that each expression is tried only on those with a sign of it.
"""

import re

_SEGMENT = re.compile(
    r"\s{1,9}[-–—|·•/~:✦✧★☆✶✷❖◆◇♦♥❤⚡✨†‡※●○■]{1,9}\s{0,9}|\s{0,9}[–—|·•:/]\s{1,9}|\s{0,9}[(\[{«»<>)\]}（）【】]\s{0,9}|,\s{1,9}|\s{0,9}[|•·]\s{0,9}"
)
_SEPARATOR = re.compile(r"[-–—|·•/~:✦✧★☆✶✷❖◆◇♦♥❤⚡✨†‡※●○■(\[{«»<>)\]}（）【】,]")
"""Matches what every separator of segments has."""
_ALIAS = re.compile(
    r"^(.{1,200}?)\s{1,9}(?:aka|a\.k\.a\.?|alias|genannt|dit|dite|detto|detta|bka)\s{1,9}(.{1,200})$",
    re.IGNORECASE,
)
_ALIAS_WORD = re.compile(r"\s(?:a\.?k\.?a|alias|genannt|dit|dett[oa]|bka)", re.IGNORECASE)
"""Matches what every text has that ``_ALIAS`` matches, and is faster."""
_COUNTED = re.compile(r"^(?:(?:no\.?\s*|#)?\d{1,2}\s*[.):/–-]\s+|0\d\s+)(?=\S)", re.IGNORECASE)
_EDGE = re.compile(
    r"^[^\w@]+|(?<![^\w.)'’])[^\w.)'’\u0300-\u036f\u0591-\u05c7\u0610-\u065f\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e4e]+$"
)
_PRONOUNS = re.compile(
    r"\(?\b(?:(?:she|he|they|ze|xe)\s*/\s*\w+(?:\s*/\s*\w+)?|er/ihm|sie/ihr|elle/\w+|ella/\w+|él/\w+)\b\)?",
    re.I,
)
_CONTRACTION = re.compile(
    r"\b(?:(?:do|does|did|is|are|was|were|ca|wo|would|should|could|have|has|had|must)n['’]\s?ts?"
    r"|(?:i|you|we|they|he|she|it|that|there|here|what|let)['’]\s?(?:re|ve|ll|m|d|s))\b",
    re.IGNORECASE,
)


def has_contraction(text: str) -> bool:
    """Whether a text has a contraction such as "don't", as sentences do and names do not."""
    return ("'" in text or "’" in text) and _CONTRACTION.search(text) is not None


def without_number(text: str) -> str:
    """Returns a title without its number ("02. Anna Bell")."""
    number = _COUNTED.match(text)
    return text if number is None else text[number.end() :]


def without_pronouns(text: str) -> str:
    """Returns a text without the pronouns that somebody goes by ("she/her")."""
    return _PRONOUNS.sub(" ", text) if "/" in text else text


def pieces_of(text: str) -> list[str]:
    """Returns the pieces of a text between separators, without punctuation at their ends; none is empty."""
    segments = _SEGMENT.split(text) if _SEPARATOR.search(text) else (text,)
    return [piece for segment in segments if segment and (piece := _without_edges(segment).strip())]


def _without_edges(text: str) -> str:
    begins, ends = text[0], text[-1]
    is_plain = (begins.isalnum() or begins in "_@") and (ends.isalnum() or ends in "_.)'’")
    return text if is_plain else _EDGE.sub("", text)


def split_alias(text: str) -> tuple[str, str] | None:
    """Splits two names of one person ("Jane Doe aka Inky"); returns None if there is only one."""
    match = _ALIAS.match(text) if _ALIAS_WORD.search(text) else None
    return None if match is None else (match.group(1), match.group(2))

"""Types for texts of users and operators, without control or bidirectional formatting characters."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator

_LINE_BREAKS = "\n\r\t"


def _one_line(text: str) -> str:
    return _plain(text, "")


def _several_lines(text: str) -> str:
    return _plain(text, _LINE_BREAKS)


def _plain(text: str, allowed: str) -> str:
    if any(is_control(char) and char not in allowed for char in text):
        raise ValueError("holds control characters or signs for the direction of writing")
    return text


def is_control(char: str) -> bool:
    """Whether a character is a control, a bidirectional formatting character, a tag or a lone surrogate."""
    return (
        unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}
        or char == "\u061c"
        or "\u200e" <= char <= "\u200f"
        or "\u202a" <= char <= "\u202e"
        or "\u2066" <= char <= "\u206f"
        or "\ufff9" <= char <= "\ufffb"
        or "\U000e0000" <= char <= "\U000e007f"
    )


Line = Annotated[str, AfterValidator(_one_line)]
"""Text of one line."""

Lines = Annotated[str, AfterValidator(_several_lines)]
"""Text that may contain line breaks and tabs."""

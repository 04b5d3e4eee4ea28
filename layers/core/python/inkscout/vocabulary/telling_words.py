"""Words that stand in every text that has one of many phrases, so that other texts are not searched for them.

A word is looked up much faster than a regular expression of a hundred phrases is tried at each place of a
text.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from inkscout.vocabulary.folding import fold
from inkscout.vocabulary.loader import phrases

_WORD = re.compile(r"\w+")
_SPECIAL = frozenset(r"\[](){}?*+|.^$")


@lru_cache(maxsize=4096)  # several finders ask in turn about the lines of a page
def plain_words(text: str) -> frozenset[str]:
    """Returns the words of a text, in lower case without accents; hyphens and apostrophes divide them."""
    return frozenset(_WORD.findall(fold(text)))


@lru_cache(maxsize=64)
def telling_words(*entries: str) -> frozenset[str]:
    """Returns words, one of which is among the plain words of every text that has a phrase of the lists.

    The phrase may be in either case, but no letter or digit may stand directly before or after it. Of a
    phrase that is no regular expression, it is the longest word, else those with which it can begin.

    Args:
        entries: Names of lists of regular expressions, such as ``phrases.made_by``.

    Raises:
        ValueError: a phrase has no word, or begins with a pattern that has no list of spellings.
    """
    found: set[str] = set()
    for phrase in (phrase for entry in entries for phrase in phrases(entry)):
        words = _of_phrase(phrase)
        if not words or "" in words:
            raise ValueError(f"{phrase!r} does not begin with a word")
        found |= words
    return frozenset(found)


def _of_phrase(phrase: str) -> set[str]:
    if _SPECIAL.isdisjoint(phrase):
        words = _WORD.findall(fold(phrase))
        return {max(reversed(words), key=len)} if words else set()
    return {fold(word) for word, _ in _beginnings(phrase)}


def _beginnings(expression: str) -> set[tuple[str, bool]]:
    """Returns what an expression can begin with: letters, and whether a word ends after them."""
    return {one for alternative in _split(expression) for one in _of_sequence(alternative)}


def _of_sequence(expression: str) -> set[tuple[str, bool]]:
    begun: set[tuple[str, bool]] = {("", False)}
    for item, is_optional in _items(expression):
        if all(ended for _, ended in begun):
            break
        following = _of_item(item) | ({("", False)} if is_optional else set())
        begun = {
            one
            for letters, ended in begun
            for one in ({(letters, True)} if ended else {(letters + more, at) for more, at in following})
        }
    return begun


def _of_item(item: str) -> set[tuple[str, bool]]:
    if item.startswith("(?:"):
        return _beginnings(item[3:-1])
    if item.startswith(("(?!", "(?=")):
        return {("", False)}
    if item.startswith("["):
        return {_of_letter(letter) for letter in item[1:-1]}
    if len(item) > 1:
        raise ValueError(f"{item!r} has no list of spellings")
    return {_of_letter(item)}


def _of_letter(letter: str) -> tuple[str, bool]:
    is_inside = letter.isalnum() or letter == "_"
    return (letter, False) if is_inside else ("", True)


def _items(expression: str) -> Iterator[tuple[str, bool]]:
    """Yields the letters, sets and groups of an expression, and whether each may be left out."""
    at = 0
    while at < len(expression):
        end = at + 1
        if expression[at] == "(":
            end = _end_of_group(expression, at)
        elif expression[at] == "[":
            end = expression.index("]", at) + 1
        elif expression[at] == "\\":
            end = at + 2
        item, follower = expression[at:end], expression[end : end + 1]
        if follower in ("*", "+", "{") and follower:
            raise ValueError(f"{expression!r} repeats {item!r}")
        yield item, follower == "?"
        at = end + (follower == "?")


def _split(expression: str) -> Iterator[str]:
    """Yields the alternatives of an expression, but not those inside its groups and sets."""
    begin = at = 0
    while at < len(expression):
        if expression[at] in "([":
            at = _end_of_group(expression, at) if expression[at] == "(" else expression.index("]", at) + 1
            continue
        if expression[at] == "|":
            yield expression[begin:at]
            begin = at + 1
        at += 2 if expression[at] == "\\" else 1
    yield expression[begin:]


def _end_of_group(expression: str, at: int) -> int:
    depth = 0
    while at < len(expression):
        if expression[at] == "[":
            at = expression.index("]", at)
        depth += {"(": 1, ")": -1}.get(expression[at], 0)
        at += 2 if expression[at] == "\\" else 1
        if not depth:
            return at
    raise ValueError(f"{expression!r} has an open group")

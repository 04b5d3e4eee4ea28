"""Finds listed people in one view of a text, from the words with which a listed name or handle begins."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from inkscout.domain import naming, spelling
from inkscout.domain.removal import HEAD, alone, capital, first_word, spoken
from inkscout.domain.romanise import SYLLABLE
from inkscout.domain.text_view import WORD, View, outside_tags

LONGEST_NAME = 6
"""Maximum number of words of a name; syllables of scripts without spaces do not count."""
SHORTEST_JOINED = 7
_HANDLE = re.compile(r"[._]{0,4}[a-z0-9][a-z0-9._]{0,40}")
_SUFFIX = re.compile(r"\.(?:jpe?g|png|webp|gif|avif|svg|html?|php|com)$")
_REST = re.compile(r"[a-z0-9._]+")
_LEADS = (
    "artby", "artist", "by", "follow", "from", "hello", "iam", "ink", "inkby", "its", "itsme", "meet",
    "mr", "mrs", "ms", "myname", "photo", "real", "studio", "tattoo", "tattooby", "tattoos", "tattoosby",
    "team", "the", "with",
)  # fmt: skip
STARTS = (*_LEADS, *"0123456789")
_GAP = 400
_FIELD_GAP = 160
_FIELD = re.compile(
    r"(?:last|sur|famil|first|given|fore|middle|nach|vor|name|nom|pren|apell|cogn|imi|nazw|naam)"
    r"[a-z_\-]{0,20}"
    r"[\"'\]\s]{0,6}[:=>]\s{0,4}[\"'\[>]{0,3}\s{0,4}$"
)
_ADDRESS_SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789._~%/#@:?=&+-"
_SEPARATORS = frozenset(",;:/|&+<>=")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Names and handles that a text is searched for.

    Attributes:
        hot: Words with which a listed name or handle begins.
        scopes: Ids of the studios whose people are searched for.
        own: Words of the names of the person whom the text is about.
        is_listed: Returns whether the denylist contains an identifier.
        is_ordinary: Returns whether a word occurs in no name.
    """

    hot: frozenset[str]
    scopes: Sequence[str]
    own: frozenset[str]
    is_listed: Callable[[str], bool]
    is_ordinary: Callable[[str], bool]


class NameSearch:
    """Searches one view of a text for listed names and handles."""

    def __init__(self, view: View, original: str, wanted: Wanted) -> None:
        """Takes the view, the text from which it was made, and what to search for."""
        self._view, self._original, self._scopes, self._own = view, original, wanted.scopes, wanted.own
        self._is_listed, self._is_ordinary = wanted.is_listed, wanted.is_ordinary
        self._hot = [found for found in WORD.finditer(view.text) if found.group() in wanted.hot]
        self._verdicts: dict[tuple[str, str, bool], bool] = {}
        self._starts = [found.start() for found in self._hot]

    def spans(self) -> Iterator[tuple[int, int]]:
        """Yields the spans of the original text that name a listed person."""
        for word in self._hot:
            handle = self._handle(word)
            if handle:
                yield self._view.span(*handle)
            for scope in self._scopes:
                name = self._name(word, scope)
                for part in name:
                    yield from self._original_parts(part)
                if not name and self._stands_alone(word, scope):
                    yield from self._original_parts(word)

    def _original_parts(self, word: re.Match[str]) -> Iterator[tuple[int, int]]:
        start, end = self._view.span(word.start(), word.end())
        while end < len(self._original) and unicodedata.combining(self._original[end]):
            end += 1  # the accent of the last letter
        return outside_tags(self._original, start, end)

    def _handle(self, word: re.Match[str]) -> tuple[int, int] | None:
        """Returns the span of the listed handle that begins at a word; None if there is none.

        A full stop after the handle may be the end of a sentence.
        """
        text, start = self._view.text, word.start()
        while start > 0 and text[start - 1] in "._":
            start -= 1
        if start > 0 and text[start - 1].isalnum():
            before = text[max(0, word.start() - 4) : word.start()]
            if before != "www.":
                return None
            start = word.start()
        found = _HANDLE.match(text, start)
        if found is None:
            return None
        token = found.group()
        for candidate in naming.unique(
            (token, token.rstrip("."), token.strip("."), _SUFFIX.sub("", token.rstrip(".")))
        ):
            if self._is_listed(f"handle#{candidate}") or self._is_listed(f"tag#{candidate}"):
                offset = token.find(candidate)
                return found.start() + offset, found.start() + offset + len(candidate)
        return None

    def _name(self, word: re.Match[str], scope: str) -> list[re.Match[str]]:
        """Returns the words of the longest listed name that begins at a word; empty if there is none."""
        best: list[re.Match[str]] = []
        spelled = spelling.skeleton(word.group())
        paths = [([word], start, 1) for start in naming.unique((spelled, after_lead(spelled)))]
        initial = self._initial(word)
        if initial is not None:
            paths.append(([initial, word], initial.group() + spelled, 2))
        while paths:
            path, joined, count = paths.pop()
            if len(path) > len(best) and self._ends_a_name(joined, path, scope):
                best = path
            if count > LONGEST_NAME or not (count == 1 or self._is_listed(first_word(scope, joined))):
                continue
            for following, counts in self._following(path[-1]):
                letters = spelling.skeleton(following[-1].group())
                paths.append(([*path, *following], joined + letters, count + counts))
        return best

    def _initial(self, word: re.Match[str]) -> re.Match[str] | None:
        """Returns the single letter before a word: an initial, or a letter before an apostrophe."""
        text = self._view.text
        for place in range(word.start() - 2, max(-1, word.start() - 5), -1):
            if text[place].isalnum():
                found = WORD.match(text, place, place + 1)
                alone = place == 0 or not text[place - 1].isalnum()
                return found if alone and _is_narrow(text[place + 1 : word.start()], 2) else None
        return None

    def _ends_a_name(self, joined: str, path: Sequence[re.Match[str]], scope: str) -> bool:
        if len(path) == 1 and len(joined) < SHORTEST_JOINED:
            return False
        possessive = joined.endswith("s") and len(path[-1].group()) > 1
        key = (scope, joined, possessive)
        if key not in self._verdicts:
            endings = [*spelling.stems(joined), *([joined[:-1]] if possessive else [])]
            self._verdicts[key] = any(self._is_listed(spoken(scope, ending)) for ending in endings)
        return self._verdicts[key]

    def _following(self, word: re.Match[str]) -> Iterator[tuple[list[re.Match[str]], int]]:
        """Yields the words that may continue a name, and the number of words they count for.

        These are the next word, a word in a field of its own, or a word after a middle name that is not
        listed.
        """
        text = self._view.text
        after = WORD.search(text, word.end(), word.end() + _GAP)
        if after is None:
            return
        gap = text[word.end() : after.start()]
        if gap == SYLLABLE:
            yield [after], 0
        elif _is_narrow(gap, 4):
            yield [after], 1
        place = bisect_right(self._starts, word.start())
        for further in self._hot[place : place + 2]:
            gap = text[word.end() : further.start()]
            if further.start() == after.start() or len(gap) > _FIELD_GAP:
                continue
            if _FIELD.search(gap):
                yield [further], 1
            elif middle := self._middle(word, further):
                yield [*middle, further], 1

    def _middle(self, word: re.Match[str], further: re.Match[str]) -> list[re.Match[str]]:
        """Returns one or two middle names or initials between two parts of a name.

        Empty if there are more.
        """
        between = list(WORD.finditer(self._view.text, word.end(), further.start()))
        edges = [word, *between, further]
        gaps = (self._view.text[one.end() : other.start()] for one, other in pairwise(edges))
        if len(between) > 2 or not all(_is_narrow(gap, 2) and not set(gap) & _SEPARATORS for gap in gaps):
            return []
        return between if all(self._may_be_a_name(one) for one in between) else []

    def _stands_alone(self, word: re.Match[str], scope: str) -> bool:
        """Whether a single word means the listed person, and is not part of another name or handle."""
        bare = word.group().strip("0123456789")
        spellings = naming.unique((bare, bare.removesuffix("s")))
        if not self._own.isdisjoint(spellings):
            return False
        by_itself = any(self._is_listed(alone(scope, one)) for one in spellings)
        if not by_itself and not any(self._is_listed(capital(scope, one)) for one in spellings):
            return False
        if not self._is_whole(word):
            return False
        if self._is_capital(word) or not self._is_cased(word):
            return not self._has_neighbour(word, scope)
        if not by_itself:
            return False
        return self._is_in_address(word) or (len(bare) > HEAD and not self._has_neighbour(word, scope))

    def _is_whole(self, word: re.Match[str]) -> bool:
        """Whether a word is not part of something longer, such as a handle; it may be a file name."""
        text, start = self._view.text, word.start()
        if start > 1 and text[start - 1] in "._" and text[start - 2].isalnum():
            return False
        rest = _REST.match(text, word.end())
        return rest is None or bool(_SUFFIX.search(rest.group())) or not rest.group().strip("._0123456789")

    def _is_in_address(self, word: re.Match[str]) -> bool:
        before = self._view.text[max(0, word.start() - 200) : word.start()]
        return any(sign in "/#@" for sign in before[len(before.rstrip(_ADDRESS_SIGNS)) :])

    def _has_neighbour(self, word: re.Match[str], scope: str) -> bool:
        """Whether a capitalised word beside this one is no listed name: then both name somebody else."""
        text = self._view.text
        after = WORD.search(text, word.end(), word.end() + 40)
        if after and text[word.end() : after.start()] in (" ", "-") and self._is_name_word(after, scope):
            return True
        before = None
        for before in WORD.finditer(text, max(0, word.start() - 40), word.start()):  # noqa: B007 - the last one
            pass
        return bool(
            before and text[before.end() : word.start()] in (" ", "-") and self._is_name_word(before, scope)
        )

    def _is_name_word(self, word: re.Match[str], scope: str) -> bool:
        if len(word.group()) < 2 or not self._may_be_a_name(word):
            return False
        return not self._is_listed(alone(scope, word.group()))

    def _may_be_a_name(self, word: re.Match[str]) -> bool:
        letters = word.group()
        return not letters.isdigit() and not self._is_ordinary(letters) and self._is_capital(word)

    def _is_capital(self, word: re.Match[str]) -> bool:
        return self._original[self._view.span(word.start(), word.start() + 1)[0]].isupper()

    def _is_cased(self, word: re.Match[str]) -> bool:
        first = self._original[self._view.span(word.start(), word.start() + 1)[0]]
        return first.lower() != first.upper()


def after_lead(word: str) -> str:
    """Returns the rest of a joined word after digits or a word such as "by".

    Empty if it has no such start.
    """
    if word[0].isdigit():
        return word.lstrip("0123456789")
    if not word.startswith(_LEADS):
        return ""
    lead = max((lead for lead in _LEADS if word.startswith(lead)), key=len)
    return word[len(lead) :] if len(word) - len(lead) >= HEAD else ""


def _is_narrow(gap: str, marks: int) -> bool:
    """Whether only blanks and at most ``marks`` other characters, and no markup, separate two words."""
    return len(gap.strip()) <= marks and "<" not in gap and ">" not in gap

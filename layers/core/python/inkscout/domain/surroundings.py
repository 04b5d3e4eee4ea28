"""Surroundings of a word of a text, which tell whether it means a listed person or somebody else."""

import re
from collections.abc import Callable, Iterator
from itertools import islice, takewhile

from inkscout.domain import spelling
from inkscout.domain.name_words import COMMON, FILES, LISTED_AFTER, TITLES, TRADE
from inkscout.domain.removal import alone
from inkscout.domain.text_view import WORD, View

SUFFIX = re.compile(r"\.(?:jpe?g|png|webp|gif|avif|svg|html?|php|com)$")
REST = re.compile(r"[a-z0-9._]+")
FIELD = re.compile(
    r"(?:last|sur|famil|first|given|fore|middle|nach|vor|name|nom|pren|apell|cogn|imi|nazw|naam)"
    r"[a-z_\-]{0,20}"
    r"[\"'\]\s]{0,6}[:=>]\s{0,4}[\"'\[>]{0,3}\s{0,4}$"
)
FIELD_GAP = 160
_ADDRESS_SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789._~%/#@:?=&+-"
_HANDLE_SIGNS = tuple("._@")
_TAG = r"</?(?:b|big|em|font|i|mark|small|span|strong|u)(?![a-z0-9])[^<>]{0,100}+>"
_BESIDE = re.compile(rf"-|(?:[ \t]{{0,3}}+{_TAG}){{1,4}}+[ \t]{{0,3}}+|[ \t]{{1,3}}+")
_BEFORE = re.compile(
    rf"(?<![a-z0-9])(?P<word>[a-z0-9]{{1,40}}+)"
    rf"(?P<gap>-|,[ \t]{{1,2}}+|(?:[ \t]{{0,3}}+{_TAG}){{1,4}}+[ \t]{{0,3}}+|[ \t]{{1,3}}+)$"
)
_SEGMENT = re.compile(r"[a-z0-9]{1,40}+(?:[-_][a-z0-9]{1,40}+)?+(?=$|[/?#\"'\s<>&]|\.[a-z])")
_HEADING = re.compile(rf"\b(?:{'|'.join(LISTED_AFTER)})\s{{0,2}}:\s{{0,2}}(?:[a-z0-9]{{1,20}}+ ){{0,6}}+$")
_LINE = re.compile(r"[\n\r<>.!?|{}]")
_LETTERS = re.compile(r"[^\W\d_]{2,40}")
_ENDS_BEFORE = "\n\r<>\"'(;:|"
_ENDS_AFTER = "\n\r<>\"');|"
_REACH = 120
_FIELD_WORDS = 8
_SHOUTED = 4
"""Words in capitals that make a line in which a capital means nothing."""


class Surroundings:
    """Reads the words around a word, in a view of a text and in the text from which the view was made."""

    def __init__(
        self,
        view: View,
        original: str,
        is_listed: Callable[[str], bool],
        is_ordinary: Callable[[str], bool],
    ) -> None:
        """``is_listed`` and ``is_ordinary`` are those of ``name_search.Wanted``."""
        self._view, self._text, self._original = view, view.text, original
        self._is_listed, self._is_ordinary = is_listed, is_ordinary

    def is_capital(self, word: re.Match[str]) -> bool:
        """Whether the word begins with a capital."""
        return self._first(word).isupper()

    def is_cased(self, word: re.Match[str]) -> bool:
        """Whether the script of the word has capitals."""
        first = self._first(word)
        return first.lower() != first.upper()

    def is_common(self, word: re.Match[str]) -> bool:
        """Whether the word has a meaning besides being a name."""
        bare = word.group().strip("0123456789")
        return bare in COMMON or bare.removesuffix("s") in COMMON or self._is_ordinary(bare)

    def may_be_a_name(self, word: re.Match[str]) -> bool:
        """Whether the word is capitalised and neither a title nor a word that is in no name."""
        letters = word.group()
        if letters.isdigit() or letters in TITLES or self._is_ordinary(letters):
            return False
        return self.is_capital(word)

    def is_whole(self, word: re.Match[str]) -> bool:
        """Whether a word is no part of something longer, such as a handle; it may be a file's name."""
        text, start = self._text, word.start()
        rest = REST.match(text, word.end())
        ending = rest.group().rstrip("._") if rest else ""  # a full stop may end the sentence
        if start > 1 and text[start - 1] in "._" and text[start - 2].isalnum():
            lead = WORD.findall(text[max(0, start - 42) : start - 1])
            return bool(
                SUFFIX.search(ending) and lead and lead[-1] in FILES
            )  # "img_zoe.jpg", but not "ink_zoe"
        return bool(SUFFIX.search(ending)) or not ending.strip("._0123456789")

    def is_in_address(self, word: re.Match[str]) -> bool:
        """Whether the word stands in an address, a handle or a hashtag."""
        before = self._text[max(0, word.start() - 200) : word.start()]
        return any(sign in "/#@" for sign in before[len(before.rstrip(_ADDRESS_SIGNS)) :])

    def is_joined(self, word: re.Match[str]) -> bool:
        """Whether one word may be a name's parts joined; in running text a short one is another name."""
        letters = word.group()
        if len(letters) >= spelling.LONG or not letters.isalpha():
            return True
        start, end = self._view.span(word.start(), word.end())
        printed = self._original[start:end]
        if not printed.isupper() and any(letter.isupper() for letter in printed[1:]):
            return True
        text, end = self._text, word.end()
        return (text[end : end + 1] in _HANDLE_SIGNS and text[end + 1 : end + 2].isalnum()) or (
            self.is_in_address(word)
        )

    def is_possessive(self, word: re.Match[str]) -> bool:
        """Whether an apostrophe and an s follow the word."""
        return self._text[word.end() : word.end() + 2] == "'s"

    def fills_segment(self, first: re.Match[str], last: re.Match[str]) -> bool:
        """Whether some words are all of one segment of an address."""
        segment = self._segment(first)
        return segment is not None and segment.start() == first.start() and segment.end() == last.end()

    def has_neighbour(self, first: re.Match[str], last: re.Match[str], scope: str) -> bool:
        """Whether a word that no listed name has makes another person's name of the words beside it."""
        if self._is_in_list(first) or self._is_shouted(first):
            return False
        return any(self._is_name_word(word, scope) for word in self._beside(first, last))

    def shares_segment(self, word: re.Match[str], scope: str) -> bool:
        """Whether a segment of an address is the word and one other, which may be another surname."""
        segment = self._segment(word)
        others = (
            [one for one in WORD.finditer(segment.group()) if one.group() != word.group()] if segment else []
        )
        if len(others) != 1:
            return False
        letters = others[0].group()
        if len(letters) < 3 or not letters.isalpha() or letters in COMMON | FILES | TRADE:
            return False
        return not self._is_ordinary(letters) and not self._is_listed(alone(scope, letters))

    def _beside(self, first: re.Match[str], last: re.Match[str]) -> Iterator[re.Match[str]]:
        text = self._text
        gap = _BESIDE.match(text, last.end())
        after = WORD.match(text, gap.end()) if gap else None
        for _ in range(2):  # "Zoë von der Heide"
            if after and after.group() in spelling.PARTICLES and not self.is_capital(after):
                gap = _BESIDE.match(text, after.end())
                after = WORD.match(text, gap.end()) if gap else None
        if after:
            yield after
        further = islice(WORD.finditer(text, last.end(), last.end() + FIELD_GAP), _FIELD_WORDS)
        yield from (one for one in further if FIELD.search(text[last.end() : one.start()]))
        begin = max(0, first.start() - _REACH)
        before = _BEFORE.search(text[begin : first.start()])
        one = WORD.match(text, begin + before.start()) if before else None
        if before and one and (not before["gap"].startswith(",") or self._is_line(one, last)):
            yield one
        begin = max(0, first.start() - FIELD_GAP)
        if FIELD.search(text[begin : first.start()]):
            earlier = [one for one in WORD.finditer(text, begin, first.start()) if self._ends_field(one)]
            yield from earlier[-1:]

    def _ends_field(self, word: re.Match[str]) -> bool:
        """Whether a word is the value of a field of a name."""
        begin = max(0, word.start() - 40)
        return bool(FIELD.search(self._text[begin : word.start()])) and self._text[
            word.end() : word.end() + 1
        ] in ('"', "'", "<")

    def _is_name_word(self, word: re.Match[str], scope: str) -> bool:
        if len(word.group()) < 2 or not self.may_be_a_name(word):
            return False
        return not self._is_listed(alone(scope, word.group()))

    def _is_line(self, first: re.Match[str], last: re.Match[str]) -> bool:
        """Whether words are all of a line or an element, as "Meier, Zoë" is in a list."""
        start = self._view.span(first.start(), first.end())[0]
        end = self._view.span(last.start(), last.end())[1]
        before = self._original[max(0, start - 40) : start].rstrip(" \t")
        after = self._original[end : end + 40].lstrip(" \t")
        return (not before or before[-1] in _ENDS_BEFORE) and (not after or after[0] in _ENDS_AFTER)

    def _is_in_list(self, word: re.Match[str]) -> bool:
        return bool(_HEADING.search(self._text[max(0, word.start() - _REACH) : word.start()]))

    def _is_shouted(self, word: re.Match[str]) -> bool:
        """Whether the words around a word are all in capitals, and too many to be a name."""
        start, end = self._view.span(word.start(), word.end())
        if not self._original[start:end].isupper():
            return False
        before = _LETTERS.findall(_LINE.split(self._original[max(0, start - _REACH) : start])[-1])
        after = _LETTERS.findall(_LINE.split(self._original[end : end + _REACH])[0])
        shouted = [*takewhile(str.isupper, reversed(before)), *takewhile(str.isupper, after)]
        return len(shouted) + 1 >= _SHOUTED

    def _segment(self, word: re.Match[str]) -> re.Match[str] | None:
        """Returns the address segment of one or two words that contains a word; None if there is none."""
        text, start = self._text, word.start()
        if text[start - 1 : start] in ("-", "_"):
            before = text[max(0, start - 42) : start - 1]
            start -= 1 + len(before) - len(before.rstrip("abcdefghijklmnopqrstuvwxyz0123456789"))
        return _SEGMENT.match(text, start) if text[start - 1 : start] == "/" else None

    def _first(self, word: re.Match[str]) -> str:
        return self._original[self._view.span(word.start(), word.start() + 1)[0]]

"""Finds listed people in one view of a text, from the words with which a listed name or handle begins."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from inkscout.domain import naming, spelling
from inkscout.domain.name_words import LINKS
from inkscout.domain.removal import HEAD, alone, capital, first_word, shared, spoken
from inkscout.domain.romanise import SYLLABLE
from inkscout.domain.surroundings import FIELD, FIELD_GAP, REST, SUFFIX, Surroundings
from inkscout.domain.text_view import WORD, View, outside_tags

LONGEST_NAME = 6
"""Maximum number of words of a name; syllables of scripts without spaces do not count."""
SHORTEST_JOINED = 7
_HANDLE = re.compile(r"[._]{0,4}[a-z0-9][a-z0-9._]{0,40}")
_BRIEF = re.compile(r"[ \t]{1,2}([a-z]{2,3})\.")
_INITIALS = re.compile(r"(?:[ .]{1,2}[a-z](?![a-z0-9])){2,3}")
_LEADS = (
    "artby", "artist", "artists", "avatar", "banner", "by", "follow", "foto", "from", "guest", "header",
    "headshot", "hello", "iam", "image", "img", "ink", "inkby", "its", "itsme", "meet", "mr", "mrs", "ms",
    "myname", "photo", "photos", "pic", "picture", "portrait", "profile", "real", "resident", "studio",
    "tattoo", "tattooby", "tattoos", "tattoosby", "team", "the", "thumb", "welcome", "with",
)  # fmt: skip
STARTS = (*_LEADS, *"0123456789")
MOST_PLACES = 4_000
"""Words of one text that a listed name begins with, which are looked at closely; each costs some 50 µs."""
_BESIDE_A_NAME = spelling.PARTICLES | frozenset(spelling.TAILS)
_MOST_PATHS = 64
_RUN, _RUN_SIGNS = 4, " \t\r\n.,;:@#/_-"
_LONGEST_TOKEN = 60
_HANDLE_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789._"
_GAP = 400
_SEPARATORS = frozenset(",;:/|&+<>=")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Names and handles that a text is searched for.

    Attributes:
        in_names: Words with which a listed name begins.
        in_handles: Words with which a listed handle begins.
        scopes: Ids of the studios whose people are searched for.
        own: Words of the names of the person whom the text is about.
        is_listed: Returns whether the denylist contains an identifier.
        is_ordinary: Returns whether a word occurs in no name.
    """

    in_names: frozenset[str]
    in_handles: frozenset[str]
    scopes: Sequence[str]
    own: frozenset[str]
    is_listed: Callable[[str], bool]
    is_ordinary: Callable[[str], bool]


@dataclass(slots=True)
class Effort:
    """Words of one text whose surroundings may still be read; a text with more is taken for hostile."""

    left: int = MOST_PLACES

    @property
    def is_spent(self) -> bool:
        """Whether the rest of the text is cleared without reading the surroundings of a word."""
        return self.left <= 0


class NameSearch:
    """Searches one view of a text for listed names and handles."""

    def __init__(self, view: View, original: str, wanted: Wanted, effort: Effort) -> None:
        """Takes a view, the text from which it was made, what to search for, and the effort left."""
        self._view, self._original, self._scopes, self._own = view, original, wanted.scopes, wanted.own
        self._is_listed, self._is_ordinary = wanted.is_listed, wanted.is_ordinary
        self._in_handles = wanted.in_handles
        self._unread = (found for found in WORD.finditer(view.text) if found.group() in wanted.in_names)
        self._hot = list(islice(self._unread, effort.left))
        effort.left -= len(self._hot)
        self._verdicts: dict[tuple[str, str, bool], bool] = {}
        self._handles: dict[str, tuple[int, int] | None] = {}
        self._around = Surroundings(view, original, wanted.is_listed, wanted.is_ordinary)
        self._starts = [found.start() for found in self._hot]

    def spans(self) -> Iterator[tuple[int, int]]:
        """Yields the spans of the original text that name a listed person."""
        for word in WORD.finditer(self._view.text) if self._in_handles else ():
            if word.group() in self._in_handles and (handle := self._handle(word)):
                yield self._view.span(*handle)
        for word in self._hot:
            for scope in self._scopes:
                name = self._name(word, scope)
                if name and (all(map(self._is_own, name)) or not self._is_meant(name, scope)):
                    continue
                for part in name:
                    yield from self._original_parts(part)
                if not name and self._stands_alone(word, scope):
                    yield from self._original_parts(word)

        for start, end in self._beyond():
            begin, stop = self._view.span(start, end)
            if "<" in self._original[begin:stop]:
                yield from outside_tags(self._original, begin, stop)
            else:
                yield begin, stop

    def _beyond(self) -> Iterator[tuple[int, int]]:
        """Yields runs of the words beyond the effort, each with the letters joined to it.

        Surroundings are not read, so the cost is that of finding the words.
        """
        text, first, last = self._view.text, -1, -1
        for word in self._unread:
            start, end = word.span()
            if first >= 0 and start - last <= _RUN and not text[last:start].strip(_RUN_SIGNS):
                last = end
                continue
            if self._is_harmless(word):
                continue
            if first >= 0:
                yield first, last
            first, last = self._token(start, end)
        if first >= 0:
            yield first, last

    def _is_harmless(self, word: re.Match[str]) -> bool:
        letters = word.group()
        return self._is_own(word) or (self._is_ordinary(letters) and not self._around.is_capital(word))

    def _token(self, start: int, end: int) -> tuple[int, int]:
        """Returns the span of a word and of the letters joined to it by full stops and underscores."""
        text = self._view.text
        if text[start - 1 : start] not in "._" and text[end : end + 1] not in "._":
            return start, end
        before = text[max(0, start - _LONGEST_TOKEN) : start]
        rest = REST.match(text, end, end + _LONGEST_TOKEN)
        joined = len(before) - len(before.rstrip(_HANDLE_LETTERS))
        return start - joined, rest.end() if rest else end

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
        if token not in self._handles:
            self._handles[token] = self._handle_in(token)
        place = self._handles[token]
        return (found.start() + place[0], found.start() + place[1]) if place else None

    def _handle_in(self, token: str) -> tuple[int, int] | None:
        for candidate in naming.unique(
            (token, token.rstrip("."), token.strip("."), SUFFIX.sub("", token.rstrip(".")))
        ):
            if self._is_listed(f"handle#{candidate}") or self._is_listed(f"tag#{candidate}"):
                offset = token.find(candidate)
                return offset, offset + len(candidate)
        return None

    def _name(self, word: re.Match[str], scope: str) -> list[re.Match[str]]:
        """Returns the words of the longest listed name that begins at a word; empty if there is none."""
        best = self._cut_short(word, scope)
        spelled = spelling.skeleton(word.group())
        starts = naming.unique((spelled, after_lead(spelled), word.group()))
        paths = [([word], start, 1) for start in starts]
        initial = self._initial(word)
        if initial is not None:
            paths.append(([initial, word], initial.group() + spelled, 2))
        tried = 0
        while paths and tried < _MOST_PATHS:
            path, joined, count = paths.pop()
            tried += 1
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
        return self._verdicts[key] and (len(path) > 1 or self._around.is_joined(path[0]))

    def _is_own(self, word: re.Match[str]) -> bool:
        """Whether a word is a part of the name of the person whom the text is about."""
        bare = word.group().strip("0123456789")
        return bare in self._own or bare.removesuffix("s") in self._own

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
            if further.start() == after.start() or len(gap) > FIELD_GAP:
                continue
            if FIELD.search(gap):
                yield [further], 1
            elif middle := self._middle(word, further):
                yield [*middle, further], 1

    def _middle(self, word: re.Match[str], further: re.Match[str]) -> list[re.Match[str]]:
        """Returns one or two middle names or initials between two parts of a name.

        Words such as "aka" may stand there too. Empty if there are more.
        """
        between = list(WORD.finditer(self._view.text, word.end(), further.start()))
        edges = [word, *between, further]
        gaps = (self._view.text[one.end() : other.start()] for one, other in pairwise(edges))
        linked = {one.start() for one in between if one.group() in LINKS}
        if (
            len(between) - len(linked) > 2
            or len(linked) > 2
            or not all(_is_narrow(gap, 2) and not set(gap) & _SEPARATORS for gap in gaps)
        ):
            return []
        may_be = self._around.may_be_a_name
        return between if all(one.start() in linked or may_be(one) for one in between) else []

    def _cut_short(self, word: re.Match[str], scope: str) -> list[re.Match[str]]:
        """Returns the words of a name cut to initials ("Zoë M. B.") or first letters ("Zoë Br.")."""
        text, full = self._view.text, spelling.skeleton(word.group())
        found = _BRIEF.match(text, word.end())
        if found and self._is_listed(spoken(scope, f"{full} {spelling.skeleton(found[1])}.")):
            return [word, *WORD.finditer(text, *found.span(1))]
        found = _INITIALS.match(text, word.end())
        letters = list(WORD.finditer(text, *found.span())) if found else []
        if not all(map(self._around.is_capital, letters)):
            return []
        is_cut = any(self._is_listed(spoken(scope, full + letter.group())) for letter in letters)
        return [word, *letters] if is_cut else []

    def _is_meant(self, name: Sequence[re.Match[str]], scope: str) -> bool:
        """Whether words that are a listed name mean it; everyday words do so only with capitals."""
        around = self._around
        told = [word for word in name if len(word.group()) > 1 and word.group() not in _BESIDE_A_NAME]
        common = [word for word in told if around.is_common(word)]
        if len(name) == 1 or not common:
            return True
        if any(around.is_cased(word) and not around.is_capital(word) for word in common):
            return around.fills_segment(name[0], name[-1])
        return len(common) < len(told) or not around.has_neighbour(name[0], name[-1], scope)

    def _stands_alone(self, word: re.Match[str], scope: str) -> bool:
        """Whether a single word means the listed person, and is not part of another name or handle."""
        bare = word.group().strip("0123456789")
        spellings = naming.unique((bare, bare.removesuffix("s")))
        if self._is_own(word) or any(self._is_listed(shared(scope, one)) for one in spellings):
            return False
        by_itself = any(self._is_listed(alone(scope, one)) for one in spellings)
        if not by_itself and not any(self._is_listed(capital(scope, one)) for one in spellings):
            return False
        around = self._around
        if not around.is_whole(word) or (around.is_in_address(word) and around.shares_segment(word, scope)):
            return False
        if around.is_capital(word) or not around.is_cased(word):
            return not around.has_neighbour(word, word, scope)
        return by_itself and self._is_lone_in_lower_case(word, scope)

    def _is_lone_in_lower_case(self, word: re.Match[str], scope: str) -> bool:
        around = self._around
        if around.is_common(word):
            return around.fills_segment(word, word)
        if around.is_in_address(word):
            return True
        is_name = len(word.group().strip("0123456789")) > HEAD or around.is_possessive(word)
        return is_name and not around.has_neighbour(word, word, scope)


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
